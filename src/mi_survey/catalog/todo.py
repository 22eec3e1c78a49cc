"""What the records of a catalog lack: the work that is left for its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mi_survey.model.address import split_url
from mi_survey.model.identifier import iter_work_identifiers
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Work, is_citable, is_published

_SITTING = 1  # years that a preprint may well be without a venue


class Gap(NamedTuple):
    """What one record lacks: by the name in ``GAPS``, and what exactly."""

    work: Work
    lacks: str
    what: str


def _find_venue(work: Work, _: Taxonomy, latest: int) -> str:
    is_old = work.year is not None and work.year < latest - _SITTING
    is_paper = work.kind in ("paper", "preprint", "survey")
    return "published anywhere?" if is_paper and is_old and not is_published(work) else ""


def _find_authors(work: Work, _: Taxonomy, __: int) -> str:
    return "" if work.authors else "by whom?"


def _find_axes(work: Work, taxonomy: Taxonomy, _: int) -> str:
    said = {axis for placement in work.placements for axis, _ in placement.iter_terms()}
    return ", ".join(axis for axis in taxonomy.ids if axis not in said)


def _find_summary(work: Work, _: Taxonomy, __: int) -> str:
    return "" if work.summary else "what was done and found?"


def _find_evidence(work: Work, _: Taxonomy, __: int) -> str:
    # a paper's repository shares its site with all that collects papers
    own_ids = (each for each in iter_work_identifiers(work) if each.scheme != "github")
    addresses = [each.url for each in own_ids]
    own = {split_url(url)[0] for url in (*addresses, *filter(None, (work.url,)))}
    sites = {split_url(url)[0] for url in work.evidence}
    return "" if sites & own else "no page of the work itself was read"


# In the order in which they are told.
GAPS: Mapping[str, Callable[[Work, Taxonomy, int], str]] = {
    "venue": _find_venue,
    "authors": _find_authors,
    "axes": _find_axes,
    "summary": _find_summary,
    "evidence": _find_evidence,
}


def iter_gaps(works: Sequence[Work], taxonomy: Taxonomy) -> Iterator[Gap]:
    """Yield what the works lack, in their order; people and venues lack nothing.

    A preprint is old by the newest year in the catalog, so that the answer depends on nothing else.
    """
    latest = max((work.year or 0 for work in works), default=0)
    for work in filter(is_citable, works):
        for name, find in GAPS.items():
            if what := find(work, taxonomy, latest):
                yield Gap(work, name, what)
