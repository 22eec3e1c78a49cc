"""HTML tables in Markdown: their rows, with cells as inline HTML that ``inline`` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=</tr\s*>|<tr\b|</table|</thead|</tbody|$)", re.I | re.S)
_CELL = re.compile(r"<(t[dh])\b[^>]*>(.*?)(?=</t[dh]\s*>|<t[dh]\b|$)", re.I | re.S)


def iter_rows(text: str) -> Iterator[tuple[int, int, tuple[str, ...], bool]]:
    r"""Yield the rows of a table: first and last line (from 1), cells, whether it is the head.

    >>> list(iter_rows("<table>\n<tr><th>Title</th></tr>\n<tr><td>A</td>\n</tr></table>"))
    [(2, 2, ('Title',), True), (3, 4, ('A',), False)]
    """
    for match in _ROW.finditer(text):
        cells = _CELL.findall(match[1])
        first = text.count("\n", 0, match.start()) + 1
        last = text.count("\n", 0, match.end()) + 1
        head = bool(cells) and all(tag.lower() == "th" for tag, _ in cells)
        yield first, last, tuple(" ".join(cell.split()) for _, cell in cells), head
