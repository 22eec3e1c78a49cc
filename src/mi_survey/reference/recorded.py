"""Which work of a catalog a record from elsewhere is, and what speaks against it.

Its key settles it, then identifiers, then title and authors, as they do for a bibliography. Where
these are of different works, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mi_survey.model.identifier import iter_work_identifiers
from mi_survey.reference.cited import CitedWork, find_cited
from mi_survey.reference.names import Conflict, Name
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.reference.title import normalize_title

if TYPE_CHECKING:
    from mi_survey.model.identifier import Identifier
    from mi_survey.model.work import Work
    from mi_survey.reference.names import NameIndex

_ADVICE = "give the record the key of the work that it is"


def find_recorded(record: Work, names: NameIndex) -> CitedWork:
    """Return the work that a record is, if any; where there are conflicts, that is open."""
    keyed = _find_keyed(record, names)
    found = find_cited(_refer(record), names)
    if keyed is None:
        return found if found.work or found.conflicts else CitedWork(_find_alone(record, names))
    if found.work is None or found.work.key == keyed.key:
        return CitedWork(keyed)
    message = f"the key is that of {keyed.key}, but the rest is {found.work.key}"
    return CitedWork(keyed, (Conflict("record-ambiguous", message, _ADVICE),))


def iter_same_names(work: Work) -> Iterator[Name]:
    """Yield the names of which no two works share one: identifiers, each title with an author.

    >>> from mi_survey.model.work import Work
    >>> list(iter_same_names(Work(key="a", title="The A", kind="tool", status="partial")))
    [('title', 'the a / tool')]
    """
    yield from (each.identity for each in iter_work_identifiers(work))
    # works by nobody are the same by their kind
    authors = [author.match_key for author in work.authors] or [str(work.kind)]
    for title in filter(None, (work.title, *work.alt_titles)):
        yield from (("title", f"{normalize_title(title)} / {author}") for author in authors)


def _find_keyed(record: Work, names: NameIndex) -> Work | None:
    at = names.keys.get(("key", (record.key or "").lower()), [])
    return names.works[at[0]] if at else None


def _find_alone(record: Work, names: NameIndex) -> Work | None:
    """Find the work that a bibliography cannot mean: by nobody, or no work at all."""
    own = set(iter_same_names(record))
    links: list[Identifier | str] = [
        *iter_work_identifiers(record),
        *([record.url] if record.url else []),
    ]
    found = [named.work for link in links for named in names.iter_linked(link)]
    found += [named.work for named in names.iter_titled(record.title or "")]
    return next((work for work in found if not own.isdisjoint(iter_same_names(work))), None)


def _refer(record: Work) -> Reference:
    return Reference(
        key=record.key or "",
        type="record",
        title=record.title or "",
        authors=AuthorList(tuple(author.display for author in record.authors)),
        year=record.year,
        identifiers=tuple(iter_work_identifiers(record)),
        urls=tuple(filter(None, (record.url,))),
    )
