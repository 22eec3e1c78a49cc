"""Results, tables and findings, written to standard output as the request says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from mi_survey import __version__
from mi_survey.cli.options import TABLE_FORMATS
from mi_survey.cli.request import Output, check_format
from mi_survey.cli.stream import count_of, is_piped, say, write
from mi_survey.errors import ExitStatus
from mi_survey.exports.table import (
    Table,
    render_csv,
    render_json,
    render_jsonl,
    render_tsv,
    table_records,
)
from mi_survey.exports.works import record_fields, result_table
from mi_survey.query.result import WHOLE, Telling

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.model.finding import Finding, Rulebook
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.result import Result

FINDING_FORMATS = (*TABLE_FORMATS, "sarif")


def write_results(
    results: Sequence[Result],
    output: Output,
    *,
    taxonomy: Taxonomy,
    told: Telling = WHOLE,
) -> None:
    """Write results as the options say: drawn on a terminal, else lines or records."""
    terminal = output.terminal
    if output.is_drawn and terminal is not None:
        from mi_survey.display.works import count_works, render_list, render_results  # Rich: 40 ms

        render = render_list if output.format == "list" else render_results
        drawn = render(results, terminal, taxonomy=taxonomy, told=told)
        write_screen(drawn, terminal, foot=f"\n{count_works(len(results), told.total)}\n")
    else:
        write(_render_plain(results, output, taxonomy=taxonomy, explained=told.explained))
    leave_if_empty(results, output)


def leave_if_empty(found: Collection[object], output: Output) -> None:
    """End with the status of nothing found, where it is asked for."""
    if output.exit_status and not found:
        raise typer.Exit(ExitStatus.FOUND)


def _render_plain(
    results: Sequence[Result], output: Output, *, taxonomy: Taxonomy, explained: bool
) -> str:
    if output.format == "table":  # the shortest way for a pipe, since it is the most travelled
        return render_tsv(result_table(results, taxonomy, explained=explained), header=False)
    from mi_survey.exports.registry import RenderOptions, get_format

    format = get_format(output.format)
    if format.bibliography:
        results = choose_citable(results)
    options = RenderOptions(
        taxonomy=taxonomy,
        fields=output.get_fields(record_fields(taxonomy, explained=explained)),
        header=output.header,
        compact=is_piped(),
        explained=explained,
    )
    return format.render(results, options)


def choose_citable(results: Sequence[Result]) -> list[Result]:
    """Return what belongs in a bibliography; name on standard error the rest, and the gaps."""
    from mi_survey.model.work import is_citable

    citable = [result for result in results if is_citable(result.work)]
    others = [result.work for result in results if not is_citable(result.work)]
    if others:
        names = ", ".join(f"{work.key} ({work.kind})" for work in others)
        say(f"note: left out, since only works can be cited: {names}")
    for fact in ("authors", "year"):
        without = [result.work.key for result in citable if not getattr(result.work, fact)]
        if without:
            say(f"note: not known and left out, {fact} of: {', '.join(without)}")
    return citable


def write_table(table: Table, output: Output) -> None:
    """Write any other table as the options say; JSON gives an object for each row."""
    check_format(output.format, TABLE_FORMATS)
    name, terminal = output.format, output.terminal
    if name == "json":
        records = table_records(table, output.get_fields(table.columns))
        write(render_json(records, compact=is_piped()))
    elif name == "jsonl":
        write(render_jsonl(table_records(table, output.get_fields(table.columns))))
    elif name == "csv":
        write(render_csv(table, header=output.header))
    elif name == "tsv" or (name == "table" and terminal is None):
        write(render_tsv(table, header=output.header and name == "tsv"))
    elif terminal is None:
        from mi_survey.exports.record import render_blocks, table_blocks  # for this format alone

        write(render_blocks(table_blocks(table)))
    elif name == "list":
        from mi_survey.display.record import draw_blocks  # Rich: 40 ms, to draw only
        from mi_survey.exports.record import table_blocks

        write_screen(draw_blocks(table_blocks(table), terminal), terminal)
    else:
        from mi_survey.display.table import render_table  # Rich: 40 ms, to draw only

        write_screen(render_table(table, terminal), terminal)
    leave_if_empty(table.rows, output)


def write_screen(text: str, terminal: Terminal, *, foot: str = "") -> None:
    """Write what was drawn, through a pager where it is longer than the terminal.

    Without a pager such a text scrolls away; ``foot`` then says at the end what it began with.
    """
    from mi_survey.display.pager import is_longer, page

    if sys.stdout.isatty() and is_longer(text, terminal):
        page(text, foot=foot)
    else:
        write(text)


def write_findings(
    findings: Sequence[Finding],
    output: Output,
    *,
    rules: Rulebook[Any],
    more: Table | None = None,
    properties: Mapping[str, Any] | None = None,
) -> None:
    """Write findings.

    ``more`` has further columns for programs, with a row for each finding; ``properties`` are
    what else SARIF says of the run.
    """
    if output.format == "sarif":
        from mi_survey.exports.sarif import render_sarif  # for this format alone

        write(render_sarif(findings, rules, version=__version__, properties=properties))
    elif output.format == "table":
        show_findings(findings, output)
    else:
        from mi_survey.exports.findings import finding_table

        table = finding_table(findings)
        if more is not None:
            rows = [(*one, *two) for one, two in zip(table.rows, more.rows, strict=True)]
            table = Table((*table.columns, *more.columns), rows)
        # the status tells of findings; that there are none is no failure
        write_table(table, output._replace(exit_status=False))


def show_findings(findings: Sequence[Finding], output: Output) -> None:
    """Show findings as compilers write them, entry by entry, in colour on a terminal."""
    from mi_survey.model.finding import group_by_entry

    findings = group_by_entry(findings)
    if findings and output.screen:
        from mi_survey.display.findings import draw_findings  # Rich: 40 ms, to draw only

        write_screen(draw_findings(findings, output.screen), output.screen)
    elif findings:
        from mi_survey.exports.findings import render_findings

        write(render_findings(findings))


def tell_findings(findings: Sequence[Finding], *, mendable: int = 0) -> None:
    """Say how many findings there are, and how many of them ``--fix`` mends."""
    mended = f", {mendable} can be mended: run with --fix" if mendable else ""
    say(f"{count_of(len(findings), 'finding')}{mended}" if findings else "nothing is wrong")
