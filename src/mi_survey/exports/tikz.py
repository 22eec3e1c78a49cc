r"""Figures as TikZ, to be put into a paper with ``\input``; they need the package alone.

Texts are set by LaTeX in the paper's own font. A pixel is as large as makes the figure's texts
those of ``\footnotesize`` in a paper of 10 points.
"""

from __future__ import annotations

from mi_survey.exports.figure import SMALL, Box, Drawing, Label, Shape, Stroke
from mi_survey.exports.latex import clean, render_latex

_PREAMBLE = (
    "% \\usepackage{tikz} in the preamble; \\resizebox{\\columnwidth}{!}{\\input{…}} fits it\n"
)
_PIXEL = "0.667pt"
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}


def render_tikz(drawing: Drawing) -> str:
    """Render a figure."""
    colours = dict.fromkeys(map(_colour_of, drawing.shapes))
    lines = [
        f"% {clean(drawing.title)}",
        "\\begingroup%",  # so that the colours are the figure's own
        *(f"\\definecolor{{mi{each}}}{{HTML}}{{{each.upper()}}}%" for each in colours),
        f"\\begin{{tikzpicture}}[x={_PIXEL},y=-{_PIXEL},font=\\footnotesize,inner sep=0pt]",
        *map(_render, drawing.shapes),
        "\\end{tikzpicture}%",
        "\\endgroup\n",
    ]
    return _PREAMBLE + "\n".join(lines)


def _render(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height):
            place = f"({x:.2f},{y:.2f}) rectangle +({width:.2f},{height:.2f});"
            corners = f",rounded corners={shape.radius * 0.4:g}pt" if shape.radius else ""
            if shape.fill:
                return f"\\fill[mi{shape.fill}{corners}] {place}"
            return f"\\draw[mi{shape.border},densely dashed{corners}] {place}"
        case Stroke(left, right, y, colour):
            return f"\\draw[mi{colour}] ({left:.1f},{y:.1f}) -- ({right:.1f},{y:.1f});"
        case Label(x, y, text, colour, anchor):
            small = ",font=\\scriptsize" if shape.size == SMALL else ""
            weight = "\\bfseries " if shape.bold else ""
            options = f"anchor={_ANCHORS[anchor]},text=mi{colour}{small}"
            return f"\\node[{options}] at ({x:.1f},{y:.1f}) {{{weight}{render_latex(text)}}};"


def _colour_of(shape: Shape) -> str:
    """Return the colour that a shape has in a paper, where no box has a hair line."""
    return shape.fill or shape.border if isinstance(shape, Box) else shape.colour
