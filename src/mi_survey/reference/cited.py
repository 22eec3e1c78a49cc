"""Which work a reference of a bibliography means, and which of its links are another's.

Identifiers and addresses point to a work, and so do title and authors together; a title alone
never suffices. Where they disagree, title and authors say what is meant, since an identifier is
what gets pasted, or invented, wrongly. What lists link a work by counts where nothing else does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from mi_survey.model.identifier import Identifier, equivalents, iter_identifiers
from mi_survey.model.work import Work, is_citable
from mi_survey.reference.names import By, Conflict, NameIndex
from mi_survey.reference.person import compare_authors, compare_names
from mi_survey.reference.record import Reference
from mi_survey.reference.title import TitleGrade, grade_title

_Linked = tuple[Identifier | str, Work]

_NAMES = {"doi": "DOI", "arxiv": "arXiv", "acl": "ACL Anthology", "openreview": "OpenReview"}
_TELLING = ("arxiv", "acl", "doi")  # of which a work has one
_RULE = "identifier"
_LEAST_SHARE = 0.5
_LEAST_WORDS = 5  # of a link's text that can be a title


class CitedWork(NamedTuple):
    """The work that a reference means, if any, and what contradicts it."""

    work: Work | None
    conflicts: tuple[Conflict, ...] = ()


def find_cited(reference: Reference, names: NameIndex) -> CitedWork:
    """Return the work that a reference means, and what contradicts it."""
    linked = list(_iter_linked(reference.links, names))
    works = {work.key: work for _, work in linked}
    work = _choose(reference, _find_described(reference, names), tuple(works.values()))
    if work is None and not linked:
        return CitedWork(_find_listed(reference, names) or _find_hinted(reference, names))
    if work is None:
        firm = [(link, other) for link, other in linked if isinstance(link, Identifier)]
        mismatches = (_word_mismatch(reference, *each) for each in _distinct(firm))
        return CitedWork(None, tuple(mismatches))
    others = [(link, other) for link, other in linked if other.key != work.key]
    conflicts = [_word_other(link, other, work) for link, other in _distinct(others)]
    known = {link for link, _ in linked}
    conflicts += _strange_identifiers(reference, work, known=known)
    return CitedWork(work, tuple(conflicts))


def _iter_linked(links: Iterable[Identifier | str], names: NameIndex) -> Iterator[_Linked]:
    """Yield the links that are a work's own, each with the work."""
    for link in links:
        works = (named.work for named in names.iter_linked(link))
        work = next(filter(is_citable, works), None)
        if work is not None:
            yield link, work


def _choose(reference: Reference, described: Work | None, linked: Sequence[Work]) -> Work | None:
    """Choose between the work that title and authors describe and those that are linked."""
    if described is not None and (described in linked or reference.is_link):
        return described
    by_grade = {_grade_of(reference, work): work for work in reversed(linked)}
    return by_grade.get("fits") or described or by_grade.get("may fit")


def _find_described(reference: Reference, names: NameIndex) -> Work | None:
    """Find the work of a title and an author, for slips in the title by most authors."""
    title = reference.title
    # links have a title and no authors: a long one tells as much
    least = _LEAST_WORDS if reference.is_link else 1
    if len(title.split()) < least or not (reference.is_link or reference.authors.names):
        return None
    for named in names.iter_titled(title):
        # different papers share titles, and nicknames are none
        authors = {name.match_key for name in named.work.authors}
        if named.by != By.NICKNAME and is_citable(named.work) and reference.families & authors:
            return named.work
    alike = filter(is_citable, names.iter_alike(title))
    return next((work for work in alike if _is_near(reference, work)), None)


def _find_listed(reference: Reference, names: NameIndex) -> Work | None:
    """Find the one work that lists link by an address of a reference, if its title allows."""
    listed = (names.find_listed(link) for link in reference.links)
    citable = (work for work in listed if work is not None and is_citable(work))
    return next((work for work in citable if _grade_of(reference, work) != "other"), None)


def _find_hinted(reference: Reference, names: NameIndex) -> Work | None:
    hinted = (work for _, work in _iter_linked(reference.hints, names))
    grades = ("same", "typo")
    return next((work for work in hinted if _grade_title_of(reference, work) in grades), None)


def _grade_title_of(reference: Reference, work: Work) -> TitleGrade:
    return grade_title(reference.title, (work.title, *work.alt_titles))


def _grade_of(reference: Reference, work: Work) -> str:
    """Tell how a reference fits the work that its identifier names."""
    if not reference.title or reference.is_link:
        return "fits"
    grade = _grade_title_of(reference, work)
    if grade == "alike":
        # nearly the same words may be another paper's: one shared author proves nothing
        return "may fit" if _has_same_authors(reference, work) else "other"
    return "other" if grade == "other" else "fits"


def _has_same_authors(reference: Reference, work: Work) -> bool:
    """Tell whether the first author is the work's, or most of them are."""
    if not reference.authors.names or not work.authors:
        return False
    first = compare_names(reference.authors.first, work.authors[0]) != "other"
    return first or _shared(reference, work) > _LEAST_SHARE


def _is_near(reference: Reference, work: Work) -> bool:
    """Tell whether title, authors and year are a work's but for slips; of a link, the title."""
    if reference.is_link:
        return _grade_title_of(reference, work) == "same"
    if reference.year and work.year and abs(reference.year - work.year) > 1:
        return False
    if not work.authors or compare_names(reference.authors.first, work.authors[0]) == "other":
        return False
    if _shared(reference, work) < _LEAST_SHARE:
        return False
    return _grade_title_of(reference, work) in ("same", "short", "typo")


def _shared(reference: Reference, work: Work) -> float:
    """Return which part of the names in a reference are those of the work's authors."""
    differences = compare_authors(reference.authors, work.authors)
    return 1 - len(differences.unknown) / len(differences.places)


def _strange_identifiers(
    reference: Reference, work: Work, *, known: Collection[Identifier | str]
) -> Iterator[Conflict]:
    """Yield the identifiers that are neither the work's nor another's of the catalog."""
    own = {each.scheme: each for each in iter_identifiers(work.ids) if each.scheme in _TELLING}
    for identifier in reference.identifiers:
        pairs = [(own[each.scheme], each) for each in equivalents(identifier) if each.scheme in own]
        # a DOI of another registrant may be another version's, of the same another paper's
        apart = [
            (right, each)
            for right, each in pairs
            if each.scheme != "doi" or each.value.split("/")[0] == right.value.split("/")[0]
        ]
        if identifier in known or not apart or any(r.identity == e.identity for r, e in apart):
            continue
        right, each = apart[0]
        label = _NAMES[each.scheme]
        message = f"{label} {each.value} is not this work's"
        yield Conflict(_RULE, message, f"{label} {right.value}")


def _word_other(link: Identifier | str, work: Work, right: Work) -> Conflict:
    own = getattr(right.ids, link.scheme) if isinstance(link, Identifier) else right.url
    scheme = f"{_NAMES.get(link.scheme, '')} " if isinstance(link, Identifier) else ""
    suggestion = f"of {right.key} it is {scheme}{own}" if own else f"{right.key} has none known"
    return Conflict(_RULE, f"{_show(link)} is '{work.title}' ({work.key})", suggestion)


def _word_mismatch(reference: Reference, link: Identifier | str, work: Work) -> Conflict:
    message = f"{_show(link)} is '{work.title}' ({work.key}), not '{reference.title}'"
    return Conflict(_RULE, message, "one of the two is mixed up or invented")


def _show(link: Identifier | str) -> str:
    return f"{_NAMES.get(link.scheme, '')} {link.value}" if isinstance(link, Identifier) else link


def _distinct(linked: Sequence[_Linked]) -> list[_Linked]:
    """Keep one link for each work: a DOI and its address say the same."""
    return list({work.key: (link, work) for link, work in reversed(linked)}.values())
