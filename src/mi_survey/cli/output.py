"""Results and tables, written to standard output as the request says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from mi_survey.cli.request import (
    ALL_FIELDS,
    Output,
    check_format,
    get_fields,
    get_format_name,
    get_terminal,
)
from mi_survey.cli.stream import is_piped, write
from mi_survey.errors import ExitStatus
from mi_survey.query.result import WHOLE, Telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.table import Table
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.result import Result


_DRAWN = ("table", "list")


def is_drawn(output: Output) -> bool:
    """Tell whether results will be drawn for a person, as a table or as blocks."""
    return get_format_name(output) in _DRAWN and get_terminal(output) is not None


def write_results(
    results: Sequence[Result],
    output: Output,
    *,
    taxonomy: Taxonomy,
    told: Telling = WHOLE,
) -> None:
    """Write results as the options say: drawn on a terminal, else lines or records."""
    terminal = get_terminal(output)
    name = get_format_name(output)
    if name in _DRAWN and terminal is not None:
        from mi_survey.display.works import count_works, render_list, render_results  # Rich: 40 ms

        render = render_list if name == "list" else render_results
        drawn = render(results, terminal, taxonomy=taxonomy, told=told)
        write_screen(drawn, terminal, foot=f"\n{count_works(len(results), told.total)}\n")
    else:
        write(_render_plain(results, output, taxonomy=taxonomy, explained=told.explained))
    if output.exit_status and not results:
        raise typer.Exit(ExitStatus.FOUND)


def write_count(results: Sequence[Result], output: Output, *, taxonomy: Taxonomy) -> None:
    """Write how many results there are; options that do not concern a number are checked."""
    get_terminal(output)
    _render_plain([], output, taxonomy=taxonomy, explained=False)
    write(f"{len(results)}\n")
    if output.exit_status and not results:
        raise typer.Exit(ExitStatus.FOUND)


def _render_plain(
    results: Sequence[Result], output: Output, *, taxonomy: Taxonomy, explained: bool
) -> str:
    name = get_format_name(output)
    if name == "table":  # lines for a pipe: the shortest way, since it is the most travelled
        from mi_survey.exports.table import render_tsv
        from mi_survey.exports.works import result_table

        return render_tsv(result_table(results, taxonomy, explained=explained), header=False)
    from mi_survey.exports.registry import RenderOptions, get_format

    format = get_format(name)
    if format.bibliography:
        from mi_survey.cli.bibliography import choose_citable

        results = choose_citable(results)
    options = RenderOptions(
        taxonomy=taxonomy,
        fields=_get_record_fields(output, taxonomy),
        header=output.header,
        compact=is_piped(),
        explained=explained,
    )
    return format.render(results, options)


def write_table(table: Table, output: Output) -> None:
    """Write any other table as the options say; JSON gives an object for each row."""
    from mi_survey.cli.options import TABLE_FORMATS  # which every command has imported
    from mi_survey.exports.table import (
        render_csv,
        render_json,
        render_jsonl,
        render_tsv,
        table_records,
    )

    check_format(output, TABLE_FORMATS)
    terminal = get_terminal(output)
    name = get_format_name(output)
    if name == "json":
        records = table_records(table, get_fields(output, known=table.columns))
        write(render_json(records, compact=is_piped()))
    elif name == "jsonl":
        write(render_jsonl(table_records(table, get_fields(output, known=table.columns))))
    elif name == "csv":
        write(render_csv(table, header=output.header))
    elif name == "tsv" or (name == "table" and terminal is None):
        write(render_tsv(table, header=output.header and name == "tsv"))
    elif terminal is None:
        from mi_survey.exports.blocks import render_blocks, table_blocks  # for this format alone

        write(render_blocks(table_blocks(table)))
    elif name == "list":
        from mi_survey.display.record import draw_blocks  # Rich: 40 ms, to draw only
        from mi_survey.exports.blocks import table_blocks

        write_screen(draw_blocks(table_blocks(table), terminal), terminal)
    else:
        from mi_survey.display.table import render_table  # Rich: 40 ms, to draw only

        write_screen(render_table(table, terminal), terminal)
    if output.exit_status and not table.rows:
        raise typer.Exit(ExitStatus.FOUND)


def _get_record_fields(output: Output, taxonomy: Taxonomy) -> tuple[str, ...]:
    if output.json in (None, ALL_FIELDS):
        return ()
    from mi_survey.exports.works import record_fields

    return get_fields(output, known=record_fields(taxonomy))


def write_screen(text: str, terminal: Terminal, *, foot: str = "") -> None:
    """Write what was drawn, through a pager where it is longer than the terminal.

    Without a pager such a text scrolls away; ``foot`` then says at the end what it began with.
    """
    from mi_survey.display.pager import is_longer, page

    if sys.stdout.isatty() and is_longer(text, terminal):
        page(text, foot=foot)
    else:
        write(text)
