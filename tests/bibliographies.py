"""Bibliographies checked in tests: by text or by name, against the bundled catalog."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mi_survey import Catalog, load_catalog
from mi_survey.bibliography.checking import Verdict, check_references
from mi_survey.bibliography.reading import read_references

CATALOG = load_catalog()
DATA = Path(__file__).parent / "bibliography" / "data"


def check_text(
    text: str, *, file: str = "refs.bib", catalog: Catalog = CATALOG
) -> tuple[Verdict, ...]:
    """Check a text as a file of that name."""
    references = read_references(text, file=file)
    return check_references(references, catalog.names, file=file)


def rules_of(verdict: Verdict) -> set[str]:
    """Return the rules that a reference breaks."""
    return {finding.rule for finding in verdict.findings}


def said(verdicts: Iterable[Verdict]) -> list[str]:
    """Return all findings in words, for a test to show."""
    return [str(finding) for verdict in verdicts for finding in verdict.findings]
