"""What the terminal at the other end can do: its size, colours, links and letters.

Everything drawn is drawn for a ``Terminal`` value, so that drawing itself looks at no
environment. Found before anyone knows whether there is something to draw: Rich stays out.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TextIO

from mi_survey.text import normalize_space, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

ColorChoice = Literal["auto", "always", "never"]

_WIDTH, _HEIGHT = 80, 24
_PAGE_WIDTH = 100
_NARROWEST = 20
# What says that a terminal understands no escape sequence; on POSIX, silence says so, too.
DUMB = ("dumb", "unknown") if os.name == "nt" else ("dumb", "unknown", "")
_DRAWN = "─│·×…"
# Invisible characters on whose width terminals do not agree, and what hides text in text.
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ASCII = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "…": "...", "•": "*",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "−": "-", "×": "x", "·": ".",
        "→": "->", "←": "<-", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
        "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ł": "l", "Ł": "L", "ı": "i",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal's size in cells, and what may be sent to it.

    ``styled`` allows bold and dim, ``links`` OSC 8 hyperlinks, ``unicode`` more than ASCII.
    A ``page`` is none, but a pipe or a file that is to hold a table: there a row is a line.
    """

    width: int
    height: int
    color: bool
    links: bool
    unicode: bool
    styled: bool
    page: bool = False

    @property
    def boxes(self) -> bool:
        """Whether lines may be drawn with box characters."""
        return self.unicode and not self.page

    @property
    def more(self) -> str:
        """What ends a text that is cut."""
        return "…" if self.unicode else "..."

    def text(self, text: str) -> str:
        r"""Return a text from a catalog as one line that is safe and possible to show here.

        Control characters and escape sequences go; an ASCII terminal gets the nearest ASCII
        characters, and ``?`` where there are none.

        >>> Terminal(80, 24, False, False, False, False).text("Schütze’s 図\t+ FFN")
        "Schutze's ? + FFN"
        """
        text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", printable(text)))
        if not self.unicode and not text.isascii():
            decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII))
            letters = "".join(char for char in decomposed if not unicodedata.combining(char))
            text = letters.encode("ascii", "replace").decode("ascii")
        return normalize_space(text)


def find_terminal(
    stream: TextIO | None, *, color: ColorChoice, environ: Mapping[str, str] = os.environ
) -> Terminal | None:
    """Find what the terminal behind a stream can do; ``None`` where output must be plain.

    ``always`` makes a terminal of a pipe, without links; ``never`` sends no escape sequence
    at all. With ``auto``, ``NO_COLOR`` (https://no-color.org) takes the colours and leaves
    bold and dim, and ``TERM=dumb`` takes everything, unless ``FORCE_COLOR`` or
    ``CLICOLOR_FORCE`` asks for it; neither of the two makes a terminal of a pipe.
    """
    tty = _is_tty(stream)
    if stream is None or (not tty and color != "always"):
        return None
    dumb = environ.get("TERM", "").lower() in DUMB
    forced = color == "always" or _is_set(environ, "FORCE_COLOR", "CLICOLOR_FORCE")
    styled = color != "never" and (forced or not dumb)
    colored = styled and (color == "always" or not environ.get("NO_COLOR"))
    columns, lines = _find_size(stream) if tty else (0, 0)
    return Terminal(
        width=max(_NARROWEST, _positive(environ.get("COLUMNS")) or columns or _WIDTH),
        height=_positive(environ.get("LINES")) or lines or _HEIGHT,
        color=colored,
        links=tty and styled and not dumb,
        unicode=_encodes(stream, _DRAWN) if tty else True,
        styled=styled,
    )


def make_page(environ: Mapping[str, str] = os.environ) -> Terminal:
    """Return what a table is drawn on in a pipe: as wide as ``COLUMNS`` says, and plain."""
    width = max(_NARROWEST, _positive(environ.get("COLUMNS")) or _PAGE_WIDTH)
    return Terminal(width, _HEIGHT, color=False, links=False, unicode=True, styled=False, page=True)


def _is_tty(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # the stream is closed
        return False


def _is_set(environ: Mapping[str, str], *names: str) -> bool:
    return any(environ.get(name, "0") not in ("", "0") for name in names)


def _find_size(stream: TextIO) -> tuple[int, int]:
    try:
        return os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return 0, 0


def _positive(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
