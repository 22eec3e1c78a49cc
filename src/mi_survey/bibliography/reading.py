"""Reading references: every kind of file that cites works, with their lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from mi_survey.bibliography.bibtex import BibEntry, SyntaxFault, parse_bibtex
from mi_survey.bibliography.csl import parse_items
from mi_survey.bibliography.entry import inherit_fields, reference_of_fields
from mi_survey.bibliography.linked import iter_references
from mi_survey.bibliography.source_text import LineNumbers, Silence, find_silences
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO
from mi_survey.reference.record import Reference
from mi_survey.watching import Watch, watched

KINDS = {
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".json": "csl-json",
    ".tex": "links",
    ".bbl": "links",
    ".md": "links",
    ".markdown": "links",
}


class References(NamedTuple):
    """The references of a file in order, what of it could not be read, and silenced rules."""

    entries: tuple[Reference, ...]
    faults: tuple[SyntaxFault, ...] = ()
    silences: tuple[Silence, ...] = ()

    @property
    def keys(self) -> set[str]:
        """The keys of the entries, those that cannot be read included."""
        return {each.key for each in self.entries} | {each.key for each in self.faults}


def find_kind(file: str) -> str:
    """Return what a file holds, by its suffix; ``-`` is BibTeX.

    Raises:
        UsageFault: the suffix is none that is known.
    """
    if file == STDIO:
        return "bibtex"
    kind = KINDS.get(PurePath(file).suffix.lower())
    if kind is None:
        raise UsageFault(
            f"'{file}' is no bibliography by its suffix",
            hint=f"known: {', '.join(KINDS)}; - reads BibTeX from standard input",
        )
    return kind


def read_references(text: str, *, file: str, watch: Watch | None = None) -> References:
    """Read the references of a text, which is what the name of its file says.

    Raises:
        UsageFault: the suffix is none that is known, or there is no BibTeX in it at all.
        FileUnreadable: it is no JSON array of items.
    """
    kind = find_kind(file)
    if kind == "bibtex":
        if "@" not in text and text.strip():
            raise UsageFault(f"'{file}' holds no BibTeX entry", hint="is it a .bib file?")
        return read_bibtex(text, watch=watch)
    if kind == "csl-json":
        references, faults = parse_items(text, file)
        return References(tuple(references), tuple(faults))
    suffix = PurePath(file).suffix.lower()
    return References(tuple(iter_references(text, suffix)), (), tuple(find_silences(text)))


def read_bibtex(text: str, *, watch: Watch | None = None) -> References:
    """Read the entries of a .bib text with what they inherit from each other."""
    read = parse_bibtex(text)
    by_key = {each.key.lower(): each for each in reversed(read.entries)}
    lines = LineNumbers(text)
    extents = [(each.line, lines.at(each.end)) for each in read.entries]
    return References(
        tuple(_refer(each, by_key) for each in watched(read.entries, "reading references", watch)),
        read.faults,
        tuple(find_silences(text, extents=extents)),
    )


def _refer(entry: BibEntry, by_key: Mapping[str, BibEntry]) -> Reference:
    values = inherit_fields(entry, by_key)
    return reference_of_fields(values, key=entry.key, type=entry.type, line=entry.line)
