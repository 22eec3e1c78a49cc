"""A bar for work of more than a second: drawn on a terminal's own line, and cleared from it.

A thread draws, so that the work itself only counts. The cursor is never hidden and nothing of the
terminal is changed: a program that is killed leaves no more than the line.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Self, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from mi_survey.display.terminal import Terminal

_Item = TypeVar("_Item")
_DELAY_SECONDS = 1.0
_PERIOD_SECONDS = 0.1
_BAR, _LEAST_BAR = 30, 8
_FRONT, _BACK = "color(208)", "color(245)"
_CLEAR = "\r\x1b[K"  # the line, from its begin
_ASCII = str.maketrans("━╸╺", "---")


class ProgressLine:
    """Says what is being done and how far it is, as long as the ``with`` lasts."""

    def __init__(
        self, what: str, stream: TextIO, terminal: Terminal, *, delay: float = _DELAY_SECONDS
    ) -> None:
        self._what = self._now = what
        self._stream = stream
        self._terminal = replace(terminal, width=terminal.width - 1)  # no line end after the last
        self._delay = delay
        self._done = 0
        self._total: int | None = None
        self._ended = Event()
        self._thread = Thread(target=self._draw, daemon=True)

    def __enter__(self) -> Self:
        """Begin to wait; work that is done before the delay is over draws nothing."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Clear the line."""
        self._ended.set()
        self._thread.join()

    def watch(self, items: Sequence[_Item], what: str) -> Iterable[_Item]:
        """Yield the items, and count those that have been dealt with."""
        self._now, self._done, self._total = what, 0, len(items)
        for item in items:
            yield item
            self._done += 1
        self._now, self._total = self._what, None

    def _draw(self) -> None:
        if self._ended.wait(self._delay):
            return
        try:
            while not self._ended.wait(_PERIOD_SECONDS):
                self._write(f"{_CLEAR}{self._render()}")
            self._write(_CLEAR)
        except OSError:  # nobody is left to look
            return

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    def _render(self) -> str:
        from rich.progress_bar import ProgressBar  # for work that takes long
        from rich.table import Table
        from rich.text import Text

        from mi_survey.display.canvas import cut, draw

        done, total = self._done, self._total
        count = "" if total is None else f"{done} of {total}"
        room = self._terminal.width - len(self._now) - len(count) - 2
        if room < _LEAST_BAR:
            more = self._terminal.more
            said = cut(Text(f"{self._now} {count}"), self._terminal.width, more=more)
            return draw(said, self._terminal).removesuffix("\n")
        grid = Table.grid(padding=(0, 1))
        bar = ProgressBar(
            total,
            done,
            width=min(_BAR, room),
            pulse=total is None,
            style=_BACK,
            complete_style=_FRONT,
            finished_style=_FRONT,
            pulse_style=_FRONT,
        )
        grid.add_row(self._now, bar, count)
        drawn = draw(grid, self._terminal).removesuffix("\n")
        return drawn if self._terminal.unicode else drawn.translate(_ASCII)
