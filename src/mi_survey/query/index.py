"""The in-memory index: posting lists as Python integers used as bit sets.

A placement has a slot, ``layer * number of works + position of the work``, where the layer
counts the placements of that work. So one integer holds a posting list over placements, AND,
OR and NOT are ``& | ~``, and going from placements to works is a shift and an OR for each
layer. A facet that belongs to the work itself (its year, its venue) has its bits over works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mi_survey.errors import UnknownTerm, UnknownValue
from mi_survey.model.stored import iter_column
from mi_survey.model.term import normalize_value, parse_criterion, term_names
from mi_survey.model.work import KINDS, STATUSES, Placement
from mi_survey.query.bits import combine, iter_bits, pack_bits, project
from mi_survey.query.filters import Filters
from mi_survey.text import nearest

if TYPE_CHECKING:
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.work import Work
    from mi_survey.query.authors import AuthorIndex


class Selection(NamedTuple):
    """What passes the filters: bits over works, and bits over the placements that passed."""

    works: int
    slots: int


class Index:
    """Posting lists over the works of one catalog."""

    def __init__(self, contents: CatalogRecords) -> None:
        self.works, self.taxonomy, self.sources, self._people = contents
        self.size = len(self.works)
        self.all_works = (1 << self.size) - 1

    @cached_property
    def _placements(self) -> list[tuple[Placement, ...]]:
        return list(iter_column(self.works, "placements"))

    @cached_property
    def layers(self) -> int:
        """The greatest number of placements that a work has."""
        return max(map(len, self._placements), default=0)

    @cached_property
    def placed(self) -> int:
        """Every slot that holds a placement."""
        slots = 0
        for posting in self.by_postings.values():
            slots |= posting
        return slots

    @cached_property
    def by_postings(self) -> dict[str, int]:
        """The posting list over placements of everyone who made some."""
        return self._slot_postings(lambda placement: (placement.by,))

    @cached_property
    def _axes(self) -> dict[str, dict[str, int]]:
        return {}

    def axis_postings(self, axis: str) -> dict[str, int]:
        """Return the posting list of every term of an axis, wider terms included."""
        postings = self._axes.get(axis)
        if postings is None:
            postings = self._slot_postings(lambda placement: placement.terms(axis))
            own = dict(postings)
            for term, wider in self.taxonomy.axis(axis).wider().items():
                postings.setdefault(term, 0)
                for above in wider:
                    postings[above] = postings.get(above, 0) | own.get(term, 0)
            self._axes[axis] = postings
        return postings

    @cached_property
    def _facets(self) -> dict[str, dict[str, int]]:
        return {}

    def facet_postings(self, facet: str) -> dict[str, int]:
        """Return the posting list over works of every value of a facet of works.

        ``facet`` is ``year``, ``kind``, ``venue``, ``source`` or ``status``.
        """
        postings = self._facets.get(facet)
        if postings is None:
            postings = self._facets[facet] = self._work_postings(*_FACETS[facet])
        return postings

    def select(self, filters: Filters) -> Selection:
        """Find the works and placements that pass.

        All axes must hold in the same placement; facets of the work itself join by AND.

        Raises:
            UnknownTerm, AmbiguousTerm: a value names no term, or several.
            InvalidYearRange: a year is none.
            UnknownValue: an author holds no word, or the taxonomy has no such axis.
        """
        works = self.all_works
        for facet in ("kind", "venue", "source", "status", "has"):
            values = getattr(filters, facet)
            if values:
                works &= self._match_facet(facet, values, workshops=filters.workshops)
        if filters.year:
            from mi_survey.query.years import match_years  # for --year alone

            works &= match_years(filters.year, self.facet_postings("year"))
        if filters.author:
            works &= self._match_authors(filters.author)
        slots = self.placed
        narrowed = False
        for axis, values in (*filters.axes, ("by", filters.by)):
            if values:
                narrowed = True
                slots &= self._match_placements(axis, values)
        if narrowed:
            works &= self.project(slots)
        return Selection(works, slots & self.spread(works))

    def project(self, slots: int) -> int:
        """Turn bits over placements into bits over the works that hold them."""
        return project(slots, self.size)

    def spread(self, works: int) -> int:
        """Turn bits over works into bits over all slots that their placements may have."""
        slots = 0
        for layer in range(self.layers):
            slots |= works << (layer * self.size)
        return slots

    def placements_of(self, selection: Selection) -> dict[int, list[int]]:
        """Return the numbers of the selected placements by the position of their work."""
        grouped: dict[int, list[int]] = {}
        for slot in iter_bits(selection.slots):
            layer, position = divmod(slot, self.size)
            grouped.setdefault(position, []).append(layer)
        return grouped

    def _slot_postings(self, values: Callable[[Placement], Iterable[str]]) -> dict[str, int]:
        slots: dict[str, list[int]] = {}
        for position, placements in enumerate(self._placements):
            slot = position
            for placement in placements:
                for value in values(placement):
                    slots.setdefault(value, []).append(slot)
                slot += self.size
        length = self.layers * self.size
        return {value: pack_bits(bits, length) for value, bits in slots.items()}

    def _work_postings(self, field: str, values: Callable[[Any], Iterable[str]]) -> dict[str, int]:
        positions: dict[str, list[int]] = {}
        for position, value in enumerate(iter_column(self.works, field)):
            for name in values(value) if value else ():
                positions.setdefault(name, []).append(position)
        return {name: pack_bits(bits, self.size) for name, bits in positions.items()}

    def _match_placements(self, axis: str, values: Sequence[str]) -> int:
        if axis == "by":
            names = BY_NAMES
            postings: Mapping[str, int] = self.by_postings
        else:
            if axis not in self.taxonomy.ids:
                fields = [name for name in Filters.__slots__ if name != "axes"]
                known = (*self.taxonomy.ids, *fields)
                raise UnknownValue("filter", axis, known=known, nearest=nearest(axis, known))
            names = term_names(self.taxonomy.axis(axis))
            postings = self.axis_postings(axis)
        try:
            criterion = parse_criterion(values, axis, names=names)
        except UnknownTerm as error:
            from mi_survey.query.meaning import explain_value  # for wrong values alone

            meant = explain_value(error.value, self.works, self.taxonomy, asked=axis)
            error.hint = meant or error.hint
            raise
        return combine(criterion, postings, self.placed)

    def _match_facet(self, facet: str, values: Sequence[str], *, workshops: bool) -> int:
        postings = self.facet_postings(facet)
        what = "value of --has" if facet == "has" else facet
        criterion = parse_criterion(values, what, names=self.facet_names(facet))
        if facet == "venue" and workshops:
            from mi_survey.model.venue import workshop_of  # for this facet alone

            postings = {
                venue: bits | postings.get(workshop_of(venue), 0)
                for venue, bits in postings.items()
            }
        return combine(criterion, postings, self.all_works)

    def facet_names(self, facet: str) -> dict[str, str]:
        """Return every normalized name of the values of a facet, with the value it stands for."""
        postings = self.facet_postings(facet)
        known: Iterable[str] = postings
        if facet == "kind":
            known = KINDS
        elif facet == "status":
            known = STATUSES
        elif facet == "has":
            known = _HELD
        elif facet == "source":
            known = [*(source.id for source in self.sources), *postings]
        names = {normalize_value(value): value for value in known}
        if facet == "venue":
            from mi_survey.model.venue import FORMER_NAMES  # for this facet alone

            names.update({alias: id for alias, id in FORMER_NAMES.items() if id in postings})
        return names

    @cached_property
    def authors(self) -> AuthorIndex:
        """The names of the authors."""
        from mi_survey.query.authors import AuthorIndex  # for --author alone

        authors = (names or () for names in iter_column(self.works, "authors"))
        return AuthorIndex(authors, people=self._people)

    def _match_authors(self, values: Sequence[str]) -> int:
        names = [name for value in values for name in self.authors.split(value)]
        chosen = excluded = 0
        for is_asked, name in names:
            works = pack_bits(self.authors.find_works(name), self.size)
            if is_asked:
                chosen |= works
            else:
                excluded |= works
        return (chosen if any(is_asked for is_asked, _ in names) else self.all_works) & ~excluded


# How those are named who assign placements.
BY_NAMES = {"survey": "survey", "curated": "curated"}
# What a work may have that not every work has, by the scheme of the identifier that shows it.
_HELD = {"code": "github", "arxiv": "arxiv", "doi": "doi", "acl": "acl", "openreview": "openreview"}
# The field that a facet is read from, and how.
_FACETS: dict[str, tuple[str, Callable[[Any], Iterable[str]]]] = {
    "year": ("year", lambda year: (str(year),)),
    "kind": ("kind", lambda kind: (kind,)),
    "venue": ("venue", lambda venue: (venue.short,)),
    "source": ("listings", lambda listings: {listing.source for listing in listings}),
    "status": ("status", lambda status: (status,)),
    "has": ("ids", lambda ids: [name for name, scheme in _HELD.items() if getattr(ids, scheme)]),
}


def facet_values(work: Work, facet: str) -> list[str]:
    """Return the values of a facet that a work has, in order."""
    field, read = _FACETS[facet]
    value = getattr(work, field)
    return sorted(read(value)) if value else []
