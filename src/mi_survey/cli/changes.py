"""Changes of a catalog: written as the options say, or made with ``--write``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mi_survey.cli.options import TABLE_FORMATS
from mi_survey.cli.output import show_findings, write_screen, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import count_of, say, write
from mi_survey.errors import UsageFault
from mi_survey.exports.markdown_text import escape, escape_around_links
from mi_survey.exports.table import Cell, Table, cell_text
from mi_survey.files import find_real_path

if TYPE_CHECKING:
    from mi_survey.catalog.writing import Target
    from mi_survey.library import Catalog
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.finding import Finding
    from mi_survey.model.work import Work

CHANGE_FORMATS = (*TABLE_FORMATS, "markdown")


def write_changes(
    table: Table,
    output: Output,
    *,
    headings: Mapping[Any, str],
    findings: Sequence[Finding] = (),
) -> None:
    """Write changes, and what was found besides.

    ``headings`` are the Markdown page's for the values of ``change``, and for severities.
    """
    if output.format != "table":
        rows = [*table.rows, *_iter_finding_rows(findings, table.columns)]
        table = Table(table.columns, rows)
    if output.format == "markdown":
        write(render_markdown(table, headings))
    elif output.format == "table" and output.screen is not None:
        from mi_survey.display.changes import draw_changes  # Rich: 40 ms, to draw only

        if table.rows:
            write_screen(draw_changes(table, output.screen), output.screen)
    elif table.rows or output.format != "table":
        # the command's status tells what was found
        write_table(table, output._replace(exit_status=False))
    if output.format == "table":
        show_findings(findings, output)


def _iter_finding_rows(
    findings: Sequence[Finding], columns: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:
    for severity in ("error", "warning"):
        for finding in findings:
            if finding.severity == severity:
                cells: dict[str, Cell] = {
                    "change": severity,
                    "line": finding.place.line,
                    "key": finding.place.key or None,
                    "field": finding.rule,
                    "new": finding.message,
                }
                yield tuple(cells.get(column) for column in columns)


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


@contextmanager
def open_target(
    target: str | None, choice: CatalogChoice, *files: str
) -> Iterator[tuple[Catalog, Target | None]]:
    """Open the catalog to work on, and what ``--write`` names: an existing one is both.

    Until all is written, no other process of ours writes there. ``files`` are what else the call
    reads; what comes through a pipe is to be read before.

    Raises:
        CatalogUnreadable, CatalogInvalid: the catalog cannot be used.
        UsageFault: two catalogs are named.
    """
    if target is None:
        yield open_catalog(choice, *files), None
        return
    from mi_survey.catalog.joining import load_contents  # pydantic: 50-90 ms, to write only
    from mi_survey.catalog.writing import MENDED, hold_target
    from mi_survey.library import Catalog

    with hold_target(target) as found:
        if not found.spec:
            yield open_catalog(choice, *files), found
            return
        if choice and [find_real_path(spec) for spec in choice] != [find_real_path(target)]:
            raise UsageFault(
                f"'{target}' exists and is not the catalog to compare with",
                hint="leave --catalog out, or write to another file",
            )
        contents, _ = load_contents([found.spec], forgiven=MENDED)
        yield Catalog(contents), found


def write_target(target: Target, works: Sequence[Work], contents: CatalogRecords) -> None:
    """Write a catalog, and say so."""
    if target.write(works, contents):
        say(f"wrote {target.works}: {count_of(len(works), 'work')}")
    else:
        say(f"{target.works} is as it should be")
