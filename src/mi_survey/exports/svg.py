"""Figures as SVG: plain shapes and texts on white, without style sheets, scripts or fonts.

Texts are set in Helvetica or what the reader has instead; places are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mi_survey.exports.figure import (
    GAP,
    INK,
    LINE,
    MUTED,
    PLAIN,
    SHADES,
    BarsFigure,
    Cell,
    MapFigure,
    longest_word,
    width_of,
    wrap,
)
from mi_survey.text import printable

_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
_SIZE = 12
_SMALL = 10.5
_LEADING = 14.5
_MARGIN = 12
_CELL_HEIGHT = 36
_NARROWEST_CELL = 72
_WIDEST_LABEL = 190
_BAR, _SPACE, _PLOT = 44, 14, 220
_NARROW_BAR, _NARROW_SPACE = 20, 8


def render_map_svg(figure: MapFigure) -> str:
    """Render a map."""
    cell = max(_NARROWEST_CELL, longest_word(figure.columns, _SIZE) + 12)
    heads = [wrap(label, cell - 8, _SIZE) for label in figure.columns]
    names = [wrap(label, _WIDEST_LABEL, _SIZE) for label in figure.rows]
    labels = max((width_of(line, _SIZE) for lines in names for line in lines), default=0)
    left = _MARGIN + labels + 10
    top = _MARGIN + _LEADING * max(map(len, heads), default=0) + 8
    totals = max(40.0, width_of(f"{figure.total}", _SIZE) + 16)
    right, bottom = left + cell * len(heads), top + _CELL_HEIGHT * len(names)
    body = [
        *_lines(left, top, right, rows=len(names)),
        *(
            _text(left + cell * (at + 0.5), top - 8 - _LEADING * (len(lines) - 1 - line), text)
            for at, lines in enumerate(heads)
            for line, text in enumerate(lines)
        ),
    ]
    for at, (lines, cells) in enumerate(zip(names, figure.cells, strict=True)):
        middle = top + _CELL_HEIGHT * (at + 0.5)
        first = middle + 4 - _LEADING * (len(lines) - 1) / 2
        body += [
            _text(left - 10, first + _LEADING * line, text, anchor="end")
            for line, text in enumerate(lines)
        ]
        for column, each in enumerate(cells):
            body += _cell(each, left + cell * column, middle - _CELL_HEIGHT / 2, cell)
        body.append(
            _text(right + totals - 4, middle + 4, f"{figure.row_totals[at]}", MUTED, anchor="end")
        )
    body += [
        _text(left + cell * (at + 0.5), bottom + 18, f"{total}", MUTED)
        for at, total in enumerate(figure.column_totals)
    ]
    body.append(
        _text(right + totals - 4, bottom + 18, f"{figure.total}", MUTED, anchor="end", bold=True)
    )
    body.append(_text(_MARGIN, bottom + 42, figure.note, MUTED, anchor="start", size=_SMALL))
    gaps = "".join(f" Gap: {row} and {column}." for row, column in figure.gaps)
    width = max(right + totals, _MARGIN + width_of(figure.note, _SMALL)) + _MARGIN
    described = f"{figure.note}.{gaps}"
    return _document(body, figure.title, described, size=(width, bottom + 54))


def render_bars_svg(figure: BarsFigure) -> str:
    """Render stacked bars."""
    many = len(figure.years) > 16
    bar, space = (_NARROW_BAR, _NARROW_SPACE) if many else (_BAR, _SPACE)
    top = _MARGIN + 20
    left = _MARGIN + width_of(f"{figure.ceiling}", _SIZE) + 8
    right = left + (bar + space) * len(figure.years)
    legend = right + 18

    def height(count: int) -> float:
        return top + _PLOT * (1 - count / figure.ceiling)

    body = [_text(_MARGIN, _MARGIN + 8, figure.unit, MUTED, anchor="start", size=_SMALL)]
    for count in range(0, figure.ceiling + 1, figure.step):
        stroke = MUTED if count == 0 else LINE
        body.append(_line(left, right, height(count), stroke))
        body.append(_text(left - 8, height(count) + 4, f"{count}", MUTED, anchor="end"))
    for at, number, start, end in figure.iter_stacked():
        label, (fill, ink) = figure.series[number]
        x, y = left + space / 2 + (bar + space) * at, height(end)
        size = height(start) - y
        title = f"<title>{_safe(f'{label}, {figure.years[at]}: {end - start}')}</title>"
        body.append(
            f'<rect x="{x:.1f}" y="{y:.2f}" width="{bar}" height="{size:.2f}" fill="#{fill}" '
            f'stroke="#ffffff" stroke-width="0.5">{title}</rect>'
        )
        if size >= 13 and width_of(f"{end - start}", _SMALL) < bar:
            body.append(_text(x + bar / 2, y + size / 2 + 3.7, f"{end - start}", ink, size=_SMALL))
    every = max(1, -(-width_of("2024", _SIZE) // (bar + space)))
    for at, year in enumerate(figure.years):
        if (len(figure.years) - 1 - at) % every == 0:
            body.append(_text(left + (bar + space) * (at + 0.5), top + _PLOT + 18, f"{year}"))
    # in the order of the stack, read from the top
    for at, (label, (fill, _)) in enumerate(reversed(figure.series)):
        y = top + 10 + 18 * at
        body.append(
            f'<rect x="{legend:.1f}" y="{y - 9:.1f}" width="11" height="11" rx="2" fill="#{fill}"/>'
        )
        body.append(_text(legend + 17, y + 1, label, anchor="start"))
    labels = max((width_of(label, _SIZE) for label, _ in figure.series), default=0)
    bottom = max(top + _PLOT + 18, top + 10 + 18 * len(figure.series))
    described = "; ".join(
        f"{label}: {', '.join(f'{y} {n}' for y, n in zip(figure.years, counts, strict=True) if n)}"
        for (label, _), counts in zip(figure.series, figure.counts, strict=True)
    )
    said = f"{figure.unit} per year. {described}."
    sides = (legend + 17 + labels + _MARGIN, bottom + _MARGIN)
    return _document(body, figure.title, said, size=sides)


def _cell(cell: Cell, x: float, y: float, width: float) -> Iterator[str]:
    box = f'x="{x + 1.5:.1f}" y="{y + 1.5:.1f}" width="{width - 3:.1f}" height="{_CELL_HEIGHT - 3}"'
    middle, base = x + width / 2, y + _CELL_HEIGHT / 2 + 4
    if cell.gap:
        yield f'<rect {box} rx="4" fill="none" stroke="#{GAP}" stroke-dasharray="3 2.5"/>'
        yield _text(middle, base, "gap", GAP, size=_SMALL)
    elif cell.shade is not None:
        fill, ink = SHADES[cell.shade]
        yield f'<rect {box} rx="4" fill="#{fill}"/>'
        yield _text(middle, base, f"{cell.count}", ink, bold=True)
    elif cell.count:
        yield f'<rect {box} rx="4" fill="#{PLAIN}"/>'
        yield _text(middle, base, f"{cell.count}", MUTED)


def _lines(left: float, top: float, right: float, *, rows: int) -> Iterator[str]:
    for row in range(rows + 1):
        yield _line(left, right, top + _CELL_HEIGHT * row, MUTED if row == rows else LINE)


def _line(left: float, right: float, y: float, stroke: str) -> str:
    return f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#{stroke}"/>'


def _text(
    x: float,
    y: float,
    text: str,
    fill: str = INK,
    *,
    anchor: str = "middle",
    size: float = _SIZE,
    bold: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{weight} '
        f'fill="#{fill}">{_safe(text)}</text>'
    )


def _document(body: list[str], title: str, described: str, *, size: tuple[float, float]) -> str:
    width, height = (round(side) for side in size)
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
        f'font-family="{_FONT}">'
    )
    head = (
        f'<title id="title">{_safe(title)}</title>',
        f'<desc id="desc">{_safe(described)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    )
    return "\n".join([opened, *head, *body, "</svg>\n"])


def _safe(text: str) -> str:
    return escape(printable(text))
