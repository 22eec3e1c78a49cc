"""The scanner of .bib texts: finds where every part stands, and what cannot be read.

bibtexparser keeps no offsets and does not know ``@article( … )`` or ``#``; an editor that leaves
all else byte for byte needs both. The grammar is BibTeX's (Patashnik, BibTeXing, 1988, and
``bibtex.web``: braces count even after a backslash), with biber's comments from ``%`` to the end
of a line where no value stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from mi_survey.bibliography.layout import BibLayout, EntryLayout, FieldLayout, Span, SyntaxFault

_START = re.compile(r"%[^\n]*|@\s*([^\W\d][\w-]*)\s*([{(])")
_LINE_START = re.compile(r"^[ \t]*@\s*[^\W\d][\w-]*\s*[{(]", re.MULTILINE)
_BLANK = re.compile(r"(?:\s+|%[^\n]*)*")
_KEYS = {"{": re.compile(r"[^\s,{}]*"), "(": re.compile(r"[^\s,{}()]*")}
_NAME = re.compile(r"[^\W\d][^\s=,{}()\"#%']*")
_WORD = re.compile(r"[^\s=,{}()\"#%']+")
_CLOSERS = {"{": "}", "(": ")"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def parse_layout(text: str) -> BibLayout:
    r"""Find the entries of a BibTeX or BibLaTeX text; never raises.

    >>> layout = parse_layout('@misc(a, year = 2024, title = "x" # { y})')
    >>> [(field.name, field.value, field.form) for field in layout.entries[0].fields]
    [('year', '2024', '1'), ('title', 'x y', '#')]
    """
    return _Scanner(text).scan()


class _Unreadable(Exception):
    """What stands here is no BibTeX; for the scanner alone."""


class _Scanner:
    """One pass over a text; ``at`` is how far it has come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.keyless = False
        self.macros = {month: month for month in _MONTHS}
        self.newlines = [match.start() for match in re.finditer("\n", text)]

    def scan(self) -> BibLayout:
        entries: list[EntryLayout] = []
        faults: list[SyntaxFault] = []
        while found := _START.search(self.text, self.at):
            self.at = found.end()
            if found[1] is None:
                continue
            try:
                entry = self._block(found)
            except _Unreadable as reason:
                key = "" if self.keyless else self._key_at(found)
                faults.append(SyntaxFault(self._line(found.start()), key, str(reason)))
                # what follows is read from the next line that begins an entry
                next_start = _LINE_START.search(self.text, found.end())
                self.at = next_start.start() if next_start else len(self.text)
            else:
                entries += [entry] if entry else []
        return BibLayout(tuple(entries), tuple(faults))

    def _block(self, found: re.Match[str]) -> EntryLayout | None:
        type, opener = found[1].lower(), found[2]
        self.keyless = False
        if type == "comment":
            self.at = self._end_of_comment(found)
            return None
        if type == "preamble":
            self._value()
            self._expect(_CLOSERS[opener])
            return None
        if type == "string":
            field = self._field()
            self.macros[field.name] = field.value
            self._blank()
            self.at += self._peek() == ","
            self._expect(_CLOSERS[opener])
            return None
        return self._entry(found)

    def _entry(self, found: re.Match[str]) -> EntryLayout:
        closer = _CLOSERS[found[2]]
        key = self._key_at(found)
        self._blank()
        self.at += len(key)
        self._blank()
        fields: list[FieldLayout] = []
        comma = False
        while self._peek() != closer:
            if comma or self._peek() != ",":
                self.keyless = not fields and (self._peek() == "=" or "=" in key)
                raise _Unreadable("its key is missing" if self.keyless else "a comma is missing")
            self.at += 1
            self._blank()
            comma = self._peek() == closer
            if not comma:
                fields.append(self._field())
                self._blank()
        self.at += 1
        return EntryLayout(
            type=found[1].lower(),
            key=key,
            line=self._line(found.start()),
            type_span=Span(*found.span(1)),
            start=found.start(),
            end=self.at - 1,
            fields=tuple(fields),
            comma=comma and bool(fields),
        )

    def _field(self) -> FieldLayout:
        self._blank()
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise _Unreadable("the name of a field is missing" if self._peek() else "it has no end")
        self.at = name.end()
        self._expect("=")
        self._blank()
        start = self.at
        value, form, end = self._value()
        return FieldLayout(name[0].lower(), value, form, Span(*name.span()), Span(start, end))

    def _value(self) -> tuple[str, str, int]:
        parts: list[tuple[str, str]] = []
        while True:
            self._blank()
            parts.append(self._piece())
            end = self.at
            self._blank()
            if self._peek() != "#":
                break
            self.at += 1
        form = parts[0][1] if len(parts) == 1 else "#"
        return "".join(part for part, _ in parts), form, end

    def _piece(self) -> tuple[str, str]:
        opener = self._peek()
        if opener == "{":
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
        return self.macros.get(word[0].lower(), word[0]), "a"

    def _until(self, closer: str) -> str:
        start, depth = self.at, 0
        for found in re.compile(r"[{}\"]").finditer(self.text, start):
            char = found[0]
            if char == closer and depth == 0:
                self.at = found.end()
                value = self.text[start : found.start()]
                if _LINE_START.search(value):
                    raise _Unreadable("a brace or quote is missing: another entry begins within")
                return value
            depth += (char == "{") - (char == "}")
            if depth < 0:
                break
        raise _Unreadable("a brace or quote is missing")

    def _end_of_comment(self, found: re.Match[str]) -> int:
        depth = 1
        for brace in re.compile(r"[{}]").finditer(self.text, found.end()):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0 and found[2] == "{":
                return brace.end()
        return found.end()

    def _key_at(self, found: re.Match[str]) -> str:
        match = _KEYS[found[2]].match(self.text, _end_of_blank(self.text, found.end()))
        return match[0] if match else ""

    def _expect(self, char: str) -> None:
        self._blank()
        if self._peek() != char:
            what = "a brace or comma" if char in "})" else f"'{char}'"
            raise _Unreadable(f"{what} is missing")
        self.at += 1

    def _blank(self) -> None:
        self.at = _end_of_blank(self.text, self.at)

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _line(self, at: int) -> int:
        return bisect_right(self.newlines, at - 1) + 1 if at else 1


def _end_of_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
