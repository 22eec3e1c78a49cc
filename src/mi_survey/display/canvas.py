"""Drawing with Rich: from something Rich can render to the text that a terminal gets.

The one place that sets up Rich's console. Markup, emoji codes and highlighting are off, and
the environment is not looked at: what is drawn depends on the ``Terminal`` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING
from urllib.parse import quote

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console
from rich.style import Style
from rich.text import Text

from mi_survey.model.address import is_web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from mi_survey.display.terminal import Terminal

# Cells between columns.
GAP = 2

_LINK_ID = re.compile(r"(?<=\x1b\]8;id=)[^;]*")
_WORD = re.compile(r"\s+|\S+")
# Where a long word may be broken: after a hyphen or a slash.
_PIECE = re.compile(r"\s+|[^\s/-]*[/-]+|[^\s/-]+")
# What is longer is broken at its hyphens and slashes on wide terminals, too: if it stayed whole
# where it fits, a wider terminal would take more lines. Shorter ones fit 60 columns, indented.
_LONGEST_WORD = 54
_URL_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"


def draw(renderable: RenderableType, terminal: Terminal) -> str:
    """Render for a terminal: the same text for the same value, without trailing spaces."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=terminal.width,
        height=terminal.height,
        force_terminal=True,
        color_system="256" if terminal.styled or terminal.color else None,
        no_color=not terminal.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    console.print(renderable)
    # Rich numbers links at random, or by what else it has drawn.
    drawn = stream.getvalue()
    ids = dict.fromkeys(_LINK_ID.findall(drawn))
    numbers = {drawn_id: str(number) for number, drawn_id in enumerate(ids, 1)}
    drawn = _LINK_ID.sub(lambda found: numbers[found[0]], drawn)
    return "\n".join(line.rstrip(" ") for line in drawn.split("\n"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell goes in its row: how many cells of the terminal, and to which side.

    What takes more than so many ``lines`` is cut; 0 cuts nothing.
    """

    width: int
    right: bool = False
    lines: int = 0


def lay_row(cells: Sequence[Text], places: Sequence[Place], *, more: str = "…") -> list[Text]:
    """Wrap cells and lay them side by side: the lines of one row.

    ``more`` ends what is cut.
    """
    columns = [cut_lines(cell, place, more=more) for cell, place in zip(cells, places, strict=True)]
    lines = []
    for parts in zip_longest(*columns, fillvalue=Text()):
        line = Text()
        start = 0
        for part, place in zip(parts, places, strict=True):
            left = max(0, place.width - part.cell_len) if place.right else 0
            append_at(line, start + left, part)
            start += place.width + GAP
        lines.append(line)
    return lines


def append_at(line: Text, start: int, part: Text) -> Text:
    """Append what starts at a cell beyond the end of the line; return the line."""
    line.append(" " * (start - line.cell_len))
    return line.append_text(part)


def cut_lines(cell: Text, place: Place, *, more: str = "…") -> list[Text]:
    """Wrap a cell into the lines that its place has; ``more`` ends what is cut."""
    if not place.lines:
        return list(wrap(cell, place.width).split("\n"))
    lines: list[Text] = []
    rest = cell
    while len(lines) < place.lines - 1 and rest.cell_len > place.width:
        (first, *_) = _breaks(rest.plain, place.width)
        # a word that fits no line is cut, not broken: it is a word that people read
        end = next(end for end in accumulate(map(len, pieces(rest.plain))) if end >= first)
        start = end + len(rest.plain[end:]) - len(rest.plain[end:].lstrip())
        line, _, rest = rest.divide([end, start])
        line.rstrip()
        lines.append(cut(line, place.width, more=more))
    return [*lines, cut(rest, place.width, more=more)] if rest or not lines else lines


def cut(text: Text, width: int, *, more: str = "…") -> Text:
    """Cut a line to so many cells, of which ``more`` takes the last where something is gone.

    >>> cut(Text("Refusal in Language Models"), 12).plain
    'Refusal in…'
    """
    if text.cell_len <= width:
        return text
    room = max(0, width - cell_len(more))
    kept = text[: len(set_cell_size(text.plain, room).rstrip())]
    return kept.append(more[:width])


def join_lines(lines: Iterable[Text]) -> Text:
    """Put lines below one another."""
    return Text("\n").join(lines)


def link_text(text: str, url: str | None, terminal: Terminal) -> Text:
    """Make a text, already safe to show, a link where terminal and address allow it."""
    if url and terminal.links and is_web_url(url):
        return Text(text, Style(link=quote(url, safe=_URL_CHARACTERS)))
    return Text(text)


def pieces(text: str) -> list[str]:
    """Split a text where lines may end; the pieces together are the text.

    >>> pieces("Chain-of-Thought and/or")
    ['Chain-', 'of-', 'Thought', ' ', 'and/', 'or']
    """
    return _PIECE.findall(text)


def wrap(text: Text, width: int, *, indent: int = 0) -> Text:
    """Break a text into lines of at most so many cells; only what fits no line is split.

    Lines after the first are indented. A wider terminal never takes more lines.

    >>> wrap(Text("Chain-of-Thought Reasoning"), 10).plain.splitlines()
    ['Chain-of-', 'Thought', 'Reasoning']
    """
    first, *others = text.divide(_breaks(text.plain, width, indent=indent))
    for line in (first, *others):
        line.rstrip()
    return Text("\n").join([first, *(Text(" " * indent) + line for line in others)])


def _breaks(text: str, width: int, *, indent: int = 0) -> list[int]:
    breaks: list[int] = []
    position = used = 0
    for part in _parts(text, width - indent):
        length = cell_len(part)
        room = width - indent if breaks else width
        if "\n" in part:
            used = 0
        elif part.isspace() or used + length <= room:
            used += length
        else:
            if used:
                breaks.append(position)
            lines = chop_cells(part, width - indent)
            breaks += [position + end for end in accumulate(map(len, lines[:-1]))]
            used = cell_len(lines[-1])
        position += len(part)
    return breaks


def _parts(text: str, width: int) -> Iterator[str]:
    """Yield words and the space between them; a word that fits no line, in its pieces."""
    longest = min(width, _LONGEST_WORD)
    for word in _WORD.findall(text):
        if cell_len(word) <= longest:
            yield word
        else:
            yield from pieces(word)
