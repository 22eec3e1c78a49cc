"""The values that options and arguments complete to, with a description for each.

A completer names all its values; ``cli.completion`` picks those that go on with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from mi_survey.cli import candidate
from mi_survey.cli.candidate import Candidate
from mi_survey.cli.request import name_catalogs
from mi_survey.errors import CatalogUnreadable
from mi_survey.files import STDIO

if TYPE_CHECKING:
    from mi_survey.library import Catalog
    from mi_survey.model.taxonomy import Axis, Taxonomy

Completer = Callable[..., list[Candidate]]

# Where a context keeps what was typed of the word, for completers that offer more with it.
BEGUN = "mi_survey.begun"
_OTHER_FORMATS = {
    "sarif": "findings for code hosts",
    "svg": "a picture",
    "tikz": "a picture for LaTeX",
}
SHELLS = ("bash", "zsh", "fish", "powershell")


def make_term_completer(axis: Axis) -> Completer:
    """Make the completer of an axis option."""

    def complete() -> list[Candidate]:
        return candidate.list_terms(axis)

    return complete


def make_facet_completer(facet: str) -> Completer:
    """Make the completer of an option such as ``--venue``."""

    def complete(ctx: typer.Context) -> list[Candidate]:
        return candidate.list_facet(_load_catalog(ctx), facet)

    return complete


def complete_by() -> list[Candidate]:
    """Complete who assigned the tags."""
    return candidate.list_taggers()


def complete_axes(ctx: typer.Context) -> list[Candidate]:
    """Complete the name of an axis."""
    return [(axis.id, axis.definition) for axis in _find_taxonomy(ctx).axes]


def complete_headwords(ctx: typer.Context) -> list[Candidate]:
    """Complete the name of an axis, or of a term that no other axis has."""
    axes = _find_taxonomy(ctx).axes
    terms = [each for axis in axes for each in candidate.list_terms(axis)]
    ids = [id for id, _ in terms]
    return complete_axes(ctx) + [each for each in terms if ids.count(each[0]) == 1]


def complete_sources(ctx: typer.Context) -> list[Candidate]:
    """Complete the name of a list."""
    return candidate.list_sources(_load_catalog(ctx))


def complete_keys(ctx: typer.Context) -> list[Candidate]:
    """Complete a citation key, or what begins like no key: a nickname or an arXiv id."""
    catalog = _load_catalog(ctx)
    keys = candidate.list_keys(catalog)
    begun = ctx.meta.get(BEGUN, "").lower()
    if any(key.lower().startswith(begun) for key, _ in keys):
        return keys
    return candidate.list_other_names(catalog)


def make_format_completer(formats: Sequence[str]) -> Completer:
    """Make the completer of a command's ``--format``."""

    def complete() -> list[Candidate]:
        about = dict(candidate.list_formats())
        return [(name, about.get(name) or _OTHER_FORMATS.get(name, "")) for name in formats]

    return complete


def complete_orders() -> list[Candidate]:
    """Complete the value of ``--sort``."""
    from mi_survey.query.order import CENTRAL, ORDERS

    return [(name, f"by {name}") for name in (*ORDERS, CENTRAL)]


def complete_fields(ctx: typer.Context) -> list[Candidate]:
    """Complete the fields of a work's record."""
    from mi_survey.exports.works import record_fields

    return [(name, "a field of the record") for name in record_fields(_find_taxonomy(ctx))]


def complete_authors(ctx: typer.Context) -> list[Candidate]:
    """Complete the family name of an author."""
    return candidate.list_families(_load_catalog(ctx))


def complete_check_rules() -> list[Candidate]:
    """Complete the name of a rule on bibliographies."""
    from mi_survey.bibliography.rules import RULES

    return [(rule.name, rule.summary) for rule in RULES]


def complete_kinds() -> list[Candidate]:
    """Complete what a new work is."""
    from mi_survey.model.work import KINDS

    return [(kind, "") for kind in KINDS]


def complete_gaps() -> list[Candidate]:
    """Complete what a record may lack."""
    from mi_survey.catalog.todo import GAPS

    return [(name, "") for name in GAPS]


def complete_dimensions(ctx: typer.Context) -> list[Candidate]:
    """Complete the name of an axis or facet."""
    from mi_survey.query.crosstab import dimensions

    return [(name, "") for name in dimensions(_find_taxonomy(ctx))]


def complete_color() -> list[Candidate]:
    """Complete the value of ``--color``."""
    return candidate.list_colors()


def complete_shells() -> list[Candidate]:
    """Complete the name of a shell."""
    return [(name, "") for name in SHELLS]


def _find_taxonomy(ctx: typer.Context) -> Taxonomy:
    from mi_survey.catalog.store import find_taxonomy, load_taxonomy  # as above

    return find_taxonomy(name_catalogs(ctx.params.get("catalog") or ())) or load_taxonomy()


def _load_catalog(ctx: typer.Context) -> Catalog:
    from mi_survey.library import load_catalog  # not to complete a term or a command

    specs = name_catalogs(ctx.params.get("catalog") or ())
    if any(spec.removeprefix("+") == STDIO for spec in specs):
        raise CatalogUnreadable(STDIO, "standard input is the terminal that completes")
    return load_catalog(*specs)
