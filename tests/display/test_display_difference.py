"""A difference on a terminal: its lines as they are, each in the colour of what happens to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import hidden, make_terminal, visible
from mi_survey.cli.rewriting import render_difference
from mi_survey.display.changes import draw_difference

OLD = "% a list\n-- a rule\n@misc{a,\n  year={2023}\n}"
NEW = "% a list\n@misc{a,\n  year={2024}\n}\n++ more\n"


def test_every_line_has_the_colour_of_what_happens_to_it() -> None:
    difference = render_difference(OLD, NEW, file="refs.bib")
    drawn = draw_difference(difference, make_terminal(20))
    assert visible(drawn) == difference
    colors = {"1": "headings", "36": "hunk", "31": "removed", "32": "added", "2": "remark"}
    found: dict[str, list[str]] = {}
    for line in drawn.splitlines():
        code = line.removeprefix("\x1b[").partition("m")[0] if line.startswith("\x1b[") else ""
        found.setdefault(colors.get(code, code), []).append(visible(line))
    assert found["headings"] == ["--- a/refs.bib", "+++ b/refs.bib"]
    assert found["removed"] == ["--- a rule", "-  year={2023}", "-}"]
    assert found["added"] == ["+  year={2024}", "+}", "+++ more"]
    assert found["hunk"] == ["@@ -1,5 +1,5 @@"]
    assert found["remark"] == ["\\ No newline at end of file"]
    assert found[""] == [" % a list", " @misc{a,"]


def test_no_difference_is_no_screen() -> None:
    assert draw_difference(render_difference(OLD, OLD, file="a"), make_terminal()) == ""


@pytest.mark.parametrize("changes", [{"color": False}, {"color": False, "styled": False}])
def test_without_colours_a_difference_says_the_same(changes: dict[str, bool]) -> None:
    difference = render_difference(OLD, NEW, file="refs.bib")
    drawn = draw_difference(difference, make_terminal(**changes))
    assert visible(drawn) == difference
    assert "\x1b[3" not in drawn
    assert ("\x1b[" in drawn) is changes.get("styled", True)


@given(st.text(), st.text())
def test_nothing_of_a_hostile_file_acts_on_the_terminal(old: str, new: str) -> None:
    drawn = draw_difference(render_difference(old, new, file="a"), make_terminal())
    assert hidden(drawn) == []
