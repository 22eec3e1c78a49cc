"""Changes on a terminal: each work once, and below it what changes, old and new in colours."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import cut, draw, join_lines, wrap
from mi_survey.exports.table import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.table import Cell, Table

_INDENT, _REST = 2, 4
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
    return cut(head, terminal.width, more="…" if terminal.unicode else "...")


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
