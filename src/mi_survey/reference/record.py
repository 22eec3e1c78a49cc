"""The record of a reference as it is written: what it says of a work, in whatever file it stands.

Plain text throughout: who reads a file takes its markup away, and nobody has yet asked whether
what is said holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from mi_survey.model.finding import Location
from mi_survey.model.identifier import Identifier
from mi_survey.reference.person import AuthorList
from mi_survey.reference.venue import is_preprint_venue
from mi_survey.text import fold

_PUBLISHED_TYPES = ("inproceedings", "conference", "incollection", "proceedings", "inbook", "book")
_ARXIV_DOI = "10.48550/"
_NOBODY = AuthorList()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What one reference says; ``line`` counts from 1, and what is not said is empty.

    ``key`` and ``type`` are those of an entry; a link in a text has neither. ``identifiers`` and
    ``urls`` must be the work's; ``hints`` stand in a note, or lead to code, and may be another's.
    ``context`` is text around that may name the venue. ``versioned`` tells that a version of a
    preprint is named.
    """

    key: str = ""
    line: int = 1
    type: str = ""
    title: str = ""
    authors: AuthorList = _NOBODY
    year: int | None = None
    venues: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    context: str = ""
    pages: str = ""
    identifiers: tuple[Identifier, ...] = ()
    urls: tuple[str, ...] = ()
    hints: tuple[Identifier, ...] = ()
    versioned: bool = False

    def place(self, file: str) -> Location:
        """Return where the reference stands."""
        return Location(file, self.line, key=self.key)

    @property
    def is_link(self) -> bool:
        """Whether it is a mere link in a text, the words of which may be anything."""
        return not self.key and not self.type

    @property
    def links(self) -> tuple[Identifier | str, ...]:
        """The identifiers, then the addresses."""
        return (*self.identifiers, *self.urls)

    @property
    def families(self) -> frozenset[str]:
        """The family names of the authors, folded, in every way in which they may be meant.

        >>> sorted(Reference(authors=AuthorList(("van der Weij, Teun", "Mor Geva"))).families)
        ['geva', 'mor geva', 'van der weij', 'weij']
        """
        names = (*self.authors.names, *self.authors.apart)
        heads = [name.partition(",")[0].strip() for name in names]
        return frozenset(fold(part) for head in heads if head for part in (head, head.split()[-1]))

    @property
    def published_venues(self) -> tuple[str, ...]:
        """The venues that are not those of preprints."""
        return tuple(venue for venue in self.venues if not is_preprint_venue(venue))

    @property
    def is_preprint(self) -> bool:
        """Whether the reference is to a preprint, and to nothing that was published."""
        if self.venues:
            return not self.published_venues
        if self.type in _PUBLISHED_TYPES or self._names_publication:
            return False
        arxiv = any(each.scheme == "arxiv" for each in self.identifiers)
        return arxiv or any(is_preprint_venue(host) for host in self.hosts)

    @property
    def _names_publication(self) -> bool:
        return any(
            each.scheme == "acl" or (each.scheme == "doi" and not each.value.startswith(_ARXIV_DOI))
            for each in self.identifiers
        )
