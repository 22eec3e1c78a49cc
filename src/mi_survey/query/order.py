"""The orders that results can be put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from mi_survey.model.source import Source, count_lists
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.term import get_choice
from mi_survey.query.result import Result, list_subjects
from mi_survey.text import fold


def _author(result: Result) -> str:
    names = result.work.authors
    return fold((names[0].family or names[0].literal or "") if names else "")


CENTRAL = "central"
ORDERS: dict[str, Callable[[Result], str | int]] = {
    "year": lambda result: result.work.year or 0,
    "key": lambda result: result.work.key,
    "title": lambda result: fold(result.work.title),
    "author": _author,
    "venue": lambda result: fold(result.work.venue.short) if result.work.venue else "",
}


def _rank_central(
    results: Sequence[Result], sources: Sequence[Source]
) -> Callable[[Result], tuple[int, int, int]]:
    """Return what puts first what a newcomer reads first.

    The works that most lists name, then those with most tags, then those that share their tags
    and topics with most of the others.
    """
    subjects = {result.work.key: list_subjects(result.work) for result in results}
    states = [source for source in sources if source.state_of]
    counts = Counter(subject for found in subjects.values() for subject in found)

    def rank(result: Result) -> tuple[int, int, int]:
        work = result.work
        lists = count_lists(work, states)
        tags = sum(term != NO_STEP for each in work.placements for _, term in each.iter_terms())
        return -lists, -tags, -sum(counts[subject] for subject in subjects[work.key])

    return rank


def sort_results(
    results: Sequence[Result], order: str, *, sources: Sequence[Source] = ()
) -> list[Result]:
    """Sort results by an order of ``ORDERS``; a minus before it reverses.

    Equal ones stay in order of key. ``sources`` tell which of them are states of one list.

    Raises:
        UnknownValue: there is no such order.
    """
    name = get_choice(order.removeprefix("-"), "order", known=(*ORDERS, CENTRAL))
    in_key_order = sorted(results, key=lambda result: result.work.key)
    key = _rank_central(results, sources) if name == CENTRAL else ORDERS[name]
    return sorted(in_key_order, key=key, reverse=order.startswith("-"))
