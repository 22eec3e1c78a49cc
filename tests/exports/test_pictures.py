"""Pictures of cross-tabulations: every number is the command's, every text can be read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from effort import some
from mi_survey.errors import UsageFault
from mi_survey.exports.figure import (
    GAP,
    INK,
    MUTED,
    PLAIN,
    SERIES,
    SHADES,
    Drawing,
    Label,
    draw_bars,
)
from mi_survey.exports.picture import PICTURES, PictureFormat, PictureStyle, render_picture
from mi_survey.library import load_catalog
from mi_survey.model.taxonomy import Axis, Taxonomy, Term
from mi_survey.query.crosstab import Crosstab, dimensions
from mi_survey.query.filters import Filters
from mi_survey.text import is_balanced
from program import Call

CATALOG = load_catalog()
DIMENSIONS = dimensions(CATALOG.taxonomy)
PAIRS = some(list(permutations(DIMENSIONS, 2)), of=5)
AXES = list(permutations(CATALOG.taxonomy.ids, 2))
HOSTILE = ("<b>&", '"a" \\b', "50% {c}_#", "可解释性", "a\x1bb")


def _texts(svg: str) -> list[ElementTree.Element]:
    # our own text: no entities to fear
    root = ElementTree.fromstring(svg)  # noqa: S314
    return [each for each in root.iter() if each.tag.endswith("}text")]


def _said(drawing: Drawing) -> list[str]:
    return [each.text for each in drawing.shapes if isinstance(each, Label)]


def _labels(side: str, terms: Sequence[str]) -> list[str]:
    if side not in CATALOG.taxonomy.ids:
        return list(terms)
    labels = {term.id: term.label for term in CATALOG.taxonomy.axis(side).terms} | {"none": "None"}
    return [labels[term] for term in terms]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_map_says_every_label_and_count_in_its_order(pair: tuple[str, str]) -> None:
    table = CATALOG.matrix(*pair)
    svg = render_picture(table, CATALOG.taxonomy, format="svg", style="map")
    gaps = table.gaps() if pair in AXES else []
    said = _labels(table.columns, table.column_terms)
    rows = zip(_labels(table.rows, table.row_terms), table.row_terms, table.counts, strict=True)
    for (label, row, counts), total in zip(rows, table.row_totals, strict=True):
        cells = zip(table.column_terms, counts, strict=True)
        said += [label, *("gap" if (row, c) in gaps else f"{n or ''}" for c, n in cells)]
        said.append(f"{total}")
    said += [*map(str, table.column_totals), f"{table.total}"]
    *drawn, note = (text.text or "" for text in _texts(svg))
    assert "".join(drawn).replace(" ", "") == "".join(said).replace(" ", "")
    assert note.startswith(f"{table.total:,} works")
    assert ("several cells" in note) == (sum(map(sum, table.counts)) > table.total)


@pytest.mark.parametrize("pair", AXES)
def test_the_gaps_are_those_of_the_matrix(pair: tuple[str, str]) -> None:
    table = CATALOG.matrix(*pair)
    svg = render_picture(table, CATALOG.taxonomy, format="svg", style="map")
    assert len(table.gaps()) == svg.count("stroke-dasharray") == svg.count("Gap: ")
    assert (f"{len(table.gaps())} gap" in svg) == bool(table.gaps())
    tikz = render_picture(table, CATALOG.taxonomy, format="tikz", style="map")
    assert tikz.count("densely dashed") == len(table.gaps())


@pytest.mark.parametrize("other", [name for name in DIMENSIONS if name != "year"])
def test_bars_have_every_count_of_every_year(other: str) -> None:
    table = CATALOG.matrix("year", other)
    drawing = draw_bars(table, CATALOG.taxonomy)
    assert drawing == draw_bars(CATALOG.matrix(other, "year"), CATALOG.taxonomy)
    svg = render_picture(table, CATALOG.taxonomy, format="svg")
    parts = re.findall(r"<rect[^>]*><title>.*?, (\d{4}): (\d+)</title>", svg)
    drawn = sorted((year, int(count)) for year, count in parts)
    sums: Counter[str] = Counter()
    for year, count in drawn:
        sums[year] += count
    counted = zip(table.row_terms, table.counts, strict=True)
    assert sums == {year: sum(counts) for year, counts in counted if sum(counts)}
    if len(table.column_terms) < len(SERIES):
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
        assert _said(draw_bars(table, CATALOG.taxonomy))[0] == ("tags" if twice else "works")
    once = Crosstab("year", "kind", ("2022",), ("paper", "blog"), ((1, 1),), (2,), (1, 1), 2)
    assert _said(draw_bars(once, CATALOG.taxonomy))[0] == "works"
    axis = CATALOG.taxonomy.axes[0]
    terms = (axis.terms[0].id, axis.terms[1].id)
    again = Crosstab("year", axis.id, ("2022",), terms, ((1, 1),), (1,), (1, 1), 1)
    assert _said(draw_bars(again, CATALOG.taxonomy))[0] == "tags"


def test_a_year_without_works_has_a_place() -> None:
    table = Crosstab("year", "kind", ("2019", "2022"), ("paper",), ((1,), (2,)), (1, 2), (3,), 3)
    said = _said(draw_bars(table, CATALOG.taxonomy))
    assert [text for text in said if len(text) == 4] == ["2019", "2020", "2021", "2022"]


def test_bars_need_years() -> None:
    with pytest.raises(UsageFault, match="years"):
        draw_bars(CATALOG.matrix(*AXES[0]), CATALOG.taxonomy)


@pytest.mark.parametrize("format", PICTURES)
@pytest.mark.parametrize("pair", PAIRS)
def test_a_picture_is_the_same_for_the_same_counts(
    pair: tuple[str, str], format: PictureFormat
) -> None:
    first = render_picture(CATALOG.matrix(*pair), CATALOG.taxonomy, format=format)
    assert render_picture(CATALOG.matrix(*pair), CATALOG.taxonomy, format=format) == first
    assert format == "svg" or is_balanced(first)


@pytest.mark.parametrize("format", PICTURES)
@pytest.mark.parametrize("style", get_args(PictureStyle))
@pytest.mark.parametrize("other", DIMENSIONS)
def test_an_empty_cross_tabulation_is_a_picture_too(
    other: str, style: PictureStyle, format: PictureFormat
) -> None:
    nothing = Filters(year=("1900",))
    for pair in ((other, "year"), ("year", other)):
        empty = CATALOG.matrix(*pair, filters=nothing)
        assert empty.total == 0
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


def test_the_command_writes_the_picture_that_the_suffix_picks(call: Call, tmp_path: Path) -> None:
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
    arguments: tuple[str, ...], says: str, call: Call
) -> None:
    done = call("matrix", *AXES[0], *arguments)
    assert done.status == 2
    assert done.errors[0] == f"error: {says}"
    assert not Path(arguments[-1]).exists()
