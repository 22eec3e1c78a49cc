"""``mi-survey catalog diff``: what differs between two catalogs."""

from collections import Counter
from typing import Annotated

import typer

from mi_survey.cli.changes import CHANGE_FORMATS, write_changes
from mi_survey.cli.options import share_options
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import Output
from mi_survey.cli.stream import refuse_second_reading, say
from mi_survey.errors import ExitStatus
from mi_survey.exports.table import Table
from mi_survey.library import load_catalog

COLUMNS = ("change", "key", "title", "field", "old", "new")


@share_options(*CHANGE_FORMATS)
def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD-FILE", help="A file of works or a folder; - is standard input."
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(metavar="[NEW-FILE]", help="Likewise; the bundled catalog without."),
    ] = None,
    *,
    output: Output,
) -> None:
    """Show what differs between two catalogs.

    Works added, removed and changed, field by field.

    A work with another key is the same work where an alias or an identifier says so; then its
    key is what changed. Order and layout of files do not count. --format markdown is text for
    a pull request. Returns 1 where the works differ.

    \b
    Examples:
      mi-survey find --json | mi-survey catalog diff -
      mi-survey export --format json | mi-survey catalog diff - --format markdown
    """
    from mi_survey.catalog.difference import DIFFERENCES

    news = () if new is None else (new,)
    refuse_second_reading((old, *news))
    with show_progress("comparing catalogs"):
        before, after = load_catalog(old), load_catalog(*news)
        differences = before.diff(after)
    rows = [
        (each.change, each.key, each.title, each.field or None, each.old, each.new)
        for each in differences
    ]
    write_changes(Table(COLUMNS, rows), output, headings=DIFFERENCES)
    for name in ("taxonomy", "sources"):
        if getattr(before, name) != getattr(after, name):
            say(f"note: their {name} differ, too, which is not compared here")
    works = Counter(change for change, _ in {(each.change, each.key) for each in differences})
    say(", ".join(f"{works[change]} {change}" for change in DIFFERENCES))
    if differences:
        raise typer.Exit(ExitStatus.FOUND)
