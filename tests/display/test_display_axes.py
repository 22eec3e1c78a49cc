"""The terms of the axes on a terminal: every count, as a number, a bar and over the years."""

from __future__ import annotations

import pytest

from drawn import WIDENING, WIDTHS, make_terminal, visible, widest
from mi_survey.display.axes import render_axes
from mi_survey.library import load_catalog
from mi_survey.model.taxonomy import Axis
from mi_survey.query.crosstab import AxisCounts

CATALOG = load_catalog()
AXES = CATALOG.taxonomy.axes


ALL = [CATALOG.counts(axis.id) for axis in AXES]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, unicode: bool) -> None:
    drawn = render_axes(ALL, make_terminal(width, unicode=unicode))
    assert widest(drawn) <= width
    assert unicode or visible(drawn).isascii()


@pytest.mark.parametrize("counted", ALL, ids=lambda counted: counted.axis.id)
@pytest.mark.parametrize("width", [60, 80, 200])
def test_every_term_has_its_count_its_bar_and_its_years(counted: AxisCounts, width: int) -> None:
    lines = visible(render_axes([counted], make_terminal(width))).splitlines()
    bars, spans = {}, set()
    for term in counted.axis.terms:
        [line] = [line for line in lines if term.id in line.split()[:2]]
        shown = line.partition(term.id)[2].split()
        bars[term.id], count, spark = shown[0], shown[1], shown[2]
        assert int(count) == counted.counts[term.id]
        spans.add(len(spark))
        by_year = list(counted.years[term.id].values())
        assert spark.count("·") == len(spark) - sum(count > 0 for count in by_year)
        assert spark[by_year.index(max(by_year)) - len(by_year)] == "█"
    assert len(spans) == 1
    most = max(counted.counts.values())
    longest = max(map(len, bars.values()))
    assert {len(bars[id]) for id, n in counted.counts.items() if n == most} == {longest}


def test_a_wider_terminal_takes_no_more_lines() -> None:
    lengths = [len(render_axes(ALL, make_terminal(width)).splitlines()) for width in WIDENING]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.id)
def test_the_years_of_a_term_are_those_of_its_works(axis: Axis) -> None:
    counts = CATALOG.counts(axis.id).years
    for term in axis.terms:
        years = [work.year for work in CATALOG.find(**{axis.id: term.id}) if work.year]
        assert {y: n for y, n in counts[term.id].items() if n} == {y: years.count(y) for y in years}


def test_an_axis_without_works_is_drawn() -> None:
    counts = {term.id: 0 for term in AXES[0].terms}
    years: dict[str, dict[int, int]] = {term.id: {} for term in AXES[0].terms}
    drawn = visible(render_axes([AxisCounts(AXES[0], counts, years)], make_terminal(80)))
    assert all(term.id in drawn for term in AXES[0].terms)
