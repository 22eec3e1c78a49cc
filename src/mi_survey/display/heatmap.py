"""A cross-tabulation on a terminal: counts shaded by size, empty cells plain to see, totals.

The numbers say everything; colour only leads the eye. Column headers stand flat where there is
room for them, else as stairs, and columns for which there is no room follow below.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from mi_survey.display.canvas import append_at, draw, join_lines, wrap
from mi_survey.display.table import render_notes
from mi_survey.exports.figure import level_of
from mi_survey.model.term import short_forms
from mi_survey.query.crosstab import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.query.crosstab import Crosstab

# A shade for each level, from pale yellow to orange, all light enough for black digits: clear on
# dark and light screens.
_SHADES = tuple(f"color(16) on color({number})" for number in (229, 222, 215, 208, 202))
_TOTAL = "total"
_GAP = 1
# On stairs, a label that must wrap has at least so many cells.
_LABEL_ROOM = 12


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns of one width that stand side by side, from ``left``, each with its header."""

    columns: Sequence[int]
    headers: Sequence[str]
    left: int
    width: int
    stairs: bool = False

    @property
    def starts(self) -> range:
        """Where each cell starts."""
        step = self.width + _GAP
        return range(self.left, self.left + len(self.columns) * step, step)

    @property
    def end(self) -> int:
        """Where the last cell ends."""
        return self.starts.stop - _GAP

    def stems(self, digits: int) -> list[int]:
        """Return where the stems of the stairs stand: above the last digit of each column."""
        return [start + self.width - 1 - (self.width - digits) // 2 for start in self.starts]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The counts with their totals as last row and column, and what is common to all cells."""

    rows: tuple[str, ...]
    headers: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    labels: int
    digits: int
    highest: int


def render_matrix(crosstab: Crosstab, terminal: Terminal) -> str:
    """Render how many works stand in every cell, with totals of distinct works."""
    grid = _make_grid(crosstab, terminal)
    blocks = _lay_out(grid, shorten=crosstab.columns not in FACETS, width=terminal.width)
    drawn = [draw(_caption(crosstab, terminal), terminal)]
    for block in blocks:
        lines = [*_iter_header_lines(grid, block, terminal), *_iter_rows(grid, block, terminal)]
        drawn.append(draw(join_lines(lines), terminal))
    if terminal.color and grid.highest:
        legend = _legend(grid.highest)
        fits = legend.cell_len <= terminal.width
        drawn.append(draw(legend if fits else wrap(legend, terminal.width), terminal))
    drawn.append(render_notes(_notes(crosstab, terminal), terminal))
    return "\n".join(drawn)


def _make_grid(crosstab: Crosstab, terminal: Terminal) -> _Grid:
    rows = (*map(terminal.text, crosstab.row_terms), _TOTAL)
    pairs = zip(crosstab.counts, crosstab.row_totals, strict=True)
    return _Grid(
        rows=rows,
        headers=(*map(terminal.text, crosstab.column_terms), _TOTAL),
        counts=(
            *((*counts, total) for counts, total in pairs),
            (*crosstab.column_totals, crosstab.total),
        ),
        labels=min(max(map(cell_len, rows)), terminal.width // 3),
        digits=max(3, len(str(crosstab.total))),
        highest=max((max(counts, default=0) for counts in crosstab.counts), default=0),
    )


def _lay_out(grid: _Grid, *, shorten: bool, width: int) -> list[_Block]:
    """Choose flat headers, in full or short, where all fit; else stairs, in blocks that fit.

    Blocks are as few as the width allows, and even, so that no column is left alone.
    """
    columns = range(len(grid.headers))
    candidates = [grid.headers]
    if shorten:
        forms = short_forms(grid.headers)
        candidates.append(tuple(forms[header] for header in grid.headers))
    for headers in candidates:
        cell = max(grid.digits, *map(cell_len, headers)) + 2
        block = _Block(columns, headers, grid.labels + _GAP, cell)
        if block.end <= width:
            return [block]
    for padding in (2, 1):
        block = _take_stairs(grid, columns, padding=padding, width=width)
        if len(block.columns) == len(columns):
            return [block]
    blocks = _fill_blocks(grid, most=len(columns), width=width)
    even = _fill_blocks(grid, most=ceil(len(columns) / len(blocks)), width=width)
    while len(even) > len(blocks):
        blocks = even
        even = _fill_blocks(grid, most=ceil(len(columns) / len(blocks)), width=width)
    return even


def _fill_blocks(grid: _Grid, *, most: int, width: int) -> list[_Block]:
    blocks: list[_Block] = []
    rest = range(len(grid.headers))
    while rest:
        blocks.append(_take_stairs(grid, rest[:most], padding=2, width=width))
        rest = rest[len(blocks[-1].columns) :]
    return blocks


def _take_stairs(grid: _Grid, columns: Sequence[int], *, padding: int, width: int) -> _Block:
    """Put as many of the columns side by side as there is room for, labels included."""
    left, cell = grid.labels + _GAP, grid.digits + padding
    for number in range(len(columns), 0, -1):
        headers = [grid.headers[column] for column in columns[:number]]
        block = _Block(columns[:number], headers, left, cell, stairs=True)
        needed = [min(_LABEL_ROOM, cell_len(header)) for header in headers]
        ends = map(int.__add__, block.stems(grid.digits), needed)
        if block.end <= width and max(ends) <= width:
            break
    return block


def _iter_header_lines(grid: _Grid, block: _Block, terminal: Terminal) -> Iterator[Text]:
    if not block.stairs:
        line = Text()
        for header, start in zip(block.headers, block.starts, strict=True):
            append_at(line, start + (block.width - cell_len(header)) // 2, Text(header, "bold"))
        yield line
        return
    stems = block.stems(grid.digits)
    for position, (header, stem) in enumerate(zip(block.headers, stems, strict=True)):
        for part in wrap(Text(header, "bold"), terminal.width - stem).split("\n"):
            yield append_at(_draw_stems(stems[:position], terminal), stem, part)
    yield _draw_stems(stems, terminal)


def _draw_stems(stems: Sequence[int], terminal: Terminal) -> Text:
    line = Text()
    for stem in stems:
        append_at(line, stem, Text("│" if terminal.boxes else "|", "dim"))
    return line


def _iter_rows(grid: _Grid, block: _Block, terminal: Terminal) -> Iterator[Text]:
    for row, (label, counts) in enumerate(zip(grid.rows, grid.counts, strict=True)):
        is_total = row == len(grid.rows) - 1
        line, *others = wrap(Text(label, "bold" if is_total else ""), grid.labels).split("\n")
        for column, start in zip(block.columns, block.starts, strict=True):
            total = is_total or column == len(grid.headers) - 1
            cell = _cell(counts[column], grid, block.width, terminal=terminal, total=total)
            append_at(line, start, cell)
        yield line
        yield from others


def _cell(count: int, grid: _Grid, width: int, *, terminal: Terminal, total: bool) -> Text:
    empty = "·" if terminal.unicode else "."
    right = (width - grid.digits) // 2
    text = f"{count or empty:>{width - right}}" + " " * right
    if count == 0:
        return Text(text, "dim")
    if total:
        return Text(text, "bold")
    return Text(text, _SHADES[level_of(count, grid.highest)] if terminal.color else "")


def _legend(highest: int) -> Text:
    """Say which counts have which shade."""
    counts: dict[int, list[int]] = {}
    for count in range(1, highest + 1):
        counts.setdefault(level_of(count, highest), []).append(count)
    legend = Text("works")
    for level, (first, *others) in counts.items():
        legend.append(" ")
        legend.append(f" {first}-{others[-1]} " if others else f" {first} ", _SHADES[level])
    return legend


def _caption(crosstab: Crosstab, terminal: Terminal) -> Text:
    text = f"works by {crosstab.rows} (down) and {crosstab.columns} (across)"
    return wrap(Text(terminal.text(text), "bold"), terminal.width)


def _notes(crosstab: Crosstab, terminal: Terminal) -> list[str]:
    notes = []
    if any(0 in counts for counts in crosstab.counts):
        notes.append(f"{'·' if terminal.unicode else '.'} no work found")
    if sum(map(sum, crosstab.counts)) > crosstab.total:
        notes.append("a work can stand in several cells; totals are of distinct works")
    across = zip(crosstab.row_totals, crosstab.counts, strict=True)
    down = zip(crosstab.column_totals, zip(*crosstab.counts, strict=True), strict=True)
    if any(total > sum(counts) for total, counts in (*across, *down)):
        notes.append("totals also count works without a term of the other axis")
    return notes
