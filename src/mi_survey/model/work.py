"""The records of the catalog: a work, where it stands, and what lists said of it.

Frozen standard-library dataclasses, so that they are cheap to import. ``catalog.schema``
validates these same classes with pydantic; ``__pydantic_config__`` is a plain dict that
forbids unknown fields there and costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from mi_survey.model.name import Name
from mi_survey.model.taxonomy import Tag

Kind = Literal[
    "paper", "preprint", "survey", "blog", "tool", "tutorial", "video", "person", "venue"
]
Status = Literal["verified", "partial", "not-found", "unverified"]
VenueType = Literal["conference", "workshop", "journal", "preprint", "site"]
By = Literal["survey", "curated"]

KINDS: tuple[str, ...] = get_args(Kind)
STATUSES: tuple[str, ...] = get_args(Status)
_UNCITABLE = ("person", "venue")
_PUBLISHED = ("conference", "workshop", "journal")

_STRICT: Mapping[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Venue:
    """Where a work appeared: its official name, the name people use, and its type."""

    name: str
    short: str
    type: VenueType

    __pydantic_config__: ClassVar[Any] = _STRICT


@dataclass(frozen=True, slots=True)
class Ids:
    """A work's identifiers, each in the normal form of ``model.identifier``."""

    doi: str | None = None
    arxiv: str | None = None
    acl: str | None = None
    openreview: str | None = None
    github: str | None = None

    __pydantic_config__: ClassVar[Any] = _STRICT


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where else a work appeared, such as the workshop before the conference."""

    venue: Venue
    year: int | None = None
    ids: Ids = Ids()

    __pydantic_config__: ClassVar[Any] = _STRICT


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a work stands on the axes, said by whom.

    ``by`` is ``survey`` for the survey's own tags and ``curated`` for tags assigned here.
    ``tags`` name the terms on each axis, in the order of ``Taxonomy.in_file_order``; in files
    they stand beside ``by``. The term ``none`` says that there is no such step; a missing
    axis, that nobody has said.
    """

    by: By
    tags: tuple[Tag, ...] = ()

    @classmethod
    def of(cls, by: By, **terms: str | tuple[str, ...]) -> Placement:
        """Make a placement with a term, or several, on each axis named, in this order.

        >>> Placement.of("curated", area="safety", object=("mha", "ffn")).terms("object")
        ('mha', 'ffn')
        """
        return cls(by, tuple(terms.items()))

    def terms(self, axis: str) -> tuple[str, ...]:
        """Return the term ids on one axis: none, one, or several."""
        for name, value in self.tags:
            if name == axis:
                return value if isinstance(value, tuple) else (value,)
        return ()

    def iter_terms(self) -> Iterator[tuple[str, str]]:
        """Yield every axis that something is said on, with the term; once for each term."""
        for axis, value in self.tags:
            for term in value if isinstance(value, tuple) else (value,):
                yield axis, term


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list said of a work, as the list said it, even where it is wrong.

    ``tags`` hold what it wrote on each axis; in files they stand between labels and venue.
    """

    source: str
    title: str
    urls: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    venue: str | None = None
    year: str | None = None
    date: str | None = None

    def tag(self, axis: str) -> str:
        """Return what the list wrote on one axis, or nothing."""
        return dict(self.tags).get(axis, "")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Work:
    """Anything citable: a paper, a blog post, a tool, a tutorial, a video, a person, a venue.

    ``key`` is the permanent citation key. ``alt_titles`` are titles of preprints and earlier
    versions, ``nicknames`` what the field calls the work, ``aliases`` older keys. ``summary``
    says in one sentence of our own what was done and found, ``topics`` what people search for
    that the title does not say. ``evidence`` are the pages that the facts were read from.
    ``list_errors`` says in words what a reader found wrong in a listing, beyond what the
    fields can show. Unknown facts are ``None`` or empty, never guessed.
    """

    key: str
    title: str
    kind: Kind
    authors: tuple[Name, ...] = ()
    year: int | None = None
    month: int | None = None
    venue: Venue | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    address: str | None = None
    ids: Ids = Ids()
    url: str | None = None
    alt_titles: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    topics: tuple[str, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    placements: tuple[Placement, ...] = ()
    listings: tuple[Listing, ...] = ()
    evidence: tuple[str, ...] = ()
    status: Status
    list_errors: tuple[str, ...] = ()

    __pydantic_config__: ClassVar[Any] = _STRICT

    def __repr__(self) -> str:
        """Return what tells a work from others in a list of them.

        >>> Work(key="meng2022locating", title="Locating", kind="paper", status="verified")
        <meng2022locating: Locating>
        """
        return f"<{self.key}: {self.title}>"

    @property
    def venue_name(self) -> str:
        """The official name of the venue; empty where none is known."""
        return self.venue.name if self.venue else ""

    @property
    def venue_short(self) -> str:
        """The name of the venue that people use; empty where none is known."""
        return self.venue.short if self.venue else ""


def is_citable(work: Work) -> bool:
    """Tell whether a work belongs in a bibliography; people and venues do not."""
    return work.kind not in _UNCITABLE


def is_published(work: Work) -> bool:
    """Tell whether a work appeared at a venue with more than a preprint's standing."""
    return work.venue is not None and work.venue.type in _PUBLISHED
