"""The bar for long work: drawn on a terminal's line while it lasts, and cleared from it."""

from __future__ import annotations

import io
import re
import time

import pytest

from drawn import make_terminal, visible
from mi_survey.display.progress import ProgressLine
from mi_survey.watching import watched

CLEAR = "\r\x1b[K"


def wait_for(stream: io.StringIO, text: str) -> None:
    """Wait until a text has been drawn."""
    until = time.monotonic() + 20
    while text not in stream.getvalue():
        assert time.monotonic() < until, stream.getvalue()
        time.sleep(0.01)


def split_lines(stream: io.StringIO) -> list[str]:
    """Return what stood on the line, each time that it was drawn."""
    return [visible(each) for each in stream.getvalue().split(CLEAR)]


def test_short_work_draws_nothing() -> None:
    stream = io.StringIO()
    with ProgressLine("reading", stream, make_terminal()) as line:
        assert list(line.watch("abc", "letters")) == ["a", "b", "c"]
    assert stream.getvalue() == ""


def test_long_work_says_how_far_it_is_and_clears_the_line() -> None:
    stream = io.StringIO()
    with ProgressLine("reading", stream, make_terminal(60), delay=0) as line:
        wait_for(stream, "reading")
        for letter in watched("abc", "checking letters", line.watch):
            if letter == "c":
                wait_for(stream, "2 of 3")
    drawn = split_lines(stream)
    assert stream.getvalue().endswith(CLEAR)
    assert drawn[0] == drawn[-1] == ""
    assert re.fullmatch(r"reading ━+", drawn[1])
    assert re.fullmatch(r"checking letters ━+[╸╺]?━+ 2 of 3", drawn[-2])
    assert max(map(len, drawn)) < 60


@pytest.mark.parametrize(
    "changes", [{"unicode": False}, {"color": False}, {"width": 20}, {"width": 20, "color": False}]
)
def test_it_fits_every_terminal(changes: dict[str, int]) -> None:
    stream = io.StringIO()
    terminal = make_terminal(**changes)
    with ProgressLine("reading a long list", stream, terminal, delay=0) as line:
        for _ in line.watch("ab", "checking entries of a long list"):
            wait_for(stream, "checking")
            time.sleep(0.15)
    drawn = split_lines(stream)
    assert all(len(each) < terminal.width and "\n" not in each for each in drawn)
    assert terminal.unicode or stream.getvalue().isascii()
    assert terminal.color or not re.search(r"\x1b\[[0-9;]*3[0-8]", stream.getvalue())


def interrupt(stream: io.StringIO) -> None:
    """Be interrupted when the line has been drawn."""
    with ProgressLine("reading", stream, make_terminal(), delay=0):
        wait_for(stream, "reading")
        raise KeyboardInterrupt


def test_an_interrupt_clears_the_line_and_goes_on() -> None:
    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        interrupt(stream)
    assert stream.getvalue().endswith(CLEAR)


def test_a_terminal_that_has_gone_is_no_error() -> None:
    class Gone(io.StringIO):
        tried = 0

        def write(self, _: str) -> int:
            self.tried += 1
            raise OSError

    stream = Gone()
    with ProgressLine("reading", stream, make_terminal(), delay=0):
        until = time.monotonic() + 20
        while not stream.tried and time.monotonic() < until:
            time.sleep(0.01)
    assert stream.tried == 1
