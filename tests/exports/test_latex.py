"""LaTeX: text survives escaping whatever it holds, and addresses stay as they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_results import CITABLE
from hostile_texts import titles
from latex_source import flat_apostrophes, is_balanced, read_latex
from mi_survey.exports.latex import Charset, clean, render_latex, render_verbatim

_CHARSETS: tuple[Charset, ...] = ("utf8", "macros", "ascii")
_ACCENTED = "áàâãäåāăąȧǎǟạảấçćčċďđéèêëēĕėęěḛğíìîïīĩıłñńňóòôõöőøœßśšşťțúùûüűůýÿžźżþðŋæ¿¡…€©„‚«»"


def _texts() -> st.SearchStrategy[str]:
    special = st.text("\\{}&%$#_~^'`\"-–—‘’“”!?,<>|@ aI" + _ACCENTED + _ACCENTED.upper())
    return st.one_of(special, titles(), st.text())


@pytest.mark.parametrize("charset", _CHARSETS)
@given(text=_texts())
def test_text_is_read_back_whole(charset: Charset, text: str) -> None:
    source = render_latex(text, charset)
    # in `utf8` a straight and a typographic apostrophe stay apart; the macros have but one
    same = clean if charset == "utf8" else lambda text: flat_apostrophes(clean(text))
    assert read_latex(source) == unicodedata.normalize("NFC", same(text))


@pytest.mark.parametrize("charset", _CHARSETS)
@given(text=_texts())
def test_braces_match_as_bibtex_counts_them(charset: Charset, text: str) -> None:
    assert is_balanced(render_latex(text, charset))


@given(text=_texts())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Müller, Šimek, Łódź, Højer", r"M{\"u}ller, {\v{S}}imek, {\L}{\'o}d{\'z}, H{\o}jer"),
        ("Kıcıman, Barišić and Ångström", r"K{\i}c{\i}man, Bari{\v{s}}i{\'c} and {\AA}ngstr{\"o}m"),
        ("“Don’t” – or — not", "``Don't'' -- or --- not"),
        ("5 – 3 -- 2", "5 -- 3 -{}- 2"),
        ("''a'' ?` ``", "'{}'a'{}' ?{}` `{}`"),
        ("{a} b", r"\{a\} b"),
        ("a}b{", r"a{\ensuremath{\rbrace}}b{\ensuremath{\lbrace}}"),
        ("C:\\~x^2_$1 50%", r"C:{\textbackslash}{\textasciitilde}x{\textasciicircum}2\_\$1 50\%"),
        ("可解释性 🧠 שלום α", "可解释性 🧠 שלום α"),
        ("V\u0131\u0301ctor D\u0131\u0301az", r"V{\'i}ctor D{\'i}az"),
        ("a\u0308 and q\u0308", r"{\"a} and {\"q}"),
    ],
)
def test_accents_and_quotes_become_macros(text: str, source: str) -> None:
    assert render_latex(text, "macros") == source


def test_rare_letters_become_macros_for_ascii_alone() -> None:
    # pandoc drops their macros and biber those of two accents: as UTF-8 both survive
    assert render_latex("Đặng ð £ ấ", "macros") == "Đặng ð £ ấ"
    assert render_latex("Đặng ð £ ấ", "ascii") == r"{\DJ}{\u{\d{a}}}ng {\dh} {\pounds} {\'{\^a}}"


def test_utf8_escapes_what_is_special_and_no_more() -> None:
    assert render_latex("Müller’s “R&D” – 1", "utf8") == r"Müller’s “R\&D” – 1"


@pytest.mark.parametrize("charset", _CHARSETS)
def test_ten_kilobytes_of_title_stay_whole(charset: Charset) -> None:
    title = "100% of R&D_{é} " * 700
    assert read_latex(render_latex(title, charset)) == title.strip()


def test_every_text_of_the_catalog_is_ascii_where_that_is_asked_for() -> None:
    for result in CITABLE:
        for text in (result.work.title, *(name.display for name in result.work.authors)):
            assert render_latex(text, "ascii").isascii(), text


def test_addresses_of_the_catalog_stay_as_they_are() -> None:
    for result in CITABLE:
        for value in (result.work.url, result.work.ids.doi, result.work.ids.arxiv):
            assert value is None or render_verbatim(value) == value


@given(text=_texts())
def test_an_address_holds_nothing_that_breaks_a_field(text: str) -> None:
    source = render_verbatim(text)
    assert source.isascii()
    assert not set(source) & set("{}\\ \n")


def test_an_address_keeps_what_is_special_elsewhere() -> None:
    url = "https://example.org/a_b?c=50%25&d=~e#f"
    assert render_verbatim(url) == url
    assert render_verbatim("10.1002/(SICI)1097<1661::AID>3.0.CO;2-2").count("<") == 1
