"""The command line described as data, read off the one Typer app: for programs and for manuals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from string import ascii_letters
from typing import Any

import typer

from mi_survey.catalog.store import load_taxonomy
from mi_survey.cli.app import COMMANDS, EXIT_STATUSES, make_app
from mi_survey.cli.options import TABLE_FORMATS
from mi_survey.exports.works import result_table

_WORK_TABLES = ("find", "show")
_LATER = re.compile(r": |; |(?<=[a-z])\. |\.$| \(")  # where the first thought of a help ends
# A longer list is told by a command of its own: axes, catalog info, check --rules.
_MOST_VALUES = 13
_MOST_WORDS = 5  # of a help: the help of the command has the rest


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


def describe_commands() -> list[CommandDescription]:
    """Describe every command in the order in which the program's help names them."""
    return [_describe(name) for name in COMMANDS]


def describe_program() -> dict[str, Any]:
    """Describe the program in few words: options that commands share are told once, together.

    ``reading`` says how to read the rest: of each command its arguments, its groups of options
    and what it does; of each group its options with their values, or with what they do; the
    columns of tab-separated output; the exit statuses.
    """
    commands = describe_commands()
    takers: dict[tuple[str, str], tuple[str, ...]] = {}
    valued: dict[tuple[str, ...], str] = {}
    for command in commands:
        for option in command.options:
            name = option.names.split()[0]
            meaning = " ".join(_shorten(option.values)) or _brief(option.help)
            if option.values and (first := valued.setdefault(option.values, name)) != name:
                meaning = f"as {first}"
            # the values say what the placeholder would
            told = (option.names.rpartition(" ")[0] if option.values else option.names, meaning)
            takers[told] = (*takers.get(told, ()), command.name)
    groups: dict[tuple[str, ...], dict[str, str]] = {}
    for (names, help_text), of in takers.items():
        groups.setdefault(of, {})[names] = help_text
    printers: dict[tuple[str, ...], list[str]] = {}
    for command in commands:
        if command.columns:
            printers.setdefault(command.columns, []).append(command.name)
    letters = dict(zip(groups, ascii_letters, strict=False))
    return {
        "reading": "command: arguments | groups of options | what it does; "
        f"{TABLE_FORMATS[0]}+: {' '.join(TABLE_FORMATS)}",
        "commands": {
            command.name: " | ".join(
                (
                    " ".join(command.arguments),
                    "".join(letter for of, letter in letters.items() if command.name in of),
                    _brief(command.summary),
                )
            )
            for command in commands
        },
        "options": {letters[of]: options for of, options in groups.items()},
        "columns": {", ".join(of): " ".join(columns) for columns, of in printers.items()},
        "exit": {
            str(int(status)): means.partition(",")[0] for status, means in EXIT_STATUSES.items()
        },
    }


def _shorten(values: Sequence[str]) -> Sequence[str]:
    """Tell the formats of any table once, where they are all that there is."""
    common = len(TABLE_FORMATS)
    more = len(values) > common and tuple(values[:common]) == TABLE_FORMATS
    return (f"{values[0]}+", *values[common:]) if more else values


def _brief(text: str) -> str:
    """Return the first words of a text: to its first comma, where three words stand before."""
    first = _LATER.split(text)[0].removesuffix(", …")
    start = first.partition(", ")[0]
    words = (start if start.count(" ") > 1 else first).split(" ")
    return " ".join(words[:_MOST_WORDS])


def _describe(name: str) -> CommandDescription:
    command = _get_command(name)
    context = typer.Context(command, info_name=f"mi-survey {name}")
    help_text = str(command.help or "")
    arguments, options = [], []
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            arguments.append(parameter.make_metavar(context))
        elif not parameter.hidden:
            options.append(_describe_option(parameter, context))
    return CommandDescription(
        name,
        summary=help_text.partition("\n")[0],
        help=help_text,
        arguments=tuple(arguments),
        options=tuple(options),
        columns=_find_columns(name),
    )


def _find_columns(name: str) -> tuple[str, ...]:
    if name in _WORK_TABLES:
        return result_table((), load_taxonomy()).columns
    module = import_module(COMMANDS[name].partition(":")[0])
    columns: tuple[str, ...] = getattr(module, "COLUMNS", ())
    return columns


def _get_command(name: str) -> Any:
    group: Any = typer.main.get_command(make_app())
    for word in name.split():
        group = group.get_command(typer.Context(group), word)
    return group


def _describe_option(parameter: Any, context: typer.Context) -> OptionDescription:
    written = ", ".join([*parameter.opts, *parameter.secondary_opts])
    if not parameter.is_flag and not parameter.count:
        written = f"{written} {parameter.make_metavar(context)}".rstrip()
    return OptionDescription(
        written, " ".join((parameter.help or "").split()), tuple(_iter_values(parameter, context))
    )


def _iter_values(parameter: Any, context: typer.Context) -> Iterator[str]:
    items: Sequence[Any] = parameter.shell_complete(context, "")
    if len(items) <= _MOST_VALUES:
        yield from (item.value for item in items)
