"""``mi-survey axes``: the terms of the axes, with their counts."""

from typing import Annotated

import typer

from mi_survey.cli.complete import complete_axes
from mi_survey.cli.options import share_options
from mi_survey.cli.output import write_screen, write_table
from mi_survey.cli.request import (
    CatalogChoice,
    Output,
    get_format_name,
    get_terminal,
    open_catalog,
)
from mi_survey.exports.table import Table
from mi_survey.model.term import get_choice
from mi_survey.query.filters import Filters


@share_options
def axes(
    axis: Annotated[
        str | None,
        typer.Argument(
            metavar="[AXIS]",
            help="The axis; all of them without it.",
            autocompletion=complete_axes,
        ),
    ] = None,
    *,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """List the terms of the axes, with counts.

    Each with its label, wider term, number of works, definition and aliases.

    Counts are of distinct works under the filters; a wider area counts the works of the
    areas in it. A terminal shows a bar for each count, and how it spreads over the years.

    \b
    Examples:
      mi-survey axes steer
      mi-survey axes object --area safety --year 2025
    """
    catalog = open_catalog(choice)
    names = catalog.taxonomy.ids
    if axis is not None:
        names = (get_choice(axis, "axis", known=names),)
    terminal = get_terminal(output)
    if terminal is not None and get_format_name(output) == "table":
        from mi_survey.display.axes import AxisCounts, render_axes  # Rich: 40 ms, to draw only

        drawn = [
            AxisCounts(
                axis=catalog.taxonomy.axis(name),
                counts={item.term: item.count for item in catalog.counts(name, filters=filters)},
                years=catalog.years(name, filters=filters),
            )
            for name in names
        ]
        write_screen(render_axes(drawn, terminal), terminal)
        return
    rows = []
    for name in names:
        counts = {item.term: item.count for item in catalog.counts(name, filters=filters)}
        for term in catalog.taxonomy.axis(name).terms:
            facts = (term.label, term.parent, counts[term.id], term.definition, term.names[2:])
            rows.append((name, term.id, *facts))
    columns = ("axis", "term", "label", "parent", "works", "definition", "aliases")
    write_table(Table(columns, rows), output)
