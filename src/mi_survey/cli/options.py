"""The options that commands share, each declared once, and the decorator that expands them.

A command that takes a parameter annotated ``Filters``, ``CatalogChoice`` or ``Output`` gets
the options of that record in its place, in its help, its completion and its call.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from keyword import iskeyword
from typing import Annotated, Any

import typer

from mi_survey.cli import complete
from mi_survey.cli.request import AxisValues, CatalogChoice, Output, name_catalogs
from mi_survey.errors import UsageFault
from mi_survey.model.taxonomy import NO_STEP, RESERVED, Axis, Taxonomy, Term
from mi_survey.query.filters import Filters
from mi_survey.text import recover

# Parameters that name files, which have whatever bytes they have; all others are text.
FILES = frozenset({"bibliography", "catalog", "file", "files", "new", "old", "output", "target"})


def _listed(name: str, metavar: str, text: str, *, completer: complete.Completer) -> Any:
    option = typer.Option(f"--{name}", metavar=metavar, help=text, autocompletion=completer)
    return Annotated[list[str] | None, option]


def _terms(axis: Axis) -> Any:
    leaves = [term for term in axis.leaves() if term.id != NO_STEP]
    examples = (*(_begin(term, axis) for term in leaves[:2]), "…")
    text = f"{axis.definition}: {', '.join(examples)}"
    return _listed(axis.id, "TERM", text, completer=complete.make_term_completer(axis))


def _begin(term: Term, axis: Axis) -> str:
    """Return the first word of a term's id where that names no other term, else the id."""
    first = term.id.partition("-")[0]
    others = (name for each in axis.terms if each != term for name in (each.id, *each.aliases))
    return term.id if any(name.startswith(first) for name in others) else first


def _facet(name: str, metavar: str, text: str) -> Any:
    return _listed(name, metavar, text, completer=complete.make_facet_completer(name))


# Keeps the parameters of axes apart from all others, whatever the axes are called.
_AXIS = "axis_"
_FILTER_OPTIONS: dict[str, Any] = {
    "by": _listed(
        "by", "WHO", "Whose tags count: survey or curated.", completer=complete.complete_by
    ),
    "year": Annotated[
        list[str] | None,
        typer.Option("--year", metavar="YEARS", help="2024, 2023..2025, 2024.. or ..2022."),
    ],
    "venue": _facet("venue", "NAME", "Short name of the venue: ICLR, ACL, …"),
    "workshops": Annotated[
        bool, typer.Option("--workshops", help="With --venue: its workshops, too.")
    ],
    "author": Annotated[
        list[str] | None,
        typer.Option(
            "--author",
            metavar="NAME",
            help="An author; accents and case are ignored.",
            autocompletion=complete.complete_authors,
        ),
    ],
    "kind": _facet("kind", "KIND", "paper, preprint, survey, blog, tool, …"),
    "source": _listed(
        "source",
        "LIST",
        "The list that has it: survey, neurons, …",
        completer=complete.complete_sources,
    ),
    "status": _facet("status", "STATUS", "How well the facts are known: verified, …"),
    "has": _facet("has", "WHAT", "What the work has: code, arxiv, doi, acl, openreview."),
    "since": Annotated[
        str | None, typer.Option("--since", metavar="YEAR", help="From this year on.")
    ],
    "until": Annotated[
        str | None, typer.Option("--until", metavar="YEAR", help="Up to this year.")
    ],
}

_CATALOG_OPTIONS: dict[str, Any] = {
    "catalog": Annotated[
        list[str] | None,
        typer.Option(
            "--catalog",
            metavar="FILE",
            help="Use this catalog; +FILE adds it to the bundled one; - is standard input.",
        ),
    ],
}

_OUTPUT_OPTIONS: dict[str, Any] = {
    "no_header": Annotated[
        bool, typer.Option("--no-header", help="Leave the header out of tsv and csv.")
    ],
    "color": Annotated[
        str,
        typer.Option(
            "--color",
            metavar="WHEN",
            help="auto, always or never.",
            autocompletion=complete.complete_color,
        ),
    ],
    "exit_status": Annotated[
        bool, typer.Option("--exit-status", help="Return 1 when nothing is found.")
    ],
}

# Of the commands that write a file, and of those that mend one.
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]
FixTarget = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="With --fix: write here instead."),
]
FixForce = Annotated[
    bool, typer.Option("--force", help="Overwrite the file of -o, or a read-only one.")
]
FixDryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --fix: print the difference, write nothing.")
]

TABLE_FORMATS = ("table", "list", "tsv", "csv", "json", "jsonl")
# Those of works, as exports.registry has them, which is not loaded to parse a call.
WORK_FORMATS = (
    *TABLE_FORMATS,
    *("brief", "keys", "bibtex", "biblatex", "csl-json", "ris", "markdown", "html"),
)


def takes_formats(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which formats a command writes, where they are not those of any table."""

    def mark(command: Callable[..., None]) -> Callable[..., None]:
        command.formats = formats  # type: ignore[attr-defined]
        return command

    return mark


def _format_options(formats: Sequence[str]) -> dict[str, Any]:
    format = typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(formats)}.",
        autocompletion=complete.make_format_completer(formats),
    )
    fields = complete.complete_fields if formats == WORK_FORMATS else None
    json = typer.Option(
        "--json",
        metavar="[=FIELDS]",
        help="JSON: whole records, or these fields.",
        autocompletion=fields,
    )
    return {"format": Annotated[str | None, format], "json": Annotated[str | None, json]}


def _axis_options(taxonomy: Taxonomy) -> dict[str, Any]:
    # a catalog with other ids is refused when it is loaded
    return {
        _AXIS + axis.id: _terms(axis)
        for axis in taxonomy.axes
        if axis.id.isidentifier() and not iskeyword(axis.id) and axis.id not in RESERVED
    }


def _filter_options(taxonomy: Taxonomy) -> dict[str, Any]:
    return _axis_options(taxonomy) | _FILTER_OPTIONS


def _make_filters(values: dict[str, Any]) -> Filters:
    since, until = values.pop("since"), values.pop("until")
    if since or until:
        if values["year"]:
            raise UsageFault("--year does not go with --since and --until", hint="use one of them")
        from mi_survey.query.years import parse_year  # for these options alone

        first, last = (parse_year(each) if each else "" for each in (since, until))
        values["year"] = [f"{first}..{last}"]
    return Filters.of(
        **{name.removeprefix(_AXIS): value for name, value in values.items() if value is not None}
    )


def _make_axis_values(values: dict[str, Any]) -> AxisValues:
    return AxisValues({name.removeprefix(_AXIS): tuple(v or ()) for name, v in values.items()})


def _make_catalog_choice(values: dict[str, Any]) -> CatalogChoice:
    return CatalogChoice(tuple(values["catalog"] or ()))


def _make_output(values: dict[str, Any]) -> Output:
    format = values.pop("format")
    header = not values.pop("no_header")
    return Output(format=format and format.lower(), header=header, **values)


_Options = Callable[[Taxonomy], dict[str, Any]]
_SHARED: dict[Any, tuple[_Options, Callable[[dict[str, Any]], Any]]] = {
    Filters: (_filter_options, _make_filters),
    AxisValues: (_axis_options, _make_axis_values),
    CatalogChoice: (lambda _: _CATALOG_OPTIONS, _make_catalog_choice),
    Output: (lambda _: _OUTPUT_OPTIONS, _make_output),
}
_DEFAULTS = {"workshops": False, "no_header": False, "exit_status": False, "color": "auto"}


def share_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let parameters annotated with a shared record become the options of that record.

    ``expand_options`` does so when the command is called. The module of the command must not
    postpone the evaluation of annotations: evaluating them from strings takes as long as
    building the command.
    """
    command.is_expandable = True  # type: ignore[attr-defined]
    return command


def expand_options(command: Callable[..., None], taxonomy: Taxonomy) -> Callable[..., None]:
    """Return a command with the options of shared records, those of these axes among them."""
    signature = inspect.signature(command)
    shared: dict[str, tuple[dict[str, Any], Callable[[dict[str, Any]], Any]]] = {}
    for name, parameter in signature.parameters.items():
        if parameter.annotation in _SHARED:
            list_options, make = _SHARED[parameter.annotation]
            options = list_options(taxonomy)
            if parameter.annotation is Output:
                options = _format_options(getattr(command, "formats", TABLE_FORMATS)) | options
            shared[name] = options, make

    @functools.wraps(command)
    def run(**given: Any) -> None:
        values = {
            name: value if name in FILES else _recover(value) for name, value in given.items()
        }
        for name, (options, make) in shared.items():
            values[name] = make({option: values.pop(option) for option in options})
        command(**values)

    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[
            option
            for name, parameter in signature.parameters.items()
            for option in (_expand(shared[name][0]) if name in shared else [parameter])
        ]
    )
    run.__annotations__ = {}
    return run


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


def _expand(options: dict[str, Any]) -> Iterable[inspect.Parameter]:
    for name, annotation in options.items():
        yield inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_DEFAULTS.get(name),
            annotation=annotation,
        )
