"""What a cross-tabulation shows as a picture, in no syntax: labels, shades, gaps and stacks.

``exports.svg`` and ``exports.tikz`` draw the same figures. No font is at hand to measure a text
with, so widths are those of Helvetica, widened to what the widest usual fonts need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

from mi_survey.errors import UsageFault
from mi_survey.model.taxonomy import NO_STEP

if TYPE_CHECKING:
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.crosstab import Crosstab

# Light to dark, each with the ink that can be read on it; the same as the explorer's.
SHADES = (
    ("fdeedd", "1d1b18"), ("fad6ac", "1d1b18"), ("f4b373", "1d1b18"), ("e38637", "1d1b18"),
    ("a8480c", "ffffff"),
)  # fmt: skip
INK, MUTED, LINE, PLAIN, GAP = "1d1b18", "5f594f", "d9d2c6", "eeebe6", "a33a0c"
# Of Paul Tol's schemes, safe for colour-blind readers (https://personal.sron.nl/~pault/), each with
# its ink; the last is for what is no choice, or for the rest.
SERIES = (
    ("4477aa", "ffffff"), ("ee6677", "000000"), ("228833", "ffffff"), ("ccbb44", "000000"),
    ("66ccee", "000000"), ("aa3377", "ffffff"), ("ee8866", "000000"), ("222255", "ffffff"),
    ("44aa99", "000000"), ("d8d8d8", "000000"),
)  # fmt: skip
YEAR = "year"
_MOST_YEARS = 40
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
# Widths in thousandths of the font size (Adobe's metrics of Helvetica).
_WIDTHS = {
    char: width
    for width, chars in (
        (222, "ijl"), (260, "|"), (278, " !,./:;I[\\]ft"), (333, "()-`r"), (355, "\"'"),
        (389, "*"), (500, "Jckvsxyz"), (556, "#$0123456789?L_abdeghnopqu"), (584, "+<=>^~"),
        (611, "FTZ"), (667, "&ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm"),
        (889, "%"), (944, "W"), (1015, "@"),
    )
    for char in chars
}  # fmt: skip
_OTHER_WIDTH = 1000
_WIDER = 1.18


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a map: its count, its shade from 0, and whether it is a gap.

    ``shade`` is ``None`` where a side is no choice: such a cell is outside the scale.
    """

    count: int
    shade: int | None
    gap: bool


@dataclass(frozen=True, slots=True)
class MapFigure:
    """A map of two sides: a cell for each pair of labels, with totals of distinct works."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """The labels of the cells that are gaps."""
        return [
            (row, column)
            for row, cells in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, cells, strict=True)
            if cell.gap
        ]

    @property
    def note(self) -> str:
        """What is to be said below the map."""
        works = f"{self.total:,} work{'' if self.total == 1 else 's'}"
        several = sum(cell.count for cells in self.cells for cell in cells) > self.total
        parts = [works + (", some in several cells" if several else "")]
        if gaps := len(self.gaps):
            parts.append(f"{gaps} gap{'' if gaps == 1 else 's'} (dashed): no work found")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class BarsFigure:
    """Stacked bars over years: ``counts[i][j]`` is what series ``i`` has in year ``j``.

    ``series`` has its colour and ink beside its label; ``unit`` is ``works``, or ``tags`` where
    a work can stand in a bar twice.
    """

    title: str
    years: tuple[int, ...]
    series: tuple[tuple[str, tuple[str, str]], ...]
    counts: tuple[tuple[int, ...], ...]
    unit: str

    @property
    def step(self) -> int:
        """The distance of the lines across, so that there are at most six."""
        most = max((sum(column) for column in zip(*self.counts, strict=True)), default=0)
        return next((step for step in _STEPS if most / step <= 6), max(1, most))

    @property
    def ceiling(self) -> int:
        """The number at the top line."""
        most = max((sum(column) for column in zip(*self.counts, strict=True)), default=0)
        return max(1, ceil(most / self.step)) * self.step

    def iter_stacked(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the year's number, the series', and where its part of the bar begins and ends."""
        for at in range(len(self.years)):
            base = 0
            for number, counts in enumerate(self.counts):
                if counts[at]:
                    yield at, number, base, base + counts[at]
                base += counts[at]


def make_map(crosstab: Crosstab, taxonomy: Taxonomy) -> MapFigure:
    """Make the map of a cross-tabulation."""
    pairs = [
        (row, column, count)
        for row, counts in zip(crosstab.row_terms, crosstab.counts, strict=True)
        for column, count in zip(crosstab.column_terms, counts, strict=True)
    ]
    most = max((n for row, column, n in pairs if NO_STEP not in (row, column)), default=0)
    # an axis has its terms whether they are used or not; a facet, the values that occur
    axes = {crosstab.rows, crosstab.columns} <= set(taxonomy.ids)
    gaps = set(crosstab.gaps()) if axes else set()

    def cell(row: str, column: str, count: int) -> Cell:
        shade = None
        if count and NO_STEP not in (row, column):
            # by the root, so that a few large cells do not make all others look alike
            shade = ceil(len(SHADES) * sqrt(count / most)) - 1
        return Cell(count, shade, (row, column) in gaps)

    return MapFigure(
        title=_title(crosstab.rows, crosstab.columns, taxonomy),
        rows=_labels(crosstab.rows, crosstab.row_terms, taxonomy),
        columns=_labels(crosstab.columns, crosstab.column_terms, taxonomy),
        cells=tuple(
            tuple(map(cell, [row] * len(counts), crosstab.column_terms, counts))
            for row, counts in zip(crosstab.row_terms, crosstab.counts, strict=True)
        ),
        row_totals=crosstab.row_totals,
        column_totals=crosstab.column_totals,
        total=crosstab.total,
    )


def make_bars(crosstab: Crosstab, taxonomy: Taxonomy) -> BarsFigure:
    """Make the bars of a cross-tabulation over years.

    Years without a work have a place, too. Where there are more series than colours, the
    smallest become one.

    Raises:
        UsageFault: neither side is ``year``.
    """
    if YEAR not in (crosstab.rows, crosstab.columns):
        raise UsageFault("bars need years on one side", hint="for example: matrix year kind")
    if crosstab.rows == YEAR:
        years, other, terms = crosstab.row_terms, crosstab.columns, crosstab.column_terms
        counts, totals = tuple(zip(*crosstab.counts, strict=True)), crosstab.row_totals
    else:
        years, other, terms = crosstab.column_terms, crosstab.rows, crosstab.row_terms
        counts, totals = crosstab.counts, crosstab.column_totals
    series = sorted(
        zip(_labels(other, terms, taxonomy), terms, counts, strict=True),
        key=lambda each: each[1] == NO_STEP,
    )
    shown = _fill_years(years)
    stacked = [
        (label, term, tuple(dict(zip(map(int, years), row, strict=True)).get(y, 0) for y in shown))
        for label, term, row in series
    ]
    drawn = _fold(stacked)
    return BarsFigure(
        title=_title(other, YEAR, taxonomy),
        years=shown,
        series=tuple(
            (label, SERIES[-1] if rest else SERIES[number])
            for number, (label, rest, _) in enumerate(drawn)
        ),
        counts=tuple(row for _, _, row in drawn),
        unit="tags" if sum(map(sum, counts)) > sum(totals) else "works",
    )


def _fill_years(terms: Sequence[str]) -> tuple[int, ...]:
    years = sorted(map(int, terms))
    if years and years[-1] - years[0] < _MOST_YEARS:
        return tuple(range(years[0], years[-1] + 1))
    return tuple(years)


def _fold(
    series: Sequence[tuple[str, str, tuple[int, ...]]],
) -> list[tuple[str, bool, tuple[int, ...]]]:
    """Give each series its label, whether it has the last colour, and its counts."""
    colours = len(SERIES) - 1
    plain = [each for each in series if each[1] != NO_STEP]
    if len(plain) <= colours:
        return [(label, term == NO_STEP, row) for label, term, row in series]
    largest = sorted(plain, key=lambda each: -sum(each[2]))[:colours]
    kept = [(label, False, row) for label, term, row in plain if (label, term, row) in largest]
    rest = [row for label, term, row in series if (label, term, row) not in largest]
    return [*kept, (f"{len(rest)} others", True, tuple(map(sum, zip(*rest, strict=True))))]


def _title(first: str, second: str, taxonomy: Taxonomy) -> str:
    names = {axis.id: axis.label for axis in taxonomy.axes}
    sides = (names.get(side, side) for side in (first, second))
    return f"Works by {' and '.join(side.lower() for side in sides)}"


def _labels(side: str, terms: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    if side not in taxonomy.ids:
        return tuple(terms)
    axis = taxonomy.axis(side)
    return tuple(
        NO_STEP.capitalize() if term == NO_STEP else axis.term(term).label for term in terms
    )


def width_of(text: str, size: float) -> float:
    """Return how wide a text may be at a size of font, in the same unit.

    >>> round(width_of("Neuron", 10)), width_of("il", 10) < width_of("MW", 10)
    (39, True)
    """
    return sum(_WIDTHS.get(char, _OTHER_WIDTH) for char in text) * size * _WIDER / 1000


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a label between words into lines of a width; a longer word has a line of its own.

    >>> wrap("Safety and Reliability", 70, 10)
    ['Safety and', 'Reliability']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def longest_word(labels: Sequence[str], size: float) -> float:
    """Return the width of the widest word of some labels."""
    return max((width_of(word, size) for label in labels for word in label.split()), default=0)
