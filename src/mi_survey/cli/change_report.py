"""Changes of a catalog, written as the options say: as any table, or as text for a pull request."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from mi_survey.cli.options import TABLE_FORMATS
from mi_survey.cli.output import write_screen, write_table
from mi_survey.cli.request import Output, get_format_name, get_screen
from mi_survey.cli.stream import write
from mi_survey.exports.markdown_text import escape, escape_around_links
from mi_survey.exports.table import Cell, Table, cell_text

FORMATS = (*TABLE_FORMATS, "markdown")


def write_changes(table: Table, output: Output, *, headings: Mapping[Any, str]) -> None:
    """Write changes; ``headings`` are the Markdown page's for the values of ``change``."""
    name = get_format_name(output)
    if name == "markdown":
        write(render_markdown(table, headings))
    elif name == "table" and (terminal := get_screen(output)) is not None:
        from mi_survey.display.changes import draw_changes  # Rich: 40 ms, to draw only

        if table.rows:
            write_screen(draw_changes(table, terminal), terminal)
    elif table.rows or name != "table":
        # the command's status tells what was found
        write_table(table, output._replace(exit_status=False))


def render_markdown(table: Table, headings: Mapping[Any, str]) -> str:
    """Render a heading for each kind of change, with a bullet for each row.

    >>> rows = [("changed", 7, "meng2022locating", "Locating", "year", "2021", "2022")]
    >>> columns = ("change", "line", "key", "title", "field", "old", "new")
    >>> print(render_markdown(Table(columns, rows), {"changed": "Changed works"}))
    ### Changed works (1)
    <BLANKLINE>
    - `meng2022locating` Locating, line 7; *year*: 2021 → 2022
    <BLANKLINE>
    """
    records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    parts = []
    for change, group in groupby(records, key=lambda record: str(record["change"])):
        bullets = [_bullet(record) for record in group]
        heading = headings.get(change, change)
        parts.append(f"### {heading} ({len(bullets)})\n\n{''.join(bullets)}")
    return "\n".join(parts)


def _bullet(record: Mapping[str, Cell]) -> str:
    key, line = record["key"], record.get("line")
    named = [f"`{key}`"] if key else []
    named.append(escape(cell_text(record["title"])))
    subject = " ".join(filter(None, named))
    where = f"line {line}" if line else ""
    head = ", ".join(filter(None, (subject, where)))
    return f"- {'; '.join(filter(None, (head, _change(record))))}\n"


def _change(record: Mapping[str, Cell]) -> str:
    old, new = (escape_around_links(cell_text(record[name])) for name in ("old", "new"))
    said = " → ".join((old or "nothing", new or "nothing")) if old else new
    field = escape(cell_text(record["field"]))
    return f"*{field}*: {said}" if field and said else said
