r"""Figures as TikZ, to be put into a paper with ``\input``; they need the package alone.

Texts are set by LaTeX in the paper's own font, at ``\footnotesize``; places are in centimetres.
"""

from __future__ import annotations

from collections.abc import Iterator

from mi_survey.exports.figure import (
    GAP,
    LINE,
    MUTED,
    PLAIN,
    SHADES,
    BarsFigure,
    Cell,
    MapFigure,
    longest_word,
)
from mi_survey.exports.latex import clean, render_latex

# The size of \footnotesize in a paper set at 10 points, in centimetres.
_SIZE = 8 / 28.45
_NARROWEST_CELL = 1.5
_CELL_HEIGHT = 0.68
_WIDEST_LABEL = 3.6
_TOTALS = 0.9
_BAR, _STEP, _PLOT = 0.8, 1.1, 4.5
_NARROW_BAR, _NARROW_STEP = 0.36, 0.5
_SMALL = "font=\\scriptsize"
# A part of a bar that is lower has no room for its number.
_LOWEST = 0.36
_PREAMBLE = (
    "% \\usepackage{tikz} in the preamble; \\resizebox{\\columnwidth}{!}{\\input{…}} fits it\n"
)


def render_map_tikz(figure: MapFigure) -> str:
    """Render a map."""
    width = max(_NARROWEST_CELL, longest_word(figure.columns, _SIZE) + 0.25)
    size = f"minimum width={width - 0.08:.2f}cm,minimum height={_CELL_HEIGHT - 0.08:.2f}cm"
    colours = {f"mishade{at}": fill for at, (fill, _) in enumerate(SHADES)}
    colours |= {"miplain": PLAIN, "migap": GAP, "mimuted": MUTED, "miline": LINE}
    right = len(figure.columns) - 0.5
    totals = right + _TOTALS / width
    bottom = len(figure.rows) - 0.5
    body = [
        f"\\begin{{tikzpicture}}[x={width:.2f}cm,y=-{_CELL_HEIGHT}cm,font=\\footnotesize,",
        f"  cell/.style={{inner sep=0pt,rounded corners=1.5pt,{size}}}]",
        *(
            f"\\node[anchor=south,align=center,text width={width - 0.25:.2f}cm,inner sep=0pt] "
            f"at ({at},-0.6) {{{_tex(label)}\\strut}};"
            for at, label in enumerate(figure.columns)
        ),
    ]
    for at, (label, cells) in enumerate(zip(figure.rows, figure.cells, strict=True)):
        body.append(f"\\node[anchor=east] at (-0.5,{at}) {{{_row_label(label)}}};")
        for column, cell in enumerate(cells):
            body += _cell(cell, f"({column},{at})")
        body.append(_total(f"({totals:.2f},{at})", f"{figure.row_totals[at]}", anchor="east"))
    body.append(f"\\draw[mimuted] (-0.5,{bottom}) -- ({right},{bottom});")
    body += [
        _total(f"({at},{bottom + 0.45})", f"{total}")
        for at, total in enumerate(figure.column_totals)
    ]
    corner = f"({totals:.2f},{bottom + 0.45})"
    body.append(_total(corner, f"\\textbf{{{figure.total}}}", anchor="east"))
    start = f"current bounding box.west |- 0,{bottom + 1.1}"
    body.append(_total(f"({start})", _tex(figure.note), anchor="north west", style=_SMALL))
    return _document(figure.title, colours, body)


def render_bars_tikz(figure: BarsFigure) -> str:
    """Render stacked bars."""
    many = len(figure.years) > 16
    bar, step = (_NARROW_BAR, _NARROW_STEP) if many else (_BAR, _STEP)
    scale = _PLOT / figure.ceiling
    colours = {f"miseries{at}": fill for at, (_, (fill, _)) in enumerate(figure.series)}
    colours |= {"mimuted": MUTED, "miline": LINE}
    right = step * len(figure.years)
    body = [
        "\\begin{tikzpicture}[font=\\footnotesize]",
        f"\\node[{_SMALL},anchor=south east,text=mimuted] at (0,{_PLOT + 0.15}) {{{figure.unit}}};",
    ]
    for count in range(0, figure.ceiling + 1, figure.step):
        y = scale * count
        body.append(
            f"\\draw[{'mimuted' if count == 0 else 'miline'}] (0,{y:.3f}) -- ({right:.2f},{y:.3f});"
        )
        body.append(f"\\node[anchor=east,text=mimuted] at (0,{y:.3f}) {{{count}}};")
    for at, number, start, end in figure.iter_stacked():
        x, low, high = step * at + (step - bar) / 2, scale * start, scale * end
        body.append(
            f"\\fill[miseries{number}] ({x:.2f},{low:.3f}) rectangle ({x + bar:.2f},{high:.3f});"
        )
        if high - low >= _LOWEST and not many:
            ink = "white" if figure.series[number][1][1] == "ffffff" else "black"
            body.append(
                f"\\node[text={ink},{_SMALL},inner sep=0pt] "
                f"at ({x + bar / 2:.2f},{(low + high) / 2:.3f}) {{{end - start}}};"
            )
    every = 2 if many else 1
    body += [
        f"\\node[anchor=north] at ({step * (at + 0.5):.2f},0) {{{year}}};"
        for at, year in enumerate(figure.years)
        if (len(figure.years) - 1 - at) % every == 0
    ]
    for at, (label, _) in enumerate(reversed(figure.series)):
        y = _PLOT - 0.15 - 0.42 * at
        number = len(figure.series) - 1 - at
        body.append(
            f"\\fill[miseries{number}] ({right + 0.3:.2f},{y - 0.11:.2f}) rectangle +(0.22,0.22);"
        )
        body.append(f"\\node[anchor=west] at ({right + 0.55:.2f},{y:.2f}) {{{_tex(label)}}};")
    return _document(figure.title, colours, body)


def _cell(cell: Cell, place: str) -> Iterator[str]:
    if cell.gap:
        yield f"\\node[cell,{_SMALL},draw=migap,densely dashed,text=migap] at {place} {{gap}};"
    elif cell.shade is not None:
        ink = "white" if SHADES[cell.shade][1] == "ffffff" else "black"
        yield f"\\node[cell,fill=mishade{cell.shade},text={ink}] at {place} {{{cell.count}}};"
    elif cell.count:
        yield f"\\node[cell,fill=miplain,text=mimuted] at {place} {{{cell.count}}};"


def _total(place: str, text: str, *, anchor: str = "center", style: str = "") -> str:
    options = ",".join(filter(None, (f"anchor={anchor}", "text=mimuted", "inner sep=0pt", style)))
    return f"\\node[{options}] at {place} {{{text}}};"


def _row_label(label: str) -> str:
    if longest_word([label.replace(" ", "x")], _SIZE) <= _WIDEST_LABEL:
        return _tex(label)
    return f"\\parbox{{{_WIDEST_LABEL}cm}}{{\\raggedleft {_tex(label)}}}"


def _tex(text: str) -> str:
    return render_latex(clean(text), "macros")


def _document(title: str, colours: dict[str, str], body: list[str]) -> str:
    defined = [
        f"\\definecolor{{{name}}}{{HTML}}{{{fill.upper()}}}%" for name, fill in colours.items()
    ]
    # a group, so that the colours are the figure's own
    lines = [f"% {clean(title)}", "\\begingroup%", *defined, *body, "\\end{tikzpicture}%"]
    return _PREAMBLE + "\n".join(lines) + "\n\\endgroup\n"
