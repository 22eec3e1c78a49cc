r"""What a LaTeX text cites by keys: ``\cite`` and its many relatives, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mi_survey.bibliography.linked import blank_comments

_COMMAND = re.compile(
    r"\\(?P<name>[A-Za-z]++)\*?(?P<groups>(?:\s*\[[^\[\]]*\]|\s*\([^()]*\)|\s*\{[^{}]*\})++)"
)
_GROUP = re.compile(r"\{([^{}]*)\}")


class CitedKey(NamedTuple):
    """A key, and the first line, from 1, in which a text cites it."""

    key: str
    line: int


def find_cited_keys(text: str) -> list[CitedKey]:
    r"""Find the keys that a text cites, each once; ``\nocite{*}`` gives the key ``*``.

    >>> find_cited_keys("\\citep[see][p.~3]{a, b} % \\cite{c}\n\\textcite{a}")
    [CitedKey(key='a', line=1), CitedKey(key='b', line=1)]
    """
    found: dict[str, CitedKey] = {}
    for cited in _iter_cited(blank_comments(text)):
        found.setdefault(cited.key, cited)
    return list(found.values())


def _iter_cited(text: str) -> Iterator[CitedKey]:
    line, counted = 1, 0
    for command in _COMMAND.finditer(text):
        if "cite" not in command["name"].lower():
            continue
        line += text.count("\n", counted, command.start())
        counted = command.start()
        for group in _GROUP.finditer(command["groups"]):
            for key in group[1].split(","):
                if key.strip():
                    yield CitedKey(key.strip(), line)
