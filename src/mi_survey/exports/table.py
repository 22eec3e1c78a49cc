"""A table of plain cells, and its rendering as TSV, CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mi_survey.text import printable

# A cell may hold several values, or counts by name.
Cell = str | int | float | None | tuple[str, ...] | Mapping[str, int]

# What makes a spreadsheet take a cell for a formula, also after white space, which some drop
# (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@")


class Table(NamedTuple):
    """Columns by name, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def render_tsv(table: Table, *, header: bool) -> str:
    r"""Render one record per line, tab-separated, without quoting.

    Tabs, line breaks and other control characters within a cell become spaces, so that
    ``cut -f`` and ``read`` see every record whole.

    >>> render_tsv(Table(("key", "title"), [("a1", "one\ttwo")]), header=False)
    'a1\tone two\n'
    """
    rows = [table.columns, *table.rows] if header else table.rows
    return "".join("\t".join([printable(cell_text(cell)) for cell in row]) + "\n" for row in rows)


def render_csv(table: Table, *, header: bool) -> str:
    r"""Render comma-separated values as in RFC 4180, with formulas defused by an apostrophe.

    Control characters become spaces, as in ``render_tsv``.

    >>> render_csv(Table(("a", "b"), [("=1+1", "x, y")]), header=False)
    '\'=1+1,"x, y"\r\n'
    """
    import csv  # 2 ms that other formats do not need
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if header:
        writer.writerow(table.columns)
    writer.writerows([_defuse(cell) for cell in row] for row in table.rows)
    return buffer.getvalue()


def table_records(table: Table, fields: Sequence[str] = ()) -> list[dict[str, Cell]]:
    """Make a record of each row; ``fields`` chooses columns, and their order."""
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    return [{field: cells[field] for field in fields or table.columns} for cells in rows]


def render_json(value: Any, *, compact: bool) -> str:
    """Render JSON indented for people, or without white space; then an item of an array a line.

    >>> print(render_json([{"key": "a1"}, {"key": "b2"}], compact=True), end="")
    [{"key":"a1"},
    {"key":"b2"}]
    """
    import json  # 1 ms that other formats do not need

    if not compact:
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    items = value if isinstance(value, list) else [value]
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items]
    joined = ",\n".join(lines)
    return f"[{joined}]\n" if isinstance(value, list) else f"{joined}\n"


def render_jsonl(records: Sequence[Mapping[str, Any]]) -> str:
    """Render one JSON object per line."""
    import json  # 1 ms that other formats do not need

    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def cell_text(cell: Cell, joint: str = "; ") -> str:
    """Return a cell as text: nothing for ``None``, several values joined.

    >>> cell_text(("a", "b")), cell_text({"safety": 3, "persona": 1})
    ('a; b', 'safety 3; persona 1')
    """
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        cell = tuple(f"{name} {count}" for name, count in cell.items())
    return joint.join(cell) if isinstance(cell, tuple) else str(cell)


def _defuse(cell: Cell) -> str | int | float:
    if isinstance(cell, int | float):
        return cell
    text = printable(cell_text(cell))
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
