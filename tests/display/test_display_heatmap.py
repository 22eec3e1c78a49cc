"""Cross-tabulations on a terminal: every number and every header, at every width."""

from __future__ import annotations

import re

import pytest

from drawn import WIDTHS, hidden, make_terminal, visible, widest
from effort import some
from mi_survey import Filters, load_catalog
from mi_survey.display.heatmap import render_matrix
from mi_survey.query.crosstab import Crosstab, dimensions

CATALOG = load_catalog()
DIMENSIONS = dimensions(CATALOG.taxonomy)
PAIRS = [(rows, columns) for rows in DIMENSIONS for columns in DIMENSIONS if rows != columns]


def read_numbers(text: str) -> list[list[list[int]]]:
    """Read the counts of every block back, gaps as 0."""
    blocks = []
    for block in visible(text).split("\n\n")[1:]:
        rows = []
        for line in block.split("\n"):
            if numbers := re.search(r"((?:\s+(?:\d+|[·.]))+)$", line.rstrip()):
                cells = numbers[1].split()
                rows.append([int(cell) if cell.isdigit() else 0 for cell in cells])
        blocks.append(rows)
    return blocks


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for pair in some(PAIRS, of=6):
        assert widest(render_matrix(CATALOG.matrix(*pair), make_terminal(width))) <= width, pair


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("pair", [("object", "steer"), ("area", "object"), ("year", "area")])
def test_numbers_and_totals_stand_in_their_cells(pair: tuple[str, str], width: int) -> None:
    table = CATALOG.matrix(*pair)
    (numbers,) = [
        block for block in read_numbers(render_matrix(table, make_terminal(width))) if block
    ]
    expected = [[*row, total] for row, total in zip(table.counts, table.row_totals, strict=True)]
    expected.append([*table.column_totals, table.total])
    assert [row[-len(expected[0]) :] for row in numbers] == expected


@pytest.mark.parametrize("width", WIDTHS)
def test_the_usual_matrices_need_no_second_block(width: int) -> None:
    for pair in (("object", "steer"), ("area", "object"), ("year", "area"), ("year", "object")):
        text = visible(render_matrix(CATALOG.matrix(*pair), make_terminal(width)))
        rows = re.findall(r"^total .*\d *$", text, re.MULTILINE)
        assert len(rows) == 1, pair


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("rows", ["year", "object"])
def test_many_columns_continue_below_and_none_is_lost(rows: str, width: int) -> None:
    table = CATALOG.matrix(rows, "venue")
    text = render_matrix(table, make_terminal(width))
    blocks = [block for block in read_numbers(text) if len(block) > 2]
    totals = [number for block in blocks for number in block[-1]]
    assert totals == [*table.column_totals, table.total]
    seen = "".join(visible(text).replace("│", "").split())
    for venue in table.column_terms:
        assert all(word in seen for word in venue.split())


def test_blocks_are_of_like_size() -> None:
    text = render_matrix(CATALOG.matrix("year", "venue"), make_terminal(80))
    sizes = [len(block[-1]) for block in read_numbers(text) if len(block) > 2]
    assert max(sizes) - min(sizes) <= 3


def test_headers_are_whole_or_short_forms_that_filters_understand() -> None:
    table = CATALOG.matrix("object", "steer")
    narrow = visible(render_matrix(table, make_terminal(80)))
    wide = visible(render_matrix(table, make_terminal(200)))
    assert "amplitude " in narrow
    assert "amplitude-manipulation" in wide


def test_gaps_are_plain_to_see_without_colour() -> None:
    table = CATALOG.matrix("object", "steer")
    terminal = make_terminal(color=False, styled=False, links=False)
    text = render_matrix(table, terminal)
    assert "\x1b" not in text
    zeros = sum(row.count(0) for row in table.counts)
    assert text.count("·") == zeros + 1
    assert "· no work found" in text


@pytest.mark.parametrize("axes", [("year", "object"), ("object", "year"), ("kind", "status")])
def test_works_that_stand_in_totals_alone_are_explained(axes: tuple[str, str]) -> None:
    table = CATALOG.matrix(*axes)
    text = " ".join(visible(render_matrix(table, make_terminal(200))).split())
    explained = "totals also count works without a term of the other axis" in text
    assert explained == ("object" in axes)


def test_an_ascii_terminal_gets_ascii() -> None:
    for pair in (("object", "steer"), ("year", "venue")):
        text = render_matrix(CATALOG.matrix(*pair), make_terminal(unicode=False))
        assert visible(text).isascii()
        assert ". no work found" in visible(text)


def test_larger_counts_have_stronger_shades() -> None:
    table = Crosstab("a", "b", ("x",), ("p", "q", "r"), ((1, 9, 100),), (110,), (1, 9, 100), 110)
    text = render_matrix(table, make_terminal())
    grid, legend = text.split("works\x1b" if "works\x1b" in text else "\nworks ")
    shades = re.findall(r"48;5;(\d+)m *(\d+)", grid)
    assert [int(count) for _, count in shades] == [1, 9, 100]
    assert len({shade for shade, _ in shades}) == 3
    # each with its margins, the last one, too
    told = {int(last): shade for shade, last in re.findall(r"48;5;(\d+)m \d+-(\d+) \x1b", legend)}
    for shade, count in shades:
        assert shade == told[min(last for last in told if last >= int(count))]


def test_cells_are_of_equal_width() -> None:
    text = render_matrix(CATALOG.matrix("object", "steer"), make_terminal())
    shaded = re.findall(r"48;5;\d+m( *\d+ *)\x1b", text.partition("\nworks ")[0])
    assert len(shaded) > 5
    assert len({len(cell) for cell in shaded}) == 1


def test_shaded_cells_set_both_colours_so_that_every_theme_can_show_them() -> None:
    text = render_matrix(CATALOG.matrix("object", "steer"), make_terminal())
    backgrounds = re.findall(r"\x1b\[([0-9;]*48;5;[0-9;]*)m", text)
    assert backgrounds
    assert all(style.startswith("38;5;16;48;5;") for style in backgrounds)


def test_a_matrix_of_nothing_is_still_drawn() -> None:
    table = CATALOG.matrix("object", "year", filters=Filters.of(year=1990))
    text = visible(render_matrix(table, make_terminal()))
    assert "total" in text
    assert "neuron" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_terms_are_only_text(width: int) -> None:
    terms = ("[red]x[/]\x1b[2J", "日本語" * 12, "word " * 30, "")
    counts = tuple((1, 0, 2, 3) for _ in terms)
    table = Crosstab("venue", "kind\x07", terms, terms, counts, (4,) * 4, (4,) * 4, 16)
    text = render_matrix(table, make_terminal(width))
    assert not hidden(text)
    assert widest(text) <= width
    assert "[red]x[/]" in visible(text)
