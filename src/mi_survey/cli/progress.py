"""Work that may take long, shown on the terminal of standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mi_survey.watching import Watch


@contextmanager
def show_progress(what: str) -> Iterator[Watch | None]:
    """Show that something is being done, and how far it is, if it takes more than a second.

    Only on a terminal that understands escape sequences and may be sent them: elsewhere nothing
    is written, and there is nobody to watch. Nothing else may be written meanwhile.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from typer._click.globals import get_current_context  # which Typer does not show

    from mi_survey.display.terminal import find_terminal

    context = get_current_context(silent=True)
    is_refused = context is not None and context.params.get("color") == "never"
    terminal = find_terminal(sys.stderr, color="never" if is_refused else "auto")
    if terminal is None or not terminal.styled:
        yield None
        return
    from mi_survey.display.progress import ProgressLine

    with ProgressLine(what, sys.stderr, terminal) as line:
        yield line.watch
