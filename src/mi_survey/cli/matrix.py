"""``mi-survey matrix``: how many works stand in each cell of two axes."""

from typing import TYPE_CHECKING, Literal

from mi_survey.cli.options import FORCE, TABLE_FORMATS, argument, flag, option, share_options
from mi_survey.cli.output import leave_if_empty, write_screen, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import create_file, is_piped, say, write
from mi_survey.errors import UsageFault
from mi_survey.exports.picture import (
    PICTURES,
    PictureFormat,
    PictureStyle,
    find_picture_format,
    render_picture,
)
from mi_survey.exports.table import Cell, Table, render_json
from mi_survey.files import STDIO
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.query.crosstab import Crosstab

TOTAL = "total"


@share_options(*TABLE_FORMATS, *PICTURES)
def matrix(
    rows: str = argument(
        "ROWS", "An axis, as mi-survey axes names it; or year, kind, venue, source, status."
    ),
    columns: str = argument("COLS", "Likewise."),
    *,
    gaps: bool = flag("--gaps", "List the empty combinations instead."),
    file: str | None = option(
        "--output", "FILE", "A picture: .svg, or .tex for a paper (TikZ).", short="-o"
    ),
    style: Literal["map", "bars"] | None = option(
        "--style", None, "A picture's: bars where one side is year, a map elsewhere."
    ),
    force: bool = FORCE,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Count the works in every cell of two axes.

    Empty cells are the gaps.

    Two axes meet in a placement: a cell counts the works with one placement that bears both
    terms. Totals are of distinct works, also of those without a term of the other axis. The
    combinations that --gaps lists leave the term none out, since it stands for no method.

    With -o, or with --format svg or tikz, it is a picture for a paper or a slide: a map of the
    cells, or over years stacked bars.

    \b
    Examples:
      mi-survey matrix object steer
      mi-survey matrix year area -o years.svg
      mi-survey matrix area steer --gaps --by survey
    """
    picture = _choose_picture(file, output, style=style)
    catalog = open_catalog(choice)
    crosstab = catalog.matrix(rows, columns, filters=filters)
    if picture:
        text = render_picture(crosstab, catalog.taxonomy, format=picture, style=style)
        if file in (None, STDIO):
            write(text)
        else:
            create_file(file, text, force=force)
        return
    terminal = output.terminal
    if gaps:
        found = crosstab.gaps()
        if found or not output.is_drawn:
            write_table(Table((crosstab.rows, crosstab.columns), found), output)
        if not found:
            say(f"note: no gaps: every combination of {rows} and {columns} has a work")
    elif output.format == "json":
        chosen = output.get_fields(crosstab.__slots__) or crosstab.__slots__
        values = {name: getattr(crosstab, name) for name in chosen}
        write(render_json(values, compact=is_piped()))
    elif terminal is not None and output.format == "table":
        from mi_survey.display.heatmap import render_matrix  # Rich: 40 ms, to draw only

        write_screen(render_matrix(crosstab, terminal), terminal)
    else:
        write_table(_make_table(crosstab), output.with_header())
    if not gaps:
        leave_if_empty(range(crosstab.total), output)


def _choose_picture(
    file: str | None, output: Output, *, style: PictureStyle | None
) -> PictureFormat | None:
    """Return the format of the picture that is asked for; ``None`` where none is."""
    for format in PICTURES:
        if output.format == format:
            return format
    if file is None and style is None:
        return None
    if output.format == "json":
        raise UsageFault("a picture is no JSON", hint="leave out --json, or -o and --style")
    found = find_picture_format(file or "")
    if found is None:
        suffixes = ", ".join(suffix for each in PICTURES.values() for suffix in each)
        what = f"the suffix of '{file}' picks no picture" if file else "--style is for pictures"
        raise UsageFault(what, hint=f"name a file with -o: {suffixes}")
    return found


def _make_table(crosstab: "Crosstab") -> Table:
    rows: list[tuple[Cell, ...]] = [
        (term, *counts, total)
        for term, counts, total in zip(
            crosstab.row_terms, crosstab.counts, crosstab.row_totals, strict=True
        )
    ]
    rows.append((TOTAL, *crosstab.column_totals, crosstab.total))
    return Table((crosstab.rows, *crosstab.column_terms, TOTAL), rows)
