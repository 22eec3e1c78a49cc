"""Comments in a file that silence rules: ``% mi-survey: ignore[authors]`` and the like.

One that stands within an entry is about that; any other about what follows next, or in a text
about its own line and the next. Without rules in brackets it silences all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mi_survey.text import normalize_space

_COMMENT = re.compile(r"\bmi-survey:[ \t]*ignore\b(?:[ \t]*\[([^\[\]\n]*)\])?")


class Silence(NamedTuple):
    """The lines, from the first to the last, about which certain rules, or all, say nothing."""

    first: int
    last: int
    rules: frozenset[str]

    def covers(self, rule: str, line: int) -> bool:
        """Tell whether a rule is silenced in a line."""
        return self.first <= line <= self.last and (not self.rules or rule in self.rules)


def find_silences(text: str, *, extents: Sequence[tuple[int, int]] | None = None) -> list[Silence]:
    """Find the comments of a text; ``extents`` are the lines of its entries, in order.

    >>> find_silences("x <!-- mi-survey: ignore[published] -->")
    [Silence(first=1, last=2, rules=frozenset({'published'}))]
    """
    found = list(_iter_comments(text))
    if extents is None:
        return [Silence(line, line + 1, rules) for line, rules in found]
    starts = [first for first, _ in extents]
    silences = []
    for line, rules in found:
        at = bisect_right(starts, line) - 1
        if at < 0 or extents[at][1] < line:
            at = bisect_left(starts, line)
        if at < len(extents):
            silences.append(Silence(*extents[at], rules))
    return silences


def _iter_comments(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    line, counted = 1, 0
    for found in _COMMENT.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        names = (normalize_space(name).lower() for name in (found[1] or "").split(","))
        yield line, frozenset(filter(None, names))
