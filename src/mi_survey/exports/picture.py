"""Cross-tabulations as pictures: the formats and styles that there are, each loaded when used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.crosstab import Crosstab

PictureFormat = Literal["svg", "tikz"]
PictureStyle = Literal["map", "bars"]
# The formats, with the suffixes that choose them.
PICTURES: dict[PictureFormat, tuple[str, ...]] = {"svg": (".svg",), "tikz": (".tex", ".tikz")}


def find_picture_format(file: str) -> PictureFormat | None:
    """Return the format that a file's suffix chooses; ``None`` where it chooses none."""
    for format, suffixes in PICTURES.items():
        if file.lower().endswith(suffixes):
            return format
    return None


def render_picture(
    crosstab: Crosstab,
    taxonomy: Taxonomy,
    *,
    format: PictureFormat,
    style: PictureStyle | None = None,
) -> str:
    """Render a cross-tabulation: bars where one side is ``year``, a map elsewhere.

    Raises:
        UsageFault: bars are asked for and neither side is ``year``.
    """
    from mi_survey.exports.figure import YEAR, draw_bars, draw_map
    from mi_survey.exports.svg import render_svg
    from mi_survey.exports.tikz import render_tikz

    over_years = style == "bars" or (style is None and YEAR in (crosstab.rows, crosstab.columns))
    drawing = (draw_bars if over_years else draw_map)(crosstab, taxonomy)
    return render_svg(drawing) if format == "svg" else render_tikz(drawing)
