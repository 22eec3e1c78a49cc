"""Where the parts of a .bib text stand: entries, fields and values, as offsets into the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mi_survey.bibliography.bibtex import BibEntry


class Span(NamedTuple):
    """The offsets of a part of the text: its first character, and the one after its last."""

    start: int
    end: int


class SyntaxFault(NamedTuple):
    """The line (from 1) of an entry that cannot be read, its key if that can, and the reason."""

    line: int
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """A field: its name in lower case, its value as read, and where both stand.

    ``form`` is how the value is written: ``{``, ``"``, ``1`` for a number, ``a`` for a macro, or
    ``#`` for several joined.
    """

    name: str
    value: str
    form: str
    name_span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class EntryLayout:
    """An entry: what it says, and where its parts stand; ``end`` is its closing delimiter.

    ``comma`` tells whether one follows the last field.
    """

    type: str
    key: str
    line: int
    type_span: Span
    start: int
    end: int
    fields: tuple[FieldLayout, ...]
    comma: bool

    def field(self, name: str) -> FieldLayout | None:
        """Return the first field of this name, which is the one that BibTeX takes."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def entry(self) -> BibEntry:
        """What the entry says."""
        fields = {field.name: field.value for field in reversed(self.fields)}
        return BibEntry(self.key, self.type, self.line, fields)


class BibLayout(NamedTuple):
    """The entries of a text in their order, and what of it could not be read."""

    entries: tuple[EntryLayout, ...]
    faults: tuple[SyntaxFault, ...]
