"""Which work a reference means, and which of its identifiers belong to another.

Identifiers point to a work, and so do title and authors together. Where they disagree, title
and authors say what is meant, since an identifier is what gets pasted, or invented, wrongly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from mi_survey.model.identifier import Identifier, equivalents, identity
from mi_survey.model.work import Work, is_citable
from mi_survey.reference.matching import Matcher
from mi_survey.reference.person import compare_authors, compare_names
from mi_survey.reference.record import Reference
from mi_survey.reference.title import grade_title, title_forms
from mi_survey.text import tokenize

Conflict = tuple[str, str]

_NAMES = {"doi": "DOI", "arxiv": "arXiv", "acl": "ACL Anthology", "openreview": "OpenReview"}
_LEAST_SHARE = 0.5
_LEAST_SIMILARITY = 85  # of 100, to be looked at


class Meaning(NamedTuple):
    """The work that is meant, if any, and what contradicts it: a message and what is right."""

    work: Work | None
    conflicts: tuple[Conflict, ...] = ()


class Seeker:
    """Finds what references mean among works that can be cited."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._works = [work for work in works if is_citable(work)]
        self._matcher = Matcher(self._works)
        # main titles first: a tool may bear the title of its paper as another one
        titles = [(work.title, work) for work in self._works]
        titles += [(title, work) for work in self._works for title in work.alt_titles]
        self._titles = [
            (" ".join(tokenize(form)), work)
            for title, work in titles
            for form in title_forms(title)
        ]

    def find(self, reference: Reference) -> Meaning:
        """Return the work that a reference means, and what contradicts it."""
        named = list(self._matcher.iter_identified(reference))
        described = self._find_described(reference)
        if not named:
            if described is None:
                return Meaning(self._find_hinted(reference))
            return Meaning(described, tuple(_strange_identifiers(reference, described)))
        works = {work.key: work for _, work in named}
        meant = self._choose(reference, described, tuple(works.values()))
        if meant is None:
            firm = [(name, work) for name, work in named if isinstance(name, Identifier)]
            return Meaning(
                None, tuple(_word_stranger(reference, *each) for each in _distinct(firm))
            )
        others = [(name, work) for name, work in named if work.key != meant.key]
        conflicts = [_word_other(name, work, meant) for name, work in _distinct(others)]
        known = {name for name, _ in named}
        conflicts += _strange_identifiers(reference, meant, known=known)
        return Meaning(meant, tuple(conflicts))

    def _choose(
        self, reference: Reference, described: Work | None, named: Sequence[Work]
    ) -> Work | None:
        """Choose between the work that title and authors describe and those that are named."""
        if described is not None and (described in named or not reference.key):
            return described
        by_grade = {_grade_of(reference, work): work for work in reversed(named)}
        return by_grade.get("fits") or described or by_grade.get("may fit")

    def _find_described(self, reference: Reference) -> Work | None:
        """Find the work of a title and an author, for slips in the title by most authors."""
        if not reference.title or not reference.authors.names:
            # links have a title and no authors: a long one tells as much
            return self._find_labelled(reference) if not reference.key else None
        exact = self._matcher.find_titled(reference)
        if exact is not None:
            return exact
        return next(
            (work for work in self._iter_alike(reference.title) if _is_near(reference, work)), None
        )

    def _iter_alike(self, title: str) -> Iterator[Work]:
        """Yield the works whose titles, whole or cut short, look like a title."""
        from rapidfuzz import fuzz, process  # 13 ms, for titles that no work has

        choices = [written for written, _ in self._titles]
        for form in title_forms(title):
            wanted = " ".join(tokenize(form))
            hits = process.extract(
                wanted, choices, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, limit=None
            )
            for _, _, at in hits:
                yield self._titles[at][1]

    def _find_labelled(self, reference: Reference) -> Work | None:
        if len(reference.title.split()) < 5:
            return None
        alike = self._iter_alike(reference.title)
        titles = ((work, (work.title, *work.alt_titles)) for work in alike)
        return next(
            (work for work, each in titles if grade_title(reference.title, each) == "same"), None
        )

    def _find_hinted(self, reference: Reference) -> Work | None:
        hinted = self._matcher.iter_identified(Reference(identifiers=reference.hints))
        titles = ((work, (work.title, *work.alt_titles)) for _, work in hinted)
        fitting = (
            w for w, names in titles if grade_title(reference.title, names) in ("same", "typo")
        )
        return next(fitting, None)


def _grade_of(reference: Reference, work: Work) -> str:
    """Tell how a reference fits the work that its identifier names."""
    if not reference.title or not reference.key:  # the words of a link may be anything
        return "fits"
    grade = grade_title(reference.title, (work.title, *work.alt_titles))
    if grade == "alike":
        unknown = not reference.authors.names or not work.authors
        return "may fit" if unknown or _shared(reference, work) > 0 else "other"
    return "other" if grade == "other" else "fits"


def _is_near(reference: Reference, work: Work) -> bool:
    """Tell whether title, authors and year are a work's but for slips."""
    if reference.year and work.year and abs(reference.year - work.year) > 1:
        return False
    if not work.authors or compare_names(reference.authors.names[0], work.authors[0]) == "other":
        return False
    if _shared(reference, work) < _LEAST_SHARE:
        return False
    return grade_title(reference.title, (work.title, *work.alt_titles)) in ("same", "short", "typo")


def _shared(reference: Reference, work: Work) -> float:
    """Return which part of the names in a reference are those of the work's authors."""
    likeness = compare_authors(reference.authors, work.authors)
    return 1 - len(likeness.unknown) / len(reference.authors.names)


def _strange_identifiers(
    reference: Reference, work: Work, *, known: Collection[Identifier | str] = ()
) -> Iterator[Conflict]:
    """Yield the identifiers that are neither the work's nor another's of the catalog."""
    for identifier in reference.identifiers:
        if identifier in known:
            continue
        for meant in equivalents(identifier):
            right = getattr(work.ids, meant.scheme)
            if right is None or meant.scheme not in ("arxiv", "acl", "doi"):
                continue
            if identity(meant.scheme, right) == identity(meant.scheme, meant.value):
                break
            # of another registrant it may be another version's DOI, of the same another paper's
            registrant = right.partition("/")[0]
            if meant.scheme == "doi" and meant.value.partition("/")[0] != registrant:
                continue
            shown = f"{_NAMES[meant.scheme]} {meant.value}"
            yield f"{shown} is not this work's", f"{_NAMES[meant.scheme]} {right}"
            break


def _word_other(name: Identifier | str, work: Work, meant: Work) -> Conflict:
    right = getattr(meant.ids, name.scheme) if isinstance(name, Identifier) else meant.url
    scheme = f"{_NAMES.get(name.scheme, '')} " if isinstance(name, Identifier) else ""
    suggestion = f"of {meant.key} it is {scheme}{right}" if right else f"{meant.key} has none known"
    return f"{_show(name)} is '{work.title}' ({work.key})", suggestion


def _word_stranger(reference: Reference, name: Identifier | str, work: Work) -> Conflict:
    return (
        f"{_show(name)} is '{work.title}' ({work.key}), not '{reference.title}'",
        "one of the two is mixed up or invented",
    )


def _show(name: Identifier | str) -> str:
    return f"{_NAMES.get(name.scheme, '')} {name.value}" if isinstance(name, Identifier) else name


def _distinct(
    named: Sequence[tuple[Identifier | str, Work]],
) -> list[tuple[Identifier | str, Work]]:
    """Keep one identifier for each work: a DOI and its address say the same."""
    return list({work.key: (name, work) for name, work in reversed(named)}.values())
