"""What ``mi-survey`` alone shows on a terminal: what it is, and what to try first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.cli.stream import count_of
from mi_survey.library import load_catalog
from mi_survey.query.order import sort_results

if TYPE_CHECKING:
    from mi_survey.library import Catalog

# What explains a field to those who come to it.
_KINDS = ("survey", "tutorial")


def render_welcome(catalog: Catalog, *, columns: int) -> str:
    """Render the first screen, whose examples are picked from the catalog.

    On a terminal too narrow for it, what a command shows stands below the command.
    """
    central = sort_results(catalog.results(), "central", sources=catalog.sources)
    kinds = [kind for kind in _KINDS if any(work.kind == kind for work in catalog.works)]
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
