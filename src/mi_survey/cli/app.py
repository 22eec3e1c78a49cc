"""The program: its commands, loaded when they are called, and the one boundary for errors."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from mi_survey import __version__
from mi_survey.errors import CatalogInvalid, ExitStatus, MiSurveyError
from mi_survey.text import printable

if TYPE_CHECKING:
    from mi_survey.library import Catalog
    from mi_survey.model.taxonomy import Taxonomy

# Every command with the module and the function that run it; "catalog NAME" is one of a group.
COMMANDS: dict[str, str] = {
    "find": "find:find",
    "show": "work:show",
    "export": "export:export",
    "check": "check:check",
    "open": "work:open_page",
    "axes": "axes:axes",
    "matrix": "matrix:matrix",
    "tree": "tree:tree",
    "similar": "work:similar",
    "errata": "catalog_state:errata",
    "catalog validate": "catalog_state:validate",
    "catalog info": "catalog_state:info",
    "catalog lint": "catalog_lint:lint",
    "catalog add": "catalog_add:add",
    "catalog import": "catalog_changes:import_list",
    "catalog merge": "catalog_changes:merge",
    "catalog todo": "catalog_state:todo",
    "catalog diff": "catalog_changes:diff",
    "skill": "agents:skill",
    "mcp": "agents:serve",
    "help": "help:show_help",
    "completion": "completion:completion",
}
GROUPS = {"catalog": "Check a catalog, compare it, and keep it in step with its lists."}
_PROGRAM = "mi-survey"
_ARGUMENTS = "mi_survey.arguments"  # of a command that is called, for its context and those within
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF)
_EXPLAINING_KINDS = ("survey", "tutorial")  # what explains a field to those who come to it
_SETTINGS = {"help_option_names": ["-h", "--help"], "terminal_width": 80}
PROGRAM_HELP = """Find, cite and cross-tabulate the mechanistic-interpretability literature.

The catalog holds the works of the survey "Locate, Steer, and Improve" (Findings of ACL
2026) and of the field's curated lists, placed on the survey's axes; mi-survey axes
explains them.

On a terminal the commands draw tables; piped, they print one tab-separated record a
line. --json prints records. MI_SURVEY_CATALOG names another catalog.
"""
EXIT_STATUSES: dict[ExitStatus, str] = {
    ExitStatus.DONE: "done, also when nothing was found (--exit-status makes that 1)",
    ExitStatus.FOUND: "a check found something",
    ExitStatus.USAGE: "the call is wrong: unknown option, field, term or format; bad year",
    ExitStatus.NO_SUCH_WORK: "no such work",
    ExitStatus.CATALOG: "a catalog cannot be read, or is invalid",
    ExitStatus.OUTPUT: "the output cannot be written",
    ExitStatus.INTERNAL: "a fault of mi-survey itself",
    ExitStatus.INTERRUPTED: "interrupted",
}
_EPILOG = "\n".join(
    [
        "\b",
        "Exit status:",
        *(f"  {int(status):<3}  {means}" for status, means in EXIT_STATUSES.items()),
    ]
)


def _load_command(name: str) -> Callable[..., None]:
    module, _, function = COMMANDS[name].partition(":")
    command: Callable[..., None] = getattr(import_module(f"mi_survey.cli.{module}"), function)
    return command


class LazyGroup(TyperGroup):
    """A group whose commands are imported and built when they are asked for.

    Building all of them costs as much as everything else that ``--version`` does.
    """

    prefix = ""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """Name the commands in the order of ``COMMANDS``."""
        names = (
            name.removeprefix(self.prefix) for name in COMMANDS if name.startswith(self.prefix)
        )
        return list(dict.fromkeys(name.split()[0] for name in names))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; Typer would name no near one, since it knows none."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not ctx.resilient_parsing:
            from mi_survey.cli.other_names import make_command_error  # for wrong calls alone

            raise make_command_error(args, commands=COMMANDS, prefix=self.prefix)
        ctx.meta[_ARGUMENTS] = args[1:]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build one command; ``None`` where there is none of that name."""
        name = self.prefix + cmd_name
        if name not in COMMANDS:
            return build_group(name) if name in GROUPS else None
        return build_command(name, ctx.meta.get(_ARGUMENTS, ()))


def build_command(name: str, arguments: Sequence[str] = ()) -> Any:
    """Build a command with the options that it has in a call with these arguments.

    Raises:
        MiSurveyError: they name a catalog that cannot be read.
    """
    command = _load_command(name)
    if not hasattr(command, "formats"):
        return _build(name, None)
    from mi_survey.cli.options import find_taxonomy  # which the command has imported

    return _build(name, find_taxonomy(arguments))


@lru_cache(maxsize=4 * len(COMMANDS))
def _build(name: str, taxonomy: Taxonomy | None) -> Any:
    command = _load_command(name)
    if taxonomy is not None:
        from mi_survey.cli.options import expand_options  # as above

        command = expand_options(command, taxonomy)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name.rpartition(" ")[2])(command)
    return typer.main.get_command(app)


@cache
def build_group(group: str = "") -> Any:
    """Build the program, or one group of its commands, which keeps nothing of a call."""

    class Group(LazyGroup):
        prefix = f"{group} " if group else ""

    app = typer.Typer(
        name=group or _PROGRAM,
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        context_settings=_SETTINGS,
        invoke_without_command=True,
        epilog=None if group else _EPILOG,
        help=GROUPS.get(group, PROGRAM_HELP),
    )
    app.callback()(_begin_group if group else _begin)
    return typer.main.get_command(app)


def _begin_group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _begin(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)
    ] = False,
) -> None:
    if version:
        typer.echo(f"{_PROGRAM} {__version__}")
    elif context.invoked_subcommand is not None:
        return
    elif sys.stdout.isatty():
        from shutil import get_terminal_size  # for this screen alone, as all of these

        from mi_survey.cli.request import CatalogChoice, open_catalog

        catalog = open_catalog(CatalogChoice(()))
        typer.echo(_render_welcome(catalog, columns=get_terminal_size().columns), nl=False)
    else:
        typer.echo(context.get_help())


def _render_welcome(catalog: Catalog, *, columns: int) -> str:
    """Render the first screen, whose examples are picked from the catalog.

    On a terminal too narrow for it, what a command shows stands below the command.
    """
    from mi_survey.cli.stream import count_of
    from mi_survey.library import load_catalog
    from mi_survey.query.order import sort_results

    central = sort_results(catalog.results(), "central", sources=catalog.sources)
    kinds = [kind for kind in _EXPLAINING_KINDS if any(work.kind == kind for work in catalog.works)]
    tries = []
    if kinds:
        tries.append((f"find --kind {','.join(kinds)}", "where others explain the field"))
    if central:
        tries.append(("find --sort central --limit 10", "the most central works"))
        tries.append((f"show {central[0].work.key}", "everything on the first of them"))
    tries.append(("axes", "the words of the filters, explained"))
    tries.append(("--help", "all commands"))
    width = max(len(command) for command, _ in tries)
    lines = [f"  mi-survey {command:<{width}}  {about}" for command, about in tries]
    if max(map(len, lines)) > columns:
        lines = [f"  mi-survey {command}\n    {about}" for command, about in tries]
    count = count_of(len(catalog.works), "work")
    axes = ", ".join(catalog.taxonomy.ids)
    # what a catalog of one's own is on, nobody says
    field = " on mechanistic interpretability" if catalog is load_catalog() else ""
    head = f"mi-survey: {count}{field},\nby {axes}, in your terminal."
    return "\n".join((head, "", "Try:", *lines, ""))


def render_help(name: str = "") -> str:
    """Return the help of the program, of a command, or of a group of commands."""
    command = build_group()
    context = command.make_context(_PROGRAM, [], resilient_parsing=True)
    for word in name.split():
        command = command.get_command(context, word)
        context = command.make_context(word, [], parent=context, resilient_parsing=True)
    return f"{context.get_help()}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; print errors, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    end = given.index("--") if "--" in given else len(given)
    options, operands = given[:end], given[end:]
    if "--json" in options:
        from mi_survey.cli.request import join_json  # not for --version

        options = list(join_json(options))
    try:
        return _run(options + operands)
    except SystemExit:  # Typer's way to end when the reader of its help has gone
        return ExitStatus.DONE
    except Exception as error:
        if os.environ.get("MI_SURVEY_DEBUG"):
            import traceback

            traceback.print_exc()
        return _report(error, as_json=any(word.startswith("--json=") for word in options))


def _run(arguments: list[str]) -> int:
    variable = "_MI_SURVEY_COMPLETE"
    command = build_group()
    if variable in os.environ:
        from mi_survey.cli.completion import answer  # only shells ask

        return answer(command, shell=os.environ[variable])
    status = command.main(arguments, prog_name=_PROGRAM, standalone_mode=False)
    return int(status or ExitStatus.DONE)


def _report(error: Exception, *, as_json: bool) -> int:
    import json  # start-up is a feature: 1 ms that most calls do not need here

    # Typer shows its own base of these only from 0.27 on
    from typer._click.exceptions import ClickException

    from mi_survey.cli.stream import say

    if isinstance(error, MiSurveyError):
        status: int = error.exit_status
        code, message, hint = error.code, error.message, error.hint
    elif isinstance(error, typer.Abort):
        status, code, message, hint = ExitStatus.INTERRUPTED, "interrupted", "interrupted", None
    elif isinstance(error, ClickException):
        status, code = ExitStatus.USAGE, "usage"
        message, hint = _word_usage_error(error)
    elif isinstance(error, OSError) and error.errno in _FULL:  # of Typer, writing its help
        status, code, hint = ExitStatus.OUTPUT, "output-failed", None
        message = f"cannot write to standard output: {error.strerror}"
    else:
        status, code = ExitStatus.INTERNAL, "internal"
        message = f"{type(error).__name__}: {error}"
        hint = "this is a fault of mi-survey; MI_SURVEY_DEBUG=1 shows where"
    if as_json:
        body = {"code": code, "message": message, "hint": hint}
        say(json.dumps({"error": body}))
    else:
        # one line each, whatever was typed; only the faults of a catalog have lines of their own
        say(f"error: {message if isinstance(error, CatalogInvalid) else printable(message)}")
        if hint:
            say(f"hint: {printable(hint)}")
    return int(status)


def _word_usage_error(error: Any) -> tuple[str, str]:
    words = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else _PROGRAM
    # what Typer suggests, in words that differ by its version, stands in alphabetical order
    told = re.search(r"Did you mean|Possible options:", words)
    sentence = words[: told.start()].rstrip(" .;,()") if told else words.rstrip(".")
    hint = ""
    if context is not None and hasattr(error, "option_name"):
        from mi_survey.cli.other_names import explain_option  # for wrong calls alone

        hint = explain_option(error.option_name, context, commands=COMMANDS)
    return sentence[:1].lower() + sentence[1:], hint or f"try: {path} --help"
