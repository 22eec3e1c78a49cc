"""Tables of plain cells on a terminal: room for columns, and nothing cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from drawn import WIDENING, WIDTHS, hidden, make_terminal, read_table, visible, widest
from effort import some
from mi_survey import load_catalog
from mi_survey.display.canvas import pieces, wrap
from mi_survey.display.table import Column, fit_columns, render_table
from mi_survey.display.terminal import make_page
from mi_survey.exports.table import Table
from program import Call

ERRATA = Table(
    ("key", "source", "field", "listed", "right"),
    [
        (item.work.key, item.source, item.field, item.listed, item.right)
        for item in some(load_catalog().errata(), of=9)
    ],
)


# Whole cells, however many lines they take.
COLUMNS = {
    column.label: column
    for column in (
        Column("key"),
        Column("source", rank=2),
        Column("field", rank=1),
        Column("listed", min_width=12, flexible=True),
        Column("right", min_width=12, flexible=True),
    )
}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_cells_that_stay_are_whole(width: int) -> None:
    text = render_table(ERRATA, make_terminal(width), columns=COLUMNS)
    assert widest(text) <= width
    rows = read_table(text)
    assert len(rows) == len(ERRATA.rows)
    for row, cells in zip(rows, ERRATA.rows, strict=True):
        for name, cell in zip(ERRATA.columns, cells, strict=True):
            assert row.get(name, "".join(str(cell).split())) == "".join(str(cell).split())
    assert {"key", "listed", "right"} <= set(rows[0])


def test_what_there_is_no_room_for_stands_below_its_row() -> None:
    neighbours = load_catalog().similar("ROME", limit=3)
    rows = [(each.work.key, each.work.title, each.tags, each.words) for each in neighbours]
    table = Table(("key", "title", "tags", "words"), rows)
    narrow, wide = (visible(render_table(table, make_terminal(width))) for width in (90, 300))
    assert wide.split("\n")[0].split() == ["key", "title", "tags", "words"]
    assert wide.count("\n") == len(rows) + 2
    header, _, *lines = narrow.splitlines()
    assert header.split() == ["key", "title"]
    for (key, _, tags, _), row, below in zip(rows, lines[::2], lines[1::2], strict=True):
        assert row.startswith(key)
        assert below.strip().startswith(", ".join(tags)[:30])


@pytest.mark.parametrize("words", ["catalog info", "similar ROME", "axes", "check --rules"])
def test_a_wider_terminal_never_takes_more_lines(call: Call, words: str) -> None:
    lengths = []
    for width in WIDENING:
        done = call(*words.split(), "--color", "always", env={"COLUMNS": str(width)})
        assert widest(done.text) <= width
        lengths.append(len(done.lines))
    assert lengths == sorted(lengths, reverse=True)


def test_columns_left_out_are_named() -> None:
    narrow = visible(render_table(ERRATA, make_terminal(60), columns=COLUMNS))
    wide = visible(render_table(ERRATA, make_terminal(200), columns=COLUMNS))
    assert "columns left out: source" in narrow
    assert "columns left out" not in wide


def test_several_values_and_nothing_are_shown_as_people_read_them() -> None:
    table = Table(
        ("term", "aliases", "works"), [("ffn", ("mlp", "feed forward"), 83), ("x", (), None)]
    )
    rows = read_table(render_table(table, make_terminal()))
    assert rows[0] == {"term": "ffn", "aliases": "mlp,feedforward", "works": "83"}
    assert rows[1] == {"term": "x", "aliases": "", "works": ""}


def test_numbers_stand_at_the_right() -> None:
    table = Table(("what", "count"), [("works", 420), ("kinds", 9)])
    lines = visible(render_table(table, make_terminal())).split("\n")
    assert lines[2].endswith(" 420")
    assert lines[3].endswith("   9")


def test_an_empty_table_has_its_header() -> None:
    text = visible(render_table(Table(("key", "anything"), []), make_terminal()))
    assert "anything" in text


def test_a_narrow_page_of_changes_says_what_changes_of_which_field() -> None:
    row = ("changed", 7, "meng2022locating", "Locating and Editing", "year", "2021", "2022")
    table = Table(("change", "line", "key", "title", "field", "old", "new"), [row] * 3)
    drawn = render_table(table, make_page({"COLUMNS": "60"})).splitlines()
    assert drawn[0].split() == ["change", "key", "title", "field", "old", "new"]
    assert all(each in drawn[2].split() for each in ("changed", "year", "2021", "2022"))
    assert drawn[-1] == "columns left out: line"


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_cells_are_only_text(width: int) -> None:
    cell = "[bold]x[/]\x1b[2J\x1b]8;;javascript:x\x1b\\\r\n:smile:"
    table = Table(("key", cell), [(cell, cell), ("a", (cell, cell))])
    text = render_table(table, make_terminal(width))
    assert not hidden(text)
    assert widest(text) <= width
    assert "[bold]x[/]" in visible(text)
    assert ":smile:" in visible(text)


def test_the_highest_rank_leaves_first_and_rank_0_stays() -> None:
    columns = [Column("a"), Column("b", rank=1), Column("c", rank=3), Column("d", rank=2)]
    rows = [[Text(char * 10) for char in "abcd"]]
    kept = [list(fit_columns(columns, rows, width=width)) for width in (46, 40, 30, 20, 5)]
    assert kept == [[0, 1, 2, 3], [0, 1, 3], [0, 1], [0], [0]]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(20, 200))
def test_widths_and_gaps_never_exceed_the_room(lengths: list[int], width: int) -> None:
    columns = [Column(str(at), rank=at, flexible=at % 2 == 1) for at in range(len(lengths))]
    widths = fit_columns(columns, [[Text("x" * length) for length in lengths]], width=width)
    assert sum(widths.values()) + 2 * (len(widths) - 1) <= width
    assert widths.keys() <= set(range(len(columns)))
    assert all(size > 0 for size in widths.values())


@given(st.text(alphabet="ab-/ 日é", max_size=80), st.integers(2, 30))
def test_wrapping_keeps_every_character_within_the_width(text: str, width: int) -> None:
    wrapped = wrap(Text(text), width)
    assert "".join(wrapped.plain.split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in wrapped.plain.split("\n"))


@given(st.text(max_size=80))
def test_pieces_together_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_a_line_end_begins_a_new_line() -> None:
    assert wrap(Text("one two\nthree four"), 12).plain == "one two\nthree four"


def test_words_break_at_hyphens_and_only_then_anywhere() -> None:
    assert wrap(Text("Hallucination-Associated"), 14).plain == "Hallucination-\nAssociated"
    assert wrap(Text("monosemanticity"), 10).plain == "monosemant\nicity"
