"""Errata: where a list says something other than the record, and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mi_survey.model.identifier import find_identifier, iter_work_identifiers
from mi_survey.model.taxonomy import Axis, Taxonomy
from mi_survey.model.term import normalize_value, term_names
from mi_survey.model.venue import normalize_venue
from mi_survey.model.work import Listing, Work
from mi_survey.reference.title import normalize_title


@dataclass(frozen=True, slots=True)
class Erratum:
    """One thing that a list got wrong about a work.

    ``field`` is ``title``, ``venue``, ``year``, ``link``, an axis, or ``note`` for what a
    reader put in words; then ``listed`` is empty and ``source`` may be, too.
    """

    work: Work
    source: str
    field: str
    listed: str
    right: str


def find_errata(works: Sequence[Work], taxonomy: Taxonomy, *, source: str = "") -> list[Erratum]:
    """Find what the lists, or one of them, got wrong, in order of key."""
    found = (erratum for work in works for erratum in iter_errata(work, taxonomy))
    return [erratum for erratum in found if not source or erratum.source == source]


def iter_errata(work: Work, taxonomy: Taxonomy) -> Iterator[Erratum]:
    """Yield the differences between a record and its listings, then the readers' notes."""
    for listing in work.listings:
        for field, listed, right in _differences(work, listing, taxonomy):
            yield Erratum(work, listing.source, field, listed, right)
    for note in work.list_errors:
        yield Erratum(work, _source_of_note(work, note), "note", "", note)


def _differences(
    work: Work, listing: Listing, taxonomy: Taxonomy
) -> Iterator[tuple[str, str, str]]:
    if normalize_title(listing.title) != normalize_title(work.title):
        yield "title", listing.title, work.title
    said, venue = listing.venue, work.venue
    if said and venue and normalize_venue(said) != normalize_venue(venue.short):
        yield "venue", said, venue.short
    year = listing.year or ""
    if year and work.year and year != str(work.year):
        yield "year", year, str(work.year)
    for url in listing.urls:
        right = _right_link(work, url)
        if right:
            yield "link", url, right
    for axis in taxonomy.axes:
        if tag := listing.tag(axis.id):
            yield from _misspelt_tag(axis, tag, work)


def _misspelt_tag(axis: Axis, tag: str, work: Work) -> Iterator[tuple[str, str, str]]:
    names = term_names(axis)
    pieces = [normalize_value(piece) for piece in tag.split("&")]
    if not all(piece in names for piece in pieces):
        labels = {term.id: term.label for term in axis.terms}
        placements = (each for each in work.placements if each.by == "survey")
        terms = [placement.terms(axis.id) for placement in placements]
        right = " & ".join(labels.get(term, term) for group in terms[:1] for term in group)
        yield axis.id, tag, right


def _right_link(work: Work, url: str) -> str:
    """Return the right link where the listing's leads to another work, else nothing."""
    listed = find_identifier(url)
    if listed is None:
        return ""
    right: str | None = getattr(work.ids, listed.scheme)
    known = {identifier.identity for identifier in iter_work_identifiers(work)}
    if right is None or listed.identity in known:
        return ""
    return type(listed)(listed.scheme, right).url


def _source_of_note(work: Work, note: str) -> str:
    """Return the one list that a note can be about, else nothing: the note's words say it."""
    sources = {listing.source for listing in work.listings}
    named = [source for source in sources if f"the {source} list" in note]
    if len(named) == 1:
        return named[0]
    return sources.pop() if len(sources) == 1 else ""
