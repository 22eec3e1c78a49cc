"""Rules on works: keys, identifiers, links, dates and names, each sound and none given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog.rule import RULES
from mi_survey.errors import InvalidIdentifier
from mi_survey.model.address import is_web_url
from mi_survey.model.finding import render_path
from mi_survey.model.identifier import SCHEMES, identity, parse_as
from mi_survey.model.key import is_key, make_key
from mi_survey.model.name import problem
from mi_survey.text import quote, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.catalog.rule import Subject
    from mi_survey.model.finding import Finding, Path
    from mi_survey.model.identifier import Scheme
    from mi_survey.model.work import Ids, Work

_EARLIEST_YEAR = 1950
_LONGEST_SUMMARY = 200


@RULES.rule("key-form", "error")
def check_key_form(subject: Subject) -> Iterator[Finding]:
    """Make keys of ASCII lower-case letters and digits, a letter first."""
    taken = {work.key for work in subject.contents.works}
    for document, path, work in subject.iter_works():
        if work.key and not is_key(work.key):
            free = make_key(
                work.title, is_taken=taken.__contains__, authors=work.authors, year=work.year
            )
            message = f"{quote(work.key)} is no key"
            yield check_key_form.finding(
                subject.place(document, (*path, "key")), message, f"for example {quote(free)}"
            )


@RULES.rule("key-unique", "error")
def check_key_unique(subject: Subject) -> Iterator[Finding]:
    """Give no two works the same key or alias, whatever the case of its letters."""
    owners: dict[str, Path] = {}
    for index, work in enumerate(subject.contents.works):
        names: list[tuple[Path, str]] = [((index, "key"), work.key)]
        names += [((index, "aliases", place), name) for place, name in enumerate(work.aliases)]
        for path, name in names:
            first = owners.setdefault(name.lower(), path)
            if name and first != path:
                message = f"{quote(name)} is taken by {render_path(first)}"
                yield check_key_unique.finding(
                    subject.place("works.json", path), message, "keep the key of the older work"
                )


@RULES.rule("id-form", "error")
def check_id_form(subject: Subject) -> Iterator[Finding]:
    """Write identifiers in the normal form of their scheme."""
    for document, path, scheme, value in _iter_ids(subject):
        place = subject.place(document, (*path, "ids", scheme))
        try:
            normal = parse_as(scheme, value).value if value.strip() else value
        except InvalidIdentifier as error:
            message = f"{quote(value)} is no {scheme} identifier"
            yield check_id_form.finding(place, message, error.hint or "")
            continue
        if normal != value:
            message = f"{quote(value)} is not the normal form of a {scheme} identifier"
            yield check_id_form.finding(place, message, f"write {quote(normal)}")


@RULES.rule("id-unique", "error")
def check_id_unique(subject: Subject) -> Iterator[Finding]:
    """Give no two works the same identifier."""
    owners: dict[tuple[str, str], Path] = {}
    for document, path, scheme, value in _iter_ids(subject):
        if document == "works.json":
            first = owners.setdefault((scheme, identity(scheme, value)), path)
            if first != path:
                message = f"{scheme} {quote(value)} is also that of {_name(subject, first)}"
                place = subject.place(document, (*path, "ids", scheme))
                yield check_id_unique.finding(place, message, "one work, one record")


@RULES.rule("web-link", "error")
def check_web_link(subject: Subject) -> Iterator[Finding]:
    """Use http or https addresses as links and as evidence, without remarks."""
    links: list[tuple[str, Path, str | None]] = []
    for document, path, work in subject.iter_works():
        links.append((document, (*path, "url"), work.url))
        links += [
            (document, (*path, "evidence", place), link) for place, link in enumerate(work.evidence)
        ]
    for index, person in enumerate(
        subject.contents.people if "people.json" in subject.documents else ()
    ):
        links += [
            ("people.json", (index, "evidence", place), link)
            for place, link in enumerate(person.evidence)
        ]
    if "sources.json" in subject.documents:
        links += [
            ("sources.json", (index, "url"), source.url)
            for index, source in enumerate(subject.contents.sources)
        ]
    for document, path, link in links:
        if link and link.strip() and not (is_web_url(link) and len(link.split()) == 1):
            yield check_web_link.finding(
                subject.place(document, path), f"{quote(link)} is no http or https address"
            )


@RULES.rule("year-range", "error")
def check_year(subject: Subject) -> Iterator[Finding]:
    """Keep years between 1950 and the next year."""
    latest = subject.today.year + 1
    for document, path, work in subject.iter_works():
        years: list[tuple[Path, int | None]] = [((), work.year)]
        years += [(("appearances", at), each.year) for at, each in enumerate(work.appearances)]
        for place, year in years:
            if year is not None and not _EARLIEST_YEAR <= year <= latest:
                message = f"year {quote(str(year))} is not within {_EARLIEST_YEAR}..{latest}"
                yield check_year.finding(subject.place(document, (*path, *place, "year")), message)


@RULES.rule("month-range", "error")
def check_month(subject: Subject) -> Iterator[Finding]:
    """Give months as numbers from 1 to 12."""
    for document, path, work in subject.iter_works():
        if work.month is not None and not 1 <= work.month <= 12:
            message = f"month {quote(str(work.month))} is not within 1..12"
            yield check_month.finding(subject.place(document, (*path, "month")), message)


@RULES.rule("name-form", "error")
def check_name(subject: Subject) -> Iterator[Finding]:
    """Give people a family name, and all that is not split a literal alone."""
    for document, path, work in subject.iter_works():
        for place, name in enumerate(work.authors):
            if reason := problem(name):
                yield check_name.finding(
                    subject.place(document, (*path, "authors", place)), f"no name: {reason}"
                )


@RULES.rule("title-unique", "warning")
def check_title_unique(subject: Subject) -> Iterator[Finding]:
    """Give no two works both the same title and the same first author."""
    owners: dict[tuple[str, ...], int] = {}
    for index, work in enumerate(subject.contents.works):
        words = _comparable(work)
        if work.title and owners.setdefault(words, index) != index:
            other = _name(subject, (owners[words],))
            message = f"title {quote(work.title)} and first author are also those of {other}"
            yield check_title_unique.finding(
                subject.place("works.json", (index, "title")),
                message,
                "if they are one work, join them",
            )


@RULES.rule("topic-form", "warning")
def check_topics(subject: Subject) -> Iterator[Finding]:
    """Write topics in lower case, each once."""
    for document, path, work in subject.iter_works():
        seen: set[str] = set()
        for place, topic in enumerate(work.topics):
            where = subject.place(document, (*path, "topics", place))
            if topic != topic.lower():
                yield check_topics.finding(where, f"{quote(topic)} is not in lower case")
            if topic in seen:
                yield check_topics.finding(
                    where, f"topic {quote(topic)} is there twice", "keep one"
                )
            seen.add(topic)


@RULES.rule("summary-form", "warning")
def check_summary(subject: Subject) -> Iterator[Finding]:
    """Summarize in a sentence of at most 200 characters."""
    for document, path, work in subject.iter_works():
        where = subject.place(document, (*path, "summary"))
        if work.summary and not work.summary.endswith("."):
            yield check_summary.finding(where, "the summary does not end in a full stop")
        if work.summary and len(work.summary) > _LONGEST_SUMMARY:
            message = f"the summary has {len(work.summary)} characters"
            yield check_summary.finding(where, message, f"at most {_LONGEST_SUMMARY}")


def _iter_ids(subject: Subject) -> Iterator[tuple[str, Path, Scheme, str]]:
    """Yield every identifier of a work and of its appearances, with the place of its ``ids``."""
    for document, path, work in subject.iter_works():
        records: list[tuple[Path, Ids]] = [(path, work.ids)]
        records += [
            ((*path, "appearances", at), each.ids) for at, each in enumerate(work.appearances)
        ]
        for place, ids in records:
            for scheme in SCHEMES:
                if value := getattr(ids, scheme):
                    yield document, place, scheme, value


def _comparable(work: Work) -> tuple[str, ...]:
    author = work.authors[0].family or work.authors[0].literal or "" if work.authors else ""
    # Titles of signs alone have no words; they are told apart as they stand.
    return (" ".join(tokenize(work.title)) or work.title, " ".join(tokenize(author)))


def _name(subject: Subject, path: Path) -> str:
    key = subject.contents.works[int(path[0])].key
    return render_path(path) + (f" ({quote(key)[1:-1]})" if key else "")
