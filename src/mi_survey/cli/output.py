"""Writing to standard output and standard error: plain bytes for pipes, text for terminals."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn, cast

import typer

from mi_survey.cli.app import ALL_FIELDS
from mi_survey.cli.options import Output
from mi_survey.errors import ExitStatus, OutputFailed, UnknownValue, UsageFault
from mi_survey.text import nearest, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.display.terminal import ColorChoice, Terminal
    from mi_survey.exports.table import Table
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.result import Result


def write(text: str) -> None:
    """Write text to standard output; UTF-8 in a pipe, whatever the locale.

    A reader that has gone ends the command silently.

    Raises:
        OutputFailed: it cannot be written, for instance to a full disk.
    """
    try:
        if sys.stdout.isatty():
            encoding = sys.stdout.encoding or "utf-8"
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_silently()
    except OSError as error:
        _silence_stdout()
        raise OutputFailed("standard output", error.strerror or str(error)) from error


def count_of(number: int, noun: str, *, plural: str = "") -> str:
    """Return a number with its noun, as in ``1 work`` and ``2 works``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def say(message: str) -> None:
    """Write a message for people to standard error, free of control characters."""
    lines = message.splitlines()
    text = "".join(f"{printable(line)}\n" for line in lines)
    encoding = sys.stderr.encoding or "utf-8"
    try:
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()
    except OSError:  # nobody is left to tell
        return


def get_terminal(output: Output) -> Terminal | None:
    """Return the terminal to draw on, or nothing where output must be plain.

    Raises:
        UnknownValue: ``--color`` is neither auto, always nor never.
    """
    color = output.color
    if color not in ("auto", "always", "never"):
        raise UnknownValue("value of --color", color, known=("auto", "always", "never"))
    if color != "always" and not sys.stdout.isatty():
        return None
    from mi_survey.display.terminal import find_terminal  # a pipe is plain without looking

    return find_terminal(sys.stdout, color=cast("ColorChoice", color))


def write_results(
    results: Sequence[Result], output: Output, *, taxonomy: Taxonomy, explained: bool = False
) -> None:
    """Write results as the options say: a table on a terminal, else lines or records."""
    terminal = get_terminal(output)
    name = get_format_name(output)
    if name == "table" and terminal is not None:
        from mi_survey.display.works import render_results  # Rich: 40 ms, to draw only

        drawn = render_results(results, terminal, taxonomy=taxonomy, explained=explained)
        write_screen(drawn, terminal)
    else:
        write(_render_plain(results, output, taxonomy=taxonomy, explained=explained))
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
    from mi_survey.exports.options import RenderOptions
    from mi_survey.exports.registry import get_format

    format = get_format(name)
    if format.bibliography:
        from mi_survey.cli.bibliography import choose_citable

        results = choose_citable(results)
    options = RenderOptions(
        taxonomy=taxonomy,
        fields=_get_record_fields(output, taxonomy),
        header=output.header,
        explained=explained,
    )
    return format.render(results, options)


def write_table(table: Table, output: Output) -> None:
    """Write any other table as the options say; JSON gives an object for each row."""
    from mi_survey.exports.table import render_csv, render_json, render_jsonl, render_tsv

    terminal = get_terminal(output)
    name = get_format_name(output)
    if name in ("json", "jsonl"):
        render = render_json if name == "json" else render_jsonl
        write(render(table, fields=get_fields(output, known=table.columns)))
    elif name == "csv":
        write(render_csv(table, header=output.header))
    elif name == "tsv" or (name == "table" and terminal is None):
        write(render_tsv(table, header=output.header and name == "tsv"))
    elif name == "table" and terminal is not None:
        from mi_survey.display.table import render_table  # Rich: 40 ms, to draw only

        write_screen(render_table(table, terminal), terminal)
    else:
        known = ("table", "tsv", "csv", "json", "jsonl")
        raise UnknownValue("format for this command", name, known=known)
    if output.exit_status and not table.rows:
        raise typer.Exit(ExitStatus.FOUND)


def check_output(output: Output, *, columns: Sequence[str], formats: Sequence[str]) -> None:
    """Refuse options that the result cannot be written with, before anything is done.

    Raises:
        UnknownValue: there is no such format, field or value of --color.
        UsageFault: two options exclude each other.
    """
    if (name := get_format_name(output)) not in formats:
        raise UnknownValue("format for this command", name, known=formats)
    get_fields(output, known=columns)
    get_terminal(output)


def get_format_name(output: Output) -> str:
    """Return the name of the format that the options ask for, known or not.

    Raises:
        UsageFault: ``--json`` and ``--format`` ask for different ones.
    """
    if output.json is None:
        return "table" if output.format is None else output.format
    if output.format not in (None, "json", "jsonl"):
        raise UsageFault(
            f"--json and --format {output.format} exclude each other", hint="leave one of them out"
        )
    return output.format or "json"


def _get_record_fields(output: Output, taxonomy: Taxonomy) -> tuple[str, ...]:
    if output.json in (None, ALL_FIELDS):
        return ()
    from mi_survey.exports.works import record_fields

    return get_fields(output, known=record_fields(taxonomy))


def get_fields(output: Output, *, known: Sequence[str]) -> tuple[str, ...]:
    """Return the fields that ``--json=FIELDS`` names of those known, or none.

    Raises:
        UnknownValue: a field is not known; the hint names the nearest and all that are.
    """
    if output.json in (None, ALL_FIELDS):
        return ()
    fields = tuple(field.strip() for field in (output.json or "").split(","))
    for field in fields:
        if field not in known:
            error = UnknownValue("field", field, known=known)
            if near := nearest(field, known):
                error.hint = f"did you mean {near[0]}? {error.hint}"
            raise error
    return fields


def write_screen(text: str, terminal: Terminal) -> None:
    """Write what was drawn, through a pager where it is longer than the terminal."""
    from mi_survey.display.pager import needs_pager, page

    if sys.stdout.isatty() and needs_pager(text, terminal):
        page(text)
    else:
        write(text)


def _leave_silently() -> NoReturn:
    _silence_stdout()
    raise typer.Exit(ExitStatus.DONE)


def _silence_stdout() -> None:
    # what is still buffered would raise again when the interpreter closes the stream
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
