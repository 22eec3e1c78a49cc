"""``mi-survey help``: the help of a command, or the whole command line described as data.

The description is read off the commands themselves: programs and the manual page are made of it.
"""

import json as json_text
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from mi_survey.catalog.store import load_taxonomy
from mi_survey.cli.app import COMMANDS, EXIT_STATUSES, GROUPS, build_command, render_help
from mi_survey.cli.options import TABLE_FORMATS, WORK_FORMATS, argument, formats_of, option
from mi_survey.cli.request import ALL_FIELDS
from mi_survey.cli.stream import write
from mi_survey.cli.values import list_values
from mi_survey.errors import UnknownValue, UsageFault
from mi_survey.exports.works import result_table

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SCHEMA = "schema"
_LATER = re.compile(r", |: |; ")  # where what a status means goes on
# A help that is nothing but values: "auto, always or never."
_VALUES = re.compile(r"[\w.-]+(?:, [\w.-]+)+ or [\w.-]+")
# A longer list is told by a command of its own: axes, catalog info, check --rules.
_MOST_VALUES = 16

# The values of an option by how it is written and what its help says: commands share options.
_Values = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class OptionDescription:
    """An option: how it is written, what it does, and its values where they are a short list."""

    names: str
    help: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandDescription:
    """A command: its words, its one-sentence summary, its whole help, and what it takes."""

    name: str
    summary: str
    help: str
    arguments: tuple[str, ...]
    options: tuple[OptionDescription, ...]
    columns: tuple[str, ...] = ()


def show_help(
    command: list[str] | None = argument("[COMMAND]...", "A command, or schema.", default=None),
    *,
    json: str | None = option("--json", "", "Every command and option as JSON."),
) -> None:
    """Show the help of a command, or all as JSON.

    help schema prints the JSON Schema of the full records that --json gives; --json=FIELDS
    gives these fields of them, and null for what is not known.

    \b
    Examples:
      mi-survey help find
      mi-survey help --json
    """
    name = " ".join(command or ())
    if json is not None:
        if name or json != ALL_FIELDS:
            raise UsageFault("--json describes every command", hint="mi-survey help --json")
        description = describe_program()
        write(json_text.dumps(description, ensure_ascii=False, separators=(",", ":")) + "\n")
    elif name == _SCHEMA:
        from mi_survey.catalog.store import read_bundled
        from mi_survey.exports.works import render_record_schema

        write(render_record_schema(read_bundled("schema/works.schema.json")))
    elif name in ("", *COMMANDS, *GROUPS):
        write(render_help(name))
    else:
        from mi_survey.cli.other_names import find_commands  # for wrong calls alone

        group, _, word = name.partition(" ")
        prefix = f"{group} " if word and group in GROUPS else ""
        near = find_commands(name.removeprefix(prefix), commands=COMMANDS, prefix=prefix)
        raise UnknownValue("command", name, known=(*COMMANDS, *GROUPS, _SCHEMA), nearest=near)


def describe_commands() -> list[CommandDescription]:
    """Describe every command in the order in which the program's help names them."""
    values: _Values = {}
    return [_describe(name, values) for name in COMMANDS]


def describe_program() -> dict[str, Any]:
    """Describe the program in few words: options that commands share are told once, together.

    ``reading`` says how to read the rest: of each command its arguments, its groups of options
    and what it does; of each group its options, with their values where they are few; the
    columns of tab-separated output; the exit statuses.
    """
    commands = describe_commands()
    takers: dict[tuple[str, str], tuple[str, ...]] = {}
    valued: dict[tuple[str, ...], str] = {}
    printers: dict[tuple[str, ...], tuple[str, ...]] = {}
    for command in commands:
        for taken in command.options:
            name, values = taken.names, " ".join(_shorten(taken.values))
            if values:  # they say what the placeholder would
                name = name.rpartition(" ")[0] or name
                first = valued.setdefault(taken.values, name)
                values = values if first == name else f"as {first}"
            takers[name, values] = (*takers.get((name, values), ()), command.name)
        if command.columns:
            printers[command.columns] = (*printers.get(command.columns, ()), command.name)
    groups: dict[tuple[str, ...], dict[str, str]] = {}
    for option_told, of in takers.items():
        groups.setdefault(of, {}).update([option_told])
    letters = dict(zip(groups, _LETTERS, strict=False))
    return {
        "reading": "command: arguments | groups of options | what it does; "
        f"{TABLE_FORMATS[0]}+: {' '.join(TABLE_FORMATS)}; help COMMAND says more",
        "commands": {
            command.name: " | ".join(
                (
                    " ".join(command.arguments),
                    "".join(letter for of, letter in letters.items() if command.name in of),
                    command.summary.rstrip("."),
                )
            )
            for command in commands
        },
        "options": {letters[of]: options for of, options in groups.items()},
        "columns": {", ".join(of): " ".join(columns) for columns, of in printers.items()},
        "exit": {
            str(int(status)): _LATER.split(means)[0] for status, means in EXIT_STATUSES.items()
        },
    }


def _shorten(values: Sequence[str]) -> Sequence[str]:
    """Tell the formats of any table once, where they are all that there is."""
    common = len(TABLE_FORMATS)
    more = len(values) > common and tuple(values[:common]) == TABLE_FORMATS
    return (f"{values[0]}+", *values[common:]) if more else values


def _describe(name: str, values: _Values) -> CommandDescription:
    command = build_command(name)
    context = typer.Context(command, info_name=f"mi-survey {name}")
    help_text = str(command.help or "")
    arguments, options = [], []
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            arguments.append(parameter.make_metavar(context))
        elif not parameter.hidden:
            options.append(_describe_option(parameter, context, values))
    return CommandDescription(
        name,
        summary=help_text.partition("\n")[0],
        help=help_text,
        arguments=tuple(arguments),
        options=tuple(options),
        columns=_find_columns(command.callback),
    )


def _find_columns(command: Any) -> tuple[str, ...]:
    if formats_of(command) == WORK_FORMATS:
        return result_table((), load_taxonomy()).columns
    columns: tuple[str, ...] = getattr(command, "columns", ())
    return columns


def _describe_option(parameter: Any, context: typer.Context, values: _Values) -> OptionDescription:
    written = ", ".join([*parameter.opts, *parameter.secondary_opts])
    if not parameter.is_flag and not parameter.count:
        written = f"{written} {parameter.make_metavar(context)}".rstrip()
    option = written, " ".join((parameter.help or "").split())
    if option not in values:
        values[option] = tuple(_iter_values(parameter, context))
    return OptionDescription(*option, values[option])


def _iter_values(parameter: Any, context: typer.Context) -> Iterator[str]:
    values = list_values(parameter, context)
    if 0 < len(values) <= _MOST_VALUES:
        yield from (value for value, _ in values)
    elif not parameter.is_flag and (listed := _VALUES.match(parameter.help or "")):
        yield from re.split(", | or ", listed[0].rstrip("."))
