"""The profile of a term: how many works it has, of whom and when, beside what, and which first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mi_survey.model.taxonomy import NO_STEP, Axis, Term
from mi_survey.query.index import BY_NAMES
from mi_survey.query.order import CENTRAL, sort_results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.work import Work
    from mi_survey.query.result import Result

_MOST_WORKS = 5
_MOST_BESIDE = 3
_POSTED = re.compile(r"(\d\d)(\d\d)\.")  # as arXiv's ids begin since 2007: the year, the month


@dataclass(frozen=True, slots=True)
class TermProfile:
    """A term of an axis, and what a catalog has of it.

    ``by`` counts those that each tagger placed there, ``years`` those
    of each year, ``narrower`` those under each term that it includes, and ``beside``, by axis,
    those of the terms that most often stand in one placement with it.
    """

    axis: Axis
    term: Term
    works: int
    by: dict[str, int]
    years: dict[int, int]
    narrower: dict[str, int]
    beside: dict[str, dict[str, int]]
    earliest: tuple[Work, ...]
    central: tuple[Work, ...]


def profile_term(
    contents: CatalogRecords, axis_id: str, term_id: str, *, results: Sequence[Result]
) -> TermProfile:
    """Make the profile of a term from its works in a catalog."""
    taxonomy, sources = contents.taxonomy, contents.sources
    axis = taxonomy.axis(axis_id)
    term = axis.term(term_id)
    wider = {(each.id, id): above for each in taxonomy.axes for id, above in each.wider().items()}
    counts = Counter(tag for result in results for tag in _tags(result, wider))
    below = [each.id for each in axis.terms if term.id in wider[axis.id, each.id]]
    # what it always stands with
    trivial = {(axis.id, id) for id in (term.id, *wider[axis.id, term.id], *below)}
    beside = {
        each.id: _most_common(
            {
                leaf.id: counts[each.id, leaf.id]
                for leaf in each.leaves()
                if leaf.id != NO_STEP and (each.id, leaf.id) not in trivial
            }
        )
        for each in taxonomy.axes
    }
    said_by = Counter(who for result in results for who in result.said_by)
    dated = [result for result in results if result.work.year]
    central = sort_results(results, CENTRAL, sources=sources)
    return TermProfile(
        axis=axis,
        term=term,
        works=len(results),
        by={who: count for who in BY_NAMES if (count := said_by[who])},
        years=dict(sorted(Counter(result.work.year or 0 for result in dated).items())),
        narrower={id: counts[axis.id, id] for id in below},
        beside={id: found for id, found in beside.items() if found},
        earliest=_first(sorted(dated, key=_date)),
        central=_first(central),
    )


def _first(results: Sequence[Result]) -> tuple[Work, ...]:
    return tuple(result.work for result in results[:_MOST_WORKS])


def _date(result: Result) -> tuple[int, int, int, str]:
    """Return what orders works by age: within a year by the month of the preprint, or their own.

    What is known by its year alone comes last in it.
    """
    work = result.work
    posted = _POSTED.match(work.ids.arxiv or "")
    year = work.year or 0
    seen = (2000 + int(posted[1]), int(posted[2])) if posted else (year, work.month or 13)
    return year, *seen, work.key


def _tags(result: Result, wider: Mapping[tuple[str, str], Sequence[str]]) -> set[tuple[str, str]]:
    """Return the axes and terms of a result, wider terms included."""
    tags = {tag for placement in result.placements for tag in placement.iter_terms()}
    return tags.union((axis, above) for axis, term in tags for above in wider[axis, term])


def _most_common(counts: dict[str, int]) -> dict[str, int]:
    return {id: count for id, count in Counter(counts).most_common(_MOST_BESIDE) if count}
