"""Findings on a terminal: severity in colour, lines broken to fit, advice indented below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from mi_survey.display.canvas import draw, join_lines, wrap
from mi_survey.display.terminal import Terminal
from mi_survey.model.finding import Finding, Location, change_texts

# As compilers colour them, which people read on light and on dark screens.
_STYLES = {"error": "bold red", "warning": "bold magenta", "note": "bold color(33)"}
_AGAIN, _ADVICE, _REST = 2, 4, 6  # cells before what begins or goes on in a line of its own
_NOWHERE = Location("")


def draw_findings(findings: Sequence[Finding], terminal: Terminal) -> str:
    """Draw findings as compilers write them; a wider terminal never takes more lines.

    What stands where the one before it stands does not say so again.
    """
    safe = [change_texts(each, terminal.text) for each in findings]
    before = [_NOWHERE, *(each.place for each in safe)]
    lines = (
        line
        for each, place in zip(safe, before, strict=False)
        for line in _lay(each, terminal, again=bool(place.key) and place == each.place)
    )
    return draw(join_lines(lines), terminal)


def _lay(finding: Finding, terminal: Terminal, *, again: bool) -> Iterator[Text]:
    head = Text(" " * _AGAIN) if again else _head(finding.place)
    head.append(finding.severity, _STYLES[finding.severity])
    head.append(f" {finding.rule}: {finding.message}")
    yield wrap(head, terminal.width, indent=_REST)
    if finding.suggestion:
        advice = Text(" " * _ADVICE).append(finding.suggestion, "dim")
        yield wrap(advice, terminal.width, indent=_REST)


def _head(place: Location) -> Text:
    head = Text()
    for part, style in ((str(place), "bold"), (place.key and f"[{place.key}]", "cyan")):
        if part:
            head.append(part, style).append(" ")
    return head
