"""Pictures for papers, set by LaTeX: they compile, and what they say can be read in the PDF."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from mi_survey.exports.figure import make_bars, make_map
from mi_survey.exports.picture import PictureStyle, render_picture
from mi_survey.library import load_catalog
from mi_survey.query.crosstab import dimensions
from paper import set_paper

pytestmark = pytest.mark.external

CATALOG = load_catalog()
DIMENSIONS = dimensions(CATALOG.taxonomy)
_PREAMBLE = r"""\documentclass[10pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{tikz}
\usepackage[paperwidth=200cm,paperheight=100cm,margin=1cm]{geometry}
\pagestyle{empty}
\begin{document}
"""


def test_every_picture_is_set_and_read(tmp_path: Path) -> None:
    maps = [CATALOG.matrix(*pair) for pair in combinations(DIMENSIONS, 2)]
    bars = [CATALOG.matrix("year", other) for other in DIMENSIONS if other != "year"]
    body = []
    for at, table in enumerate(maps + bars):
        style: PictureStyle = "map" if at < len(maps) else "bars"
        text = render_picture(table, CATALOG.taxonomy, format="tikz", style=style)
        (tmp_path / f"picture{at}.tex").write_text(text, encoding="utf-8")
        body.append(f"\\input{{picture{at}}}\\newpage\n")
    paper = set_paper(tmp_path, _PREAMBLE + "".join(body) + "\\end{document}\n")
    assert "Overfull" not in paper.log
    pages = [_flat(page) for page in paper.pages]
    for page, table in zip(pages, maps, strict=False):
        figure = make_map(table, CATALOG.taxonomy)
        for label in (*figure.rows, *figure.columns, figure.note):
            assert _flat(label) in page
        numbers = [cell.count for row in figure.cells for cell in row if cell.count]
        assert all(str(number) in page for number in (*numbers, *figure.row_totals, figure.total))
    for page, table in zip(pages[len(maps) :], bars, strict=True):
        stacked = make_bars(table, CATALOG.taxonomy)
        for label, _ in stacked.series:
            assert _flat(label) in page
        assert all(str(year) in page for year in stacked.years)


def _flat(text: str) -> str:
    return re.sub(r"[\s-]", "", text)
