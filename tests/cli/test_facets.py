"""Filters, counts and cross-tabulations against brute force over the catalog's JSON."""

from __future__ import annotations

import json
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import some
from mi_survey import Filters, load_catalog
from program import ROOT, Call, keys_of

CATALOG = load_catalog()
AXES = CATALOG.taxonomy.ids
WORKS: list[dict[str, Any]] = json.loads((ROOT / "catalog/works.json").read_bytes())
AXES_JSON = json.loads((ROOT / "catalog/taxonomy.json").read_bytes())["axes"]
TERMS = {axis["id"]: [term["id"] for term in axis["terms"]] for axis in AXES_JSON}
PARENTS = {
    axis["id"]: {term["id"]: term.get("parent") for term in axis["terms"]} for axis in AXES_JSON
}
PAIRS = [
    (one, first, two, second)
    for one, two in combinations(TERMS, 2)
    for first, second in product(TERMS[one], TERMS[two])
]
Criteria = dict[str, tuple[str, ...]]


def bears(placement: dict[str, Any], axis: str, value: str) -> bool:
    """Tell whether a placement bears every term of a value such as ``mha+ffn``."""
    said = placement.get(axis) or ()
    terms = set([said] if isinstance(said, str) else said)
    if axis != "by":
        terms |= {PARENTS[axis][term] for term in terms}
    return set(value.split("+")) <= terms


def answers(placement: dict[str, Any], criteria: Criteria) -> bool:
    for axis in (*AXES, "by"):
        asked = [value for value in criteria.get(axis, ()) if not value.startswith("!")]
        refused = [value[1:] for value in criteria.get(axis, ()) if value.startswith("!")]
        if asked and not any(bears(placement, axis, value) for value in asked):
            return False
        if any(bears(placement, axis, value) for value in refused):
            return False
    return True


def select(criteria: Criteria) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the works that pass, each with the placements that do."""
    tagged = any(criteria.get(axis) for axis in (*AXES, "by"))
    passed = []
    for work in WORKS:
        years, kinds = criteria.get("year"), criteria.get("kind")
        listed = {listing["source"] for listing in work.get("listings", ())}
        if (years and str(work.get("year")) not in years) or (kinds and work["kind"] not in kinds):
            continue
        if criteria.get("source") and not listed & set(criteria["source"]):
            continue
        placements = [one for one in work.get("placements", ()) if answers(one, criteria)]
        if placements or not tagged:
            passed.append((work, placements))
    return passed


def keys(criteria: Criteria) -> set[str]:
    return {work["key"] for work, _ in select(criteria)}


def make_filters(criteria: Criteria) -> Filters:
    values: dict[str, Any] = dict(criteria)
    return Filters.of(**values)


def found(criteria: Criteria) -> set[str]:
    return {result.work.key for result in CATALOG.results(filters=make_filters(criteria))}


def criteria() -> st.SearchStrategy[Criteria]:
    def values(axis: str) -> st.SearchStrategy[tuple[str, ...]]:
        value = st.sampled_from(TERMS[axis])
        if axis == "object":
            value |= st.sampled_from(("mha+ffn", "ffn+neuron", "mha+sae-feature"))
        signed = st.builds("{}{}".format, st.sampled_from(("", "", "!")), value)
        return st.lists(signed, min_size=1, max_size=3).map(tuple)

    choices = {str(axis): values(axis) for axis in AXES}
    choices["by"] = st.sampled_from((("survey",), ("curated",), ("survey", "curated")))
    choices["year"] = st.lists(
        st.sampled_from([str(year) for year in range(2019, 2027)]), min_size=1, max_size=3
    ).map(tuple)
    choices["kind"] = st.sampled_from((("paper",), ("preprint", "blog"), ("tool",)))
    choices["source"] = st.sampled_from((("survey",), ("neurons", "manipulation")))
    return st.fixed_dictionaries({}, optional=choices)


@pytest.mark.parametrize("by", [(), ("survey",)], ids=["anybody", "survey"])
def test_every_pair_of_terms_finds_exactly_the_rows_that_have_both(by: tuple[str, ...]) -> None:
    assert len(PAIRS) > 300
    for one, first, two, second in some(PAIRS, of=10):
        asked = {one: (first,), two: (second,), "by": by}
        assert found(asked) == keys(asked), asked


@pytest.mark.parametrize(
    ("one", "first", "two", "second"),
    [("object", "neuron", "steer", "amplitude-manipulation"),
     ("object", "sae-feature", "area", "alignment"),
     ("locate", "circuit-discovery", "steer", "none"),
     ("locate", "probing", "area", "safety"),
     ("object", "sae-feature", "steer", "targeted-optimization")],
)  # fmt: skip
def test_the_program_finds_exactly_the_rows_of_the_survey(
    call: Call, one: str, first: str, two: str, second: str
) -> None:
    done = call("find", f"--{one}", first, f"--{two}", second, "--by", "survey")
    expected = keys({one: (first,), two: (second,), "by": ("survey",)})
    assert set(keys_of(done)) == expected
    assert len(done.lines) == len(expected)


def test_the_survey_is_found_as_its_own_rows_have_it() -> None:
    """Every row that the survey lists is found by the tags that it has, and by no others."""
    for work in WORKS:
        for placement in work.get("placements", ()):
            if placement["by"] == "survey":
                asked: Criteria = {"by": ("survey",)}
                for axis in AXES:
                    said = placement.get(axis)
                    if said:
                        asked[axis] = (said if isinstance(said, str) else "+".join(said),)
                assert work["key"] in found(asked)


@given(asked=criteria())
def test_any_filters_find_what_brute_force_finds(asked: Criteria) -> None:
    assert found(asked) == keys(asked)


@given(asked=criteria(), more=criteria())
def test_and_narrows(asked: Criteria, more: Criteria) -> None:
    both = {**more, **asked}
    assert found(both) <= found(asked)


@given(asked=criteria(), axis=st.sampled_from(AXES), data=st.data())
def test_or_widens(asked: Criteria, axis: str, data: st.DataObject) -> None:
    first, second = (data.draw(st.sampled_from(TERMS[axis])) for _ in range(2))
    either = found({**asked, axis: (first, second)})
    assert either == found({**asked, axis: (first,)}) | found({**asked, axis: (second,)})


@given(asked=criteria(), axis=st.sampled_from(AXES), data=st.data())
def test_excluding_narrows(asked: Criteria, axis: str, data: st.DataObject) -> None:
    term = data.draw(st.sampled_from(TERMS[axis]))
    narrowed = found({**asked, axis: (*asked.get(axis, ()), f"!{term}")})
    assert narrowed <= found(asked)


@given(asked=criteria(), axis=st.sampled_from(AXES))
def test_counts_are_of_the_distinct_works_that_bear_a_term(asked: Criteria, axis: str) -> None:
    counts = CATALOG.counts(axis, filters=make_filters(asked)).counts
    passed = select(asked)
    assert counts == {
        term: sum(any(bears(one, axis, term) for one in placements) for _, placements in passed)
        for term in TERMS[axis]
    }


@given(asked=criteria(), axes=st.permutations(AXES))
def test_cells_and_totals_of_two_axes_are_of_distinct_works(
    asked: Criteria, axes: list[str]
) -> None:
    rows, columns = axes[:2]
    table = CATALOG.matrix(rows, columns, filters=make_filters(asked))
    passed = [placements for _, placements in select(asked)]

    def count(**terms: str) -> int:
        return sum(
            any(all(bears(one, axis, term) for axis, term in terms.items()) for one in placements)
            for placements in passed
        )

    assert table.counts == tuple(
        tuple(count(**{rows: row, columns: column}) for column in table.column_terms)
        for row in table.row_terms
    )
    assert table.row_totals == tuple(count(**{rows: row}) for row in table.row_terms)
    assert table.column_totals == tuple(count(**{columns: one}) for one in table.column_terms)
    assert table.total == count()


@given(asked=criteria(), axis=st.sampled_from(AXES))
def test_an_axis_crosses_a_facet_by_works(asked: Criteria, axis: str) -> None:
    table = CATALOG.matrix(axis, "year", filters=make_filters(asked))
    passed = select(asked)
    for row, counts in zip(table.row_terms, table.counts, strict=True):
        for year, count in zip(table.column_terms, counts, strict=True):
            assert count == sum(
                str(work.get("year")) == year and any(bears(one, axis, row) for one in placements)
                for work, placements in passed
            )
    assert table.total == sum(bool(placements) for _, placements in passed)


def test_two_facets_cross_by_works() -> None:
    table = CATALOG.matrix("kind", "status")
    assert table.total == len(WORKS)
    for kind, counts in zip(table.row_terms, table.counts, strict=True):
        for status, count in zip(table.column_terms, counts, strict=True):
            same = [work for work in WORKS if (work["kind"], work["status"]) == (kind, status)]
            assert count == len(same)


@given(asked=criteria(), axes=st.permutations(AXES))
def test_a_matrix_turned_is_the_matrix_of_the_axes_turned(asked: Criteria, axes: list[str]) -> None:
    filters = make_filters(asked)
    table = CATALOG.matrix(axes[0], axes[1], filters=filters)
    turned = CATALOG.matrix(axes[1], axes[0], filters=filters)
    assert tuple(zip(*table.counts, strict=True)) == turned.counts
    assert sorted(table.gaps()) == sorted((row, column) for column, row in turned.gaps())
