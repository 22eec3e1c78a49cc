"""Labelled blocks on a terminal: one thing below the other, broken where the line ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import draw, join_lines, link_text, wrap

if TYPE_CHECKING:
    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.record import Group, Line

_INDENT = "  "


def draw_blocks(blocks: Sequence[Group], terminal: Terminal) -> str:
    """Draw blocks with an empty line between them; what goes on in a next line is indented."""
    drawn = (
        draw(join_lines(part for line in block for part in _lay(line, terminal)), terminal)
        for block in blocks
    )
    return "\n".join(drawn)


def _lay(line: Line, terminal: Terminal) -> Iterator[Text]:
    text = Text(f"{terminal.text(line.label)}: ", "bold")
    text.append_text(link_text(terminal.text(line.text), line.link, terminal))
    text.stylize("not bold", len(line.label) + 2)
    first, *others = wrap(text, terminal.width - len(_INDENT)).split("\n")
    yield first
    for part in others:
        yield Text(_INDENT) + part
