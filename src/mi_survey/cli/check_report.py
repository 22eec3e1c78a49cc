"""What ``check`` tells: findings in every format, the count, and the exit status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import typer

from mi_survey.bibliography.checking import CheckedFile, Verdict, select_rules
from mi_survey.bibliography.fix import find_mendable, render_entry
from mi_survey.bibliography.rules import IDENTIFIER, RULES
from mi_survey.cli.findings import tell_findings, write_findings
from mi_survey.cli.request import Output, get_format_name
from mi_survey.cli.stream import count_of, say, write
from mi_survey.errors import ExitStatus
from mi_survey.exports.table import Cell, Table
from mi_survey.model.finding import Finding
from mi_survey.model.work import Work

_MORE_COLUMNS = ("work", "entry")
_SEVERITIES = ("error", "warning", "note")
_Told = tuple[Finding, Verdict | None]


def write_checked(
    checked: Sequence[CheckedFile], rules: frozenset[str], output: Output, *, every: bool
) -> None:
    """Write what was found by certain rules; ``every`` shows references without findings, too."""
    chosen = [select_rules(each, rules) for each in checked]
    name = get_format_name(output)
    if name in ("bibtex", "biblatex"):
        wrong = [pair for each in chosen for pair in _wrong(each)]
        write("\n".join(render_entry(*pair, dialect=name) for pair in wrong))
        return
    programs = name in ("json", "jsonl")
    told = [pair for each in chosen for pair in _iter_told(each, every and name != "sarif")]
    if programs:
        told += [(found, None) for each in chosen if (found := each.unchecked_finding)]
    more = None
    if name not in ("table", "list", "sarif"):
        right = {
            (each.file, key): render_entry(work, key)
            for each in chosen
            for work, key in _wrong(each)
        }
        more = Table(_MORE_COLUMNS, [_more(finding, verdict, right) for finding, verdict in told])
    counts = {
        each.file: {"references": len(each.verdicts), "notChecked": each.unchecked}
        for each in checked
    }
    findings = [finding for finding, _ in told]
    write_findings(findings, output, rules=RULES, more=more, properties={"files": counts})


def finish(
    checked: Sequence[CheckedFile],
    rules: frozenset[str],
    *,
    fail_on: Literal["error", "warning", "note"],
    mends: bool,
) -> None:
    """Tell how many references there are, and how many were not checked; set the exit status."""
    references = sum(len(each.verdicts) for each in checked)
    unchecked = sum(each.unchecked for each in checked)
    known = references - unchecked
    say(f"{count_of(references, 'reference')}: {known} in the catalog, {unchecked} not checked")
    findings = [finding for each in checked for finding in select_rules(each, rules).findings]
    if findings:
        tell_findings(findings, mendable=_count_mendable(checked, rules) if mends else 0)
    grave = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    if any(finding.severity in grave for finding in findings):
        raise typer.Exit(ExitStatus.FOUND)


def _iter_told(checked: CheckedFile, every: bool) -> Iterator[_Told]:  # noqa: FBT001 - for one use
    told: list[_Told] = [(finding, None) for finding in checked.own]
    for verdict in checked.verdicts:
        notes = _notes(verdict, checked.file) if every else ()
        told += [(finding, verdict) for finding in verdict.findings or notes]
    yield from sorted(told, key=lambda pair: pair[0].place.line or 0)


def _more(
    finding: Finding, verdict: Verdict | None, right: dict[tuple[str, str], str]
) -> tuple[Cell, ...]:
    if verdict is None or verdict.work is None:
        return None, None
    return verdict.work.key, right.get((finding.place.file, verdict.reference.key))


def _wrong(checked: CheckedFile) -> list[tuple[Work, str]]:
    return [
        (verdict.work, verdict.reference.key)
        for verdict in checked.verdicts
        if verdict.work and verdict.reference.key and verdict.findings
    ]


def _notes(verdict: Verdict, file: str) -> list[Finding]:
    message = "not in the catalog" if verdict.work is None else "nothing is wrong"
    place = verdict.reference.place(file)
    return [Finding(verdict.state, "note", place, message)]


def _count_mendable(checked: Sequence[CheckedFile], rules: frozenset[str]) -> int:
    """Count the findings that ``--fix`` mends, unless the layout of an entry leaves doubt."""
    verdicts = [each for file in checked if file.kind == "bibtex" for each in file.verdicts]
    clear = [
        each for each in verdicts if all(found.rule != IDENTIFIER.name for found in each.findings)
    ]
    return sum(len(find_mendable(verdict) & rules) for verdict in clear)
