"""Rules on the small files: the axes with their terms, the sources, the people."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from keyword import iskeyword
from typing import TYPE_CHECKING

from mi_survey.catalog.rule import RULES, did_you_mean
from mi_survey.model.taxonomy import RESERVED
from mi_survey.text import fold, quote, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mi_survey.catalog.rule import Subject
    from mi_survey.model.finding import Finding, Path
    from mi_survey.model.taxonomy import Axis, Term

_TAXONOMY, _SOURCES, _PEOPLE = "taxonomy.json", "sources.json", "people.json"
_AXIS = re.compile(r"[a-z][a-z0-9]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@RULES.rule("axes", "error")
def check_axes(subject: Subject) -> Iterator[Finding]:
    """Give the taxonomy each axis once, and at most one that lists have their headings from."""
    seen: set[str] = set()
    heading = ""
    for path, axis in _iter_axes(subject):
        if axis.id in seen:
            yield check_axes.finding(
                subject.place(_TAXONOMY, (*path, "id")), f"axis {quote(axis.id)} is there twice"
            )
        if axis.heading and heading:
            message = f"{quote(heading)} and {quote(axis.id)} are both headings"
            yield check_axes.finding(
                subject.place(_TAXONOMY, (*path, "heading")), message, "keep one"
            )
        if axis.most < 1:
            message = f"no placement holds {axis.most} terms"
            yield check_axes.finding(
                subject.place(_TAXONOMY, (*path, "most")), message, "write 1 or more"
            )
        heading = axis.id if axis.heading else heading
        seen.add(axis.id)


@RULES.rule("axis-name", "error")
def check_axis_name(subject: Subject) -> Iterator[Finding]:
    """Name an axis by one lower-case word that is no other option, field or facet."""
    for path, axis in _iter_axes(subject):
        if axis.id in RESERVED:
            message = f"axis {quote(axis.id)} is called as an option, field or facet is"
        elif not _AXIS.fullmatch(axis.id) or iskeyword(axis.id):
            message = f"axis {quote(axis.id)} is no lower-case word that can be an option"
        else:
            continue
        yield check_axis_name.finding(
            subject.place(_TAXONOMY, (*path, "id")), message, "give it another id"
        )


@RULES.rule("term-unique", "error")
def check_term_unique(subject: Subject) -> Iterator[Finding]:
    """Give no two terms of an axis the same id."""
    for path, axis in _iter_axes(subject):
        seen: set[str] = set()
        for place, term in enumerate(axis.terms):
            if term.id and term.id in seen:
                where = (*path, "terms", place, "id")
                yield check_term_unique.finding(
                    subject.place(_TAXONOMY, where), f"term {quote(term.id)} is there twice"
                )
            seen.add(term.id)


@RULES.rule("alias-unique", "error")
def check_alias_unique(subject: Subject) -> Iterator[Finding]:
    """Let no alias mean two terms of an axis, and give none twice."""
    for path, axis in _iter_axes(subject):
        owners = {slug(term.id): term.id for term in axis.terms}
        given = {term.id for term in axis.terms}
        for inner, term, alias in _iter_aliases(axis):
            where = (*path, "terms", *inner)
            owner = owners.setdefault(slug(alias) or alias, term.id)
            if owner != term.id:
                message = f"alias {quote(alias)} of {quote(term.id)} also means {quote(owner)}"
                yield check_alias_unique.finding(
                    subject.place(_TAXONOMY, where), message, "let it mean one of them"
                )
            elif alias in given:
                yield check_alias_unique.finding(
                    subject.place(_TAXONOMY, where),
                    f"alias {quote(alias)} is there twice",
                    "keep one",
                )
            given.add(alias)


@RULES.rule("term-parent", "error")
def check_term_parent(subject: Subject) -> Iterator[Finding]:
    """Choose parents among the terms of the axis, and put no term above itself."""
    for path, axis in _iter_axes(subject):
        parents = {term.id: term.parent for term in axis.terms}
        ids = tuple(parents)
        circles = _find_circles(parents)
        lost = subject.has_lost(_TAXONOMY, "id")
        for place, term in enumerate(axis.terms):
            where = (*path, "terms", place, "parent")
            if not term.parent:
                continue
            if term.parent not in parents:
                if not lost:
                    message = f"parent {quote(term.parent)} is no term of '{axis.id}'"
                    yield check_term_parent.finding(
                        subject.place(_TAXONOMY, where), message, did_you_mean(term.parent, ids)
                    )
            elif term.id in circles:
                yield check_term_parent.finding(
                    subject.place(_TAXONOMY, where), f"{quote(term.id)} is above itself"
                )


@RULES.rule("term-order", "error")
def check_term_order(subject: Subject) -> Iterator[Finding]:
    """Give the terms of an axis the orders 1, 2, 3 and so on, each once."""
    for path, axis in _iter_axes(subject):
        counts = Counter(term.order for term in axis.terms)
        for place, term in enumerate(axis.terms):
            where = (*path, "terms", place, "order")
            order = quote(str(term.order))[1:-1]
            if not 1 <= term.order <= len(axis.terms):
                yield check_term_order.finding(
                    subject.place(_TAXONOMY, where),
                    f"order {order} is not within 1..{len(axis.terms)}",
                )
            elif counts[term.order] > 1:
                message = f"order {order} is there {counts[term.order]} times"
                yield check_term_order.finding(
                    subject.place(_TAXONOMY, where), message, "number the terms in order"
                )


@RULES.rule("source-unique", "error")
def check_source_unique(subject: Subject) -> Iterator[Finding]:
    """Give no two sources the same id."""
    if _SOURCES in subject.documents:
        seen: set[str] = set()
        for index, source in enumerate(subject.contents.sources):
            if source.id and source.id in seen:
                yield check_source_unique.finding(
                    subject.place(_SOURCES, (index, "id")),
                    f"source {quote(source.id)} is there twice",
                )
            seen.add(source.id)


@RULES.rule("source-count", "error")
def check_source_count(subject: Subject) -> Iterator[Finding]:
    """State as many listings of a source as the works give."""
    if _SOURCES not in subject.documents or subject.has_lost("works.json", "listings", "source"):
        return
    works = subject.contents.works
    counts = Counter(listing.source for work in works for listing in work.listings)
    for index, source in enumerate(subject.contents.sources):
        if source.id and source.listings != counts[source.id]:
            stated, counted = quote(str(source.listings))[1:-1], counts[source.id]
            message = f"{stated} listings of {quote(source.id)}, but the works have {counted}"
            yield check_source_count.finding(
                subject.place(_SOURCES, (index, "listings")), message, f"write {counted}"
            )


@RULES.rule("source-date", "error")
def check_source_date(subject: Subject) -> Iterator[Finding]:
    """Write the dates on which sources were collected as ISO dates."""
    if _SOURCES in subject.documents:
        for index, source in enumerate(subject.contents.sources):
            text = source.collected
            if text and text.strip() and not _is_date(text):
                message = f"{quote(text)} is no date"
                yield check_source_date.finding(
                    subject.place(_SOURCES, (index, "collected")), message, "for example 2025-06-20"
                )


@RULES.rule("source-state", "error")
def check_source_state(subject: Subject) -> Iterator[Finding]:
    """Name another source, and one that is no state itself, as that of which one is a state."""
    sources = subject.contents.sources if _SOURCES in subject.documents else ()
    lists = {source.id for source in sources if not source.state_of}
    for index, source in enumerate(sources):
        if source.state_of and source.state_of not in lists:
            message = f"{quote(source.state_of)} is no source that others can be states of"
            yield check_source_state.finding(
                subject.place(_SOURCES, (index, "state_of")),
                message,
                f"one of: {', '.join(sorted(lists))}",
            )


@RULES.rule("person-names", "error")
def check_person_names(subject: Subject) -> Iterator[Finding]:
    """Give a person two names at least, and no name to two people."""
    if _PEOPLE not in subject.documents:
        return
    owners: dict[str, int] = {}
    for index, person in enumerate(subject.contents.people):
        if len({fold(name) for name in person.names}) < 2:
            message = "a person with one name needs no record"
            yield check_person_names.finding(
                subject.place(_PEOPLE, (index, "names")), message, "give every name in use"
            )
        for place, name in enumerate(person.names):
            if owners.setdefault(fold(name), index) != index:
                message = f"{quote(name)} is also a name of $[{owners[fold(name)]}]"
                yield check_person_names.finding(
                    subject.place(_PEOPLE, (index, "names", place)),
                    message,
                    "join the two records",
                )


@RULES.rule("person-evidence", "warning")
def check_person_evidence(subject: Subject) -> Iterator[Finding]:
    """Name the pages that show several names to be those of one person."""
    if _PEOPLE in subject.documents:
        for index, person in enumerate(subject.contents.people):
            if not person.evidence:
                yield check_person_evidence.finding(
                    subject.place(_PEOPLE, (index,)),
                    "no page shows that the names are one person's",
                )


def _iter_axes(subject: Subject) -> Iterator[tuple[Path, Axis]]:
    if _TAXONOMY in subject.documents:
        for index, axis in enumerate(subject.contents.taxonomy.axes):
            yield ("axes", index), axis


def _iter_aliases(axis: Axis) -> Iterator[tuple[Path, Term, str]]:
    for place, term in enumerate(axis.terms):
        for field, aliases in (("aliases", term.aliases), ("hints", term.hints)):
            for at, alias in enumerate(aliases):
                if alias.strip():
                    yield (place, field, at), term, alias


def _find_circles(parents: Mapping[str, str | None]) -> set[str]:
    """Return the terms that are above themselves."""
    circles: set[str] = set()
    seen: set[str] = set()
    for start in parents:
        climbed: list[str] = []
        term: str | None = start
        while term is not None and term in parents and term not in seen:
            seen.add(term)
            climbed.append(term)
            term = parents[term]
        if term in climbed:  # where the climb comes back to, the circle begins
            circles.update(climbed[climbed.index(term) :])
    return circles


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None
