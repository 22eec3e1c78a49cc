"""The profile of a term against brute force over the placements of all works."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import some
from mi_survey import Filters, load_catalog
from mi_survey.model.taxonomy import Axis, Term
from mi_survey.model.work import Placement, Work
from mi_survey.query.order import sort_results

CATALOG = load_catalog()
TERMS = some([(axis, term) for axis in CATALOG.taxonomy.axes for term in axis.terms], of=3)


def _bears(placement: Placement, axis: Axis, term: str) -> bool:
    said = placement.terms(axis.id)
    return any(term in (each, *axis.wider()[each]) for each in said)


def _placed(axis: Axis, term: str) -> list[tuple[Work, list[Placement]]]:
    placed = ((w, [p for p in w.placements if _bears(p, axis, term)]) for w in CATALOG.works)
    return [(work, placements) for work, placements in placed if placements]


@pytest.mark.parametrize(("axis", "term"), TERMS, ids=lambda each: each.id)
def test_a_profile_counts_what_stands_in_the_same_placement(axis: Axis, term: Term) -> None:
    profile = CATALOG.profile(axis.id, term.id)
    placed = _placed(axis, term.id)
    assert profile.works == len(placed)
    assert profile.by == Counter(who for _, each in placed for who in {p.by for p in each})
    assert profile.years == Counter(work.year for work, _ in placed if work.year)
    for narrower, count in profile.narrower.items():
        assert count == sum(any(_bears(p, axis, narrower) for p in each) for _, each in placed)
    for other in CATALOG.taxonomy.axes:
        counts = {
            leaf.id: sum(any(leaf.id in p.terms(other.id) for p in each) for _, each in placed)
            for leaf in other.leaves()
            if leaf.id not in ("none", term.id) and leaf.id not in profile.narrower
        }
        found = profile.beside.get(other.id, {})
        assert found.items() <= counts.items()
        assert (
            sorted(found.values(), reverse=True)
            == sorted(filter(None, counts.values()), reverse=True)[: len(found)]
        )


@pytest.mark.parametrize(("axis", "term"), TERMS, ids=lambda each: each.id)
def test_the_central_works_are_those_that_find_lists_first(axis: Axis, term: Term) -> None:
    profile = CATALOG.profile(axis.id, term.id)
    results = CATALOG.results(filters=Filters.of(**{axis.id: term.id}))
    listed = sort_results(results, "central", sources=CATALOG.sources)
    assert profile.central == tuple(result.work for result in listed[:5])


@pytest.mark.parametrize(("axis", "term"), TERMS, ids=lambda each: each.id)
def test_no_work_is_earlier_than_the_earliest(axis: Axis, term: Term) -> None:
    earliest = CATALOG.profile(axis.id, term.id).earliest
    others = [work for work, _ in _placed(axis, term.id) if work.year and work not in earliest]
    assert len(earliest) == 5 or not others
    years = [work.year or 0 for work in earliest]
    assert years == sorted(years)
    for work in others:
        assert (work.year or 0) >= years[-1]
        posted = [each.ids.arxiv for each in earliest if each.year == work.year and each.ids.arxiv]
        assert not work.ids.arxiv or all(work.ids.arxiv[:4] >= each[:4] for each in posted)


_VALUES = ("mha", "ffn", "!mha", "mha,neuron", "mha+ffn", "!ffn,!neuron", "ffn,!neuron")


@given(values=st.lists(st.sampled_from(_VALUES), max_size=2), axis_term=st.sampled_from(TERMS))
def test_a_term_narrows_filters_on_its_own_axis(
    values: list[str], axis_term: tuple[Axis, Term]
) -> None:
    axis, term = axis_term
    filters = Filters.of(object=values)
    asked = {
        (result.work.key, placement)
        for result in CATALOG.results(filters=filters)
        for placement in result.placements
        if _bears(placement, axis, term.id)
    }
    narrowed = {
        (result.work.key, placement)
        for result in CATALOG.results(filters=filters.narrow(axis.id, term.id))
        for placement in result.placements
    }
    assert narrowed == asked
