"""Rules on works: what identifies and describes them, and the terms and sources they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog.rule import iter_repeated, rule, suggest
from mi_survey.model.address import is_web_url
from mi_survey.model.finding import render_path
from mi_survey.model.identifier import EXAMPLES, SCHEMES, find_as, identity
from mi_survey.model.key import is_key, make_key
from mi_survey.model.name import problem
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.text import quote, slug, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mi_survey.catalog.rule import Breach, Subject
    from mi_survey.model.finding import Path
    from mi_survey.model.identifier import Scheme
    from mi_survey.model.work import Appearance, Placement, Work

_EARLIEST_YEAR = 1950
_LONGEST_SUMMARY = 200


@rule("key-form", "error")
def check_key_form(subject: Subject) -> Iterator[Breach]:
    """Make keys of ASCII lower-case letters and digits, a letter first."""
    taken = {work.key for work in subject.contents.works}
    for path, work in subject.iter_works():
        if work.key and not is_key(work.key):
            free = make_key(
                work.title, is_taken=taken.__contains__, authors=work.authors, year=work.year
            )
            yield (*path, "key"), f"{quote(work.key)} is no key", f"for example {quote(free)}"


@rule("key-unique", "error")
def check_key_unique(subject: Subject) -> Iterator[Breach]:
    """Give no two works the same key or alias, whatever the case of its letters."""
    names: dict[Path, str] = {}
    for path, work in subject.iter_works(with_citations=False):
        names[*path, "key"] = work.key
        names |= {(*path, "aliases", at): alias for at, alias in enumerate(work.aliases)}
    for path, _, first in iter_repeated((path, name.lower()) for path, name in names.items()):
        message = f"{quote(names[path])} is taken by {render_path(first[1:])}"
        yield path, message, "keep the key of the older work"


@rule("id-form", "error")
def check_id_form(subject: Subject) -> Iterator[Breach]:
    """Write identifiers in the normal form of their scheme."""
    for place, scheme, value in _iter_ids(subject.iter_works()):
        found = find_as(scheme, value)
        if found is None and value.strip():
            message = f"{quote(value)} is no {scheme} identifier"
            yield place, message, f"for example {EXAMPLES[scheme]}"
        elif found is not None and found.value != value:
            message = f"{quote(value)} is not the normal form of a {scheme} identifier"
            yield place, message, f"write {quote(found.value)}"


@rule("id-unique", "error")
def check_id_unique(subject: Subject) -> Iterator[Breach]:
    """Give no two works the same identifier."""
    ids = [*_iter_ids(subject.iter_works(with_citations=False))]
    written = {place: value for place, _, value in ids}
    names = ((place, (scheme, identity(scheme, value))) for place, scheme, value in ids)
    for place, (scheme, _), first in iter_repeated(names):
        message = f"{scheme} {quote(written[place])} is also that of {_name(subject, first[:-2])}"
        yield place, message, "one work, one record"


@rule("web-link", "error")
def check_web_link(subject: Subject) -> Iterator[Breach]:
    """Use http or https addresses as links and as evidence, without remarks."""
    works, people = [*subject.iter_works()], subject.iter_people()
    shown = [(path, work.evidence) for path, work in works]
    shown += [(path, person.evidence) for path, person in people]
    links = {(*path, "url"): work.url for path, work in works}
    links |= {(*path, "url"): source.url for path, source in subject.iter_sources()}
    links |= {(*path, "evidence", at): url for path, urls in shown for at, url in enumerate(urls)}
    for path, link in links.items():
        if link and link.strip() and not (is_web_url(link) and len(link.split()) == 1):
            yield path, f"{quote(link)} is no http or https address"


@rule("year-range", "error")
def check_year(subject: Subject) -> Iterator[Breach]:
    """Keep years between 1950 and the next year."""
    latest = subject.today.year + 1
    for path, work in _iter_appearances(subject.iter_works()):
        if work.year is not None and not _EARLIEST_YEAR <= work.year <= latest:
            message = f"year {quote(str(work.year))} is not within {_EARLIEST_YEAR}..{latest}"
            yield (*path, "year"), message


@rule("month-range", "error")
def check_month(subject: Subject) -> Iterator[Breach]:
    """Give months as numbers from 1 to 12."""
    for path, work in subject.iter_works():
        if work.month is not None and not 1 <= work.month <= 12:
            yield (*path, "month"), f"month {quote(str(work.month))} is not within 1..12"


@rule("name-form", "error")
def check_name(subject: Subject) -> Iterator[Breach]:
    """Give people a family name, and all that is not split a literal alone."""
    for path, work in subject.iter_works():
        for at, name in enumerate(work.authors):
            if reason := problem(name):
                yield (*path, "authors", at), f"no name: {reason}"


@rule("title-unique", "warning")
def check_title_unique(subject: Subject) -> Iterator[Breach]:
    """Give no two works both the same title and the same first author."""
    works = dict(subject.iter_works(with_citations=False))
    titles = ((path, _comparable(work)) for path, work in works.items() if work.title)
    for path, _, first in iter_repeated(titles):
        title, other = quote(works[path].title), _name(subject, first)
        message = f"title {title} and first author are also those of {other}"
        yield (*path, "title"), message, "if they are one work, join them"


@rule("topic-form", "warning")
def check_topics(subject: Subject) -> Iterator[Breach]:
    """Write topics in lower case, each once."""
    for path, work in subject.iter_works():
        topics = [((*path, "topics", at), topic) for at, topic in enumerate(work.topics)]
        for place, topic in topics:
            if topic != topic.lower():
                yield place, f"{quote(topic)} is not in lower case"
        for place, topic, _ in iter_repeated(topics):
            yield place, f"topic {quote(topic)} is there twice", "keep one"


@rule("summary-form", "warning")
def check_summary(subject: Subject) -> Iterator[Breach]:
    """Summarize in a sentence of at most 200 characters."""
    for path, work in subject.iter_works():
        length = len(work.summary or "")
        if work.summary and not work.summary.endswith("."):
            yield (*path, "summary"), "the summary does not end in a full stop"
        if length > _LONGEST_SUMMARY:
            message = f"the summary has {length} characters"
            yield (*path, "summary"), message, f"at most {_LONGEST_SUMMARY}"


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
    narrower = {axis.id: axis.narrower() for axis in subject.contents.taxonomy.axes}
    for path, axis, term_id in _iter_terms(subject):
        if choices := narrower.get(axis, {}).get(term_id):
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


def _iter_appearances(
    works: Iterable[tuple[Path, Work]],
) -> Iterator[tuple[Path, Work | Appearance]]:
    """Yield works, each with its other appearances behind it, with their places."""
    for path, work in works:
        yield path, work
        for at, appearance in enumerate(work.appearances):
            yield (*path, "appearances", at), appearance


def _iter_ids(works: Iterable[tuple[Path, Work]]) -> Iterator[tuple[Path, Scheme, str]]:
    """Yield every identifier of works and of their appearances, with its place."""
    for path, each in _iter_appearances(works):
        for scheme in SCHEMES:
            if value := getattr(each.ids, scheme):
                yield (*path, "ids", scheme), scheme, value


def _comparable(work: Work) -> tuple[str, ...]:
    author = work.authors[0].family_or_literal if work.authors else ""
    # Titles of signs alone have no words; they are told apart as they stand.
    return (" ".join(tokenize(work.title)) or work.title, " ".join(tokenize(author)))


def _name(subject: Subject, path: Path) -> str:
    key = subject.contents.works[int(path[1])].key
    return render_path(path[1:]) + (f" ({quote(key)[1:-1]})" if key else "")


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
