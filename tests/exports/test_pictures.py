"""Pictures of cross-tabulations: every number is the command's, every text can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from mi_survey.errors import UsageFault
from mi_survey.exports.figure import GAP, INK, MUTED, PLAIN, SERIES, SHADES, make_bars, make_map
from mi_survey.exports.picture import PICTURES, PictureFormat, PictureStyle, render_picture
from mi_survey.library import load_catalog
from mi_survey.model.taxonomy import Axis, Taxonomy, Term
from mi_survey.query.crosstab import Crosstab, dimensions
from mi_survey.text import is_balanced
from program import Finished

CATALOG = load_catalog()
DIMENSIONS = dimensions(CATALOG.taxonomy)
PAIRS = list(permutations(DIMENSIONS, 2))
AXES = list(permutations(CATALOG.taxonomy.ids, 2))
HOSTILE = ("<b>&", '"a" \\b', "50% {c}_#", "可解释性", "a\x1bb")


def _texts(svg: str) -> list[ElementTree.Element]:
    # our own text: no entities to fear
    root = ElementTree.fromstring(svg)  # noqa: S314
    return [each for each in root.iter() if each.tag.endswith("}text")]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_map_says_every_label_and_count_in_its_order(pair: tuple[str, str]) -> None:
    table = CATALOG.matrix(*pair)
    figure = make_map(table, CATALOG.taxonomy)
    svg = render_picture(table, CATALOG.taxonomy, format="svg", style="map")
    said = [*figure.columns]
    for label, counts, total in zip(figure.rows, table.counts, table.row_totals, strict=True):
        gaps = {column for row, column in figure.gaps if row == label}
        cells = zip(figure.columns, counts, strict=True)
        said += [label, *("gap" if c in gaps else f"{n or ''}" for c, n in cells), f"{total}"]
    said += [*map(str, table.column_totals), f"{table.total}", figure.note]
    drawn = "".join(text.text or "" for text in _texts(svg))
    assert drawn.replace(" ", "") == "".join(said).replace(" ", "")


@pytest.mark.parametrize("pair", AXES)
def test_the_gaps_are_those_of_the_matrix(pair: tuple[str, str]) -> None:
    table = CATALOG.matrix(*pair)
    figure = make_map(table, CATALOG.taxonomy)
    svg = render_picture(table, CATALOG.taxonomy, format="svg", style="map")
    assert len(figure.gaps) == len(table.gaps()) == svg.count("stroke-dasharray")
    assert (f"{len(table.gaps())} gap" in svg) == bool(table.gaps())
    tikz = render_picture(table, CATALOG.taxonomy, format="tikz", style="map")
    assert tikz.count("densely dashed") == len(table.gaps())


@pytest.mark.parametrize("other", [name for name in DIMENSIONS if name != "year"])
def test_bars_have_every_count_of_every_year(other: str) -> None:
    table = CATALOG.matrix("year", other)
    figure = make_bars(table, CATALOG.taxonomy)
    assert figure == make_bars(CATALOG.matrix(other, "year"), CATALOG.taxonomy)
    sums = {
        str(year): sum(column)
        for year, column in zip(figure.years, zip(*figure.counts, strict=True), strict=True)
    }
    assert {year: n for year, n in sums.items() if n} == {
        year: sum(counts)
        for year, counts in zip(table.row_terms, table.counts, strict=True)
        if sum(counts)
    }
    svg = render_picture(table, CATALOG.taxonomy, format="svg")
    parts = re.findall(r"<rect[^>]*><title>.*?, (\d{4}): (\d+)</title>", svg)
    assert sum(int(count) for _, count in parts) == sum(sums.values())
    if len(table.column_terms) < len(SERIES):
        drawn = sorted((year, int(count)) for year, count in parts)
        assert drawn == sorted(
            (year, count)
            for year, counts in zip(table.row_terms, table.counts, strict=True)
            for count in counts
            if count
        )


def test_bars_say_tags_where_a_work_can_stand_twice() -> None:
    for id in DIMENSIONS:
        if id == "year":
            continue
        table = CATALOG.matrix("year", id)
        twice = sum(map(sum, table.counts)) > sum(table.row_totals)
        assert make_bars(table, CATALOG.taxonomy).unit == ("tags" if twice else "works")
    once = Crosstab("year", "kind", ("2022",), ("paper", "blog"), ((1, 1),), (2,), (1, 1), 2)
    assert make_bars(once, CATALOG.taxonomy).unit == "works"
    axis = CATALOG.taxonomy.axes[0]
    terms = (axis.terms[0].id, axis.terms[1].id)
    again = Crosstab("year", axis.id, ("2022",), terms, ((1, 1),), (1,), (1, 1), 1)
    assert make_bars(again, CATALOG.taxonomy).unit == "tags"


def test_a_year_without_works_has_a_place() -> None:
    table = Crosstab("year", "kind", ("2019", "2022"), ("paper",), ((1,), (2,)), (1, 2), (3,), 3)
    figure = make_bars(table, CATALOG.taxonomy)
    assert (figure.years, figure.counts) == ((2019, 2020, 2021, 2022), ((1, 0, 0, 2),))


def test_bars_need_years() -> None:
    with pytest.raises(UsageFault, match="years"):
        make_bars(CATALOG.matrix(*AXES[0]), CATALOG.taxonomy)


@pytest.mark.parametrize("format", PICTURES)
@pytest.mark.parametrize("pair", PAIRS[::3])
def test_a_picture_is_the_same_for_the_same_counts(
    pair: tuple[str, str], format: PictureFormat
) -> None:
    first = render_picture(CATALOG.matrix(*pair), CATALOG.taxonomy, format=format)
    assert render_picture(CATALOG.matrix(*pair), CATALOG.taxonomy, format=format) == first
    assert format == "svg" or is_balanced(first)


@pytest.mark.parametrize("format", PICTURES)
def test_an_empty_cross_tabulation_is_a_picture_too(format: PictureFormat) -> None:
    empty = Crosstab("year", "kind", (), (), (), (), (), 0)
    for style in get_args(PictureStyle):
        assert render_picture(empty, CATALOG.taxonomy, format=format, style=style)


def test_labels_are_text_in_every_format() -> None:
    terms = tuple(
        Term(id=f"t{at}", label=text, definition="", order=at) for at, text in enumerate(HOSTILE)
    )
    axis = Axis(id="odd", label="<odd>", definition="", terms=terms)
    ids = tuple(term.id for term in terms)
    one = tuple((1,) for _ in ids)
    table = Crosstab("odd", "kind", ids, ("paper",), one, (1,) * len(ids), (len(ids),), len(ids))
    svg = render_picture(table, Taxonomy((axis,)), format="svg")
    shown = {text.text for text in _texts(svg)}
    assert {"<b>&", '"a" \\b', "可解释性"} <= {each for each in shown if each}
    tikz = render_picture(table, Taxonomy((axis,)), format="tikz")
    assert r"50\% \{c\}\_\#" in tikz


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("fill", "ink"),
    [*SHADES, *SERIES, (PLAIN, MUTED), *(("ffffff", ink) for ink in (INK, MUTED, GAP))],
)
def test_every_text_stands_out_from_what_is_behind_it(fill: str, ink: str) -> None:
    """The ratio of https://www.w3.org/TR/WCAG22/#contrast-minimum."""
    darker, lighter = sorted((_luminance(fill), _luminance(ink)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_command_writes_the_picture_that_the_suffix_picks(
    call: Callable[..., Finished], tmp_path: Path
) -> None:
    first, second = AXES[0]
    table = CATALOG.matrix(first, second)
    for format, (suffix, *_) in PICTURES.items():
        file = tmp_path / f"map{suffix}"
        done = call("matrix", first, second, "-o", str(file))
        assert (done.status, done.stdout) == (0, b"")
        expected = render_picture(table, CATALOG.taxonomy, format=format)
        assert file.read_text(encoding="utf-8") == expected
        assert call("matrix", first, second, "--format", format).text == expected
        assert call("matrix", first, second, "-o", str(file)).status == 2
        assert call("matrix", first, second, "-o", str(file), "--force").status == 0
    counts = json.loads(call("matrix", first, second, "--json=counts").text)["counts"]
    assert counts == [list(row) for row in table.counts]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "map.png"), "the suffix of 'map.png' picks no picture"),
        (("--style", "map"), "--style is for pictures"),
        (("--style", "bars", "-o", "map.svg"), "bars need years on one side"),
    ],
)
def test_a_wrong_wish_is_told_before_anything_is_written(
    arguments: tuple[str, ...], says: str, call: Callable[..., Finished]
) -> None:
    done = call("matrix", *AXES[0], *arguments)
    assert done.status == 2
    assert done.errors[0] == f"error: {says}"
    assert not Path(arguments[-1]).exists()
