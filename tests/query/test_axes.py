"""Axes are whatever the taxonomy says: of any name, with terms in any number of levels."""

from __future__ import annotations

import pytest

from mi_survey import Catalog, load_catalog
from mi_survey.bibliography.coverage import measure_coverage
from mi_survey.errors import UnknownValue
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.taxonomy import Axis, Taxonomy, Term
from mi_survey.model.work import Placement, Work

# "all" has "some" below it, which has "one" and "two"; the widest stands last.
TERMS = (
    Term("one", "One", "", 1, parent="some"),
    Term("two", "Two", "", 2, parent="some"),
    Term("some", "Some", "", 3, parent="all"),
    Term("other", "Other", "", 4, parent="all"),
    Term("all", "All", "", 5),
)
GOAL = Axis(id="goal", label="Goal", definition="What for", terms=TERMS)


def make(key: str, *terms: str) -> Work:
    placements = tuple(Placement.of("curated", goal=term) for term in terms)
    return Work(key=key, title=key, kind="paper", status="partial", placements=placements)


CATALOG = Catalog(
    CatalogRecords(
        (make("a", "one"), make("b", "two", "other"), make("c", "other"), make("d")),
        Taxonomy((GOAL,)),
        (),
    )
)


@pytest.mark.parametrize(
    ("term", "keys"),
    [("one", "a"), ("some", "ab"), ("other", "bc"), ("all", "abc"), ("!some", "bc"), ("!all", "")],
)
def test_a_term_includes_all_below_it_however_deep(term: str, keys: str) -> None:
    assert "".join(work.key for work in CATALOG.find(goal=term)) == keys


def test_counts_and_coverage_include_all_below() -> None:
    counts = {"one": 1, "two": 1, "some": 2, "other": 2, "all": 3}
    assert CATALOG.counts("goal").counts == counts
    rows = measure_coverage(CATALOG.results(), GOAL, cited={"a"})
    assert {row.term: row.catalog for row in rows} == counts
    assert {row.term for row in rows if row.cited} == {"one", "some", "all"}


def test_a_circle_of_parents_ends() -> None:
    terms = (Term("a", "", "", 1, parent="b"), Term("b", "", "", 2, parent="a"))
    assert Axis(id="x", label="", definition="", terms=terms).wider() == {"a": ("b",), "b": ("a",)}


def test_a_keyword_that_is_neither_filter_nor_axis_is_an_error() -> None:
    with pytest.raises(UnknownValue, match="unknown filter 'gaol'") as caught:
        CATALOG.find(gaol="one")
    assert caught.value.hint == "did you mean goal?"
    with pytest.raises(UnknownValue):
        load_catalog().find(goal="one")
