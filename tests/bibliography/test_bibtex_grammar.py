"""The scanner knows exactly where every part of a .bib text stands, however it is laid out."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry
from hypothesis import given
from hypothesis import strategies as st

from bibliographies import CATALOG, DATA
from effort import some
from mi_survey.bibliography.bibtex import BibEntry, parse_bibtex
from mi_survey.exports.registry import RenderOptions, get_format

# bibtexparser logs what it cannot parse
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def read(text: str) -> BibEntry:
    layout = parse_bibtex(text)
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
        ("@misc{a=b, title = {x}}", "x"),
        ("@misc{k\n  , title = {x}\n  , year = 2024\n}", "x"),
        ("@misc{k, title = {x}, title = {y}}", "x"),
    ],
)  # fmt: skip
def test_values_are_read_as_bibtex_reads_them(text: str, value: str) -> None:
    entry = read(text)
    assert entry.values["title"] == value
    field = entry.field("title")
    assert field is not None
    assert text[slice(*field.name_span)].lower() == "title"
    assert text[entry.start] == "@"
    assert text[entry.end] in "})"
    assert text[slice(*entry.type_span)].lower() == "misc"
    # a value's span is the value and no more: without it, nothing of it is left
    start, end = field.value_span
    assert parse_bibtex(text[:start] + "{new}" + text[end:]).entries[-1].field("title").value == (  # type: ignore[union-attr]
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
    layout = parse_bibtex(text + "\n@misc{next, title = {y}}\n")
    assert [entry.key for entry in layout.entries] == ["next"]
    (fault,) = layout.faults
    assert fault.line == line
    assert reason in fault.reason


_BIBLIOGRAPHIES = sorted(DATA.glob("*.bib"))


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    "options",
    [RenderOptions(), RenderOptions(prefer="preprint"), RenderOptions(ascii=True)],
    ids=["published", "preprint", "ascii"],
)
def test_exports_are_read_as_bibtexparser_reads_them(dialect: str, options: RenderOptions) -> None:
    _compare(get_format(dialect).render(some(CATALOG.results(), of=8), options))


@pytest.mark.parametrize("path", _BIBLIOGRAPHIES, ids=lambda path: path.name)
def test_entries_are_read_as_bibtexparser_reads_them(path: Path) -> None:
    _compare(path.read_text("utf-8"))


def _compare(text: str) -> None:
    # it knows neither parentheses nor "#", and reads on after a comment sign
    simple = "\n".join(
        text[entry.start : entry.end + 1]
        for entry in parse_bibtex(text).entries
        if text[entry.start : entry.end + 1].endswith("}")
        and not any(field.form == "#" for field in entry.fields)
        and "%" not in text[entry.start : entry.end + 1]
    )
    ours = parse_bibtex(simple)
    theirs = [
        block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        for block in parse_string("\n" + simple).blocks
    ]
    entries = [block for block in theirs if isinstance(block, Entry)]
    assert len(entries) == len(theirs) == len(ours.entries) >= 5
    assert ours.faults == ()
    bare = re.compile(r"^\{(.*)\}$", re.DOTALL)  # its values lose one more pair of braces
    for one, other in zip(ours.entries, entries, strict=True):
        assert (one.key, one.type) == (other.key, other.entry_type.lower())
        assert one.line == other.start_line
        mine = {name: bare.sub(r"\1", value) for name, value in one.values.items()}
        assert mine == {
            field.key.lower(): bare.sub(r"\1", str(field.value)) for field in reversed(other.fields)
        }


def test_a_macro_that_doubles_again_and_again_is_told_and_takes_no_memory() -> None:
    doubling = "".join(f"@string{{s{at} = s{at - 1} # s{at - 1}}}\n" for at in range(1, 60))
    text = f"@string{{s0 = {{xx}}}}\n{doubling}@misc{{k, title = s59}}\n@misc{{l, title = {{x}}}}"
    file = parse_bibtex(text)
    assert {fault.reason for fault in file.faults} == {"its macros make too long a text"}
    assert file.entries[-1].values == {"title": "x"}
    assert sum(len(value) for entry in file.entries for value in entry.values.values()) < 10**6


_PIECES = st.sampled_from(
    ["@misc{k,", "@article(k,", "title", "=", "{", "}", '"', "#", ",", ")", "%", "\n", "\r\n", " ",
     "x", "2024", "@string{a = {b}}", "@comment{", "\\", "é", "@", "@misc{k, title = {x}, year=1}"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_no_text_whatever_stops_the_scanner_and_spans_stay_within(text: str) -> None:
    layout = parse_bibtex(text)
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
