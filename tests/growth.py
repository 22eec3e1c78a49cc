"""Growth of time with the length of a text, as tests ask for it: at most in proportion."""

from __future__ import annotations

import time
from collections.abc import Callable

_ENOUGH = 0.02  # seconds: less is noise
_LONGEST = 400_000  # characters
_TIMES = 4
_MOST_GROWTH = 6


def assert_linear(read: Callable[[str], object], piece: str) -> None:
    """Assert that a text of four times the length takes six times the time at most."""
    count = 500
    once = _seconds(read, piece * count)
    while once < _ENOUGH and len(piece) * count < _LONGEST:
        count *= 2
        once = _seconds(read, piece * count)
    assert _seconds(read, piece * count * _TIMES) <= _MOST_GROWTH * max(once, _ENOUGH)


def _seconds(read: Callable[[str], object], text: str) -> float:
    taken = []
    for _ in range(2):
        start = time.process_time()
        read(text)
        taken.append(time.process_time() - start)
    return min(taken)
