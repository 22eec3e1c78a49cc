"""Reading what was drawn for a terminal as a person does: text, cells, columns and links."""

from __future__ import annotations

import re
from typing import Any

from rich.cells import cell_len

from effort import some
from mi_survey.display.terminal import Terminal

WIDTHS = (60, 80, 200)
# Ever wider terminals, of which none is to take more lines than the one before it.
WIDENING = some(range(60, 201, 5), of=7)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_LINK = re.compile(r"\x1b\]8;(?:id=[0-9]+)?;([^\x1b]*)\x1b\\")
_RULE = re.compile(r"(?:─+|-+)(?:  (?:─+|-+))*")


def make_terminal(width: int = 80, **changes: Any) -> Terminal:
    """Make a terminal that can do everything, but for the changes."""
    capable: dict[str, Any] = {"color": True, "links": True, "unicode": True, "styled": True}
    return Terminal(width=width, height=40, **{**capable, **changes})


def visible(text: str) -> str:
    """Leave out the escape sequences that drawing may use, and no others."""
    return _LINK.sub("", _STYLE.sub("", text))


def hidden(text: str) -> list[str]:
    """List what of a text would act on a terminal beyond styles and links."""
    return re.findall(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069]", visible(text)
    )


def links(text: str) -> set[str]:
    """List the addresses that a text links to."""
    return {address for address in _LINK.findall(text) if address}


def widest(text: str) -> int:
    """Measure the longest line in cells."""
    return max(map(cell_len, visible(text).split("\n")))


def read_table(text: str) -> list[dict[str, str]]:
    """Read a drawn table back: cells by header, without spaces and combining characters.

    A row begins where the first column has something.
    """
    drawn = visible(text).split("\n")
    at = next(number for number, line in enumerate(drawn) if _RULE.fullmatch(line))
    header, rule, *lines = drawn[at - 1 :]
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S", rule)]
    names = _cut(header, starts)
    rows: list[dict[str, str]] = []
    for line in lines:
        if not line.strip():
            break
        if not line.startswith(" "):
            rows.append(dict.fromkeys(names, ""))
        for name, cell in zip(names, _cut(line, _find_starts(line, starts)), strict=True):
            rows[-1][name] += cell.replace(" ", "")
    return rows


def _find_starts(line: str, starts: list[int]) -> list[int]:
    """Find where the cells of a line start: a long first one takes room from the second."""
    if len(starts) < 2 or not line[starts[1] - 2 : starts[1]].strip():
        return starts
    end = line.find("  ", starts[1] - 2)
    return [starts[0], end + 2, *starts[2:]] if end > 0 else starts


def _cut(line: str, starts: list[int]) -> list[str]:
    cells = "".join(char + "\0" * (cell_len(char) - 1) for char in line if cell_len(char))
    ends = [*starts[1:], len(cells)]
    pairs = zip(starts, ends, strict=True)
    return [cells[start:end].replace("\0", "").strip() for start, end in pairs]
