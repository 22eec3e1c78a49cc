"""``mi-survey matrix``: how many works stand in each cell of two axes."""

from typing import TYPE_CHECKING, Annotated

import typer

from mi_survey.cli.complete import complete_dimensions
from mi_survey.cli.options import share_options
from mi_survey.cli.output import write_screen, write_table
from mi_survey.cli.request import (
    CatalogChoice,
    Output,
    get_fields,
    get_format_name,
    get_terminal,
    open_catalog,
)
from mi_survey.cli.stream import write
from mi_survey.exports.table import Cell, Table
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.query.crosstab import Crosstab

TOTAL = "total"


@share_options
def matrix(
    rows: Annotated[
        str,
        typer.Argument(
            metavar="ROWS",
            help="An axis, as mi-survey axes names it; or year, kind, venue, source, status.",
            autocompletion=complete_dimensions,
        ),
    ],
    columns: Annotated[
        str,
        typer.Argument(metavar="COLS", help="Likewise.", autocompletion=complete_dimensions),
    ],
    *,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="List the empty combinations instead.")
    ] = False,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Count the works in every cell of two axes.

    Empty cells are the gaps.

    Two axes meet in a placement: a cell counts the works with one placement that bears both
    terms. Totals are of distinct works. The combinations that --gaps lists leave the term
    none out, since it stands for no method.

    \b
    Examples:
      mi-survey matrix object steer
      mi-survey matrix area steer --gaps --by survey
    """
    crosstab = open_catalog(choice).matrix(rows, columns, filters=filters)
    terminal = get_terminal(output)
    name = get_format_name(output)
    if gaps:
        write_table(Table((crosstab.rows, crosstab.columns), crosstab.gaps()), output)
    elif name == "json":
        write(_render_json(crosstab, get_fields(output, known=crosstab.__slots__)))
    elif terminal is not None and name == "table":
        from mi_survey.display.heatmap import render_matrix  # Rich: 40 ms, to draw only

        write_screen(render_matrix(crosstab, terminal), terminal)
    else:
        # a matrix says nothing without its header, so a pipe gets it, too
        shown = "tsv" if name == "table" else name
        write_table(_make_table(crosstab), output._replace(format=shown))


def _make_table(crosstab: "Crosstab") -> Table:
    rows: list[tuple[Cell, ...]] = [
        (term, *counts, total)
        for term, counts, total in zip(
            crosstab.row_terms, crosstab.counts, crosstab.row_totals, strict=True
        )
    ]
    rows.append((TOTAL, *crosstab.column_totals, crosstab.total))
    return Table((crosstab.rows, *crosstab.column_terms, TOTAL), rows)


def _render_json(crosstab: "Crosstab", fields: tuple[str, ...]) -> str:
    from mi_survey.catalog.codec import dump_canonical

    chosen = fields or crosstab.__slots__
    return dump_canonical({name: getattr(crosstab, name) for name in chosen})
