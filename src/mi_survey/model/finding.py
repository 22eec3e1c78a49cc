"""A finding: something wrong with data, found while going on; and the rules that find such things.

There is one type for it, whatever was checked: a catalog, a bibliography or a list. A rule is a
function that registers itself in the book of its subject; what a reader meets on its way is
declared there, and found by the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, NamedTuple, ParamSpec

from mi_survey.files import STDIO
from mi_survey.text import quote

Severity = Literal["error", "warning", "note"]
Path = tuple[str | int, ...]  # of a value in a JSON file
_Given = ParamSpec("_Given")
_PLAIN_MEMBER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_MEMBER = 60


class TextSpan(NamedTuple):
    """The offsets of a part of a text: its first character, and the one after its last."""

    start: int
    end: int


class Edit(NamedTuple):
    """A text to put in the place of what stands from one offset up to another."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where a finding stands: in a file, and there as exactly as is known.

    Line and column count from 1. ``path`` is that of a value in a JSON file, empty for the whole
    of it. ``key`` is that of the work or the entry concerned.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: Path | None = None
    key: str = ""

    @property
    def where(self) -> str:
        """The place within the file: a JSON path, else line and column.

        >>> Location("works.json", path=(12, "ids", "arxiv")).where, Location("a.md", 3, 7).where
        ('$[12].ids.arxiv', '3:7')
        """
        if self.path is not None:
            return render_path(self.path)
        return ":".join(str(number) for number in (self.line, self.column) if number is not None)

    def __str__(self) -> str:
        file = "stdin" if self.file == STDIO else self.file
        return ":".join(filter(None, (file, self.where)))


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: by which rule, how grave, where, what to do, and the edits that mend it."""

    rule: str
    severity: Severity
    place: Location
    message: str
    suggestion: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def where(self) -> str:
        """The place within the file; programs that read findings ask for it."""
        return self.place.where

    def __str__(self) -> str:
        """Return the finding as compilers write it, with the advice indented below.

        >>> place = Location("refs.bib", 8, key="arditi")
        >>> print(Finding("year", "error", place, "the year is 2024, not 2023", "mend it"))
        refs.bib:8 [arditi] error year: the year is 2024, not 2023
            mend it
        """
        key = f"[{self.place.key}]" if self.place.key else ""
        advice = f"\n    {self.suggestion}" if self.suggestion else ""
        said = f"{self.severity} {self.rule}: {self.message}{advice}"
        return " ".join(filter(None, (str(self.place), key, said)))


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Given]):
    """A rule: its permanent name, how grave a breach is, what it says, and what checks it.

    ``check`` is ``None`` where a reader finds the breaches on its way. ``explanation`` says
    what the rule looks for and why, in paragraphs.
    """

    name: str
    severity: Severity
    summary: str
    check: Callable[_Given, Iterator[Finding]] | None = None
    explanation: str = ""

    def __call__(self, *args: _Given.args, **kwargs: _Given.kwargs) -> Iterator[Finding]:
        """Yield the breaches that the rule's function finds."""
        return iter(()) if self.check is None else self.check(*args, **kwargs)

    def finding(
        self,
        place: Location,
        message: str,
        suggestion: str = "",
        *,
        edits: Sequence[Edit] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding of this rule; ``severity`` is given where it is not the rule's own."""
        grave = severity or self.severity
        return Finding(self.name, grave, place, message, suggestion, tuple(edits))


class Rulebook(Generic[_Given]):
    """The rules on one subject, in the order in which they were written."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule[_Given]] = {}

    def rule(
        self, name: str, severity: Severity
    ) -> Callable[[Callable[_Given, Iterator[Finding]]], Rule[_Given]]:
        """Register a function as a rule; the first sentence of its docstring is the summary."""

        def register(check: Callable[_Given, Iterator[Finding]]) -> Rule[_Given]:
            summary = (check.__doc__ or "").partition("\n")[0]
            return self.declare(name, severity, summary, check=check)

        return register

    def declare(
        self,
        name: str,
        severity: Severity,
        summary: str,
        explanation: str = "",
        *,
        check: Callable[_Given, Iterator[Finding]] | None = None,
    ) -> Rule[_Given]:
        """Add a rule, without a function one whose breaches a reader finds on its way."""
        if name in self._rules:
            raise ValueError(f"two rules are called {name}")
        self._rules[name] = Rule(name, severity, summary, check, explanation)
        return self._rules[name]

    def __getitem__(self, name: str) -> Rule[_Given]:
        return self._rules[name]

    def __iter__(self) -> Iterator[Rule[_Given]]:
        return iter(self._rules.values())

    def names(self) -> tuple[str, ...]:
        """Return the names of the rules."""
        return tuple(self._rules)


def group_by_entry(findings: Iterable[Finding]) -> list[Finding]:
    """Put the findings on each entry together, where the first of them stands.

    >>> places = Location("x", 9, key="b"), Location("x", 3), Location("x", 8, key="b")
    >>> found = [Finding("year", "error", place, "wrong") for place in places]
    >>> [finding.place.where for finding in group_by_entry(found)]
    ['9', '8', '3']
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        place = finding.place
        groups.setdefault((place.file, place.key) if place.key else number, []).append(finding)
    return [finding for group in groups.values() for finding in group]


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Put texts in their places; of edits that overlap, the first alone is made.

    >>> apply_edits("one two", [Edit(4, 7, "2"), Edit(0, 3, "1")])
    '1 2'
    """
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(set(edits)):
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def change_texts(finding: Finding, change: Callable[[str], str]) -> Finding:
    """Return a finding with every text in it changed, for instance made safe to show."""
    place = finding.place
    return replace(
        finding,
        place=replace(place, file=change(place.file), key=change(place.key)),
        message=change(finding.message),
        suggestion=change(finding.suggestion),
    )


def render_path(path: Path) -> str:
    """Write a place in a JSON file as a JSON path.

    >>> render_path((12, "ids", "arxiv")), render_path(("two words",))
    ('$[12].ids.arxiv', "$['two words']")
    """
    parts = ["$"]
    for step in path:
        if isinstance(step, str) and len(step) <= _LONGEST_MEMBER and _PLAIN_MEMBER.fullmatch(step):
            parts.append("." + step)
        else:
            parts.append(f"[{quote(step) if isinstance(step, str) else step}]")
    return "".join(parts)
