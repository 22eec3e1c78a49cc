"""A unified difference on a terminal: what goes in red, what comes in green, line by line."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len
from rich.text import Text

from mi_survey.display.canvas import draw, join_lines
from mi_survey.display.terminal import Terminal
from mi_survey.text import printable

_HEADING_LINES = 2  # which name the file; beyond them, a line that goes may begin with hyphens
_STYLES = {"+": "green", "-": "red", "@": "cyan", "\\": "dim"}


def draw_difference(text: str, terminal: Terminal) -> str:
    """Draw the difference of one file; the terminal breaks what is longer than its lines."""
    if not text:
        return ""
    lines = [printable(line.expandtabs()) for line in text.removesuffix("\n").split("\n")]
    width = max(terminal.width, *map(cell_len, lines))
    styled = [
        Text(line, "bold" if at < _HEADING_LINES else _STYLES.get(line[:1], ""))
        for at, line in enumerate(lines)
    ]
    return draw(join_lines(styled), replace(terminal, width=width))
