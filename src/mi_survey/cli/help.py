"""``mi-survey help``: the help of a command, or the whole command line as data."""

import json as json_text
from typing import Annotated

import typer

from mi_survey.cli.stream import write
from mi_survey.errors import UnknownValue, UsageFault

_SCHEMA = "schema"


def show_help(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]...", help="A command, or schema.")
    ] = None,
    *,
    json: Annotated[
        str | None, typer.Option("--json", metavar="", help="Every command and option as JSON.")
    ] = None,
) -> None:
    """Show the help of a command, or all as JSON.

    help schema prints the JSON Schema of the full records that --json gives; --json=FIELDS
    gives these fields of them, and null for what is not known.

    \b
    Examples:
      mi-survey help find
      mi-survey help --json
    """
    from mi_survey.cli.app import COMMANDS, GROUPS, render_help
    from mi_survey.cli.description import describe_program

    name = " ".join(command or ())
    if json is not None:
        if name:
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
