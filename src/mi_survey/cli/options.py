"""The options that commands share, each declared once, and the decorator that expands them.

A command that takes a parameter annotated ``Filters``, ``AxisValues``, ``CatalogChoice``,
``Output`` or ``Fixing`` gets the options of that record in its place, in its help, its completion
and its call.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from keyword import iskeyword
from typing import Any

import typer

from mi_survey.cli.request import (
    AxisValues,
    CatalogChoice,
    Fixing,
    Output,
    make_output,
    name_catalogs,
)
from mi_survey.errors import UsageFault
from mi_survey.model.taxonomy import NO_STEP, RESERVED, Axis, Taxonomy, Term
from mi_survey.query.filters import Filters
from mi_survey.text import recover

TABLE_FORMATS = ("table", "list", "tsv", "csv", "json", "jsonl")
# Those of works, as exports.registry has them, which is not loaded to parse a call.
WORK_FORMATS = (
    *TABLE_FORMATS,
    *("brief", "keys", "bibtex", "biblatex", "csl-json", "ris", "markdown", "html"),
)
# Keeps the parameters of axes apart from all others, whatever the axes are called.
AXIS_PREFIX = "axis_"
# What options and arguments call the files and folders that they take.
_FILES = re.compile(r"FILE|FOLDER|DIR|LIST\.md")


def flag(name: str, text: str, *, default: bool = False) -> Any:
    """Declare an option without a value, as the default of a command's parameter."""
    return typer.Option(default, name, help=text)


def option(
    name: str,
    metavar: str | None,
    text: str,
    *,
    short: str = "",
    default: Any = None,
    least: int | None = None,
) -> Any:
    """Declare an option with a value, likewise; ``...`` for a default demands one."""
    names = (name, short) if short else (name,)
    return typer.Option(default, *names, metavar=metavar, help=text, min=least)


def argument(metavar: str, text: str, *, default: Any = ...) -> Any:
    """Declare an argument, likewise; it is demanded unless it has a default."""
    return typer.Argument(default, metavar=metavar, help=text)


# What several commands have.
KEY = argument("KEY", "A key, identifier, URL or title.")
LIMIT = option("--limit", "N", "At most N works.", short="-n", least=0)
SORT = option("--sort", "ORDER", "year, key, title, author, venue or central; -year: reversed.")
FORCE = flag("--force", "Overwrite the file.")


def _flag(name: str, text: str) -> inspect.Parameter:
    return _make_parameter(name, bool, flag(f"--{name.replace('_', '-')}", text))


def _text(name: str, metavar: str, text: str, *, default: str | None = None) -> inspect.Parameter:
    return _make_parameter(name, str | None, option(f"--{name}", metavar, text, default=default))


def _texts(name: str, metavar: str, text: str, *, prefix: str = "") -> inspect.Parameter:
    return _make_parameter(prefix + name, list[str] | None, option(f"--{name}", metavar, text))


def _make_parameter(name: str, kind: Any, declared: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=declared, annotation=kind
    )


_FILTERS = (
    _texts("by", "WHO", "Whose tags count: survey or curated."),
    _texts("year", "YEARS", "2024, 2023..2025, 2024.. or ..2022."),
    _texts("venue", "NAME", "Short name of the venue: ICLR, ACL, …"),
    _flag("workshops", "With --venue: its workshops, too."),
    _texts("author", "NAME", "An author; accents and case are ignored."),
    _texts("kind", "KIND", "paper, preprint, survey, blog, tool, …"),
    _texts("source", "LIST", "The list that has it: survey, neurons, …"),
    _texts("status", "STATUS", "How well the facts are known: verified, …"),
    _texts("has", "WHAT", "What the work has: code, arxiv, doi, acl, openreview."),
    _text("since", "YEAR", "From this year on."),
    _text("until", "YEAR", "Up to this year."),
)
_CATALOG = (
    _texts(
        "catalog",
        "FILE",
        "Use this catalog; +FILE adds it to the bundled one; - is standard input.",
    ),
)
_OUTPUT = (
    _text("json", "[=FIELDS]", "JSON: whole records, or these fields."),
    _flag("no_header", "Leave the header out of tsv and csv."),
    _text("color", "WHEN", "auto, always or never.", default="auto"),
    _flag("exit_status", "Return 1 when nothing is found."),
)
_TARGET = option("--output", "FILE", "With --fix: write here instead.", short="-o")
_FIXING = (
    _flag("fix", "Mend what is wrong in the file."),
    _make_parameter("target", str | None, _TARGET),
    _flag("force", "Overwrite the file of -o, or a read-only one."),
    _flag("dry_run", "With --fix: print the difference, write nothing."),
)


def _list_axes(taxonomy: Taxonomy) -> Iterator[inspect.Parameter]:
    for axis in taxonomy.axes:
        # a catalog with other ids is refused when it is loaded
        if axis.id.isidentifier() and not iskeyword(axis.id) and axis.id not in RESERVED:
            leaves = [term for term in axis.leaves() if term.id != NO_STEP]
            examples = (*(_begin(term, axis) for term in leaves[:2]), "…")
            text = f"{axis.definition}: {', '.join(examples)}"
            yield _texts(axis.id, "TERM", text, prefix=AXIS_PREFIX)


def _begin(term: Term, axis: Axis) -> str:
    """Return the first word of a term's id where that names no other term, else the id."""
    first = term.id.partition("-")[0]
    others = (name for each in axis.terms if each != term for name in (each.id, *each.aliases))
    return term.id if any(name.startswith(first) for name in others) else first


def _make_filters(**values: Any) -> Filters:
    since, until = values.pop("since"), values.pop("until")
    if since or until:
        if values["year"]:
            raise UsageFault("--year does not go with --since and --until", hint="use one of them")
        from mi_survey.query.years import parse_year  # for these options alone

        first, last = (parse_year(each) if each else "" for each in (since, until))
        values["year"] = [f"{first}..{last}"]
    given = {name: value for name, value in values.items() if value is not None}
    return Filters.of(**{name.removeprefix(AXIS_PREFIX): given[name] for name in given})


def _make_axis_values(**values: list[str] | None) -> AxisValues:
    given = {name.removeprefix(AXIS_PREFIX): tuple(terms or ()) for name, terms in values.items()}
    return AxisValues(given)


def _make_catalog_choice(catalog: list[str] | None) -> CatalogChoice:
    return CatalogChoice(tuple(catalog or ()))


def _make_fixing(*, fix: bool, target: str | None, force: bool, dry_run: bool) -> Fixing:
    given = {"-o": target is not None, "--force": force, "--dry-run": dry_run}
    for name, is_given in given.items():
        if is_given and not fix:
            raise UsageFault(f"{name} goes with --fix", hint="for example --fix --dry-run")
    return Fixing(fix, target, force, dry_run)


# What stands for a record: its options, and what makes it of their values.
_Shared = tuple[Sequence[inspect.Parameter], Callable[..., Any]]
_SHARED: dict[Any, Callable[[Taxonomy, Sequence[str]], _Shared]] = {
    Filters: lambda taxonomy, _: ((*_list_axes(taxonomy), *_FILTERS), _make_filters),
    AxisValues: lambda taxonomy, _: ((*_list_axes(taxonomy),), _make_axis_values),
    CatalogChoice: lambda *_: (_CATALOG, _make_catalog_choice),
    Output: lambda _, formats: (
        (_text("format", "FORMAT", f"{', '.join(formats)}."), *_OUTPUT),
        functools.partial(make_output, formats),
    ),
    Fixing: lambda *_: (_FIXING, _make_fixing),
}


def share_options(
    *formats: str, columns: Sequence[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let parameters annotated with a shared record become the options of that record.

    ``formats`` are what the command writes, where these are not those of any table, and
    ``columns`` those of its table, where they are always the same. The module of the command must
    not postpone the evaluation of annotations: evaluating them from strings takes as long as
    building the command.
    """

    def mark(command: Callable[..., None]) -> Callable[..., None]:
        command.formats = formats or TABLE_FORMATS  # type: ignore[attr-defined]
        command.columns = columns  # type: ignore[attr-defined]
        return command

    return mark


def formats_of(command: Any) -> Sequence[str]:
    """Return the formats that a command writes; none where it shares no options."""
    formats: Sequence[str] = getattr(command, "formats", ())
    return formats


def expand_options(command: Callable[..., None], taxonomy: Taxonomy) -> Callable[..., None]:
    """Return a command with the options of shared records, those of these axes among them."""
    signature = inspect.signature(command)
    shared = {
        name: _SHARED[parameter.annotation](taxonomy, formats_of(command))
        for name, parameter in signature.parameters.items()
        if parameter.annotation in _SHARED
    }
    parameters = [
        each
        for name, parameter in signature.parameters.items()
        for each in (shared[name][0] if name in shared else (parameter,))
    ]
    files = {each.name for each in parameters if takes_file(each.default)}

    @functools.wraps(command)
    def run(**given: Any) -> None:
        values = {
            name: value if name in files else _recover(value) for name, value in given.items()
        }
        for name, (options, make) in shared.items():
            values[name] = make(**{option.name: values.pop(option.name) for option in options})
        command(**values)

    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def takes_file(parameter: Any) -> bool:
    """Tell whether an option or an argument names a file or a folder, which is any bytes."""
    return _FILES.search(parameter.metavar or "") is not None


def _recover(value: Any) -> Any:
    if isinstance(value, list):
        return [_recover(each) for each in value]
    return recover(value) if isinstance(value, str) else value


def find_taxonomy(arguments: Sequence[str]) -> Taxonomy:
    """Find the axes of the catalog that the arguments of a call name.

    Raises:
        MiSurveyError: it cannot be read, or its axes are not what axes are.
    """
    from mi_survey.catalog import store

    specs = name_catalogs(_find_catalogs(arguments))
    taxonomy = store.find_taxonomy(specs)
    if taxonomy is None and not {"-h", "--help"} & set(arguments):
        from mi_survey.library import load_catalog

        load_catalog(*specs)  # which says what is wrong, rather than that an option is unknown
    return taxonomy or store.load_taxonomy()


def _find_catalogs(arguments: Sequence[str]) -> list[str]:
    """Find the values of ``--catalog``, which must be known before options can be parsed."""
    found = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name == "--catalog":
            found.append(value if equals else next(words, ""))
    return [spec for spec in found if spec]
