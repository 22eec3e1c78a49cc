"""Tables on a terminal: which columns there is room for, how wide, and drawing them.

A column that may leave does so before the others get too narrow to read; a cell is cut only
where its column says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.text import Text

from mi_survey.display.canvas import (
    GAP,
    Place,
    cut,
    cut_lines,
    draw,
    join_lines,
    lay_row,
    pieces,
    wrap,
)
from mi_survey.exports.table import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.exports.table import Table

_LONGEST_PIECE = 32
# What is left at least of a cell that lends room to the one before it.
_LEAST_CUT = 12
_WHOLE = 1000
_LONGEST_WHOLE = 40  # of the cells of a column that is whole or not there
# Cells that a column gets beyond what the most of its rows need, if that makes more rows fit.
_SLACK = 3


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is shown.

    The column of the highest ``rank`` leaves first; rank 0 stays. ``flexible`` columns take
    what the others leave, and wrap down to ``min_width``; the others, down to their longest
    word. A column is as wide as that ``share`` of its cells needs, so that a single long one
    takes no room from all rows; a cell has at most so many ``lines``, or any number if 0.
    Where not everything fits, what stands in the columns ``under`` has a line below its row.
    """

    label: str
    rank: int = 0
    min_width: int = 3
    flexible: bool = False
    justify: Literal["left", "right"] = "left"
    style: str = ""
    share: float = 1.0
    lines: int = 0
    under: bool = False


# The columns of the program's own tables; others keep their order of importance.
COLUMNS: dict[str, Column] = {
    column.label: column
    for column in (
        Column("key", style="cyan", share=0.9),
        Column("title", min_width=20, flexible=True, share=0.9, lines=1),
        Column("score", rank=3, justify="right", style="dim"),
        Column("tags", rank=1, under=True),
        Column("words", rank=2, under=True),
        Column("term", min_width=22, style="cyan"),
        Column("works", justify="right"),
        Column("change"),
        Column("field"),
        Column("line", rank=2, justify="right", style="dim"),
        Column("old", min_width=12, flexible=True),
        Column("new", min_width=12, flexible=True),
        Column("maintainers", rank=8, min_width=_WHOLE),
        Column("url", rank=9, min_width=_WHOLE),
    )
}


def render_table(
    table: Table, terminal: Terminal, *, columns: Mapping[str, Column] = COLUMNS
) -> str:
    """Render a table of plain cells, and below it what there was no room for."""
    drawn, left_out = lay_table(table, terminal, columns=columns)
    return drawn + render_notes(note_left_out(left_out), terminal, apart=True)


def note_left_out(labels: Iterable[str]) -> list[str]:
    """Name the columns that there was no room for, if any, in a note."""
    return [f"columns left out: {named}"] if (named := ", ".join(labels)) else []


def labels_left_out(columns: Sequence[Column], widths: Mapping[int, int]) -> list[str]:
    """Return the labels of the columns that have no width."""
    return [column.label for at, column in enumerate(columns) if at not in widths]


def lay_table(
    table: Table, terminal: Terminal, *, columns: Mapping[str, Column]
) -> tuple[str, list[str]]:
    """Draw a table of plain cells; name the columns that there was no room for."""
    chosen = [
        columns.get(name) or _guess(name, position, table)
        for position, name in enumerate(table.columns)
    ]
    shown = adapt_columns(chosen, terminal)
    rows = [[Text(terminal.text(cell_text(cell, ", "))) for cell in row] for row in table.rows]
    below: list[Text] = []
    if any(column.under for column in shown) and not _fits(rows, terminal):
        below = [_join_under(shown, row) for row in rows]
        rows = [
            [cell for cell, column in zip(row, shown, strict=True) if not column.under]
            for row in rows
        ]
        shown = [column for column in shown if not column.under]
    widths = fit_columns(shown, rows, width=terminal.width)
    drawn = draw_grid(shown, rows, widths=widths, terminal=terminal, below=below)
    return drawn, labels_left_out(shown, widths)


def _fits(rows: Sequence[Sequence[Text]], terminal: Terminal) -> bool:
    """Tell whether every row has room with all of its cells whole."""
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    return bool(sum(widths) + GAP * (len(widths) - 1) <= terminal.width)


def _join_under(columns: Sequence[Column], row: Sequence[Text]) -> Text:
    cells = zip(columns, row, strict=True)
    under = Text("; ").join(cell for column, cell in cells if column.under and cell)
    under.stylize("dim")
    return under


def adapt_columns(columns: Sequence[Column], terminal: Terminal) -> list[Column]:
    """Adapt columns to a page: a cell is a line there, whole if its column always stays."""
    if not terminal.page:
        return list(columns)
    return [
        replace(column, lines=1, share=1.0, min_width=_WHOLE, under=False)
        if column.rank == 0 and not column.flexible
        else replace(column, lines=1, under=False)
        for column in columns
    ]


def render_notes(notes: Sequence[str], terminal: Terminal, *, apart: bool = False) -> str:
    """Render the lines below a table, in the background; ``apart`` from it if there are any."""
    texts = [wrap(Text(terminal.text(note)), terminal.width) for note in notes]
    for text in texts:
        text.stylize("dim")
    return ("\n" if apart and texts else "") + "".join(draw(text, terminal) for text in texts)


def draw_grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Text]],
    *,
    widths: Mapping[int, int],
    terminal: Terminal,
    below: Sequence[Text] = (),
) -> str:
    """Draw cells, already safe to show, under the columns' labels.

    ``below`` has a line for each row, cut to the terminal, that starts under the second column.
    A flexible column that is cut has as many lines as the others of its row need anyway.
    """
    chosen = [(at, columns[at]) for at in widths]
    places = [
        Place(widths[at], right=column.justify == "right", lines=column.lines)
        for at, column in chosen
    ]
    rule = "─" if terminal.boxes else "-"
    more = terminal.more
    lines = lay_row([Text(terminal.text(column.label), "bold") for _, column in chosen], places)
    lines += lay_row([Text(rule * place.width, "dim") for place in places], places)
    indent = places[0].width + GAP
    for row, remark in zip_longest(rows, below[: len(rows)], fillvalue=Text()):
        cells = [row[at].copy() for at, _ in chosen]
        for cell, (_, column) in zip(cells, chosen, strict=True):
            cell.stylize_before(column.style)
        lines += lay_row(cells, _adapt(places, cells, chosen), more=more)
        if remark:
            lines.append(Text(" " * indent) + cut(remark, terminal.width - indent, more=more))
    return draw(join_lines(lines), terminal)


def _adapt(
    places: Sequence[Place], cells: Sequence[Text], columns: Sequence[tuple[int, Column]]
) -> list[Place]:
    """Adapt places to a row, for the sake of the flexible columns that are cut there.

    They have as many lines as the others need anyway, and lend cells to a long one before them.
    """
    cutting = [column.flexible and column.lines > 0 for _, column in columns]
    adapted = list(places)
    for at in range(1, len(adapted)):
        before, place = adapted[at - 1], adapted[at]
        lacking = cells[at - 1].cell_len - before.width
        if cutting[at] and not before.lines and 0 < lacking <= place.width - _LEAST_CUT:
            adapted[at - 1] = replace(before, width=before.width + lacking)
            adapted[at] = replace(place, width=place.width - lacking)
    taken = [
        len(cut_lines(cell, place))
        for cell, place, cuts in zip(cells, adapted, cutting, strict=True)
        if not cuts
    ]
    return [
        replace(place, lines=max([place.lines, *taken])) if cuts else place
        for place, cuts in zip(adapted, cutting, strict=True)
    ]


def fit_columns(
    columns: Sequence[Column], rows: Sequence[Sequence[Text]], *, width: int
) -> dict[int, int]:
    """Choose the columns that fit a width in cells, by position, and divide it among them."""
    natural, least, whole = [], [], []
    for position, column in enumerate(columns):
        texts = [row[position].plain for row in rows]
        label = cell_len(column.label)
        needed = [max(map(cell_len, text.split("\n"))) for text in texts]
        whole.append(max(label, *needed, 0))
        longest_pieces = [max(map(cell_len, pieces(text)), default=0) for text in texts]
        longest = max(label, _reach(longest_pieces, column.share))
        natural.append(max(longest, _reach(needed, column.share)))
        longest = 0 if column.flexible else min(longest, _LONGEST_PIECE)
        least.append(min(natural[-1], max(column.min_width, longest)))
    chosen = list(range(len(columns)))
    while sum(least[at] + GAP for at in chosen) - GAP > width:
        last = max(chosen, key=lambda at: (columns[at].rank, at))
        if columns[last].rank == 0:
            break
        chosen.remove(last)
    widths = {at: least[at] for at in chosen}
    spare = width - sum(widths.values()) - GAP * (len(chosen) - 1)
    if spare < 0:
        _shrink(widths, -spare)
    rigid = sorted((at for at in chosen if not columns[at].flexible), key=lambda a: columns[a].rank)
    flexible = [at for at in chosen if columns[at].flexible]
    # A flexible column first gets half as much again as it must have, so that it reads well.
    readable = {at: min(natural[at], least[at] * 3 // 2) for at in flexible}
    spare = _grow(widths, flexible, readable, spare)
    for at in rigid:
        spare = _grow(widths, [at], {at: natural[at]}, spare)
    spare = _grow(widths, flexible, dict(enumerate(natural)), spare)
    for group in (rigid, flexible):
        spare = _grow(widths, group, dict(enumerate(whole)), spare)
    return widths


def _reach(lengths: Sequence[int], share: float) -> int:
    """Return a length that this share of the lengths does not exceed, nor those a little longer."""
    if not lengths:
        return 0
    reached = sorted(lengths)[ceil(share * len(lengths)) - 1]
    return max(length for length in lengths if length <= reached + _SLACK)


def _grow(widths: dict[int, int], who: Sequence[int], limits: Mapping[int, int], spare: int) -> int:
    """Give cells one by one to the column that lacks most; return what is left."""
    while spare > 0:
        hungry = [at for at in who if widths[at] < limits[at]]
        if not hungry:
            break
        widths[max(hungry, key=lambda at: limits[at] / widths[at])] += 1
        spare -= 1
    return max(0, spare)


def _shrink(widths: dict[int, int], excess: int) -> None:
    """Take cells from the widest columns, where even what must stay does not fit."""
    for _ in range(excess):
        widest = max(widths, key=lambda at: widths[at])
        widths[widest] = max(1, widths[widest] - 1)


def _guess(name: str, position: int, table: Table) -> Column:
    numeric = any(isinstance(row[position], int | float) for row in table.rows)
    longest = max((len(cell_text(row[position])) for row in table.rows), default=0)
    justify: Literal["left", "right"] = "right" if numeric else "left"
    if longest > _LONGEST_WHOLE:
        return Column(name, rank=position, min_width=8, flexible=True)
    return Column(name, rank=position, min_width=_WHOLE, justify=justify)
