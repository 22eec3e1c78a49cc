"""Changes on a terminal: every row is told, each work once, and never longer on a wider one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drawn import WIDENING, hidden, make_terminal, visible, widest
from mi_survey.display.changes import draw_changes
from mi_survey.exports.table import Table

COLUMNS = ("change", "line", "key", "title", "field", "old", "new")
ROWS = [
    ("changed", 7, "meng2022locating", "Locating and Editing", "year", "2021", "2022"),
    ("changed", 7, "meng2022locating", "Locating and Editing", "venue", None, "NeurIPS"),
    ("changed", 9, "meng2022locating", "Locating and Editing", "labels", ("a", "b"), None),
    ("gone", None, "bau", "David Bau", "urls", None, None),
    ("new", 12, None, "A title of no key", "urls", None, "https://example.org/a"),
]


def test_a_work_is_named_once_and_what_changes_stands_below() -> None:
    drawn = draw_changes(Table(COLUMNS, ROWS), make_terminal())
    assert visible(drawn).splitlines() == [
        "changed meng2022locating, line 7  Locating and Editing",
        "  year: 2021 → 2022",
        "  venue: NeurIPS",
        "  line 9, labels: a; b → nothing",
        "gone bau  David Bau",
        "new, line 12  A title of no key",
        "  urls: https://example.org/a",
    ]
    assert "\x1b[31m2021\x1b[0m → \x1b[32m2022" in drawn


def test_changes_without_lines_are_told_likewise() -> None:
    columns = tuple(name for name in COLUMNS if name != "line")
    rows = [row[:1] + row[2:] for row in ROWS]
    drawn = visible(draw_changes(Table(columns, rows), make_terminal(unicode=False)))
    assert drawn.isascii()
    assert drawn.splitlines()[:2] == [
        "changed meng2022locating  Locating and Editing",
        "  year: 2021 -> 2022",
    ]


@given(st.lists(st.tuples(*[st.text("ab -/é", max_size=90)] * 3), min_size=1, max_size=4))
def test_a_wider_terminal_never_takes_more_lines(texts: list[tuple[str, str, str]]) -> None:
    rows = [("changed", 1, "key", title, "title", old, new) for title, old, new in texts]
    lengths = []
    for width in WIDENING:
        drawn = draw_changes(Table(COLUMNS, rows), make_terminal(width))
        assert widest(drawn) <= width
        lengths.append(drawn.count("\n"))
    assert lengths == sorted(lengths, reverse=True)


@given(st.text())
def test_nothing_of_a_hostile_text_acts_on_the_terminal(text: str) -> None:
    rows = [("changed", 1, text, text, text, text, text)]
    assert hidden(draw_changes(Table(COLUMNS, rows), make_terminal())) == []
