"""What a call asks for: which catalogs, and the result in which format, fields and colours."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, NewType, cast

from mi_survey.cli.stream import read_stdin, refuse_second_reading, say, show_progress
from mi_survey.errors import UnknownValue, UsageFault
from mi_survey.files import STDIO
from mi_survey.model.work import Work
from mi_survey.text import nearest

if TYPE_CHECKING:
    from mi_survey.display.terminal import ColorChoice, Terminal
    from mi_survey.library import Catalog

ALL_FIELDS = "*"  # the value of a bare --json
VARIABLE = "MI_SURVEY_CATALOG"
_BRIEF = re.compile(r"\S+ \| ")  # the key before a title, in lines of the format brief
_COLORS = ("auto", "always", "never")
_DRAWN = ("table", "list")
# Which catalogs to use; none means the bundled one.
CatalogChoice = NewType("CatalogChoice", tuple[str, ...])
# The terms given for each axis, as they were typed.
AxisValues = NewType("AxisValues", dict[str, tuple[str, ...]])


class Output(NamedTuple):
    """How to write the result.

    ``fields`` are those of JSON, all where none is named; ``terminal`` is what to draw on, and
    nothing where the result must be plain.
    """

    format: str = "table"
    fields: tuple[str, ...] = ()
    header: bool = True
    terminal: Terminal | None = None
    exit_status: bool = False

    @property
    def is_drawn(self) -> bool:
        """Whether results are drawn for a person, as a table or as blocks."""
        return self.format in _DRAWN and self.terminal is not None

    @property
    def screen(self) -> Terminal | None:
        """The terminal to draw on what is no table, and goes into a pipe as it is."""
        return None if self.terminal is None or self.terminal.page else self.terminal

    def with_header(self) -> Output:
        """Return how to write a table that says nothing without its header, in a pipe, too."""
        plain = self.format == "table" and self.terminal is None
        return self._replace(format="tsv") if plain else self

    def get_fields(self, known: Sequence[str]) -> tuple[str, ...]:
        """Return the fields that are asked for, or none.

        Raises:
            UnknownValue: one is not known.
        """
        for field in self.fields:
            _demand_known("field", field, known)
        return self.fields


class Fixing(NamedTuple):
    """Whether to mend a file, and what becomes of the result."""

    is_asked: bool = False
    target: str | None = None
    force: bool = False
    dry_run: bool = False


def join_json(words: Sequence[str]) -> Iterator[str]:
    """Give every ``--json`` its value: the fields that the next word lists, else all.

    What lists no field is text as anywhere else: ``--json refusal`` searches for refusal.
    """
    fields = set(Work.__slots__)
    is_list = False
    for word, after in pairwise((*words, "")):
        if word == "--json":
            is_list = not fields.isdisjoint(after.split(","))
            yield f"--json={after if is_list else ALL_FIELDS}"
        elif is_list:
            is_list = False
        else:
            yield word


def make_output(
    formats: Sequence[str],
    *,
    format: str | None,
    json: str | None,
    color: str,
    no_header: bool,
    exit_status: bool,
) -> Output:
    """Make of the options what they ask for, of the formats that a command writes.

    Raises:
        UnknownValue: there is no such format, or value of ``--color``.
        UsageFault: ``--json`` and ``--format`` ask for different formats.
    """
    name = format.lower() if format is not None else "table" if json is None else "json"
    if json is not None and name not in ("json", "jsonl"):
        raise UsageFault(
            f"--json and --format {name} exclude each other", hint="leave one of them out"
        )
    check_format(name, formats)
    _demand_known("value of --color", color, _COLORS)
    fields = () if json in (None, ALL_FIELDS) else tuple(map(str.strip, json.split(",")))
    terminal = _find_terminal(
        cast("ColorChoice", color), is_table=format is not None and name == "table"
    )
    return Output(name, fields, not no_header, terminal, exit_status)


def check_format(name: str, formats: Sequence[str]) -> None:
    """Refuse a format that is not written here.

    Raises:
        UnknownValue: there is no such format.
    """
    _demand_known("format for this command", name, formats)


def _demand_known(what: str, value: str, known: Sequence[str]) -> None:
    """Refuse a value that is not known; the hint names the nearest and all that are."""
    if value not in known:
        error = UnknownValue(what, value, known=known)
        if near := nearest(value, known):
            error.hint = f"did you mean {near[0]}? {error.hint}"
        raise error


def _find_terminal(color: ColorChoice, *, is_table: bool) -> Terminal | None:
    """Return the terminal to draw on, or nothing where output must be plain.

    A table that is asked for by its name is drawn in a pipe, too, on a plain page.
    """
    if color != "always" and not sys.stdout.isatty():
        if not is_table:
            return None
        from mi_survey.display.terminal import make_page  # a pipe is plain without looking

        return make_page()
    from mi_survey.display.terminal import find_terminal  # likewise

    return find_terminal(sys.stdout, color=color)


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
    """Return the words given, with ``-`` replaced by the keys or names on standard input.

    Raises:
        UsageFault: standard input is a terminal, where nobody is piping, or cannot be read.
    """
    given: list[str] = []
    for word in words:
        if word != STDIO:
            given.append(word)
            continue
        hint = "pipe them: mi-survey find --format keys … | mi-survey show -"
        given += read_keys(read_stdin("keys", hint=hint).decode("utf-8-sig", "replace"))
    return given


def read_keys(text: str) -> list[str]:
    r"""Read the keys of records, or what stands first in the lines that the program writes.

    A tab ends it, a comma below a header that begins with ``key``, and behind a key the bar of
    brief lines; what has none of these is one name a line.

    >>> read_keys("key,title\na2022b,One\n"), read_keys("a2022b | One, two | A et al.\n")
    (['a2022b'], ['a2022b'])
    >>> read_keys('{"key": "a2022b"}\n'), read_keys("One, two\n")
    (['a2022b'], ['One, two'])
    """
    if text.lstrip()[:1] in ("[", "{") and (keys := _read_records(text)) is not None:
        return keys
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    mark = lines[0][3:4] if lines and lines[0].startswith(("key\t", "key,")) else ""
    if mark:
        return [line.split(mark)[0] for line in lines[1:]]
    cells = (line.split("\t")[0].rstrip() for line in lines)
    return [cell.split()[0] if _BRIEF.match(cell) else cell for cell in cells]


def _read_records(text: str) -> list[str] | None:
    """Return the keys of JSON records, in an array or a line each; ``None`` of any other text."""
    import json  # for this alone

    lines = [line for line in text.split("\n") if line.strip()]
    for pieces in ([text], lines):
        try:
            found = [json.loads(piece) for piece in pieces]
        except (ValueError, RecursionError):
            continue
        records = found[0] if isinstance(found[0], list) else found
        keys = [each.get("key") for each in records if isinstance(each, dict)]
        named = [key for key in keys if isinstance(key, str)]
        return named if len(named) == len(records) else None
    return None
