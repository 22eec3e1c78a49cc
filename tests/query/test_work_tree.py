"""Works under the terms of two axes: the cells of the matrix, with the works in them."""

from __future__ import annotations

from itertools import permutations

import pytest

from effort import some
from mi_survey.errors import UnknownValue, UsageFault
from mi_survey.library import load_catalog
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.query.filters import Filters

CATALOG = load_catalog()
PAIRS = list(permutations(CATALOG.taxonomy.ids, 2))


@pytest.mark.parametrize("pair", some(PAIRS, of=3))
@pytest.mark.parametrize("filters", [Filters(), Filters.of(by="survey", year="2024..")])
def test_a_twig_has_the_works_of_its_cell(pair: tuple[str, str], filters: Filters) -> None:
    table = CATALOG.matrix(*pair, filters=filters)
    cells = {
        (row, column): count
        for row, counts in zip(table.row_terms, table.counts, strict=True)
        for column, count in zip(table.column_terms, counts, strict=True)
        if count and NO_STEP not in (row, column)
    }
    tree = CATALOG.tree(*pair, filters=filters)
    twigs = {
        (branch.term.id, twig.term.id): len({work.key for work in twig.works})
        for branch in tree.branches
        for twig in branch.twigs
    }
    assert twigs == cells
    for branch in tree.branches:
        keys = {work.key for twig in branch.twigs for work in twig.works}
        assert branch.count == len(keys)


def test_works_stand_in_the_order_of_the_results() -> None:
    place = {work.key: at for at, work in enumerate(CATALOG.find())}
    for branch in CATALOG.tree(*PAIRS[0]).branches:
        for twig in branch.twigs:
            places = [place[work.key] for work in twig.works]
            assert places == sorted(places)


def test_a_tree_of_nothing_has_no_branch() -> None:
    tree = CATALOG.tree(*PAIRS[0], filters=Filters.of(year=1900))
    assert (tree.branches, tree.count) == ((), 0)


def test_a_tree_needs_two_axes() -> None:
    first = PAIRS[0][0]
    with pytest.raises(UsageFault, match="two axes"):
        CATALOG.tree(first, first)
    with pytest.raises(UnknownValue, match="year"):
        CATALOG.tree(first, "year")
