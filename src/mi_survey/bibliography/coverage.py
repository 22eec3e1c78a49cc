"""What a bibliography cites of the catalog: its spread over an axis, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mi_survey.model.taxonomy import AXES, Axis
from mi_survey.model.work import Placement, Work, is_citable
from mi_survey.query.result import Result


class Coverage(NamedTuple):
    """One term: how many works bear it, cited and in all, and their shares of those placed."""

    term: str
    cited: int
    catalog: int
    cited_share: float
    catalog_share: float


def find_missing(
    results: Sequence[Result], works: Sequence[Work], *, cited: Collection[str]
) -> list[Result]:
    """Return the results that are not cited, most central first.

    A work is more central if more of the lists have it; then, if more of the cited works bear
    the tags that it has, each tag counted; then, if it is newer.
    """
    tags = Counter(tag for work in works if work.key in cited for tag in _tags(work))

    def rank(result: Result) -> tuple[int, int, int, str]:
        work = result.work
        lists = len({listing.source for listing in work.listings})
        return -lists, -sum(tags[tag] for tag in _tags(work)), -(work.year or 0), work.key

    left = [each for each in results if each.work.key not in cited and is_citable(each.work)]
    return sorted(left, key=rank)


def measure_coverage(
    results: Sequence[Result], axis: Axis, *, cited: Collection[str]
) -> list[Coverage]:
    """Count for every term of an axis the works that bear it, cited and in all.

    A wider term includes its children. Shares are of the works that are placed on the axis.
    """
    placed = [result for result in results if _terms(result.placements, axis)]
    of_cited = [result for result in placed if result.work.key in cited]
    catalog = Counter(term for each in placed for term in _terms(each.placements, axis))
    ours = Counter(term for each in of_cited for term in _terms(each.placements, axis))
    return [
        Coverage(
            term=term.id,
            cited=ours[term.id],
            catalog=catalog[term.id],
            cited_share=_share(ours[term.id], len(of_cited)),
            catalog_share=_share(catalog[term.id], len(placed)),
        )
        for term in axis.terms
    ]


def _terms(placements: Sequence[Placement], axis: Axis) -> set[str]:
    terms = {term for placement in placements for term in placement.terms(axis.id)}
    parents = {term.id: term.parent for term in axis.terms}
    return terms | {parent for term in terms if (parent := parents.get(term))}


def _tags(work: Work) -> set[tuple[str, str]]:
    return {
        (axis, term)
        for placement in work.placements
        for axis in AXES
        for term in placement.terms(axis)
        if term != "none"
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
