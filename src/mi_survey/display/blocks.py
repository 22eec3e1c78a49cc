"""Labelled blocks on a terminal: one thing below the other, broken where the line ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import draw, join_lines, link_text, wrap

if TYPE_CHECKING:
    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.record import Group, Line

_INDENT = 2


def draw_blocks(blocks: Sequence[Group], terminal: Terminal) -> str:
    """Draw blocks with an empty line between them; what goes on in a next line is indented."""
    drawn = (draw(join_lines(_lay(line, terminal) for line in block), terminal) for block in blocks)
    return "\n".join(drawn)


def _lay(line: Line, terminal: Terminal) -> Text:
    text = Text(f"{terminal.text(line.label)}: ", "bold")
    text.append_text(link_text(terminal.text(line.text), line.link, terminal))
    text.stylize("not bold", len(line.label) + 2)
    return wrap(text, terminal.width, indent=_INDENT)
