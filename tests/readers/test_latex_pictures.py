"""Pictures for papers, set by LaTeX: they compile, and what they say can be read in the PDF."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from mi_survey.exports.bibtex import render_bibtex
from mi_survey.exports.figure import Label, draw_bars, draw_map
from mi_survey.exports.forest import cited_works, render_forest
from mi_survey.exports.picture import PictureStyle, render_picture
from mi_survey.exports.registry import RenderOptions
from mi_survey.library import load_catalog
from mi_survey.query.crosstab import dimensions
from mi_survey.query.result import Result
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
    drawings = [
        *(draw_map(table, CATALOG.taxonomy) for table in maps),
        *(draw_bars(table, CATALOG.taxonomy) for table in bars),
    ]
    for page, drawing in zip(pages, drawings, strict=True):
        for shape in drawing.shapes:
            if isinstance(shape, Label):
                assert _flat(shape.text) in page


def _flat(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("citing", ["numbers", "authoryear"])
def test_a_tree_cites_works_that_its_bibliography_has(citing: str, tmp_path: Path) -> None:
    tree = CATALOG.tree(*CATALOG.taxonomy.ids[:2])
    works = cited_works(tree, most=5)
    results = [Result(work, work.placements) for work in works]
    (tmp_path / "refs.bib").write_text(render_bibtex(results, RenderOptions()), encoding="utf-8")
    (tmp_path / "tree.tex").write_text(render_forest(tree, most=5), encoding="utf-8")
    packages = f"\\usepackage{{forest,url}}\\usepackage[{citing}]{{natbib}}\\begin{{document}}\n"
    body = (
        "\\input{tree}\\newpage\\bibliographystyle{plainnat}\\bibliography{refs}\\end{document}\n"
    )
    source = _PREAMBLE.replace("\\begin{document}\n", packages) + body
    paper = set_paper(tmp_path, source, bibliography=True)
    assert "undefined" not in paper.log
    assert "Overfull" not in paper.log
    assert "I didn't find a database entry" not in paper.bibtex_log
    page = _flat(paper.pages[0])
    for branch in tree.branches:
        assert _flat(branch.term.label) in page
        for twig in branch.twigs:
            assert _flat(twig.term.label) in page
            if len(twig.works) > 5:
                assert f"and{len(twig.works) - 5}more" in page
