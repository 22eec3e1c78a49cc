"""Cross-tabulations as figures in no syntax: a map of shades and gaps, or bars over years.

A figure is boxes, lines and texts, which ``exports.svg`` and ``exports.tikz`` write. Places are in
pixels, from the top left. No font is at hand to measure a text with, so widths are those of
Helvetica, widened to what the widest usual fonts need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from math import ceil, sqrt
from typing import TYPE_CHECKING, Literal, NamedTuple

from mi_survey.errors import UsageFault
from mi_survey.model.taxonomy import NO_STEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.crosstab import Crosstab

Anchor = Literal["start", "middle", "end"]

INK, MUTED, WHITE = "1d1b18", "5f594f", "ffffff"
_LINE = "d9d2c6"
# Light to dark, each with the ink that can be read on it; the same as the explorer's.
SHADES = (("fdeedd", INK), ("fad6ac", INK), ("f4b373", INK), ("e38637", INK), ("a8480c", WHITE))
PLAIN, GAP = "eeebe6", "a33a0c"
# Of Paul Tol's schemes, safe for colour-blind readers (https://personal.sron.nl/~pault/), each with
# its ink; the last is for what is no choice, or for the rest.
SERIES = (
    ("4477aa", "ffffff"), ("ee6677", "000000"), ("228833", "ffffff"), ("ccbb44", "000000"),
    ("66ccee", "000000"), ("aa3377", "ffffff"), ("ee8866", "000000"), ("222255", "ffffff"),
    ("44aa99", "000000"), ("d8d8d8", "000000"),
)  # fmt: skip
YEAR = "year"
_SIZE, SMALL = 12, 10.5
_LEADING, _MARGIN = 14.5, 12
_CELL_HEIGHT, _NARROWEST_CELL, _WIDEST_LABEL = 36, 72, 190
_MOST_YEARS = 40
_MANY_YEARS = 16  # beyond them, bars are narrow
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
_MOST_STEPS = 6
_PLOT_HEIGHT, _LEGEND_HEIGHT = 220, 18
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
class Box:
    """A rectangle by its top left corner; its border is dashed where nothing fills it.

    ``title`` is what readers of SVG say of it.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    border: str = ""
    radius: float = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line across."""

    left: float
    right: float
    y: float
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text on its base line; ``anchor`` says which part of it stands at ``x``."""

    x: float
    y: float
    text: str
    colour: str = INK
    anchor: Anchor = "middle"
    size: float = _SIZE
    bold: bool = False


Shape = Box | Stroke | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: its shapes, what covers others later, and what it says in words."""

    title: str
    description: str
    shapes: Sequence[Shape]
    width: float
    height: float


class _Series(NamedTuple):
    """What stands in the bars under one label: the count of every year, colour and ink."""

    label: str
    counts: tuple[int, ...]
    fill: str
    ink: str


def draw_map(crosstab: Crosstab, taxonomy: Taxonomy) -> Drawing:
    """Draw how many works stand in every cell, with totals of distinct works."""
    rows = _labels(crosstab.rows, crosstab.row_terms, taxonomy)
    columns = _labels(crosstab.columns, crosstab.column_terms, taxonomy)
    width = max(_NARROWEST_CELL, widest(word for label in columns for word in label.split()) + 12)
    heads = [wrap(label, width - 8) for label in columns]
    names = [wrap(label, _WIDEST_LABEL) for label in rows]
    left = _MARGIN + widest(line for lines in names for line in lines) + 10
    top = _MARGIN + _LEADING * max(map(len, heads), default=0) + 8
    right, bottom = left + width * len(heads), top + _CELL_HEIGHT * len(names)
    total = right + max(40.0, width_of(f"{crosstab.total}") + 16) - 4
    # an axis has its terms whether they are used or not; a facet, the values that occur
    axes = {crosstab.rows, crosstab.columns} <= set(taxonomy.ids)
    gaps = crosstab.gaps() if axes else []
    highest = max((n for pair, n in crosstab.iter_cells() if NO_STEP not in pair), default=0)
    shapes: list[Shape] = [
        Stroke(left, right, top + _CELL_HEIGHT * at, MUTED if at == len(names) else _LINE)
        for at in range(len(names) + 1)
    ]
    middles = [left + width * (at + 0.5) for at in range(len(columns))]
    for x, lines in zip(middles, heads, strict=True):
        shapes += _stack(lines, x, top - 8)
    cells = crosstab.iter_cells()
    for at, lines in enumerate(names):
        y = top + _CELL_HEIGHT * (at + 0.5)
        shapes += _stack(lines, left - 10, y + 4 + _LEADING * (len(lines) - 1) / 2, "end")
        for x, (pair, count) in zip(middles, islice(cells, len(columns)), strict=True):
            box = Box(x - width / 2 + 1.5, y - _CELL_HEIGHT / 2 + 1.5, width - 3, _CELL_HEIGHT - 3)
            if pair in gaps:
                shapes.append(replace(box, border=GAP, radius=4))
                shapes.append(Label(x, y + 4, "gap", GAP, size=SMALL))
            elif count:
                # a side that is no choice stands outside the scale
                scaled = NO_STEP not in pair
                fill, ink = SHADES[level_of(count, highest)] if scaled else (PLAIN, MUTED)
                shapes.append(replace(box, fill=fill, radius=4))
                shapes.append(Label(x, y + 4, f"{count}", ink, bold=scaled))
        shapes.append(Label(total, y + 4, f"{crosstab.row_totals[at]}", MUTED, "end"))
    for x, count in zip(middles, crosstab.column_totals, strict=True):
        shapes.append(Label(x, bottom + 18, f"{count}", MUTED))
    shapes.append(Label(total, bottom + 18, f"{crosstab.total}", MUTED, "end", bold=True))
    note = _note(crosstab, len(gaps))
    shapes.append(Label(_MARGIN, bottom + 42, note, MUTED, "start", SMALL))
    names_of = dict(zip(crosstab.row_terms, rows, strict=True))
    heads_of = dict(zip(crosstab.column_terms, columns, strict=True))
    said = "".join(f" Gap: {names_of[row]} and {heads_of[column]}." for row, column in gaps)
    return Drawing(
        _title((crosstab.rows, crosstab.columns), taxonomy),
        f"{note}.{said}",
        shapes,
        width=max(total + 4, _MARGIN + width_of(note, SMALL)) + _MARGIN,
        height=bottom + 54,
    )


def level_of(count: int, highest: int) -> int:
    """Return the shade of a count, from 0.

    By the root, so that a few large cells do not make all others look alike.
    """
    return ceil(len(SHADES) * sqrt(count / highest)) - 1


def _note(crosstab: Crosstab, gaps: int) -> str:
    """Say below the map what it counts."""
    works = f"{crosstab.total:,} work{'' if crosstab.total == 1 else 's'}"
    several = sum(map(sum, crosstab.counts)) > crosstab.total
    note = works + (", some in several cells" if several else "")
    if not gaps:
        return note
    return f"{note}; {gaps} gap{'' if gaps == 1 else 's'} (dashed): no work found"


def draw_bars(crosstab: Crosstab, taxonomy: Taxonomy) -> Drawing:
    """Draw how many works there are in every year, stacked by the terms of the other side.

    Raises:
        UsageFault: neither side is ``year``.
    """
    if YEAR not in (crosstab.rows, crosstab.columns):
        raise UsageFault("bars need years on one side", hint="for example: matrix year kind")
    table = crosstab if crosstab.columns == YEAR else crosstab.transposed()
    years = _fill_years(table.column_terms)
    labels = dict(zip(table.row_terms, _labels(table.rows, table.row_terms, taxonomy), strict=True))
    cells = dict(table.iter_cells())
    counts = {t: tuple(cells.get((t, str(y)), 0) for y in years) for t in table.row_terms}
    series = _fold(counts, labels)
    unit = "tags" if sum(cells.values()) > sum(table.column_totals) else "works"
    described = []
    for each in series:
        counted = zip(years, each.counts, strict=True)
        described.append(f"{each.label}: {', '.join(f'{year} {n}' for year, n in counted if n)}")
    shapes, width, height = _lay_bars(years, series, unit)
    title = _title((table.rows, YEAR), taxonomy)
    return Drawing(title, f"{unit} per year. {'; '.join(described)}.", shapes, width, height)


def _lay_bars(
    years: Sequence[int], series: Sequence[_Series], unit: str
) -> tuple[list[Shape], float, float]:
    """Lay out the bars with their legend; return the shapes, and how wide and high they are."""
    bar, space = (20, 8) if len(years) > _MANY_YEARS else (44, 14)
    most = max((sum(column) for column in zip(*(s.counts for s in series), strict=True)), default=0)
    step = next((step for step in _STEPS if most / step <= _MOST_STEPS), max(1, most))
    ceiling = max(1, ceil(most / step)) * step
    top = _MARGIN + 20
    foot = top + _PLOT_HEIGHT
    left = _MARGIN + width_of(f"{ceiling}") + 8
    middles = [left + (bar + space) * (at + 0.5) for at in range(len(years))]
    right = left + (bar + space) * len(years)

    def height(count: int) -> float:
        return top + _PLOT_HEIGHT * (1 - count / ceiling)

    shapes: list[Shape] = [Label(_MARGIN, _MARGIN + 8, unit, MUTED, "start", SMALL)]
    for count in range(0, ceiling + 1, step):
        shapes.append(Stroke(left, right, height(count), _LINE if count else MUTED))
        shapes.append(Label(left - 8, height(count) + 4, f"{count}", MUTED, "end"))
    for at, (year, x) in enumerate(zip(years, middles, strict=True)):
        below = 0
        for label, counts, fill, ink in series:
            if count := counts[at]:
                y, size = height(below + count), _PLOT_HEIGHT * count / ceiling
                said = f"{label}, {year}: {count}"
                shapes.append(Box(x - bar / 2, y, bar, size, fill, border=WHITE, title=said))
                if size >= 13 and width_of(f"{count}", SMALL) < bar:
                    shapes.append(Label(x, y + size / 2 + 3.7, f"{count}", ink, size=SMALL))
                below += count
    # from the last year back, as many as there is room for
    every = ceil(width_of("2024") / (bar + space))
    shapes += [
        Label(x, foot + 18, f"{year}")
        for x, year in reversed([*zip(middles, years, strict=True)][::-every])
    ]
    # in the order of the stack, read from the top
    for at, each in enumerate(reversed(series)):
        y = top + 10 + _LEGEND_HEIGHT * at
        shapes.append(Box(right + 18, y - 9, 11, 11, each.fill, radius=2))
        shapes.append(Label(right + 35, y + 1, each.label, anchor="start"))
    width = right + 35 + widest(each.label for each in series) + _MARGIN
    return shapes, width, max(foot + 18, top + 10 + _LEGEND_HEIGHT * len(series)) + _MARGIN


def _fill_years(terms: Sequence[str]) -> Sequence[int]:
    """Give years without a work their place, too, unless these are many."""
    years = sorted(map(int, terms))
    if years and years[-1] - years[0] < _MOST_YEARS:
        return range(years[0], years[-1] + 1)
    return years


def _fold(counts: Mapping[str, tuple[int, ...]], labels: Mapping[str, str]) -> list[_Series]:
    """Give every term its colour; of more terms than colours, the smallest become one."""
    *colours, last = SERIES
    plain = [term for term in counts if term != NO_STEP]
    largest = sorted(plain, key=lambda term: -sum(counts[term]))[: len(colours)]
    shown = [term for term in plain if term in largest]
    series = [
        _Series(labels[term], counts[term], *colour)
        for term, colour in zip(shown, colours, strict=False)
    ]
    if rest := [term for term in counts if term not in largest]:
        label = labels[NO_STEP] if rest == [NO_STEP] else f"{len(rest)} others"
        together = tuple(map(sum, zip(*(counts[term] for term in rest), strict=True)))
        series.append(_Series(label, together, *last))
    return series


def _stack(lines: Sequence[str], x: float, y: float, anchor: Anchor = "middle") -> list[Label]:
    """Set lines below one another, the last of them at ``y``."""
    first = y - _LEADING * (len(lines) - 1)
    return [Label(x, first + _LEADING * at, t, anchor=anchor) for at, t in enumerate(lines)]


def _title(sides: Iterable[str], taxonomy: Taxonomy) -> str:
    """Say what a cross-tabulation counts by."""
    names = {axis.id: axis.label for axis in taxonomy.axes}
    return f"Works by {' and '.join(names.get(side, side).lower() for side in sides)}"


def _labels(side: str, terms: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the labels of terms, and the values of a facet as they are."""
    if side not in taxonomy.ids:
        return tuple(terms)
    labels = {term.id: term.label for term in taxonomy.axis(side).terms}
    labels[NO_STEP] = NO_STEP.capitalize()
    return tuple(labels[term] for term in terms)


def width_of(text: str, size: float = _SIZE) -> float:
    """Return how wide a text may be at a size of font, in the same unit.

    >>> round(width_of("Neuron", 10)), width_of("il", 10) < width_of("MW", 10)
    (39, True)
    """
    return sum(_WIDTHS.get(char, _OTHER_WIDTH) for char in text) * size * _WIDER / 1000


def widest(texts: Iterable[str], size: float = _SIZE) -> float:
    """Return the width of the widest text."""
    return max((width_of(text, size) for text in texts), default=0)


def wrap(text: str, width: float) -> list[str]:
    """Break a label between words into lines of a width; a longer word has a line of its own.

    >>> wrap("Safety and Reliability", 84)
    ['Safety and', 'Reliability']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
