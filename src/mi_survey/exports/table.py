"""A table of plain cells, and its rendering as TSV, CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mi_survey.text import printable

Cell = str | int | float | None | tuple[str, ...]

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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


def render_json(table: Table, *, fields: Sequence[str] = ()) -> str:
    """Render one JSON array with an object for each row; ``fields`` chooses columns."""
    from mi_survey.catalog.codec import dump_canonical

    return dump_canonical(_records(table, fields))


def render_jsonl(table: Table, *, fields: Sequence[str] = ()) -> str:
    """Render one JSON object per line."""
    import json  # 1 ms that other formats do not need

    records = _records(table, fields)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _records(table: Table, fields: Sequence[str]) -> list[dict[str, Cell]]:
    records = []
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        records.append({field: cells[field] for field in fields or table.columns})
    return records


def cell_text(cell: Cell) -> str:
    """Return a cell as text: nothing for ``None``, several values joined by ``; ``."""
    if cell is None:
        return ""
    return "; ".join(cell) if isinstance(cell, tuple) else str(cell)


def _defuse(cell: Cell) -> str | int | float:
    if isinstance(cell, int | float):
        return cell
    text = cell_text(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
