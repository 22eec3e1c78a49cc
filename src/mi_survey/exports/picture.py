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
    from mi_survey.exports import svg, tikz
    from mi_survey.exports.figure import YEAR, make_bars, make_map

    if style is None:
        style = "bars" if YEAR in (crosstab.rows, crosstab.columns) else "map"
    if style == "bars":
        render_bars = svg.render_bars_svg if format == "svg" else tikz.render_bars_tikz
        return render_bars(make_bars(crosstab, taxonomy))
    render_map = svg.render_map_svg if format == "svg" else tikz.render_map_tikz
    return render_map(make_map(crosstab, taxonomy))
