"""Rules on files: their one form and order, and what the small ones hold: axes, sources, people."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from keyword import iskeyword
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.rule import did_you_mean, iter_repeated, rule
from mi_survey.catalog.store import FILES
from mi_survey.model.taxonomy import RESERVED
from mi_survey.text import fold, quote, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mi_survey.catalog.rule import Breach, Subject
    from mi_survey.model.finding import Path
    from mi_survey.model.taxonomy import Axis, Term

_FORM = "write UTF-8 with an indent of 2, fields in the schema's order, none empty, final newline"
_AXIS = re.compile(r"[a-z][a-z0-9]*")


@rule("canonical-form", "warning")
def check_canonical_form(subject: Subject) -> Iterator[Breach]:
    """Write files in the one canonical form, byte for byte."""
    records = dict(zip(FILES, subject.contents, strict=True))
    for name, document in subject.documents.items():
        if document.text is None:  # the values come from no file
            continue
        # Where values do not fit, the records are not what the file says; and of what these two
        # rules find not even the values tell.
        values = document.raw if document.misfits else encode(records[name])
        told = {finding.rule for finding in (*document.findings, *document.misfits)}
        if told.isdisjoint({"repeated-member", "finite-number"}) and (
            difference := _find_difference(document.text, values)
        ):
            yield (name,), difference, _FORM


@rule("file-order", "warning")
def check_order(subject: Subject) -> Iterator[Breach]:
    """Sort works by key, sources by id and people by name."""
    works = ((path, work.key, "key") for path, work in subject.iter_works(with_citations=False))
    sources = ((path, source.id, "id") for path, source in subject.iter_sources())
    people = ((path, "".join(each.names[:1]), "name") for path, each in subject.iter_people())
    for records in (works, sources, people):
        for (_, before, _), (path, current, field) in pairwise(filter(itemgetter(1), records)):
            if current < before:
                message = f"{quote(current)} stands after {quote(before)}"
                yield path, message, f"sort by {field}"


@rule("axes", "error")
def check_axes(subject: Subject) -> Iterator[Breach]:
    """Give the taxonomy each axis once, and at most one that lists have their headings from."""
    heading = ""
    for path, axis in subject.iter_axes():
        if axis.heading and heading:
            message = f"{quote(heading)} and {quote(axis.id)} are both headings"
            yield (*path, "heading"), message, "keep one"
        if axis.most < 1:
            message = f"no placement holds {axis.most} terms"
            yield (*path, "most"), message, "write 1 or more"
        heading = axis.id if axis.heading else heading
    for place, id, _ in iter_repeated(((*at, "id"), each.id) for at, each in subject.iter_axes()):
        yield place, f"axis {quote(id)} is there twice"


@rule("axis-name", "error")
def check_axis_name(subject: Subject) -> Iterator[Breach]:
    """Name an axis by one lower-case word that is no other option, field or facet."""
    for path, axis in subject.iter_axes():
        place, name, advice = (*path, "id"), f"axis {quote(axis.id)}", "give it another id"
        if axis.id in RESERVED:
            yield place, f"{name} is called as an option, field or facet is", advice
        elif not _AXIS.fullmatch(axis.id) or iskeyword(axis.id):
            yield place, f"{name} is no lower-case word that can be an option", advice


@rule("term-unique", "error")
def check_term_unique(subject: Subject) -> Iterator[Breach]:
    """Give no two terms of an axis the same id."""
    for path, axis in subject.iter_axes():
        ids = (((*path, "terms", at, "id"), term.id) for at, term in enumerate(axis.terms))
        for place, id, _ in iter_repeated(ids):
            yield place, f"term {quote(id)} is there twice"


@rule("alias-unique", "error")
def check_alias_unique(subject: Subject) -> Iterator[Breach]:
    """Let no alias mean two terms of an axis, and give none twice."""
    for path, axis in subject.iter_axes():
        owners = {slug(term.id): term.id for term in axis.terms}
        given = {term.id for term in axis.terms}
        for inner, term, alias in _iter_aliases(axis):
            place, name = (*path, "terms", *inner), f"alias {quote(alias)}"
            owner = owners.setdefault(slug(alias) or alias, term.id)
            if owner != term.id:
                message = f"{name} of {quote(term.id)} also means {quote(owner)}"
                yield place, message, "let it mean one of them"
            elif alias in given:
                yield place, f"{name} is there twice", "keep one"
            given.add(alias)


@rule("term-parent", "error")
def check_term_parent(subject: Subject) -> Iterator[Breach]:
    """Choose parents among the terms of the axis, and put no term above itself."""
    lost = subject.has_lost("taxonomy.json", "id")
    for path, axis in subject.iter_axes():
        parents = {term.id: term.parent for term in axis.terms}
        circles = _find_circles(parents)
        for at, term in enumerate(axis.terms):
            place = (*path, "terms", at, "parent")
            if term.parent and term.parent not in parents and not lost:
                message = f"parent {quote(term.parent)} is no term of '{axis.id}'"
                yield place, message, did_you_mean(term.parent, tuple(parents))
            elif term.id in circles:
                yield place, f"{quote(term.id)} is above itself"


@rule("term-order", "error")
def check_term_order(subject: Subject) -> Iterator[Breach]:
    """Give the terms of an axis the orders 1, 2, 3 and so on, each once."""
    for path, axis in subject.iter_axes():
        counts = Counter(term.order for term in axis.terms)
        for at, term in enumerate(axis.terms):
            place, order = (*path, "terms", at, "order"), quote(str(term.order))[1:-1]
            if not 1 <= term.order <= len(axis.terms):
                yield place, f"order {order} is not within 1..{len(axis.terms)}"
            elif counts[term.order] > 1:
                message = f"order {order} is there {counts[term.order]} times"
                yield place, message, "number the terms in order"


@rule("source-unique", "error")
def check_source_unique(subject: Subject) -> Iterator[Breach]:
    """Give no two sources the same id."""
    ids = (((*path, "id"), source.id) for path, source in subject.iter_sources())
    for place, id, _ in iter_repeated(ids):
        yield place, f"source {quote(id)} is there twice"


@rule("source-count", "error")
def check_source_count(subject: Subject) -> Iterator[Breach]:
    """State as many listings of a source as the works give."""
    if subject.has_lost("works.json", "listings", "source"):
        return
    works = subject.contents.works
    counts = Counter(listing.source for work in works for listing in work.listings)
    for path, source in subject.iter_sources():
        counted = counts[source.id]
        if source.id and source.listings != counted:
            stated = quote(str(source.listings))[1:-1]
            message = f"{stated} listings of {quote(source.id)}, but the works have {counted}"
            yield (*path, "listings"), message, f"write {counted}"


@rule("source-date", "error")
def check_source_date(subject: Subject) -> Iterator[Breach]:
    """Write the dates on which sources were collected as ISO dates."""
    for path, source in subject.iter_sources():
        text = source.collected
        if text and text.strip() and not _is_date(text):
            yield (*path, "collected"), f"{quote(text)} is no date", "for example 2025-06-20"


@rule("source-state", "error")
def check_source_state(subject: Subject) -> Iterator[Breach]:
    """Name another source, and one that is no state itself, as that of which one is a state."""
    lists = {source.id for source in subject.contents.sources if not source.state_of}
    for path, source in subject.iter_sources():
        if source.state_of and source.state_of not in lists:
            message = f"{quote(source.state_of)} is no source that others can be states of"
            yield (*path, "state_of"), message, f"one of: {', '.join(sorted(lists))}"


@rule("person-names", "error")
def check_person_names(subject: Subject) -> Iterator[Breach]:
    """Give a person two names at least, and no name to two people."""
    names: dict[Path, str] = {}
    for path, person in subject.iter_people():
        names |= {(*path, "names", at): name for at, name in enumerate(person.names)}
        if len(set(map(fold, person.names))) < 2:
            message = "a person with one name needs no record"
            yield (*path, "names"), message, "give every name in use"
    for place, _, first in iter_repeated((at, fold(name)) for at, name in names.items()):
        if place[1] != first[1]:
            message = f"{quote(names[place])} is also a name of $[{first[1]}]"
            yield place, message, "join the two records"


@rule("person-evidence", "warning")
def check_person_evidence(subject: Subject) -> Iterator[Breach]:
    """Name the pages that show several names to be those of one person."""
    for path, person in subject.iter_people():
        if not person.evidence:
            yield path, "no page shows that the names are one person's"


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
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _find_difference(text: str, values: Any) -> str:
    if text == (canonical := dump_canonical(values)):
        return ""
    if text.startswith("\ufeff"):
        return "the file starts with a byte order mark"
    lines, right = text.split("\n"), canonical.split("\n")
    pairs = enumerate(zip(lines, right, strict=False), start=1)
    number, line, expected = next(
        ((number, *pair) for number, pair in pairs if pair[0] != pair[1]),
        (min(len(lines), len(right)), "", ""),
    )
    if line == expected + "\r":
        return f"line {number} ends with a carriage return"
    if line == expected:
        end = "no newline at the end" if text + "\n" == canonical else "more than its values"
        return f"the file has {end}, line {number}"
    return f"line {number} is {quote(line)} where {quote(expected)} is expected"
