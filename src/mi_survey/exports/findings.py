"""Findings as text, as compilers write them, and as a table for programs."""

from __future__ import annotations

from collections.abc import Iterable

from mi_survey.exports.table import Cell, Table
from mi_survey.model.finding import Finding, Location, change_texts, render_path
from mi_survey.reference.errata import Erratum
from mi_survey.text import printable

COLUMNS = ("file", "line", "column", "path", "key", "severity", "rule", "message", "suggestion")


def render_findings(findings: Iterable[Finding]) -> str:
    """Render findings, each with its place, and what to do indented below it."""
    return "".join(f"{change_texts(finding, printable)}\n" for finding in findings)


def finding_table(findings: Iterable[Finding]) -> Table:
    """Make a table of findings, one in a row."""
    return Table(COLUMNS, [_row(finding) for finding in findings])


def findings_of_errata(errata: Iterable[Erratum]) -> list[Finding]:
    """Make findings of what lists got wrong, one where several lists say the same of a work."""
    lists: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for each in errata:
        said = (each.work.key, each.field, each.listed, each.right)
        lists.setdefault(said, {})[each.source] = None
    return [_finding_of(*said, ", ".join(names)) for said, names in lists.items()]


def _finding_of(key: str, field: str, listed: str, right: str, names: str) -> Finding:
    place = Location(names, key=key)
    if not listed:  # what a reader noticed, in words
        return Finding("reader", "note", place, right)
    right = f"'{right}', " if right else ""
    return Finding(field, "warning", place, f"{right}not '{listed}'")


def _row(finding: Finding) -> tuple[Cell, ...]:
    place = finding.place
    path = None if place.path is None else render_path(place.path)
    said = (finding.severity, finding.rule, finding.message, finding.suggestion)
    return (place.file, place.line, place.column, path, place.key or None, *said)
