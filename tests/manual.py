"""The manual page, made from the command line's description of itself (man(7) of groff).

``.ci/generate.py`` writes it to ``src/mi-survey.1``, from where the wheel installs it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from mi_survey import __version__
from mi_survey.cli.app import EXIT_STATUSES, PROGRAM_HELP
from mi_survey.cli.help import CommandDescription, describe_commands

MANUAL = "src/mi-survey.1"
CHANGES = Path(__file__).parents[1] / "CHANGELOG.md"
_ENVIRONMENT = {
    "MI_SURVEY_CATALOG": "The catalogs to use where --catalog is not given, separated as in PATH.",
    "MI_SURVEY_DEBUG": "If set, an error shows where in the program it was raised.",
    "NO_COLOR": "If set, terminals get no colour.",
    "BROWSER, PAGER": "What open and long screens call.",
}


def render_manual() -> str:
    """Render the manual page."""
    summary, _, description = PROGRAM_HELP.partition("\n\n")
    lines = [
        f'.TH MI-SURVEY 1 "{_find_date()}" "mi-survey {_escape(__version__)}" "User Commands"',
        ".SH NAME",
        "mi\\-survey \\-",
        *_wrap(summary[:1].lower() + summary[1:].rstrip(".")),
        ".SH SYNOPSIS",
        ".B mi\\-survey",
        ".I COMMAND",
        "[OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        *_paragraphs(description),
        ".SH COMMANDS",
    ]
    for command in describe_commands():
        lines += _render_command(command)
    lines += [".SH EXIT STATUS", *_definitions({str(int(k)): v for k, v in EXIT_STATUSES.items()})]
    lines += [".SH ENVIRONMENT", *_definitions(_ENVIRONMENT)]
    return "\n".join(lines) + "\n"


def _find_date() -> str:
    """Return the date of the newest release that the change log names."""
    found = re.search(r"^## .*\((\d{4}-\d{2}-\d{2})\)", CHANGES.read_text(encoding="utf-8"), re.M)
    assert found
    return found[1]


def _render_command(command: CommandDescription) -> Iterator[str]:
    usage = " ".join((command.name, *command.arguments))
    yield f".SS {_escape(usage)}"
    text, _, examples = command.help.partition("\b\nExamples:\n")
    yield from _paragraphs(text)
    for option in command.options:
        yield ".TP"
        yield f".B {_escape(option.names)}"
        yield from _wrap(option.help)
    if examples:
        yield ".PP"
        yield "Examples:"
        yield ".PP"
        yield ".nf"
        yield ".RS"
        yield from (_escape(line.strip()) for line in examples.splitlines() if line.strip())
        yield ".RE"
        yield ".fi"


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield from _wrap(paragraph.replace("\b", ""))


def _definitions(meanings: dict[str, str]) -> Iterator[str]:
    for term, meaning in meanings.items():
        yield ".TP"
        yield f".B {_escape(term)}"
        yield from _wrap(meaning)


def _wrap(text: str) -> Iterator[str]:
    lines = textwrap.wrap(" ".join(text.split()), 72, break_on_hyphens=False)
    yield from map(_escape, lines)


def _escape(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return f"\\&{text}" if text.startswith((".", "'")) else text
