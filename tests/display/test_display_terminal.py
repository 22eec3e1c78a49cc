"""What is found out about a terminal, and what of a text it is given."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from drawn import hidden, make_terminal
from mi_survey.display.terminal import Terminal, find_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def open_tty(columns: int = 0, lines: int = 0, encoding: str = "utf-8") -> Iterator[TextIO]:
    termios = pytest.importorskip("termios")
    controller, end = os.openpty()
    if columns:
        termios.tcsetwinsize(end, (lines, columns))
    with os.fdopen(controller, "rb"), open(end, "w", encoding=encoding) as stream:  # noqa: PTH123 - a descriptor
        yield stream


def find(color: Any = "auto", *, encoding: str = "utf-8", **environ: str) -> Terminal:
    with open_tty(100, 30, encoding) as stream:
        found = find_terminal(stream, color=color, environ=environ)
    assert found is not None
    return found


def test_a_terminal_gets_everything() -> None:
    assert find(TERM="xterm-256color") == Terminal(100, 30, True, True, True, True)


@pytest.mark.parametrize("color", ["auto", "never"])
@pytest.mark.parametrize(
    "environ",
    [{}, {"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"TERM": "xterm"}, {"COLUMNS": "80"}],
)
def test_a_pipe_is_plain_whatever_the_environment(color: Any, environ: dict[str, str]) -> None:
    assert find_terminal(io.StringIO(), color=color, environ=environ) is None


def test_always_makes_a_terminal_of_a_pipe_without_links() -> None:
    environ = {"NO_COLOR": "1", "TERM": "dumb"}
    found = find_terminal(io.StringIO(), color="always", environ=environ)
    assert found == Terminal(80, 24, color=True, links=False, unicode=True, styled=True)


def test_no_color_leaves_bold_dim_and_links() -> None:
    found = find(NO_COLOR="1", TERM="xterm")
    assert (found.color, found.styled, found.links) == (False, True, True)
    assert not find(NO_COLOR="1", FORCE_COLOR="1").color


def test_an_empty_no_color_means_nothing() -> None:
    assert find(NO_COLOR="", TERM="xterm").color


@pytest.mark.skipif(os.name == "nt", reason="Windows sets no TERM")
def test_without_a_term_the_terminal_is_taken_for_a_dumb_one() -> None:
    found = find(TERM="")
    assert (found.color, found.styled, found.links) == (False, False, False)


def test_the_option_beats_no_color() -> None:
    assert find("always", NO_COLOR="1").color


def test_never_allows_no_escape_sequence() -> None:
    found = find("never", FORCE_COLOR="1")
    assert (found.color, found.styled, found.links) == (False, False, False)


def test_a_dumb_terminal_allows_no_escape_sequence() -> None:
    found = find(TERM="dumb")
    assert (found.color, found.styled, found.links) == (False, False, False)


def test_a_dumb_terminal_can_be_forced_but_gets_no_links() -> None:
    found = find(TERM="dumb", FORCE_COLOR="1")
    assert (found.color, found.styled, found.links) == (True, True, False)
    assert not find(TERM="dumb", FORCE_COLOR="0").styled


@pytest.mark.parametrize(
    ("columns", "width"),
    [("132", 132), ("0", 100), ("-5", 100), ("wide", 100), ("", 100), ("7", 20)],
)
def test_columns_gives_the_width_if_it_is_a_number(columns: str, width: int) -> None:
    assert find(COLUMNS=columns).width == width


def test_a_terminal_of_unknown_size_is_80_wide() -> None:
    with open_tty() as stream:
        found = find_terminal(stream, color="auto", environ={})
    assert found is not None
    assert (found.width, found.height) == (80, 24)


@pytest.mark.parametrize(
    ("encoding", "unicode"), [("utf-8", True), ("ascii", False), ("latin-1", False)]
)
def test_box_characters_need_an_encoding_that_has_them(encoding: str, unicode: bool) -> None:
    assert find(encoding=encoding).unicode is unicode


def test_a_closed_or_missing_stream_is_no_terminal() -> None:
    stream = io.StringIO()
    stream.close()
    assert find_terminal(stream, color="auto", environ={}) is None
    assert find_terminal(None, color="always", environ={}) is None


@given(st.text(), st.booleans())
def test_text_is_one_safe_line_that_the_terminal_can_show(text: str, unicode: bool) -> None:
    terminal = make_terminal(unicode=unicode)
    shown = terminal.text(text)
    assert not hidden(shown)
    assert "\n" not in shown
    assert shown.isascii() or unicode
    shown.encode()
    assert terminal.text(shown) == shown


def test_ascii_text_keeps_the_letters_without_their_accents() -> None:
    terminal = make_terminal(unicode=False)
    assert terminal.text("Løkke’s “Schütze” – naïve… 図") == 'Lokke\'s "Schutze" - naive... ?'


def test_text_cannot_hide_escape_sequences() -> None:
    shown = make_terminal().text("a\x1b]8;;https://x.y\x1b\\b\x9b31mc\u202ed\ud800")
    assert not hidden(shown)
    assert cell_len(shown) == len(shown)
