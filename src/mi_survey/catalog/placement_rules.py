"""Rules on what works refer to: the terms that placements name, the sources of listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog.rule import RULES, suggest
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.text import quote, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.catalog.rule import Subject
    from mi_survey.model.finding import Finding, Path
    from mi_survey.model.work import Placement


@RULES.rule("term-known", "error")
def check_term_known(subject: Subject) -> Iterator[Finding]:
    """Name terms of the taxonomy in placements, each on its own axis, by id."""
    if subject.has_lost("taxonomy.json", "axes", "terms", "id"):
        return
    axes = {axis.id: axis for axis in subject.contents.taxonomy.axes}
    ids = {axis.id: tuple(term.id for term in axis.terms) for axis in axes.values()}
    known = {axis: frozenset(terms) for axis, terms in ids.items()}
    aliases = {
        (axis.id, slug(alias)): term.id
        for axis in axes.values()
        for term in axis.terms
        for alias in term.names
    }
    for document, path, axis, term_id in _iter_terms(subject):
        if axis not in axes or term_id in known[axis]:
            continue
        elsewhere = [other for other, terms in known.items() if term_id in terms]
        if meant := aliases.get((axis, slug(term_id))):
            suggestion = f"write '{meant}'"
        elif elsewhere:
            suggestion = f"it is a term of {' and '.join(elsewhere)}"
        else:
            suggestion = suggest(term_id, ids[axis])
        yield check_term_known.finding(
            subject.place(document, path), f"unknown term {quote(term_id)} of {axis}", suggestion
        )


@RULES.rule("term-leaf", "error")
def check_term_leaf(subject: Subject) -> Iterator[Finding]:
    """Name the narrowest terms in placements, those without narrower ones."""
    narrower: dict[tuple[str, str], list[str]] = {}
    for owner in subject.contents.taxonomy.axes:
        for term in owner.terms:
            if term.parent:
                narrower.setdefault((owner.id, term.parent), []).append(term.id)
    for document, path, axis, term_id in _iter_terms(subject):
        if choices := narrower.get((axis, term_id)):
            message = f"{quote(term_id)} of {axis} has narrower terms"
            yield check_term_leaf.finding(
                subject.place(document, path), message, "choose among " + ", ".join(choices)
            )


@RULES.rule("term-count", "error")
def check_term_count(subject: Subject) -> Iterator[Finding]:
    """Name as many terms of an axis as it allows, distinct ones, and none beside 'none'."""
    most = {axis.id: axis.most for axis in subject.contents.taxonomy.axes}
    for document, path, placement in _iter_placements(subject):
        for axis, _ in placement.tags:
            place, terms = (*path, axis), placement.terms(axis)
            if len(terms) > most.get(axis, len(terms)):
                message = f"{len(terms)} terms of {axis}, at most {most[axis]} are possible"
                yield check_term_count.finding(subject.place(document, place), message)
            if len(set(terms)) < len(terms):
                yield check_term_count.finding(
                    subject.place(document, place), "a term stands here twice", "keep one"
                )
            if NO_STEP in terms and set(terms) != {NO_STEP}:
                message = f"'{NO_STEP}' stands beside another term"
                yield check_term_count.finding(
                    subject.place(document, place), message, "keep one of them"
                )


@RULES.rule("placement-unique", "error")
def check_placement_unique(subject: Subject) -> Iterator[Finding]:
    """Give no work two placements that say the same."""
    seen: set[tuple[object, ...]] = set()
    for document, path, placement in _iter_placements(subject):
        said = (document, path[0], placement.by, *sorted(placement.iter_terms()))
        if said in seen:
            yield check_placement_unique.finding(
                subject.place(document, path), "an earlier placement says the same", "keep one"
            )
        seen.add(said)


@RULES.rule("placement-empty", "error")
def check_placement_empty(subject: Subject) -> Iterator[Finding]:
    """Say something on one axis at least in a placement."""
    for document, path, placement in _iter_placements(subject):
        if not any(placement.iter_terms()):
            message = "the placement names no term on any axis"
            yield check_placement_empty.finding(
                subject.place(document, path), message, "leave it out, or name terms"
            )


@RULES.rule("listing-source", "error")
def check_listing_source(subject: Subject) -> Iterator[Finding]:
    """Name known sources in listings."""
    if subject.has_lost("sources.json", "id"):
        return
    known = tuple(source.id for source in subject.contents.sources)
    ids = frozenset(known)
    for document, path, work in subject.iter_works():
        for place, listing in enumerate(work.listings):
            if listing.source and listing.source not in ids:
                suggestion = suggest(listing.source, known)
                message = f"unknown source {quote(listing.source)}"
                yield check_listing_source.finding(
                    subject.place(document, (*path, "listings", place, "source")),
                    message,
                    suggestion,
                )


def _iter_placements(subject: Subject) -> Iterator[tuple[str, Path, Placement]]:
    for document, path, work in subject.iter_works():
        for place, placement in enumerate(work.placements):
            yield document, (*path, "placements", place), placement


def _iter_terms(subject: Subject) -> Iterator[tuple[str, Path, str, str]]:
    for document, path, placement in _iter_placements(subject):
        for axis, value in placement.tags:
            for place, term_id in enumerate(placement.terms(axis)):
                if term_id.strip():
                    step = (axis,) if isinstance(value, str) else (axis, place)
                    yield document, (*path, *step), axis, term_id
