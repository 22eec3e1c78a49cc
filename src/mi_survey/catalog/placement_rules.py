"""Rules on what works refer to: the terms that placements name, the sources of listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog.rule import iter_repeated, rule, suggest
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.text import quote, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.catalog.rule import Breach, Subject
    from mi_survey.model.finding import Path
    from mi_survey.model.work import Placement


@rule("term-known", "error")
def check_term_known(subject: Subject) -> Iterator[Breach]:
    """Name terms of the taxonomy in placements, each on its own axis, by id."""
    if subject.has_lost("taxonomy.json", "axes", "terms", "id"):
        return
    axes = subject.contents.taxonomy.axes
    known = {axis.id: tuple(term.id for term in axis.terms) for axis in axes}
    ids = {axis: frozenset(terms) for axis, terms in known.items()}
    aliases = {
        (axis.id, slug(alias)): term.id
        for axis in axes
        for term in axis.terms
        for alias in term.names
    }
    for path, axis, term_id in _iter_terms(subject):
        if term_id in ids.get(axis, (term_id,)):
            continue
        if meant := aliases.get((axis, slug(term_id))):
            suggestion = f"write '{meant}'"
        elif elsewhere := [other for other, terms in ids.items() if term_id in terms]:
            suggestion = f"it is a term of {' and '.join(elsewhere)}"
        else:
            suggestion = suggest(term_id, known[axis])
        yield path, f"unknown term {quote(term_id)} of {axis}", suggestion


@rule("term-leaf", "error")
def check_term_leaf(subject: Subject) -> Iterator[Breach]:
    """Name the narrowest terms in placements, those without narrower ones."""
    narrower: dict[tuple[str, str], list[str]] = {}
    for owner in subject.contents.taxonomy.axes:
        for term in owner.terms:
            if term.parent:
                narrower.setdefault((owner.id, term.parent), []).append(term.id)
    for path, axis, term_id in _iter_terms(subject):
        if choices := narrower.get((axis, term_id)):
            message = f"{quote(term_id)} of {axis} has narrower terms"
            yield path, message, "choose among " + ", ".join(choices)


@rule("term-count", "error")
def check_term_count(subject: Subject) -> Iterator[Breach]:
    """Name as many terms of an axis as it allows, distinct ones, and none beside 'none'."""
    most = {axis.id: axis.most for axis in subject.contents.taxonomy.axes}
    for path, placement in _iter_placements(subject):
        for axis, _ in placement.tags:
            place, terms = (*path, axis), placement.terms(axis)
            if len(terms) > most.get(axis, len(terms)):
                yield place, f"{len(terms)} terms of {axis}, at most {most[axis]} are possible"
            if len(set(terms)) < len(terms):
                yield place, "a term stands here twice", "keep one"
            if NO_STEP in terms and set(terms) != {NO_STEP}:
                yield place, f"'{NO_STEP}' stands beside another term", "keep one of them"


@rule("placement-unique", "error")
def check_placement_unique(subject: Subject) -> Iterator[Breach]:
    """Give no work two placements that say the same."""
    said = (
        (path, (path[:-1], placement.by, *sorted(placement.iter_terms())))
        for path, placement in _iter_placements(subject)
    )
    for path, _, _ in iter_repeated(said):
        yield path, "an earlier placement says the same", "keep one"


@rule("placement-empty", "error")
def check_placement_empty(subject: Subject) -> Iterator[Breach]:
    """Say something on one axis at least in a placement."""
    for path, placement in _iter_placements(subject):
        if not any(placement.iter_terms()):
            yield path, "the placement names no term on any axis", "leave it out, or name terms"


@rule("listing-source", "error")
def check_listing_source(subject: Subject) -> Iterator[Breach]:
    """Name known sources in listings."""
    if subject.has_lost("sources.json", "id"):
        return
    known = tuple(source.id for source in subject.contents.sources)
    ids = frozenset(known)
    for path, work in subject.iter_works():
        for at, listing in enumerate(work.listings):
            if listing.source and listing.source not in ids:
                message = f"unknown source {quote(listing.source)}"
                yield (*path, "listings", at, "source"), message, suggest(listing.source, known)


def _iter_placements(subject: Subject) -> Iterator[tuple[Path, Placement]]:
    for path, work in subject.iter_works():
        for at, placement in enumerate(work.placements):
            yield (*path, "placements", at), placement


def _iter_terms(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    for path, placement in _iter_placements(subject):
        for axis, value in placement.tags:
            for at, term_id in enumerate(placement.terms(axis)):
                if term_id.strip():
                    step = (axis,) if isinstance(value, str) else (axis, at)
                    yield (*path, *step), axis, term_id
