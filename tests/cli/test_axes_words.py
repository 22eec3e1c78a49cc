"""``axes`` with a word: a term explained, as a row, as a page and as the command behind both."""

from __future__ import annotations

import shlex

import pytest
from markdown_it import MarkdownIt

from effort import some
from mi_survey import load_catalog
from program import Call

CATALOG = load_catalog()
TERMS = [f"{axis.id}:{term.id}" for axis in CATALOG.taxonomy.axes for term in axis.terms]


@pytest.mark.parametrize("word", some(TERMS, of=4))
def test_a_term_is_a_row_that_begins_as_in_the_list_of_all(call: Call, word: str) -> None:
    axis, _, term = word.partition(":")
    rows = {line.split("\t")[1]: line.split("\t") for line in call("axes", axis).lines}
    (line,) = call("axes", word).lines
    assert line.split("\t")[: len(rows[term])] == rows[term]
    (record,) = call("axes", word, "--json").json
    assert [record["axis"], record["term"], record["works"]] == [axis, term, int(rows[term][4])]
    assert sum(record["years"].values()) <= record["works"]


@pytest.mark.parametrize("filters", ["", "--since 2025", "--object mha --by survey --workshops"])
def test_the_page_names_the_command_that_finds_the_works(call: Call, filters: str) -> None:
    filters = filters.removesuffix(" --workshops")
    for word in ("vector-arithmetic", "object:neuron", "alignment"):
        page = call("axes", word, *filters.split(), "--format", "markdown").text
        command = page.split("`")[1]
        program, *arguments = shlex.split(command)
        assert program == "mi-survey"
        (record,) = call("axes", word, *filters.split(), "--json").json
        assert call(*arguments, "--count").text == f"{record['works']}\n"


def test_the_glossary_has_every_term_with_its_count(call: Call) -> None:
    page = call("axes", "--format", "markdown").text
    counts = {
        (axis.label, term.id): str(CATALOG.counts(axis.id).counts[term.id])
        for axis in CATALOG.taxonomy.axes
        for term in axis.terms
    }
    assert _read_rows(page) == counts
    for axis in CATALOG.taxonomy.axes:
        assert axis.definition in page
        assert all(alias in page for term in axis.terms for alias in term.aliases)


def _read_rows(page: str) -> dict[tuple[str, str], str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    found, heading, cells = {}, "", list[str]()
    for token, after in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        if token.type == "heading_open":
            heading = after.content
        elif token.type == "td_open":
            cells.append(after.content)
        elif token.type == "tr_close" and cells:
            found[heading, cells[0].split("`")[1]] = cells[1]
            cells = []
    return found


def test_a_glossary_is_written_whole_or_not_at_all(call: Call) -> None:
    assert call("axes", "-o", "glossary.md").status == 0
    written = call("axes", "-o", "-").text
    assert written == call("axes", "--format", "markdown").text
    refused = call("axes", "probing", "-o", "glossary.md")
    assert (refused.status, "--force" in refused.stderr) == (2, True)
    assert call("axes", "probing", "-o", "glossary.md", "--force").status == 0
    for words in (
        ("-o", "glossary.txt"),
        ("-o", "new.md", "--json"),
        ("-o", "n.md", "--format=csv"),
    ):
        assert call("axes", *words).status == 2


@pytest.mark.parametrize("form", [(), ("--json",), ("--format", "markdown"), ("--color", "always")])
def test_no_work_under_the_filters_is_told_by_the_status(call: Call, form: tuple[str, ...]) -> None:
    for words in ((), ("steer",), ("probing",)):
        for year, status in (("1900", 1), ("2024", 0)):
            asked = ("axes", *words, "--year", year, *form)
            assert call(*asked, "--exit-status").status == status
            assert call(*asked).status == 0


def test_what_only_leads_to_a_term_is_told(call: Call) -> None:
    loose = call("axes", "jailbreak")
    assert loose.stderr == "note: 'jailbreak' leads to safety, and is not another name of it\n"
    assert loose.stdout == call("axes", "safety").stdout
    assert call("axes", "truthful").status == 0


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("none", "axis or term 'none' is ambiguous",
         "did you mean object:none, locate:none, steer:none or area:none?"),
        ("steering", "axis or term 'steering' is ambiguous",
         "did you mean steer or steer:vector-arithmetic?"),
        ("CAA", "unknown axis or term 'CAA'", "'CAA' is the work rimsky2024steering; it is placed"),
        ("probng", "unknown axis or term 'probng'", "did you mean locate:probing?"),
    ],
)  # fmt: skip
def test_a_word_that_names_no_one_thing_is_told(
    call: Call, word: str, message: str, hint: str
) -> None:
    done = call("axes", word)
    assert (done.status, done.stdout) == (2, b"")
    assert done.errors[0] == f"error: {message}"
    assert done.errors[1].startswith(f"hint: {hint}")
    assert len(done.errors) == 2
