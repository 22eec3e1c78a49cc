"""The orders that results can be put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mi_survey.model.term import get_choice
from mi_survey.query.result import Result
from mi_survey.text import fold


def _author(result: Result) -> str:
    names = result.work.authors
    return fold((names[0].family or names[0].literal or "") if names else "")


ORDERS: dict[str, Callable[[Result], str | int]] = {
    "year": lambda result: result.work.year or 0,
    "key": lambda result: result.work.key,
    "title": lambda result: fold(result.work.title),
    "author": _author,
    "venue": lambda result: fold(result.work.venue.short) if result.work.venue else "",
}


def sort_results(results: Sequence[Result], order: str) -> list[Result]:
    """Sort results by an order of ``ORDERS``; a minus before it reverses.

    Equal ones stay in order of key.

    Raises:
        UnknownValue: there is no such order.
    """
    name = get_choice(order.removeprefix("-"), "order", known=tuple(ORDERS))
    in_key_order = sorted(results, key=lambda result: result.work.key)
    return sorted(in_key_order, key=ORDERS[name], reverse=order.startswith("-"))
