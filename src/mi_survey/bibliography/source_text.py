r"""The text of a file as such: its lines, the keys that it cites, and comments that silence rules.

Keys are cited by ``\cite`` and its many relatives. ``% mi-survey: ignore[authors]`` silences a
rule, or without brackets all of them: within an entry for that, else for what follows next; in a
text for its own line and the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from mi_survey.text import normalize_space

_TEX_COMMENT = re.compile(r"(?:^|(?<=[\s}]))%[^\n]*", re.MULTILINE)
_COMMAND = re.compile(
    r"\\(?P<name>[A-Za-z]++)\*?(?P<groups>(?:\s*\[[^\[\]]*\]|\s*\([^()]*\)|\s*\{[^{}]*\})++)"
)
_GROUP = re.compile(r"\{([^{}]*)\}")
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


class CitedKey(NamedTuple):
    """A key, and the first line in which a text cites it."""

    key: str
    line: int


class Silence(NamedTuple):
    """The lines of the references about which certain rules, or all, say nothing."""

    lines: tuple[int, ...]
    rules: frozenset[str]


def blank_comments(text: str) -> str:
    r"""Take the comments of a LaTeX text away, and leave its lines.

    >>> blank_comments("a % b\nc")
    'a \nc'
    """
    return _TEX_COMMENT.sub("", text)


def find_cited_keys(text: str) -> list[CitedKey]:
    r"""Find the keys that a text cites, each once; ``\nocite{*}`` gives the key ``*``.

    >>> find_cited_keys("\\citep[see][p.~3]{a, b} % \\cite{c}\n\\textcite{a}")
    [CitedKey(key='a', line=1), CitedKey(key='b', line=1)]
    """
    text = blank_comments(text)
    lines = LineNumbers(text)
    found: dict[str, CitedKey] = {}
    for command in _COMMAND.finditer(text):
        if "cite" in command["name"].lower():
            for key in ",".join(_GROUP.findall(command["groups"])).split(","):
                found.setdefault(key.strip(), CitedKey(key.strip(), lines.at(command.start())))
    found.pop("", None)
    return list(found.values())


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
