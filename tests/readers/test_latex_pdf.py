"""Bibliographies on paper: LaTeX sets all of them, and every title can be read in the PDF."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from catalog_results import CITABLE
from hostile_texts import make_result
from mi_survey.exports.bibtex import render_biblatex, render_bibtex
from mi_survey.exports.latex import clean
from mi_survey.exports.registry import RenderOptions
from mi_survey.query.result import Result
from paper import run_tool
from programs import need_latex, need_program
from readme import README

pytestmark = pytest.mark.external

# Without page numbers, which would stand within titles, and without hyphens at line ends.
_PREAMBLE = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{url}
\pagestyle{empty}
\hyphenpenalty=10000
"""
_BIBTEX = r"""
\usepackage{natbib}
\begin{document}
\nocite{*}
\bibliographystyle{plainnat}
\bibliography{works}
\end{document}
"""
_BIBLATEX = r"""
\usepackage[backend=biber]{biblatex}
\addbibresource{works.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
"""

_TITLES = [clean(result.work.title) for result in CITABLE]
_SPECIAL = (
    r"100% of R&D: $5 for #1 in a_b and x^2~y, C:\dir",
    "An open { and two }} that close",
    "Sets {a, {b}} of <code> | a @misc{b}",
    "Łódź, Ångström, anđeo, Škoda, Ærø, Straße, Kıcıman, ¿qué?",
)


def test_every_title_of_a_bibtex_bibliography_can_be_read_in_the_pdf(tmp_path: Path) -> None:
    text = _print(tmp_path, _BIBTEX, render_bibtex(CITABLE, RenderOptions()), backend="bibtex")
    assert _find_missing(text) == []


def test_every_title_of_a_biblatex_bibliography_can_be_read_in_the_pdf(tmp_path: Path) -> None:
    text = _print(tmp_path, _BIBLATEX, render_biblatex(CITABLE, RenderOptions()), backend="biber")
    assert _find_missing(text) == []


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize(
    ("body", "render", "backend"),
    [(_BIBTEX, render_bibtex, "bibtex"), (_BIBLATEX, render_biblatex, "biber")],
)
def test_what_is_special_to_latex_is_printed(
    body: str,
    render: Callable[[Sequence[Result], RenderOptions], str],
    backend: str,
    ascii: bool,
    tmp_path: Path,
) -> None:
    results = [make_result(title, key=f"key{at}") for at, title in enumerate(_SPECIAL)]
    text = _print(tmp_path, body, render(results, RenderOptions(ascii=ascii)), backend=backend)
    assert _find_missing(text, _SPECIAL) == []


@pytest.mark.parametrize(("body", "backend"), [(_BIBTEX, "bibtex"), (_BIBLATEX, "biber")])
def test_what_the_readme_says_to_cite_is_set_without_a_warning(
    body: str, backend: str, tmp_path: Path
) -> None:
    citing = README.read_text(encoding="utf-8").partition("\n## Citing\n")[2]
    entries = re.findall(r"^@\w+\{.*?^\}$", citing, re.DOTALL | re.MULTILINE)
    titles = [clean(title) for title in re.findall(r"^  title = \{(.*)\},$", citing, re.MULTILINE)]
    assert (len(entries), len(titles)) == (2, 2)
    text = _print(tmp_path, body, "\n".join(entries), backend=backend)
    assert _find_missing(text, titles) == []
    log = (tmp_path / "paper.blg").read_text(encoding="utf-8")
    assert re.findall(r"^Warning--.*|.*\bWARN - .*", log, re.MULTILINE) == []


def _print(folder: Path, body: str, bibliography: str, *, backend: str) -> str:
    """Set a bibliography; return the text of its pages."""
    need_latex("lmodern.sty", "natbib.sty", "biblatex.sty", "plainnat.bst")
    latex = (need_program("pdflatex"), "-interaction=nonstopmode", "-halt-on-error", "paper")
    to_text = need_program("pdftotext")
    (folder / "works.bib").write_text(bibliography, encoding="utf-8")
    (folder / "paper.tex").write_text(_PREAMBLE + body, encoding="utf-8")
    for command in (latex, (need_program(backend), "paper"), latex):
        _run(command, folder)
    _run((to_text, "-enc", "UTF-8", "-raw", "paper.pdf", "paper.txt"), folder)
    return (folder / "paper.txt").read_text(encoding="utf-8")


def _run(command: Sequence[str], folder: Path) -> None:
    assert "ERROR" not in run_tool(command, folder)


def _find_missing(text: str, titles: Sequence[str] = _TITLES) -> list[str]:
    printed = _flat(text)
    return [title for title in titles if _flat(title) not in printed]


def _flat(text: str) -> str:
    """Leave out what typesetting changes: case, ligatures, line breaks, hyphens and quotes."""
    return re.sub(r"[\s\u00ad‐–—'\"‘’“”-]", "", unicodedata.normalize("NFKC", text).casefold())
