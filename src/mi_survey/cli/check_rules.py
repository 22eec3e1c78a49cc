"""The rules of ``check``, listed and explained."""

from __future__ import annotations

from mi_survey.bibliography.rules import FIXABLE, RULES
from mi_survey.cli.options import TABLE_FORMATS
from mi_survey.cli.output import write_table
from mi_survey.cli.request import Output, check_output
from mi_survey.cli.stream import write
from mi_survey.exports.table import Table
from mi_survey.model.term import get_choice

_COLUMNS = ("rule", "severity", "fix", "summary")
_WIDTH = 88


def list_rules(output: Output) -> None:
    """Write a line for each rule."""
    check_output(output, columns=_COLUMNS, formats=TABLE_FORMATS)
    rows = [
        (rule.name, rule.severity, "yes" if rule.name in FIXABLE else "no", rule.summary)
        for rule in RULES
    ]
    write_table(Table(_COLUMNS, rows), output)


def explain_rule(text: str) -> None:
    """Write what a rule looks for, an example, and how to silence it."""
    from textwrap import fill  # for this alone

    name = get_choice(text, "rule", known=RULES.names())
    rule = next(each for each in RULES if each.name == name)
    paragraphs = [rule.summary, *rule.explanation.split("\n\n")]
    silence = f"--ignore {name}"
    if name not in ("suppression", "not-checked"):
        silence += f', or the comment "% mi-survey: ignore[{name}]" before or in an entry'
        silence += f' ("<!-- mi-survey: ignore[{name}] -->" in Markdown)'
    mended = "mends it" if name in FIXABLE else "leaves it to you"
    lines = [f"{name} ({rule.severity}; --fix {mended})"]
    lines += [fill(each, _WIDTH) for each in (*paragraphs, f"To silence it: {silence}.")]
    write("\n\n".join(lines) + "\n")
