"""Findings on a terminal: severity in colour, lines broken to fit, advice indented below."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from mi_survey.display.canvas import draw, join_lines, wrap
from mi_survey.display.terminal import Terminal
from mi_survey.model.finding import Finding, change_texts

_STYLES = {"error": "bold red", "warning": "yellow", "note": "blue"}
_INDENT = "    "


def draw_findings(findings: Sequence[Finding], terminal: Terminal) -> str:
    """Draw findings as compilers write them; a wider terminal never takes more lines."""
    lines = [
        line for each in findings for line in _lay(change_texts(each, terminal.text), terminal)
    ]
    return draw(join_lines(lines), terminal)


def _lay(finding: Finding, terminal: Terminal) -> list[Text]:
    head, *advice = str(finding).split("\n")
    text = Text(head)
    place = str(finding.place)
    text.stylize("bold", 0, len(place))
    at = len(place) + (len(finding.place.key) + 3 if finding.place.key else 0)
    text.stylize("cyan", len(place), at)
    text.stylize(_STYLES[finding.severity], at, at + 1 + len(finding.severity))
    lines = list(wrap(text, terminal.width).split("\n"))
    for said in advice:
        inner = wrap(Text(said.strip(), "dim"), terminal.width - len(_INDENT))
        lines += [Text(_INDENT) + line for line in inner.split("\n")]
    return lines
