"""Changes on a terminal: each work once with what changes, or the lines of a file, in colours."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from mi_survey.display.canvas import cut, draw, join_lines, wrap
from mi_survey.exports.table import cell_text
from mi_survey.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.table import Cell, Table

_INDENT, _REST = 2, 4
_HEADING_LINES = 2  # which name the file; beyond them, a line that goes may begin with hyphens
_STYLES = {"+": "green", "-": "red", "@": "cyan", "\\": "dim"}
_Record = dict[str, str]


def draw_changes(table: Table, terminal: Terminal) -> str:
    """Draw the rows of a table of changes, grouped by what changes; a line says whose they are."""
    records = [_read(dict(zip(table.columns, row, strict=True)), terminal) for row in table.rows]
    lines: list[Text] = []
    for _, group in groupby(records, key=lambda each: (each["change"], each["key"], each["title"])):
        first, *others = group
        lines.append(_head(first, terminal))
        lines += _iter_said(first, terminal, place=False)
        for record in others:
            lines += _iter_said(record, terminal, place=record.get("line") != first.get("line"))
    return draw(join_lines(lines), terminal)


def _read(record: Mapping[str, Cell], terminal: Terminal) -> _Record:
    return {name: terminal.text(cell_text(cell)) for name, cell in record.items()}


def _head(record: _Record, terminal: Terminal) -> Text:
    """Say what happens to which work, in a line; its title gives way where there is no room."""
    head = Text().append(record["change"], "bold")
    if record["key"]:
        head.append(" ").append(record["key"], "cyan")
    where = f", line {record['line']}" if record.get("line") else ""
    head.append(where, "dim")
    if record["title"]:
        head.append("  ").append(record["title"])
    return cut(head, terminal.width, more=terminal.more)


def _iter_said(record: _Record, terminal: Terminal, *, place: bool) -> Iterator[Text]:
    """Yield what changes: the field, what it was and what it is to be."""
    if not (record["old"] or record["new"]):
        return
    text = Text(" " * _INDENT)
    if place:
        text.append(f"line {record['line']}, ", "dim")
    text.append(f"{record['field']}: ")
    arrow = " → " if terminal.unicode else " -> "
    if record["old"]:
        text.append(record["old"], "red").append(arrow)
    text.append(record["new"] or "nothing", "green" if record["new"] else "")
    yield wrap(text, terminal.width, indent=_REST)


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
