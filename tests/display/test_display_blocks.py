"""Labelled blocks on a terminal: everything is there, at any width, without marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import hidden, links, make_terminal, visible, widest
from effort import some
from mi_survey.display.record import draw_blocks
from mi_survey.display.works import render_list
from mi_survey.exports.record import render_blocks, result_blocks, table_blocks
from mi_survey.exports.table import Table
from mi_survey.library import load_catalog
from mi_survey.query.result import Telling
from program import BOX

CATALOG = load_catalog()
RESULTS = some(CATALOG.results(), of=18)


@pytest.mark.parametrize("width", [20, 60, 100, 200])
def test_a_block_says_at_every_width_what_it_says_in_a_pipe(width: int) -> None:
    blocks = result_blocks(RESULTS, CATALOG.taxonomy)
    drawn = draw_blocks(blocks, make_terminal(width))
    assert widest(drawn) <= width
    assert "".join(visible(drawn).split()) == "".join(render_blocks(blocks).split())
    assert drawn.count("\n\n") == len(RESULTS) - 1
    assert all(re.match(r"[a-z ]+:( |$)|  \S|$", line) for line in visible(drawn).split("\n"))


def test_no_word_is_broken_and_no_box_drawn_at_60_columns() -> None:
    drawn = visible(draw_blocks(result_blocks(RESULTS, CATALOG.taxonomy), make_terminal(60)))
    titles = {word for result in RESULTS for word in result.work.title.split()}
    words = set(drawn.split())
    assert all(word in words for word in titles if len(word) < 40 and "-" not in word)
    assert not (BOX - {"…"}) & set(drawn)


def test_the_number_of_works_stands_above() -> None:
    drawn = render_list(
        RESULTS[:2],
        make_terminal(60),
        taxonomy=CATALOG.taxonomy,
        told=Telling(9, reading="read so"),
    )
    assert visible(drawn).startswith(f"Showing 2 of 9 works\nread so\n\nkey: {RESULTS[0].work.key}")
    assert visible(render_list([], make_terminal(60), taxonomy=CATALOG.taxonomy)) == "0 works\n"


def test_an_address_is_a_link() -> None:
    table = Table(("key", "url"), [("a1", "https://example.org/a"), ("b2", "javascript:x")])
    assert links(draw_blocks(table_blocks(table), make_terminal())) == {"https://example.org/a"}


@given(st.text(), st.integers(20, 90))
def test_nothing_of_a_hostile_text_acts_on_the_terminal(text: str, width: int) -> None:
    drawn = draw_blocks(table_blocks(Table(("title",), [(text,)])), make_terminal(width))
    assert hidden(drawn) == []
    assert widest(drawn) <= width
