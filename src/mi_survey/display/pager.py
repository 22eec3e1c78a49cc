"""Showing a text that is longer than the screen, a screen at a time."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

    from mi_survey.display.terminal import Terminal

__all__ = ["needs_pager", "page"]

# As git does: quit if it fits one screen, pass colours through, leave the text on the screen.
_LESS = "FRX"


def needs_pager(text: str, terminal: Terminal) -> bool:
    """Tell whether a text has more lines than the screen, one of which the prompt takes."""
    return text.count("\n") >= terminal.height


def page(text: str, *, environ: Mapping[str, str] = os.environ) -> None:
    """Show a text through ``PAGER``, or ``less``; print it where there is no pager.

    An empty ``PAGER``, or ``cat``, prints it. The reader may leave before the end.
    """
    import shlex  # these two cost 5 ms that short output does not need
    import subprocess

    try:
        command = shlex.split(environ.get("PAGER", "less"))
    except ValueError:  # an open quotation mark
        command = []
    if not command or command == ["cat"]:
        _print(text)
        return
    settings = {"LESS": _LESS, "LV": "-c", **environ}
    if not text.isascii():
        settings.setdefault("LESSCHARSET", "utf-8")
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings)  # noqa: S603 - the user's own choice
    except OSError:  # not there, or no program
        _print(text)
        return
    _feed(process, text)


def _feed(process: subprocess.Popen[bytes], text: str) -> None:
    """Give the pager the text and wait for it; an interrupt is the pager's affair."""
    import signal

    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text.encode("utf-8", "replace"))
    finally:
        signal.signal(signal.SIGINT, previous)


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()
