"""Growth of time with the length of a text: at most in proportion is what files may take."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

MOST_GROWTH = 6
_PLAIN_GROWTH = 4.7  # a part that is a sixteenth grows faster, if no more
_LONGEST = 200_000  # characters
_TIMES = 4
_ATTEMPTS = 3  # what else the machine does may spoil one


def measure_growth(
    read: Callable[[str], object], piece: str, *, enough: float = 0.02, fewest: int = 50
) -> float:
    """Return how many times longer four times as many pieces take; 0 where all take no time.

    They are as many as take ``enough`` seconds. Where it is more than four times, four times the
    length tells: what a full cache makes of proportion is gone then, and what grows faster shows.
    """
    count = fewest
    while (seconds := _seconds(read, piece * count)) < enough and len(piece) * count < _LONGEST:
        count *= 2 if seconds > enough / _TIMES else _TIMES
    if seconds < enough / 2:
        return 0.0
    growth = _measure(read, piece, count)
    return growth if growth <= _PLAIN_GROWTH else _measure(read, piece, count * _TIMES)


def measure_rate(read: Callable[[str], object], text: str) -> float:
    """Return the seconds that a megabyte of such text takes."""
    return _seconds(read, text) * 1e6 / len(text.encode("utf-8", "surrogatepass"))


def _measure(read: Callable[[str], object], piece: str, count: int) -> float:
    growths = []
    for attempt in range(1, _ATTEMPTS + 1):  # no text is read twice: some of it may be remembered
        once = _seconds(read, piece * (count + attempt))
        growths.append(_seconds(read, piece * (count * _TIMES + attempt)) / max(once, 1e-6))
        if growths[-1] <= MOST_GROWTH:
            break
    return min(growths)


def _seconds(read: Callable[[str], object], text: str) -> float:
    gc.disable()  # as the program itself does
    try:
        start = time.process_time()
        read(text)
        return time.process_time() - start
    finally:
        gc.enable()
