"""Figures as SVG: plain shapes and texts on white, without style sheets, scripts or fonts.

Texts are set in Helvetica or what the reader has instead; places are in pixels.
"""

from __future__ import annotations

from html import escape

from mi_survey.exports.figure import Box, Drawing, Label, Shape, Stroke
from mi_survey.text import printable

_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"


def render_svg(drawing: Drawing) -> str:
    """Render a figure."""
    width, height = round(drawing.width), round(drawing.height)
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
        f'font-family="{_FONT}">'
    )
    lines = [
        opened,
        f'<title id="title">{_safe(drawing.title)}</title>',
        f'<desc id="desc">{_safe(drawing.description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *map(_render, drawing.shapes),
        "</svg>\n",
    ]
    return "\n".join(lines)


def _render(shape: Shape) -> str:
    match shape:
        case Box():
            return _render_box(shape)
        case Stroke(left, right, y, colour):
            ends = f'x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
            return f'<line {ends} stroke="#{colour}"/>'
        case Label(x, y, text, colour, anchor, size, bold):
            font = f'font-size="{size:g}"' + ' font-weight="bold"' * bold
            place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
            return f'<text {place} {font} fill="#{colour}">{_safe(text)}</text>'


def _render_box(box: Box) -> str:
    looks = [
        f'x="{box.x:.2f}" y="{box.y:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"',
        f'rx="{box.radius:g}"' * bool(box.radius),
        f'fill="#{box.fill}"' if box.fill else 'fill="none"',
        f'stroke="#{box.border}"' * bool(box.border),
        ('stroke-width="0.5"' if box.fill else 'stroke-dasharray="3 2.5"') * bool(box.border),
    ]
    start = f"<rect {' '.join(filter(None, looks))}"
    return f"{start}><title>{_safe(box.title)}</title></rect>" if box.title else f"{start}/>"


def _safe(text: str) -> str:
    return escape(printable(text))
