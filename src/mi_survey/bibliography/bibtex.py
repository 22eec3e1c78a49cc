"""The grammar of .bib files: every part of a text with its place, and what cannot be read.

An editor that leaves all else byte for byte needs offsets, and so does whoever tells lines. The
grammar is BibTeX's (Patashnik, BibTeXing, 1988, and ``bibtex.web``: braces count even after a
backslash), with biber's comments from ``%`` to the end of a line where no value stands. Whatever
the text, its time grows with its length, and macros cannot make more of it than a fixed multiple.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mi_survey.bibliography.source_text import LineNumbers
from mi_survey.model.finding import TextSpan

_START = re.compile(r"%[^\n]*|@\s*([^\W\d][\w-]*)\s*([{(])")
_LINE_START = re.compile(r"^[ \t]*@\s*[^\W\d][\w-]*\s*[{(]", re.MULTILINE)
_BLANK = re.compile(r"\s*(?:%[^\n]*(?:\n\s*|\Z))*")
_KEYS = {"}": re.compile(r"[^\s,{}]*"), ")": re.compile(r"[^\s,{}()]*")}
_NAME = re.compile(r"[^\W\d][^\s=,{}()\"#%']*")
_WORD = re.compile(r"[^\s=,{}()\"#%']+")
_SIMPLE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_DELIMITER = re.compile(r"[{}\"]")
_CLOSERS = {"{": "}", "(": ")"}
# What macros may add to a text: so many characters for each that it has, and these besides.
_GROWTH = 10
_GROWTH_AT_LEAST = 100_000


class SyntaxFault(NamedTuple):
    """The line (from 1) of an entry that cannot be read, its key if that can, and the reason."""

    line: int
    key: str
    reason: str
    advice: str = "look for a brace, quote or comma that is missing"


@dataclass(frozen=True, slots=True)
class BibField:
    """A field: its name in lower case, its value without delimiters, and where both stand.

    ``form`` is how the value is written: ``{``, ``"``, ``1`` for a number, ``a`` for a macro, or
    ``#`` for several joined.
    """

    name: str
    value: str
    form: str
    name_span: TextSpan
    value_span: TextSpan


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry: what it says, the line it begins at (from 1), and where its parts stand.

    ``start`` is its ``@``, ``end`` its closing delimiter.
    """

    type: str
    key: str
    line: int
    type_span: TextSpan
    start: int
    end: int
    fields: tuple[BibField, ...]

    def field(self, name: str) -> BibField | None:
        """Return the first field of this name, which is the one that BibTeX takes."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def extent(self) -> TextSpan:
        """Where the entry stands, its closing delimiter included."""
        return TextSpan(self.start, self.end + 1)

    @property
    def values(self) -> dict[str, str]:
        """What the fields say, by their names."""
        return {field.name: field.value for field in reversed(self.fields)}


class BibFile(NamedTuple):
    """The entries of a text in their order, and what of it could not be read."""

    entries: tuple[BibEntry, ...]
    faults: tuple[SyntaxFault, ...]


def parse_bibtex(text: str) -> BibFile:
    r"""Find the entries of a BibTeX or BibLaTeX text; never raises.

    >>> file = parse_bibtex('@misc(a, year = 2024, title = "x" # { y})')
    >>> [(field.name, field.value, field.form) for field in file.entries[0].fields]
    [('year', '2024', '1'), ('title', 'x y', '#')]
    """
    return _Scanner(text).scan()


class _Unreadable(Exception):
    """What stands here is no BibTeX; for the scanner alone."""


class _Scanner:
    """One pass over a text; ``at`` is how far it has come, ``limit`` where a value must end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.limit = len(text)
        self.entries: list[BibEntry] = []
        self.key = ""  # of the entry that is being read
        self.macros: dict[str, str] = {}
        self.growth = _GROWTH * len(text) + _GROWTH_AT_LEAST
        self.lines = LineNumbers(text)
        self.starts = [match.start() for match in _LINE_START.finditer(text)]
        self.partners: dict[int, int] | None = None

    def scan(self) -> BibFile:
        faults: list[SyntaxFault] = []
        while found := _START.search(self.text, self.at):
            self.at = found.end()
            if found[1] is None:
                continue
            # a brace that nothing closes must not swallow the entries that follow
            following = bisect_right(self.starts, found.start())
            self.limit = self.starts[following] if following < len(self.starts) else len(self.text)
            self.key = ""
            try:
                self._block(found)
            except _Unreadable as reason:
                line = self.lines.at(found.start())
                faults.append(SyntaxFault(line, self.key, str(reason)))
                self.at = max(self.limit, found.end())
        return BibFile(tuple(self.entries), tuple(faults))

    def _block(self, found: re.Match[str]) -> None:
        type, closer = found[1].lower(), _CLOSERS[found[2]]
        if type == "comment":
            self.at = self._end_of_comment(found)
        elif type == "preamble":
            self._value()
            self._expect(closer)
        elif type == "string":
            field = self._field()
            self.macros[field.name] = field.value
            self._blank()
            self.at += self._peek() == ","
            self._expect(closer)
        else:
            fields = tuple(self._iter_fields(closer))
            self.entries.append(
                BibEntry(
                    type=type,
                    key=self.key,
                    line=self.lines.at(found.start()),
                    type_span=TextSpan(*found.span(1)),
                    start=found.start(),
                    end=self.at - 1,
                    fields=fields,
                )
            )

    def _iter_fields(self, closer: str) -> Iterator[BibField]:
        """Read the key of an entry and yield its fields."""
        self._blank()
        key = _KEYS[closer].match(self.text, self.at)
        self.key = key[0] if key else ""
        self.at += len(self.key)
        self._blank()
        if "=" in self.key + self._peek() and self._peek() not in ",})":
            self.key = ""
            raise _Unreadable("its key is missing")
        while self._peek() != closer:
            if self._peek() != ",":
                raise _Unreadable("a comma is missing")
            self.at += 1
            self._blank()
            if self._peek() != closer:
                yield self._field()
                self._blank()
        self.at += 1

    def _field(self) -> BibField:
        self._blank()
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise _Unreadable("the name of a field is missing" if self._peek() else "it has no end")
        self.at = name.end()
        self._expect("=")
        self._blank()
        start = self.at
        value, form, end = self._value()
        return BibField(name[0].lower(), value, form, TextSpan(*name.span()), TextSpan(start, end))

    def _value(self) -> tuple[str, str, int]:
        parts: list[str] = []
        form = ""
        while True:
            self._blank()
            part, form = self._piece()
            parts.append(part)
            end = self.at
            self._blank()
            if self._peek() != "#":
                break
            self.at += 1
        if len(parts) == 1:
            return parts[0], form, end
        return "".join(parts), "#", end

    def _piece(self) -> tuple[str, str]:
        opener = self._peek()
        if opener == "{":
            # most values have no braces within
            if simple := _SIMPLE.match(self.text, self.at, self.limit):
                self.at = simple.end()
                return simple[1], "{"
            self.at += 1
            return self._until("}"), "{"
        if opener == '"':
            self.at += 1
            return self._until('"'), '"'
        word = _WORD.match(self.text, self.at)
        if word is None:
            raise _Unreadable("a value is missing" if opener else "it has no end")
        self.at = word.end()
        if word[0].isdigit():
            return word[0], "1"
        value = self.macros.get(word[0].lower(), word[0])
        self.growth -= len(value)
        if self.growth < 0:
            raise _Unreadable("its macros make too long a text")
        return value, "a"

    def _until(self, closer: str) -> str:
        start, depth = self.at, 0
        for found in _DELIMITER.finditer(self.text, start, self.limit):
            char = found[0]
            if char == closer and depth == 0:
                self.at = found.end()
                return self.text[start : found.start()]
            depth += (char == "{") - (char == "}")
            if depth < 0:
                break
        within = ": another entry begins within" if self.limit < len(self.text) else ""
        raise _Unreadable(f"a brace or quote is missing{within}")

    def _end_of_comment(self, found: re.Match[str]) -> int:
        if found[2] != "{":
            return found.end()
        if self.partners is None:
            # once, so as not to walk to the end of the text for every one that is left open
            self.partners = _find_partners(self.text)
        return self.partners.get(found.end() - 1, found.end() - 1) + 1

    def _expect(self, char: str) -> None:
        self._blank()
        if self._peek() != char:
            what = "a brace or comma" if char in "})" else f"'{char}'"
            raise _Unreadable(f"{what} is missing")
        self.at += 1

    def _blank(self) -> None:
        if found := _BLANK.match(self.text, self.at):
            self.at = found.end()

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]


def _find_partners(text: str) -> dict[int, int]:
    """Return for every brace that opens the one that closes it, where one does."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            partners[opened.pop()] = brace.start()
    return partners
