"""Growth of time with the length of a text, as tests ask for it: at most in proportion."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from effort import IN_CI

_ENOUGH = 0.02 if IN_CI else 0.005  # seconds: less is noise
_FEWEST = 500 if IN_CI else 50  # pieces
_LONGEST = 200_000  # characters
_TIMES = 4
_MOST_GROWTH = 6
_ATTEMPTS = 3  # what else the machine does may spoil one


def assert_linear(read: Callable[[str], object], piece: str) -> None:
    """Assert that a text of four times the length takes six times the time at most."""
    count = _FEWEST
    while _seconds(read, piece * count) < _ENOUGH and len(piece) * count < _LONGEST:
        count *= 2
    growths = []
    for _ in range(_ATTEMPTS):
        once = max(_seconds(read, piece * count), _ENOUGH)
        growths.append(_seconds(read, piece * count * _TIMES) / once)
        if growths[-1] <= _MOST_GROWTH:
            return
    raise AssertionError(f"{piece!r} * {count}: time grows {min(growths):.1f} times for {_TIMES}")


def _seconds(read: Callable[[str], object], text: str) -> float:
    gc.disable()  # as the program itself does
    try:
        start = time.process_time()
        read(text)
        return time.process_time() - start
    finally:
        gc.enable()
