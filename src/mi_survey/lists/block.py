"""A block of a list's lines, and the blocks that a stretch of HTML holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Literal

BlockKind = Literal[
    "blank", "front-matter", "code", "comment", "heading", "rule", "reference", "html",
    "details", "table-head", "table-rule", "row", "marker", "item", "paragraph", "quote",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: their kind, their first line and its column, their words.

    ``indent`` is the column of an item's marker from 0; ``level`` a heading's level, or 7 for
    a summary; ``cells`` a table row's cells; ``end`` the last line.
    """

    kind: BlockKind
    line: int
    end: int
    text: str = ""
    column: int = 1
    indent: int = 0
    level: int = 0
    cells: tuple[str, ...] = ()


SUMMARY_LEVEL = 7
LEAST_INDENT = 2
_LEAST_ROWS = 2
_LEAST_CELLS = 2
_CELL = "\x1f"  # in the words of a row, where a cell begins
QUOTE = re.compile(r"^\s*+(?:>\s?)++")
# A name, then where it is: "Name: https://a.org".
NAMED_URL = re.compile(r"^[^\n:\[\]]{1,120}:\s*(?:\[https?:[^\]\s]+\]\(|<?https?:)")
_STRAY = re.compile(r"<(?!/?[a-zA-Z][^<>]*>)")
_UNSEEN = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"(?i)<pre\b"), re.compile(r"(?i)</pre>")),
    (re.compile(r"(?i)<script\b"), re.compile(r"(?i)</script>")),
    (re.compile(r"(?i)<style\b"), re.compile(r"(?i)</style>")),
)
_RAW_TEXT = re.compile(
    r"(?i)<(/?)(?:script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)(?=[\s/>])"
)
_INLINE_TAGS = frozenset(
    "a abbr b big br cite code del em font i img ins kbd mark picture q s small source span "
    "strike strong sub sup tt u var".split()
)


def read_html(text: str, offset: int) -> list[Block]:
    """Read the blocks of a stretch of HTML whose first line is the one after ``offset``.

    The words of a paragraph are left as they are: they may be Markdown again.
    """
    return _HtmlReader(offset).read(text)


class _HtmlReader(HTMLParser):
    """Reads a stretch of HTML; inline tags stay in the words, which are Markdown again."""

    def __init__(self, offset: int) -> None:
        super().__init__(convert_charrefs=False)
        self._offset = offset
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._first = 0  # the line of the words that were read first
        self._level = 0
        self._lists = 0
        self._in_item = False
        self._rows: list[Block] = []
        self._in_row = False
        self._is_head = False

    def read(self, text: str) -> list[Block]:
        for opener, closer in _UNSEEN:
            text = _blank_out(text, opener, closer)
        # where one of these never ends, all that follows would be its text
        text = _RAW_TEXT.sub(r"<\1div", text)
        self.feed(_STRAY.sub("&lt;", text))
        self.close()
        self._end_words()
        self._end_table()
        return self._blocks

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "td", "th"):
            if tag == "tr" or not self._in_row:
                self._end_words()
                self._in_row = self._is_head = True
            self._add("" if tag == "tr" else _CELL)
            self._is_head = self._is_head and tag != "td"
        elif tag in _INLINE_TAGS or self._in_row:
            self._add((self.get_starttag_text() or "") if tag in _INLINE_TAGS else "<br>")
        else:
            self._end_words()
            self._in_item = tag == "li" or (self._in_item and tag == "p")
            self._lists += tag in ("ul", "ol")
            self._level = SUMMARY_LEVEL if tag == "summary" else 0
            if re.fullmatch("h[1-6]", tag):
                self._level = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE_TAGS:
            self._add(f"</{tag}>")
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._end_table()
        elif not self._in_row:
            self._end_words()
            self._lists -= tag in ("ul", "ol") and self._lists > 0
            if tag == "details":
                line = self.getpos()[0] + self._offset
                self._blocks.append(Block("details", line, line))

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, words: str) -> None:
        if not self._words:
            self._first = self.getpos()[0] + self._offset
        self._words.append(words)

    def _end_row(self) -> None:
        if not self._in_row:
            return
        self._in_row = False
        text, self._words = "".join(self._words), []
        cells = tuple(" ".join(cell.split()) for cell in text.split(_CELL)[1:])
        if cells:
            last = self.getpos()[0] + self._offset
            kind: BlockKind = "table-head" if self._is_head else "row"
            self._rows.append(Block(kind, self._first, last, " ".join(cells), cells=cells))

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        if len(rows) < _LEAST_ROWS or max(len(row.cells) for row in rows) < _LEAST_CELLS:
            # it lays out pictures
            text = "\n".join(row.text for row in rows)
            self._blocks.append(Block("paragraph", rows[0].line, rows[-1].end, text, level=1))
            return
        if rows[0].kind == "row" and not re.search(r"href|https?:", rows[0].text):
            rows[0] = replace(rows[0], kind="table-head")
        elif rows[0].kind == "row":
            self._blocks.append(Block("table-head", rows[0].line, rows[0].line))
        self._blocks += rows

    def _end_words(self) -> None:
        self._end_row()
        text, self._words = "".join(self._words), []
        lines = text.split("\n")
        while lines and not lines[0].strip():
            self._first += 1
            del lines[0]
        if not text.strip():
            return
        end = self._first + len(lines) - 1
        words = "\n".join(line.strip() for line in lines).strip()
        if self._level:
            self._blocks.append(Block("heading", self._first, end, words, level=self._level))
        elif self._in_item:
            indent = LEAST_INDENT * self._lists
            self._blocks.append(Block("item", self._first, end, words, indent=indent))
        else:
            words = "\n".join(lines)
            self._blocks.append(Block("paragraph", self._first, end, words))
        self._level = 0


def _blank_out(text: str, opener: re.Pattern[str], closer: re.Pattern[str]) -> str:
    """Leave out what stands from an opener to its end, but for its line ends."""
    kept, done = list[str](), 0
    while (start := opener.search(text, done)) and (end := closer.search(text, start.end())):
        lines = text.count("\n", start.start(), end.end())
        kept += [text[done : start.start()], "\n" * lines]
        done = end.end()
    return "".join([*kept, text[done:]])


def measure_column(line: str) -> int:
    """Return the column from 1 at which a line's words begin."""
    return len(line) - len(line.lstrip()) + 1


def measure_indent(line: str) -> int:
    """Return how far a line's words are indented, within a quotation or not."""
    words = QUOTE.sub("", line).expandtabs(4)
    return len(words) - len(words.lstrip())
