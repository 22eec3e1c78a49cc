"""Works under the terms of two axes: branches of the first, and on them twigs of the second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mi_survey.errors import UsageFault
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.query.meaning import get_axis

if TYPE_CHECKING:
    from mi_survey.model.taxonomy import Axis, Taxonomy, Term
    from mi_survey.model.work import Work
    from mi_survey.query.result import Result


@dataclass(frozen=True, slots=True)
class Twig:
    """A term of the second axis, with the works that bear both in one placement."""

    term: Term
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A term of the first axis, with its twigs and its number of distinct works."""

    term: Term
    twigs: tuple[Twig, ...]
    count: int


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The branches of two axes that bear works; ``count`` is of distinct works."""

    axes: tuple[Axis, Axis]
    branches: tuple[Branch, ...]
    count: int


def choose_axes(taxonomy: Taxonomy, first: str, second: str) -> tuple[Axis, Axis]:
    """Return the two axes that are named.

    Raises:
        UnknownValue: one of them is no axis.
        UsageFault: both are the same.
    """
    known = taxonomy.ids
    names = [get_axis(name, taxonomy, known=known) for name in (first, second)]
    if names[0] == names[1]:
        raise UsageFault("a tree needs two axes", hint=f"axes are {', '.join(known)}")
    return taxonomy.axis(names[0]), taxonomy.axis(names[1])


def make_tree(results: Iterable[Result], first: Axis, second: Axis) -> WorkTree:
    """Put results under the terms of two axes, in the order of the axes and of the results.

    A work stands once on every twig where one of its placements does. What is no choice of
    method, the term ``none``, has no branch and no twig.
    """
    found: dict[tuple[str, str], dict[str, Work]] = {}
    for result in results:
        for placement in result.placements:
            for outer in placement.terms(first.id):
                for inner in placement.terms(second.id):
                    found.setdefault((outer, inner), {})[result.work.key] = result.work
    branches = []
    for outer_term in first.terms:
        twigs = tuple(
            Twig(inner_term, tuple(works.values()))
            for inner_term in second.terms
            if (works := found.get((outer_term.id, inner_term.id)))
            and NO_STEP not in (outer_term.id, inner_term.id)
        )
        if twigs:
            branches.append(Branch(outer_term, twigs, _count(twigs)))
    every = [twig for branch in branches for twig in branch.twigs]
    return WorkTree((first, second), tuple(branches), _count(every))


def _count(twigs: Iterable[Twig]) -> int:
    return len({work.key for twig in twigs for work in twig.works})
