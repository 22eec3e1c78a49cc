"""Which work a reference means: by its identifiers, else by title and author together.

A title alone never suffices: different papers share titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mi_survey.bibliography.bibtex import BibEntry, plain_text
from mi_survey.errors import InvalidIdentifier
from mi_survey.model.address import normalize_url
from mi_survey.model.identifier import (
    Identifier,
    equivalents,
    iter_identifiers,
    parse_arxiv,
    parse_identifier,
)
from mi_survey.model.work import Work
from mi_survey.text import fold, tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a reference says of a work, in plain text; ``families`` are folded family names."""

    identifiers: tuple[Identifier, ...] = ()
    urls: tuple[str, ...] = ()
    title: str = ""
    families: frozenset[str] = frozenset()


class Matcher:
    """Finds the works that references mean."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._by_identity: dict[tuple[str, str], Work] = {}
        self._by_url: dict[str, Work] = {}
        self._by_title: dict[str, list[Work]] = {}
        for work in works:
            for identifier in iter_identifiers(work.ids):
                self._by_identity[identifier.identity] = work
            if work.url:
                self._by_url[normalize_url(work.url)] = work
            self._by_title.setdefault(_bare(work.title), []).append(work)
        # a tool may bear the title of its paper as another one: the paper comes first
        for work in works:
            for title in work.alt_titles:
                self._by_title.setdefault(_bare(title), []).append(work)

    def find_work(self, reference: Reference) -> Work | None:
        """Return the work that a reference means; ``None`` where it means none."""
        identified = (work for _, work in self.iter_identified(reference))
        return next(identified, None) or self.find_titled(reference)

    def iter_identified(self, reference: Reference) -> Iterator[tuple[Identifier | str, Work]]:
        """Yield every work that an identifier or address of a reference names, with that."""
        for identifier in reference.identifiers:
            for meant in equivalents(identifier):
                work = self._by_identity.get(meant.identity)
                if work is not None:
                    yield identifier, work
                    break
        for url in reference.urls:
            if (work := self._by_url.get(normalize_url(url))) is not None:
                yield url, work

    def find_titled(self, reference: Reference) -> Work | None:
        """Return the work that has a reference's title and one of its authors, else ``None``."""
        for work in self._by_title.get(_bare(reference.title), ()):
            if reference.families & {name.match_key for name in work.authors}:
                return work
        return None


def reference_of_entry(entry: BibEntry) -> Reference:
    """Return what an entry of a .bib file says of a work."""
    fields = entry.fields
    written = [fields.get(name, "") for name in ("doi", "url", "howpublished", "note")]
    words = [word for text in written for word in text.replace("\\url", " ").split()]
    candidates = [word.strip("{}\\") for word in words]
    return Reference(
        identifiers=(*_eprints(entry), *_identifiers(candidates)),
        urls=tuple(word for word in candidates if word.lower().startswith(("http:", "https:"))),
        title=plain_text(fields.get("title", "")),
        families=frozenset(_families(fields.get("author", ""))),
    )


def _eprints(entry: BibEntry) -> Iterable[Identifier]:
    archive = (entry.fields.get("archiveprefix") or entry.fields.get("eprinttype") or "").lower()
    if archive in ("", "arxiv"):
        try:
            yield Identifier("arxiv", parse_arxiv(entry.fields.get("eprint", "")))
        except InvalidIdentifier:
            return


def _identifiers(candidates: Iterable[str]) -> Iterable[Identifier]:
    for candidate in candidates:
        try:
            yield parse_identifier(candidate)
        except InvalidIdentifier:
            continue


def _families(authors: str) -> Iterable[str]:
    for name in plain_text(authors).split(" and "):
        family, comma, _ = name.partition(",")
        words = family.split()
        if words:
            yield fold(family.strip() if comma else words[-1])


def _bare(title: str) -> str:
    return " ".join(tokenize(title))
