"""Every LaTeX whatever becomes plain text: without an error, a warning, or much time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerParseError

from bibliographies import CATALOG, check_text, said
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.exports.latex import render_latex
from mi_survey.text import normalize_space, tokenize

_ORACLE = LatexNodes2Text(math_mode="text", keep_comments=True)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\"U}ber {GPT}-2 \& {\'E}ric", "Über GPT-2 & Éric"),
        (r"\'{\i} \'\i{} \v{s} \c c \H{o} {\~n} {\'{\^e}} \.I", "í í š ç ő ñ ế İ"),
        (r"\O{}yvind H{\o}jer, {\L}ukasz, stra\ss e", "Øyvind Højer, Łukasz, straße"),
        (r"\emph{a b} {\em c} \textsc{Bert} \textbf{\textit{d}}", "a b c Bert d"),
        (r"\href{https://a.b}{there} \url{https://c.d/e_f}", "there https://c.d/e_f"),
        (r"\textcolor{red}{x} \cite{k}y \footnote{z}w", "x y w"),
        (r"$\alpha$-divergence and $k$NN", "α-divergence and kNN"),
        (r"a~b -- c --- ``d'' `e' don't GPT-2", "a b – c — “d” `e' don't GPT-2"),
        (r"100% of \$5 \_ \# \%", "100% of $5 _ # %"),
        (r"\LaTeX{} is \TeX", "LaTeX is TeX"),
        ("a{b}}c{{", "abc"),
        ("a\\\\b\\-c\\", "a bc"),
    ],
)
def test_latex_becomes_plain_text(latex: str, text: str) -> None:
    assert plain_text(latex) == text


@pytest.mark.parametrize(
    "field",
    [r"note={\href{u}{v}}", r"title={\href{u}}", r"note={\textcolor{red}}", r"title={\sqrt}",
     r"title={A \footnote}", r"title={\verb}", r"note={\input}", r"title={\frac{1}}",
     r"title={\url}", r"author={\underline}", r"author={\'}", r"title={$x}", r"title={\begin{a}}",
     r"journal={\cite}", r"title={\\}", "note={" + "{" * 3000 + r"\o" + "}" * 3000 + "}",
     "title={" + r"\begin{a}" * 5000 + "}", "author={" + r"\'" * 5000 + "}"],
)  # fmt: skip
def test_ordinary_and_broken_latex_never_stops_a_check(
    field: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert said(check_text(f"@misc{{k, {field}, year = 2024}}")) == []
    assert capfd.readouterr() == ("", "")


_PIECES = st.sampled_from(
    [*(f"\\{macro}" for macro in "' ` ^ \" ~ c v u H o i l ss emph href url cite $ % {".split()),
     "\\}", "\\\\", "{", "}", "$",
     "~", "--", "``", "''", "a", "é", " ", "[", "]", "%", "\u0301", "\\", "1"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_text_whatever_raises_or_leaves_a_brace_of_a_group(latex: str) -> None:
    text = plain_text(latex)
    assert text == normalize_space(text)
    if "\\{" not in latex and "\\}" not in latex:
        assert "{" not in text
        assert "}" not in text


@pytest.mark.parametrize("charset", ["utf8", "macros", "ascii"])
def test_what_exports_write_is_read_back(charset: str) -> None:
    for work in CATALOG:
        for text in (work.title, *(name.display for name in work.authors)):
            level = text.replace("’", "'")
            latex = render_latex(text, charset)  # type: ignore[arg-type]
            assert plain_text(latex).replace("’", "'") == level


_KNOWN = st.sampled_from(
    ["a", "B", "{", "}", r"\'e", r"{\o}", r"\ss{}", r'{\"u}', "--", "1", r"\emph{x}", r"\&",
     r"{\v{s}}", " ", "~"]
)  # fmt: skip


@given(st.lists(_KNOWN, max_size=12))
def test_words_are_those_that_pylatexenc_reads(pieces: list[str]) -> None:
    latex = "".join(pieces)
    depth = 0
    for char in latex:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return
    if depth:
        return
    try:
        theirs = _ORACLE.latex_to_text(latex)
    except (LatexWalkerParseError, IndexError):
        return
    assert tokenize(plain_text(latex)) == tokenize(theirs)
