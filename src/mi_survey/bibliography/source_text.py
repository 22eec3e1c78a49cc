"""The text of a file as such: its lines, and comments that silence rules.

``% mi-survey: ignore[authors]`` silences a rule, or without brackets all of them: within an entry
for that, else for what follows next; in a text for its own line and the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from mi_survey.text import normalize_space

_SILENCE = re.compile(r"\bmi-survey:[ \t]*ignore\b(?:[ \t]*\[([^\[\]\n]*)\])?")


class LineNumbers:
    r"""The lines of a text, counted from 1.

    >>> LineNumbers("a\nb").at(2)
    2
    """

    def __init__(self, text: str) -> None:
        self._breaks = [found.start() for found in re.finditer("\n", text)]

    def at(self, offset: int) -> int:
        """Return the line in which an offset lies."""
        return bisect_left(self._breaks, offset) + 1


class Silence(NamedTuple):
    """The lines of the references about which certain rules, or all, say nothing."""

    lines: tuple[int, ...]
    rules: frozenset[str]


def find_silences(text: str, *, extents: Sequence[tuple[int, int]] | None = None) -> list[Silence]:
    """Find the comments of a text; ``extents`` are the lines of its entries, in order.

    >>> find_silences("x <!-- mi-survey: ignore[published] -->")
    [Silence(lines=(1, 2), rules=frozenset({'published'}))]
    """
    lines = LineNumbers(text)
    ends = [last for _, last in extents or ()]
    silences = []
    for found in _SILENCE.finditer(text):
        line = lines.at(found.start())
        about: tuple[int, ...] = (line, line + 1)
        if extents is not None:
            at = bisect_left(ends, line)
            about = tuple(first for first, _ in extents[at : at + 1])
        names = (normalize_space(name).lower() for name in (found[1] or "").split(","))
        silences.append(Silence(about, frozenset(filter(None, names))))
    return silences
