"""Findings on a terminal: readable at any width, and never longer on a wider one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.display.findings import draw_findings
from mi_survey.display.terminal import Terminal
from mi_survey.exports.findings import finding_of_erratum, render_findings
from mi_survey.library import load_catalog
from mi_survey.model.finding import Finding, Location

ERRATA = [finding_of_erratum(erratum) for erratum in load_catalog().errata()]
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def terminal(width: int, *, color: bool = False) -> Terminal:
    """Return a terminal of this width."""
    return Terminal(width, 24, color=color, links=False, unicode=True, styled=color)


def count_lines(findings: list[Finding], width: int) -> int:
    """Return how many lines of a terminal findings take, having seen that each fits."""
    lines = draw_findings(findings, terminal(width)).splitlines()
    assert max(map(len, lines)) <= width
    return len(lines)


def test_a_wider_terminal_never_takes_more_lines_for_the_errata() -> None:
    lengths = [count_lines(ERRATA, width) for width in range(40, 221, 12)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < 2 * len(ERRATA) + 10


@given(
    st.text(st.sampled_from("abc de-/fghi. "), min_size=1, max_size=200),
    st.text(st.sampled_from("ab cd-"), max_size=120),
    st.integers(24, 120),
)
def test_nor_for_any_text(message: str, advice: str, width: int) -> None:
    place = Location("refs.bib", 8, key="arditi2024refusal")
    findings = [Finding("year", "error", place, message, advice)]
    assert count_lines(findings, width + 1) <= count_lines(findings, width)


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_the_severity_has_a_colour_and_says_the_same_without(severity: str) -> None:
    finding = Finding("year", severity, Location("a.bib", 8, key="k"), "wrong", "mend it")  # type: ignore[arg-type]
    drawn = draw_findings([finding], terminal(80, color=True))
    assert re.search(rf"\x1b\[[0-9;]+m ?{severity}", drawn)
    assert _STYLE.sub("", drawn) == render_findings([finding])
