"""Showing a text that is longer than the screen, a screen at a time."""

from __future__ import annotations

import os
import re
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from mi_survey.display.terminal import DUMB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mi_survey.display.terminal import Terminal

# As git does: quit if it fits one screen, pass colours through, leave the text on the screen.
_LESS = "FRX"
# Colours, styles, and the two ends of a link.
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def is_longer(text: str, terminal: Terminal) -> bool:
    """Tell whether a text has more lines than the screen, one of which the prompt takes."""
    return text.count("\n") >= terminal.height


def find_pager(environ: Mapping[str, str] = os.environ) -> str:
    """Return the command that pages texts; empty on a dumb terminal, which only scrolls."""
    pager = environ.get("PAGER", "less").strip()
    return "" if pager == "cat" or environ.get("TERM", "").lower() in DUMB else pager


def page(text: str, *, foot: str = "", environ: Mapping[str, str] = os.environ) -> None:
    """Show a text through ``PAGER``, or ``less``; print it where there is no pager.

    What is printed scrolls away; ``foot`` then says at the end what it began with.
    ``PAGER`` is a command of the shell, as it is for git and man. An empty one, or ``cat``,
    prints the text, and so does one that fails.
    """
    pager = find_pager(environ)
    if not pager or not _is_shown(text, pager, environ):
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write((text + foot).encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()


def _is_shown(text: str, pager: str, environ: Mapping[str, str]) -> bool:
    """Show a text, and tell whether the pager did so.

    What is no ``less`` gets no escape sequences, since nobody knows what it makes of them.
    """
    import signal
    import subprocess  # with shlex 5 ms that short output does not need

    settings = {"LESS": _LESS, "LV": "-c", **environ}
    if not text.isascii():
        settings.setdefault("LESSCHARSET", "utf-8")
    if PurePath(pager.split(maxsplit=1)[0]).name == "less":
        # the reader's own LESS may not let colours through; later -R is the last word
        pager += "" if set(pager) & set("|;&<>") else " -R"
    else:
        text = _ESCAPE.sub("", text)
    try:
        process = subprocess.Popen(  # noqa: S602 - the user's own choice
            pager, stdin=subprocess.PIPE, env=settings, shell=True
        )
    except OSError:
        return False
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the pager's affair
    try:
        process.communicate(text.encode("utf-8", "replace"))
    finally:
        signal.signal(signal.SIGINT, previous)
    return process.returncode == 0
