"""Findings, written as the options say, and told in one line on standard error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mi_survey import __version__
from mi_survey.cli.options import TABLE_FORMATS
from mi_survey.cli.output import write_screen, write_table
from mi_survey.cli.request import Output, get_format_name, get_screen
from mi_survey.cli.stream import count_of, say, write
from mi_survey.exports.findings import COLUMNS, finding_table, render_findings
from mi_survey.exports.table import Table
from mi_survey.model.finding import group_by_entry

if TYPE_CHECKING:
    from mi_survey.model.finding import Finding, Rulebook

FORMATS = (*TABLE_FORMATS, "sarif")


def write_findings(
    findings: Sequence[Finding],
    output: Output,
    *,
    rules: Rulebook[Any],
    more: Table | None = None,
    properties: Mapping[str, Any] | None = None,
) -> None:
    """Write findings.

    ``more`` has further columns for programs, with a row for each finding; ``properties`` are
    what else SARIF says of the run.
    """
    name = get_format_name(output)
    if name == "sarif":
        from mi_survey.exports.sarif import render_sarif  # for this format alone

        write(render_sarif(findings, rules, version=__version__, properties=properties))
    elif name == "table":
        show_findings(findings, output)
    else:
        table = finding_table(findings)
        if more is not None:
            rows = [(*one, *two) for one, two in zip(table.rows, more.rows, strict=True)]
            table = Table((*COLUMNS, *more.columns), rows)
        # the status tells of findings; that there are none is no failure
        write_table(table, output._replace(exit_status=False))


def show_findings(findings: Sequence[Finding], output: Output) -> None:
    """Show findings as compilers write them, entry by entry, in colour on a terminal."""
    findings = group_by_entry(findings)
    terminal = get_screen(output)
    if findings and terminal is not None:
        from mi_survey.display.findings import draw_findings  # Rich: 40 ms, to draw only

        write_screen(draw_findings(findings, terminal), terminal)
    elif findings:
        write(render_findings(findings))


def tell_findings(findings: Sequence[Finding], *, mendable: int = 0) -> None:
    """Say how many findings there are, and how many of them ``--fix`` mends."""
    mended = f", {mendable} can be mended: run with --fix" if mendable else ""
    say(f"{count_of(len(findings), 'finding')}{mended}" if findings else "nothing is wrong")
