"""The text of one entry of a list as it stands in the file: where in it the entry says what.

The reader gives what an entry says, without the places. A place is told only where the text
occurs exactly once, so that a correction can never hit another word than the one meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mi_survey.exports.markdown_text import escape
from mi_survey.lists.inline import plain
from mi_survey.lists.parser import ParsedList
from mi_survey.model.finding import Location, TextSpan

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
_CELL_END = re.compile(r"(?<!\\)\|")
_URL = re.compile(r"https?://[^\s)>\]]+")
_URL_GOES_ON = r"(?![\w/?#%&=-]|\.\w)"
_LEAST_BARS = 2


class Lines:
    """The lines of a text by their offsets, as editors count them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [TextSpan(*match.span(1)) for match in _LINE.finditer(text)]

    def position(self, offset: int) -> tuple[int, int]:
        r"""Return the line and column of an offset, both from 1.

        >>> Lines("one\r\ntwo").position(6)
        (2, 2)
        """
        line = bisect_left(self.places, offset, key=lambda place: place.end)
        return line + 1, offset - self.places[line].start + 1


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of an entry: a place in the whole text, and where in the file it begins.

    ``row`` says that they are one row of a table, ``shared`` that another entry stands in the
    same lines; then nothing is found.
    """

    lines: Lines
    place: TextSpan
    start: Location
    row: bool = False
    shared: bool = False

    @property
    def text(self) -> str:
        """The whole text in which the entry stands."""
        return self.lines.text

    def locate(self, place: TextSpan | None) -> Location:
        """Return where a place is; where there is none, the beginning of the entry."""
        if place is None:
            return self.start
        line, column = self.lines.position(place.start)
        return replace(self.start, line=line, column=column)

    def find_title(self, title: str) -> TextSpan | None:
        """Find the title as it is, or as it is escaped in Markdown."""
        return self._find(re.escape(title)) or self._find(re.escape(escape(title)))

    def find_url(self, url: str) -> TextSpan | None:
        """Find an address that does not go on."""
        return self._find(re.escape(url) + _URL_GOES_ON)

    def find_cell(self, value: str, *, title: str) -> TextSpan | None:
        """Find a value: the one cell that holds it, else the one word beside title and links."""
        pattern = rf"(?<!\w){re.escape(value)}(?!\w)"
        if self.row:
            cells = [cell for cell in self._iter_cells() if plain(self._read(cell)) == value]
            return self._find(pattern, within=cells[0]) if len(cells) == 1 else None
        return self._find(pattern, without=self._find_taken(title))

    def read_words(self, *, title: str) -> str:
        """Return the text beside title and links."""
        pieces, done = [], self.place.start
        for start, end in sorted(self._find_taken(title)):
            pieces.append(self.text[done:start])
            done = max(done, end)
        return " ".join([*pieces, self.text[done : self.place.end]])

    def _find_taken(self, title: str) -> list[TextSpan]:
        links = [TextSpan(*match.span()) for match in self._iter(_URL.pattern, self.place)]
        heading = self.find_title(title)
        return [*links, heading] if heading else links

    def _read(self, place: TextSpan) -> str:
        return self.text[place.start : place.end]

    def _iter(self, pattern: str, within: TextSpan) -> Iterator[re.Match[str]]:
        return re.compile(pattern).finditer(self.text, within.start, within.end)

    def _find(
        self, pattern: str, *, within: TextSpan | None = None, without: Sequence[TextSpan] = ()
    ) -> TextSpan | None:
        if self.shared:
            return None
        found = [TextSpan(*match.span()) for match in self._iter(pattern, within or self.place)]
        free = [one for one in found if not any(_overlap(one, other) for other in without)]
        return free[0] if len(free) == 1 and free[0].start < free[0].end else None

    def _iter_cells(self) -> Iterator[TextSpan]:
        start = self.place.start
        for bar in self._iter(_CELL_END.pattern, self.place):
            yield TextSpan(start, bar.start())
            start = bar.end()
        yield TextSpan(start, self.place.end)


def iter_passages(parsed: ParsedList, lines: Lines, *, file: str) -> Iterator[Passage]:
    """Yield the passage of every entry of a list, in order."""
    firsts = Counter(entry.line for entry in parsed.entries)
    following = dict(pairwise([*sorted(firsts), len(parsed.roles) + 1]))
    for entry in parsed.entries:
        first = last = entry.line
        stop = following[first]
        while last + 1 < stop and parsed.roles[last] in ("entry", "note"):
            last += 1
        place = TextSpan(lines.places[first - 1].start, lines.places[last - 1].end)
        line = lines.text[place.start : place.end]
        yield Passage(
            lines,
            place,
            Location(file, first, entry.column),
            row=first == last and len(_CELL_END.findall(line)) >= _LEAST_BARS,
            shared=firsts[first] > 1,
        )


def _overlap(one: TextSpan, other: TextSpan) -> bool:
    return one.start < other.end and other.start < one.end
