"""Findings on a terminal: readable at any width, and never longer on a wider one."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import WIDENING, make_terminal, visible, widest
from mi_survey.display.findings import draw_findings
from mi_survey.exports.findings import findings_of_errata, render_findings
from mi_survey.library import load_catalog
from mi_survey.model.finding import Finding, Location, group_by_entry
from program import CALLS, ROOT, Call

CATALOG = load_catalog()
WRONG = ROOT / "tests/bibliography/data/wrong.bib"
INVALID = """[{"key": "zhou2024bad", "title": " x", "kind": "papr", "year": 1800,
"status": "verified", "ids": {"arxiv": "nope"}}, {"key": "Ab", "title": "Fine title",
"kind": "blog", "status": "partial", "url": "ftp://example.org/with-a-long/address-of-its-own"}]"""
LIST = """# List
- [Refusal in Language Models](https://arxiv.org/abs/2202.05262) (ICML 2019)
- [Locating and Editing Facts](https://arxiv.org/abs/2406.11717)
- [Refusal in Language Models Is Mediated by a Single Direction](https://x.org/a) (ACL 2023)
- [broken](http://[)
"""


@pytest.mark.parametrize(
    "words",
    [
        CALLS["errata"],
        ("check", str(WRONG)),
        ("check", str(WRONG), "--all"),
        ("catalog", "lint", "-"),
        ("catalog", "import", "-", "--source", "survey"),
        ("catalog", "validate", "-"),
    ],
    ids=" ".join,
)
def test_no_command_takes_more_lines_on_a_wider_terminal(
    call: Call, words: tuple[str, ...]
) -> None:
    stdin = (INVALID if "validate" in words else LIST).encode()
    lengths = []
    for width in WIDENING:
        env = {"COLUMNS": str(width)}
        done = call(*words, "--color", "always", stdin=stdin, env=env)
        assert widest(done.text) <= width
        lengths.append(len(done.lines))
    assert lengths[-1] > 0
    assert all(wider <= narrower for narrower, wider in pairwise(lengths))


@given(
    st.text(st.sampled_from("abc de-/fghi. "), min_size=1, max_size=300),
    st.text(st.sampled_from("ab cd-"), max_size=200),
    st.integers(60, 200),
)
def test_nor_for_any_text(message: str, advice: str, width: int) -> None:
    place = Location("refs.bib", 8, key="arditi2024refusal")
    findings = [Finding("year", "error", place, message, advice)]
    narrow, wide = (draw_findings(findings, make_terminal(each)) for each in (width, width + 1))
    assert wide.count("\n") <= narrow.count("\n")


@given(st.text("abcdefgh-/", min_size=40, max_size=400), st.integers(60, 199))
def test_nor_for_what_has_no_space_to_break_at(message: str, width: int) -> None:
    findings = [Finding("link", "error", Location("a.md", 3), message)]
    narrow, wide = (draw_findings(findings, make_terminal(each)) for each in (width, width + 1))
    assert wide.count("\n") <= narrow.count("\n")


def test_the_errata_take_few_lines_and_lose_no_word() -> None:
    errata = CATALOG.errata()
    drawn = visible(draw_findings(findings_of_errata(errata), make_terminal(100)))
    assert drawn.count("\n") < 1.5 * len(errata)
    words = "".join(drawn.split())
    for each in errata:
        for text in (each.source, each.work.key, each.listed, each.right):
            assert "".join(text.split()) in words


def test_lists_that_say_the_same_stand_in_one_finding() -> None:
    by_lists = {
        (each.place.key, each.rule, each.message): each.place.file
        for each in findings_of_errata(CATALOG.errata())
    }
    several = [file for file in by_lists.values() if ", " in file]
    assert len(by_lists) == len(findings_of_errata(CATALOG.errata()))
    assert several
    known = {source.id for source in CATALOG.sources}
    assert all(set(file.split(", ")) <= known for file in several)


def test_findings_on_an_entry_stand_together_and_name_it_once() -> None:
    here, there = Location("a.bib", 8, key="k"), Location("a.bib", 20, key="l")
    findings = group_by_entry(
        [
            Finding("year", "error", here, "wrong"),
            Finding("year", "error", there, "wrong"),
            Finding("venue", "warning", here, "another one", "it is ACL"),
        ]
    )
    assert visible(draw_findings(findings, make_terminal())).splitlines() == [
        "a.bib:8 [k] error year: wrong",
        "  warning venue: another one",
        "    it is ACL",
        "a.bib:20 [l] error year: wrong",
    ]
    assert render_findings(findings).count("a.bib:8 [k] ") == 2  # lines of a pipe are alone


def test_what_names_no_entry_is_told_with_its_place() -> None:
    place = Location("a.md", 3, 1)
    drawn = draw_findings([Finding("link", "error", place, "wrong")] * 2, make_terminal())
    assert visible(drawn) == "a.md:3:1 error link: wrong\n" * 2


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_the_severity_has_a_colour_and_says_the_same_without(severity: str) -> None:
    finding = Finding("year", severity, Location("a.bib", 8, key="k"), "wrong", "mend it")  # type: ignore[arg-type]
    drawn = draw_findings([finding], make_terminal(80))
    assert re.search(rf"\x1b\[[0-9;]+m{severity}", drawn)
    assert visible(drawn) == render_findings([finding])
