"""The scanner knows exactly where every part of a .bib text stands, however it is laid out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey import load_catalog
from mi_survey.bibliography.bibtex import parse_bibliography, plain_text
from mi_survey.bibliography.layout import EntryLayout
from mi_survey.bibliography.scanner import parse_layout
from mi_survey.exports.options import RenderOptions
from mi_survey.exports.registry import get_format

CATALOG = load_catalog()


def read(text: str) -> EntryLayout:
    layout = parse_layout(text)
    assert layout.faults == ()
    return layout.entries[-1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("@misc{k, title = {x}}", "x"),
        ("@misc{k,title={x},}", "x"),
        ('@misc{k, title = "x"}', "x"),
        ('@misc{k, title = "a {"} b"}', 'a {"} b'),
        ("@misc(k, title = {x (y)})", "x (y)"),
        ("@ MISC {k, TITLE\t=\t{x}\r\n}", "x"),
        ("@misc{k, title = {a {b {c}} d}, year = 2024}", "a {b {c}} d"),
        ("@misc{k, title = {x} # \" y\" # { z}}", "x y z"),
        ("@string{m = {macro}} @misc{k, title = m # {s}}", "macros"),
        ("@string(m = \"a\" # {b})\n@misc{k, title = M}", "ab"),
        ("@misc{k, month = jan, title = unknown}", "unknown"),
        ("@misc{k, title = 12}", "12"),
        ("@misc{k % why\n, % because\n title = % here\n {x} % done\n, % end\n}", "x"),
        ("@misc{k, title = {100% x}}", "100% x"),
        ("@misc{k, title = {an @ sign and a@b.c}}", "an @ sign and a@b.c"),
        ("% @misc{no, title = {commented out}}\n@misc{k, title = {x}}", "x"),
        ("@comment{jabref-meta: @misc{no, title={y}};}\n@misc{k, title = {x}}", "x"),
        ("@preamble{ \"\\newcommand\" # {\\x} }\n@misc{k, title = {x}}", "x"),
        ("prose with {braces @misc{k, title = {x}}", "x"),
        ("@misc{ключ:é+/1, title = {x}}", "x"),
        ("\ufeff@misc{k, title = {x}}", "x"),
        ("@misc{k\n  , title = {x}\n  , year = 2024\n}", "x"),
        ("@misc{k, title = {x}, title = {y}}", "x"),
    ],
)  # fmt: skip
def test_values_are_read_as_bibtex_reads_them(text: str, value: str) -> None:
    entry = read(text)
    assert entry.entry.fields["title"] == value
    field = entry.field("title")
    assert field is not None
    assert text[slice(*field.name_span)].lower() == "title"
    assert text[entry.start] == "@"
    assert text[entry.end] in "})"
    assert text[slice(*entry.type_span)].lower() == "misc"
    # a value's span is the value and no more: without it, nothing of it is left
    start, end = field.value_span
    assert parse_layout(text[:start] + "{new}" + text[end:]).entries[-1].field("title").value == (  # type: ignore[union-attr]
        "new"
    )


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("@misc{k, title = {x}\n", 1, "a comma is missing"),
        ("@misc{k, title = {x\n\n", 1, "a brace or quote is missing"),
        ('\n@misc{k, title = "x}\n', 2, "a brace or quote is missing"),
        ("@misc{k, title {x}}", 1, "'=' is missing"),
        ("@misc{k, title = }", 1, "a value is missing"),
        ("@misc{k, title = {x} year = 2024}", 1, "a comma is missing"),
        ("@misc{k, title = {x},, year = 2024}", 1, "the name of a field is missing"),
        ("@misc{title = {x}}", 1, "its key is missing"),
        ("@misc{k, title = {x", 1, "a brace or quote is missing"),
        ("@misc{k", 1, "a comma is missing"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_the_rest_is_read(
    text: str, line: int, reason: str
) -> None:
    layout = parse_layout(text + "\n@misc{next, title = {y}}\n")
    assert [entry.key for entry in layout.entries] == ["next"]
    (fault,) = layout.faults
    assert fault.line == line
    assert reason in fault.reason


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_exports_are_read_as_bibtexparser_reads_them(dialect: str) -> None:
    text = get_format(dialect).render(CATALOG.results(), RenderOptions())
    ours, theirs = parse_layout(text), parse_bibliography(text, file="x")
    assert ours.faults == ()
    assert [(entry.key, entry.type, entry.line) for entry in ours.entries] == [
        (entry.key, entry.type, entry.line) for entry in theirs.entries
    ]
    bare = re.compile(r"^\{(.*)\}$")  # bibtexparser's values lose one more pair of braces
    for one, other in zip(ours.entries, theirs.entries, strict=True):
        mine = {name: bare.sub(r"\1", value) for name, value in one.entry.fields.items()}
        assert mine == {name: bare.sub(r"\1", value) for name, value in other.fields.items()}


@given(st.text(alphabet="aÉ1 .,:-'{}/\n|=*+@;()_", max_size=20))
def test_plain_values_read_the_same_without_latex(text: str) -> None:
    value = text.replace("{", "{a").replace("}", "b}")
    if value.count("{") == value.count("}") and not value.startswith("}"):
        spelt = plain_text("\\relax{}" + value)
        assert plain_text(value) == spelt


_PIECES = st.sampled_from(
    ["@misc{k,", "@article(k,", "title", "=", "{", "}", '"', "#", ",", ")", "%", "\n", "\r\n", " ",
     "x", "2024", "@string{a = {b}}", "@comment{", "\\", "é", "@", "@misc{k, title = {x}, year=1}"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_no_text_whatever_stops_the_scanner_and_spans_stay_within(text: str) -> None:
    layout = parse_layout(text)
    end = 0
    for entry in layout.entries:
        assert end <= entry.start < entry.end < len(text)
        end = entry.end
        assert entry.line == text.count("\n", 0, entry.start) + 1
        for field in entry.fields:
            assert entry.start < field.name_span.start < field.value_span.start
            assert field.value_span.start < field.value_span.end <= entry.end
    lines = text.count("\n") + 1
    assert all(1 <= fault.line <= lines for fault in layout.faults)
