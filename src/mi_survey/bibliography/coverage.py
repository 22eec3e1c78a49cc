"""What a bibliography cites of the catalog: its spread over an axis, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.source import count_lists
from mi_survey.model.taxonomy import NO_STEP, Axis
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
    results: Sequence[Result], catalog: CatalogRecords, *, cited: Collection[str]
) -> list[Result]:
    """Return the results that are not cited, most central first.

    A work is more central if more of the lists have it; then, if more of the cited works bear
    the tags that it has, each tag counted; then, if it is newer.
    """
    tags = Counter(tag for work in catalog.works if work.key in cited for tag in _tags(work))

    def rank(result: Result) -> tuple[int, int, int, str]:
        work = result.work
        lists = count_lists(work, catalog.sources)
        return -lists, -sum(tags[tag] for tag in _tags(work)), -(work.year or 0), work.key

    left = [each for each in results if each.work.key not in cited and is_citable(each.work)]
    return sorted(left, key=rank)


def measure_coverage(
    results: Sequence[Result], axis: Axis, *, cited: Collection[str]
) -> list[Coverage]:
    """Count for every term of an axis the works that bear it, cited and in all.

    A wider term includes all below it. Shares are of the works that are placed on the axis.
    """
    wider = axis.wider()
    placed = [
        (result.work.key, terms)
        for result in results
        if (terms := _terms(result.placements, axis.id, wider))
    ]
    of_cited = [terms for key, terms in placed if key in cited]
    catalog = Counter(term for _, terms in placed for term in terms)
    ours = Counter(term for terms in of_cited for term in terms)
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


def _terms(
    placements: Sequence[Placement], axis: str, wider: Mapping[str, Sequence[str]]
) -> set[str]:
    terms = {term for placement in placements for term in placement.terms(axis)}
    return terms.union(*(wider[term] for term in terms if term in wider))


def _tags(work: Work) -> set[tuple[str, str]]:
    tags = {tag for placement in work.placements for tag in placement.iter_terms()}
    return {(axis, term) for axis, term in tags if term != NO_STEP}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
