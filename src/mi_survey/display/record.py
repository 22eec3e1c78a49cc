"""Labelled lines on a terminal: the record of a work or a list, and blocks without columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import GAP, Place, draw, join_lines, lay_row, link_text, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.record import Group, Line

# Longer lines are hard to read, however wide the terminal.
_LINE = 100


def draw_record(groups: Sequence[Group], terminal: Terminal) -> str:
    """Draw a record: groups of labelled lines, the first of which names what they are of."""
    heading, *others = groups
    labels = max((len(line.label) for group in others for line in group), default=0)
    width = min(_LINE, terminal.width - labels - GAP)
    drawn = [_draw_heading(heading, terminal)]
    drawn += [_draw_group(group, terminal, labels=labels, width=width) for group in others]
    return "\n".join(drawn)


def _draw_heading(heading: Group, terminal: Terminal) -> str:
    title, *names = heading
    first = wrap(_text(title, terminal), min(_LINE, terminal.width))
    first.stylize("bold")
    second = Text("  ").join(Text(terminal.text(name.text), "dim") for name in names)
    second.stylize("not dim cyan", 0, len(terminal.text(names[0].text)))
    return draw(first, terminal) + draw(wrap(second, terminal.width), terminal)


def _draw_group(group: Group, terminal: Terminal, *, labels: int, width: int) -> str:
    places = (Place(labels), Place(width))
    lines: list[Text] = []
    before = ""
    counts = Counter(line.label for line in group)
    for line in group:
        # a label stands once before the lines that share it; what goes on is indented among them
        label = Text(line.label if line.label != before else "", "dim")
        indent = GAP if counts[line.label] > 1 else 0
        lines += lay_row((label, wrap(_text(line, terminal), width, indent=indent)), places)
        before = line.label
    return draw(join_lines(lines), terminal)


def _text(line: Line, terminal: Terminal) -> Text:
    return link_text(terminal.text(line.text), line.link, terminal)


def draw_blocks(blocks: Sequence[Group], terminal: Terminal) -> str:
    """Draw blocks with an empty line between them; what goes on in a next line is indented."""
    drawn = (
        draw(join_lines(_lay_line(line, terminal) for line in block), terminal) for block in blocks
    )
    return "\n".join(drawn)


def _lay_line(line: Line, terminal: Terminal) -> Text:
    text = Text(f"{terminal.text(line.label)}: ", "bold")
    text.append_text(link_text(terminal.text(line.text), line.link, terminal))
    text.stylize("not bold", len(line.label) + 2)
    return wrap(text, terminal.width, indent=GAP)
