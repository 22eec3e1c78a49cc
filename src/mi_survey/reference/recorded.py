"""Which work of a catalog a record from elsewhere is, and what speaks against it.

Its key settles it, then identifiers, then title and authors, as they do for a bibliography. Where
these are of different works, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from mi_survey.model.identifier import iter_work_identifiers
from mi_survey.reference.cited import CitedWork, find_cited
from mi_survey.reference.names import By, Conflict, Name, Named
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
    found = find_cited(_refer(record), names)
    if found.conflicts and not _has_key(record, names):
        return found
    meant = [*_iter_meant(record, names), {found.work.key: found.work} if found.work else {}]
    keys, several = choose_meant(meant)
    if several:
        return CitedWork(None, several)
    works = dict(chain.from_iterable(each.items() for each in meant))
    return CitedWork(works[keys[0]]) if keys else _find_titled(record, names)


def choose_meant(
    meant: Iterable[Collection[str]],
) -> tuple[list[str], tuple[Conflict, ...]]:
    """Return the works that all names of a record allow, and a conflict where there is none.

    Each name gives the keys of the works that it may mean: a paper and its program may share a
    repository. Without any there is no work, and no conflict.
    """
    named = [each for each in meant if each]
    common = [key for key in chain(*named[:1]) if all(key in each for each in named)]
    if common or not named:
        return common, ()
    return [], (_tell_several(dict.fromkeys(chain(*named))),)


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


def _has_key(record: Work, names: NameIndex) -> bool:
    return ("key", (record.key or "").lower()) in names.keys


def _iter_meant(record: Work, names: NameIndex) -> Iterator[dict[str, Work]]:
    """Yield for the key, each link and the title of a record the works that it may be by that."""
    keyed = names.keys.get(("key", (record.key or "").lower()), ())
    yield {names.works[at].key: names.works[at] for at in keyed}
    own = set(iter_same_names(record))
    links: list[Identifier | str] = [*iter_work_identifiers(record), *filter(None, (record.url,))]
    titles = {name for name in own if name[0] == "title"}
    for found, same in (
        *((names.iter_linked(link), own) for link in links),
        (_titled(record, names), titles),
    ):
        works = {named.work.key: named.work for named in found}
        yield {
            key: work for key, work in works.items() if not same.isdisjoint(iter_same_names(work))
        }


def _find_titled(record: Work, names: NameIndex) -> CitedWork:
    """Find the one work of a title whose authors a record does not say."""
    works = {} if record.authors else {each.work.key: each.work for each in _titled(record, names)}
    if len(works) > 1:
        return CitedWork(None, (_tell_several(works),))
    return CitedWork(next(iter(works.values()), None))


def _tell_several(keys: Iterable[str]) -> Conflict:
    message = f"the record names several works: {', '.join(keys)}"
    return Conflict("record-ambiguous", message, _ADVICE)


def _titled(record: Work, names: NameIndex) -> list[Named]:
    titled = names.iter_titled(record.title) if record.title else ()
    return [each for each in titled if each.by != By.NICKNAME]


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
