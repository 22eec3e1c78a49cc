"""What options and arguments can be: the values to complete them with, each with a description.

All values are named; ``cli.completion`` picks those that go on with what was typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from mi_survey.cli.candidate import Candidate
from mi_survey.cli.options import AXIS_PREFIX, WORK_FORMATS, formats_of
from mi_survey.cli.request import name_catalogs
from mi_survey.cli.stream import count_of
from mi_survey.errors import CatalogUnreadable
from mi_survey.files import STDIO

if TYPE_CHECKING:
    from mi_survey.library import Catalog
    from mi_survey.model.taxonomy import Axis, Taxonomy

SHELLS = ("bash", "zsh", "fish", "powershell")
KEYS = ("key", "keys", "names")  # the arguments that take keys
# What is written that is no format of works alone.
_FORMATS = {
    "table": "aligned columns for people",
    "sarif": "findings for code hosts",
    "svg": "a picture",
    "tikz": "a picture for LaTeX",
}


def list_values(parameter: Any, context: typer.Context) -> Sequence[Candidate]:
    """List what an option or an argument can be, as far as its name says so, with descriptions."""
    name: str = parameter.name
    if getattr(parameter, "is_flag", False):
        return ()
    if name == "format":
        return _list_formats(context)
    if name == "command":
        return _list_commands(context)
    if name == "json" and formats_of(context.command.callback) != WORK_FORMATS:
        return ()
    if name in _LISTS:
        return _LISTS[name]()
    if name in _LISTS_OF_AXES:
        return _LISTS_OF_AXES[name](_find_taxonomy(context))
    if name in _LISTS_OF_WORKS:
        return _LISTS_OF_WORKS[name](_load_catalog(context))
    if name.startswith(AXIS_PREFIX):
        return _list_terms(_find_taxonomy(context).axis(name.removeprefix(AXIS_PREFIX)))
    return [(item.value, item.help or "") for item in parameter.shell_complete(context, "")]


def _find_taxonomy(context: typer.Context) -> Taxonomy:
    from mi_survey.catalog.store import find_taxonomy, load_taxonomy

    return find_taxonomy(name_catalogs(context.params.get("catalog") or ())) or load_taxonomy()


def _load_catalog(context: typer.Context) -> Catalog:
    from mi_survey.library import load_catalog  # not to complete a term or a command

    specs = name_catalogs(context.params.get("catalog") or ())
    if any(spec.removeprefix("+") == STDIO for spec in specs):
        raise CatalogUnreadable(STDIO, "standard input is the terminal that completes")
    return load_catalog(*specs)


def _list_commands(context: typer.Context) -> list[Candidate]:
    """List the commands, or behind the name of a group its own."""
    group: Any = context.find_root().command
    for word in context.params.get("command") or ():
        group = group.get_command(context, word)
        if not hasattr(group, "list_commands"):  # it is no group, or there is none
            return []
    return [(name, "") for name in group.list_commands(context)]


def _list_formats(context: typer.Context) -> list[Candidate]:
    from mi_survey.exports.registry import FORMATS

    about = _FORMATS | {format.name: format.description for format in FORMATS.values()}
    return [(name, about[name]) for name in formats_of(context.command.callback)]


def _list_orders() -> list[Candidate]:
    from mi_survey.query.order import CENTRAL, ORDERS

    return [(name, f"by {name}") for name in (*ORDERS, CENTRAL)]


def _list_rules() -> list[Candidate]:
    from mi_survey.bibliography.rules import RULES

    return [(rule.name, rule.summary) for rule in RULES]


def _list_gaps() -> list[Candidate]:
    from mi_survey.catalog.todo import GAPS

    return [(name, "") for name in GAPS]


def _list_axes(taxonomy: Taxonomy) -> list[Candidate]:
    return [(axis.id, axis.definition) for axis in taxonomy.axes]


def _list_terms(axis: Axis) -> list[Candidate]:
    return [(term.id, term.definition) for term in axis.terms]


def _list_headwords(taxonomy: Taxonomy) -> list[Candidate]:
    """List the axes, and the terms that no other axis has."""
    terms = [each for axis in taxonomy.axes for each in _list_terms(axis)]
    ids = [id for id, _ in terms]
    return _list_axes(taxonomy) + [each for each in terms if ids.count(each[0]) == 1]


def _list_dimensions(taxonomy: Taxonomy) -> list[Candidate]:
    from mi_survey.query.crosstab import dimensions

    return [(name, "") for name in dimensions(taxonomy)]


def _list_fields(taxonomy: Taxonomy) -> list[Candidate]:
    from mi_survey.exports.works import record_fields

    return [(name, "a field of the record") for name in record_fields(taxonomy)]


def _list_facet(catalog: Catalog, *, facet: str) -> list[Candidate]:
    postings = catalog.index.facet_postings(facet)
    return [(value, count_of(bits.bit_count(), "work")) for value, bits in sorted(postings.items())]


def _list_families(catalog: Catalog) -> list[Candidate]:
    counts = Counter(
        family
        for work in catalog.works
        for family in {name.family for name in work.authors if name.family}
    )
    return [(family, count_of(count, "work")) for family, count in sorted(counts.items())]


def _list_sources(catalog: Catalog) -> list[Candidate]:
    return [(source.id, source.title) for source in catalog.sources]


def _list_keys(catalog: Catalog) -> list[Candidate]:
    return [(work.key, work.title) for work in catalog.works]


def list_other_names(context: typer.Context) -> list[Candidate]:
    """List what names works besides their keys: nicknames and arXiv ids."""
    catalog = _load_catalog(context)
    nicknames = [(name, work.title) for work in catalog.works for name in work.nicknames]
    return nicknames + [(work.ids.arxiv, work.title) for work in catalog.works if work.ids.arxiv]


# What lists the values of parameters, by their names.
_LISTS: dict[str, Callable[[], list[Candidate]]] = {
    "by": lambda: [("survey", "the survey's own tags"), ("curated", "tags assigned here")],
    "color": lambda: [
        ("auto", "on terminals"),
        ("always", "in pipes, too"),
        ("never", "no colour"),
    ],
    "shell": lambda: [(name, "") for name in SHELLS],
    "sort": _list_orders,
    "lacks": _list_gaps,
    **dict.fromkeys(("select", "ignore", "explain"), _list_rules),
}
_LISTS_OF_AXES: dict[str, Callable[[Taxonomy], list[Candidate]]] = {
    "words": _list_headwords,
    "json": _list_fields,
    **dict.fromkeys(("first", "second", "coverage"), _list_axes),
    **dict.fromkeys(("rows", "columns"), _list_dimensions),
}
_LISTS_OF_WORKS: dict[str, Callable[[Catalog], list[Candidate]]] = {
    **{name: partial(_list_facet, facet=name) for name in ("venue", "kind", "status", "has")},
    "author": _list_families,
    "source": _list_sources,
    **dict.fromkeys(KEYS, _list_keys),
}
