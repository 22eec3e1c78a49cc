"""What a call asks for: which catalogs, and the result in which format, fields and colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, NewType, cast

from mi_survey.cli.stream import read_stdin, refuse_second_reading, say
from mi_survey.errors import UnknownValue, UsageFault
from mi_survey.files import STDIO
from mi_survey.text import nearest

if TYPE_CHECKING:
    from mi_survey.display.terminal import ColorChoice, Terminal
    from mi_survey.library import Catalog

ALL_FIELDS = "*"  # the value of a bare --json
VARIABLE = "MI_SURVEY_CATALOG"
# Which catalogs to use; none means the bundled one.
CatalogChoice = NewType("CatalogChoice", tuple[str, ...])
# The terms given for each axis, as they were typed.
AxisValues = NewType("AxisValues", dict[str, tuple[str, ...]])


class Output(NamedTuple):
    """How to write the result; ``json`` is ``None`` where it was not asked for."""

    format: str | None = None
    json: str | None = None
    header: bool = True
    color: str = "auto"
    exit_status: bool = False


def open_catalog(choice: CatalogChoice, *files: str) -> Catalog:
    """Load the catalogs of ``--catalog``, else of ``MI_SURVEY_CATALOG``, else the bundled one.

    ``files`` are what else the call reads. Works that give way to a user's are named on standard
    error.

    Raises:
        CatalogUnreadable, CatalogInvalid: a catalog cannot be used.
        UsageFault: standard input would be read twice.
    """
    from mi_survey.library import load_catalog  # not to complete a command

    specs = name_catalogs(choice)
    refuse_second_reading((*files, *specs))
    if specs:
        from mi_survey.cli.progress import show_progress  # the bundled one takes no time

        with show_progress("reading the catalog"):
            catalog = load_catalog(*specs)
    else:
        catalog = load_catalog()
    for override in catalog.overrides:
        by, replaced = override.by, override.replaced
        if by != replaced:
            say(f"note: {by.key} replaces {replaced.key} (same {override.shared})")
    return catalog


def name_catalogs(specs: Sequence[str]) -> Sequence[str]:
    """Return the catalogs given on the command line, else those of ``MI_SURVEY_CATALOG``.

    The variable separates several as ``PATH`` does.
    """
    if specs:
        return specs
    return [spec for spec in os.environ.get(VARIABLE, "").split(os.pathsep) if spec]


def read_words(words: Iterable[str]) -> list[str]:
    """Return the words given, with ``-`` replaced by the first words of standard input's lines.

    The first word, so that what ``find`` prints can be piped on: a key, then a tab.

    Raises:
        UsageFault: standard input is a terminal, where nobody is piping, or cannot be read.
    """
    given: list[str] = []
    for word in words:
        if word != STDIO:
            given.append(word)
            continue
        hint = "pipe them: mi-survey find --format keys … | mi-survey show -"
        lines = read_stdin("keys", hint=hint).decode("utf-8-sig", "replace").splitlines()
        given += [line.split("\t")[0].strip() for line in lines if line.strip()]
    return given


def check_output(output: Output, *, columns: Sequence[str], formats: Sequence[str]) -> None:
    """Refuse options that the result cannot be written with, before anything is done.

    Raises:
        UnknownValue: there is no such format, field or value of --color.
        UsageFault: two options exclude each other.
    """
    check_format(output, formats)
    get_fields(output, known=columns)
    get_terminal(output)


def check_format(output: Output, formats: Sequence[str]) -> None:
    """Refuse a format that a command does not write.

    Raises:
        UnknownValue: there is no such format here.
        UsageFault: ``--json`` and ``--format`` ask for different ones.
    """
    if (name := get_format_name(output)) not in formats:
        raise UnknownValue("format for this command", name, known=formats)


def get_terminal(output: Output) -> Terminal | None:
    """Return the terminal to draw on, or nothing where output must be plain.

    A table that is asked for by its name is drawn in a pipe, too, on a plain page.

    Raises:
        UnknownValue: ``--color`` is neither auto, always nor never.
    """
    color = output.color
    if color not in ("auto", "always", "never"):
        raise UnknownValue("value of --color", color, known=("auto", "always", "never"))
    if color != "always" and not sys.stdout.isatty():
        if output.format != "table" or output.json is not None:
            return None
        from mi_survey.display.terminal import make_page  # a pipe is plain without looking

        return make_page()
    from mi_survey.display.terminal import find_terminal  # likewise

    return find_terminal(sys.stdout, color=cast("ColorChoice", color))


def get_screen(output: Output) -> Terminal | None:
    """Return the terminal to draw on what is no table, and goes into a pipe as it is."""
    terminal = get_terminal(output)
    return None if terminal is None or terminal.page else terminal


def get_format_name(output: Output) -> str:
    """Return the name of the format that the options ask for, known or not.

    Raises:
        UsageFault: ``--json`` and ``--format`` ask for different ones.
    """
    if output.json is None:
        return "table" if output.format is None else output.format
    if output.format not in (None, "json", "jsonl"):
        raise UsageFault(
            f"--json and --format {output.format} exclude each other", hint="leave one of them out"
        )
    return output.format or "json"


def get_fields(output: Output, *, known: Sequence[str]) -> tuple[str, ...]:
    """Return the fields that ``--json=FIELDS`` names of those known, or none.

    Raises:
        UnknownValue: a field is not known; the hint names the nearest and all that are.
    """
    if output.json in (None, ALL_FIELDS):
        return ()
    fields = tuple(field.strip() for field in (output.json or "").split(","))
    for field in fields:
        if field not in known:
            error = UnknownValue("field", field, known=known)
            if near := nearest(field, known):
                error.hint = f"did you mean {near[0]}? {error.hint}"
            raise error
    return fields
