"""What a rule on catalogs is given, the book of those rules, and their breaches in order.

An error means that the catalog cannot be trusted, a warning that it is not in good style.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from mi_survey.catalog.store import FILES
from mi_survey.model.finding import Finding, Location, Path, Rule, Rulebook, Severity, change_texts
from mi_survey.text import escape, nearest, quote

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from mi_survey.catalog.document import Document
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.person import Person
    from mi_survey.model.source import Source
    from mi_survey.model.taxonomy import Axis
    from mi_survey.model.work import Work

_WORKS, _TAXONOMY, _SOURCES, _PEOPLE = FILES
_LONGEST = 60
_MOST_CHOICES = 200
_Record = TypeVar("_Record")
_Name = TypeVar("_Name", bound=Hashable)
# Where it is, beginning with the name of the file; what is wrong; and what to do, if that is known.
Breach = tuple[Path, str] | tuple[Path, str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """A catalog under check: the files it brings, and all records, in the order of the files.

    What the catalog does not bring, such as its taxonomy, is in ``contents`` all the same.
    """

    documents: dict[str, Document]
    contents: CatalogRecords
    today: date

    def place(self, path: Path) -> Location:
        """Return a place in one of the files, whose name the path begins with."""
        return self.documents[str(path[0])].place(path[1:])

    def iter_works(self, *, with_citations: bool = True) -> Iterator[tuple[Path, Work]]:
        """Yield every work to check with its place, sources' citations included."""
        yield from self._iter(_WORKS, self.contents.works)
        for path, source in self.iter_sources() if with_citations else ():
            if source.citation:
                yield (*path, "citation"), source.citation

    def iter_axes(self) -> Iterator[tuple[Path, Axis]]:
        """Yield every axis that the catalog brings, with its place."""
        for (name, *steps), axis in self._iter(_TAXONOMY, self.contents.taxonomy.axes):
            yield (name, "axes", *steps), axis

    def iter_sources(self) -> Iterator[tuple[Path, Source]]:
        """Yield every source that the catalog brings, with its place."""
        return self._iter(_SOURCES, self.contents.sources)

    def iter_people(self) -> Iterator[tuple[Path, Person]]:
        """Yield everybody whom the catalog brings, with the place."""
        return self._iter(_PEOPLE, self.contents.people)

    def _iter(self, name: str, records: Sequence[_Record]) -> Iterator[tuple[Path, _Record]]:
        for index, record in enumerate(records if name in self.documents else ()):
            yield (name, index), record

    def has_lost(self, name: str, *fields: str) -> bool:
        """Tell whether a misfit hides records of a file, or one of these fields of theirs.

        Rules that look things up there would blame the works for it.
        """
        document = self.documents.get(name)
        return any(
            len(path) <= 1 or not set(fields).isdisjoint(path[-2:])
            for path, rule in (document.iter_misfits() if document else ())
            if rule != "unknown-field"
        )


RULES: Rulebook[[Subject]] = Rulebook()


def rule(
    name: str, severity: Severity
) -> Callable[[Callable[[Subject], Iterator[Breach]]], Rule[[Subject]]]:
    """Register a function that yields breaches as the rule that finds them."""

    def register(check: Callable[[Subject], Iterator[Breach]]) -> Rule[[Subject]]:
        @wraps(check)
        def find(subject: Subject) -> Iterator[Finding]:
            for path, *said in check(subject):
                yield registered.finding(subject.place(path), *said)

        registered = RULES.rule(name, severity)(find)
        return registered

    return register


def iter_repeated(names: Iterable[tuple[Path, _Name]]) -> Iterator[tuple[Path, _Name, Path]]:
    """Yield every name that is there before, with its place and that of the first."""
    first: dict[_Name, Path] = {}
    for path, name in names:
        if name and first.setdefault(name, path) != path:
            yield path, name, first[name]


def find_breaches(subject: Subject, *, errors_only: bool = False) -> tuple[Finding, ...]:
    """Apply all rules to a catalog, or those alone whose breaches are errors.

    Findings come in the order of the files, within a file of its records, and within a record
    of the rules.
    """
    names = {document.file: name for name, document in subject.documents.items()}
    misfits = {
        document.file: frozenset(path for path, _ in document.iter_misfits())
        for document in subject.documents.values()
    }
    around = {file: {path[:-1] for path in paths} for file, paths in misfits.items()}
    ranks = {name: rank for rank, name in enumerate(RULES.names())}

    def is_told(finding: Finding) -> bool:
        path, file = finding.place.path or (), finding.place.file
        # of what a rule finds in the text itself, no misfit is the reason
        return finding.rule == "repeated-member" or not _is_explained(
            path, misfits[file], around[file]
        )

    def position(finding: Finding) -> tuple[int, list[int], int]:
        record = [step for step in finding.place.path or () if isinstance(step, int)][:1]
        return FILES.index(names[finding.place.file]), record, ranks[finding.rule]

    documents = subject.documents.values()
    found = [finding for document in documents for finding in document.findings]
    for each in RULES:
        if each.severity == "error" or not errors_only:
            found += each(subject)
    told = [finding for document in documents for finding in document.misfits]
    told += filter(is_told, found)
    return tuple(change_texts(each, escape) for each in sorted(told, key=position))


def _is_explained(path: Path, misfits: Collection[Path], around: Collection[Path]) -> bool:
    # A name or placement with a misfit within may look wrong only for having been mended.
    if len(path) > 2 and path in around:
        return True
    return any(path[:length] in misfits for length in range(len(path) + 1))


def describe(value: Any) -> str:
    """Say in words what a JSON value is.

    >>> describe("2024"), describe(2024.0), describe(None), describe([1])
    ("the string '2024'", 'the number 2024.0', 'null', 'an array')
    """
    match value:
        case str():
            return f"the string {quote(value)}"
        case bool() | None:
            return json.dumps(value)
        case int() | float():
            return f"the number {quote(json.dumps(value))[1:-1]}"
        case list():
            return "an array"
        case _:
            return "an object"


@lru_cache(maxsize=1000)
def did_you_mean(word: str, choices: tuple[str, ...]) -> str:
    """Suggest the choice most like a word, or nothing.

    >>> did_you_mean("yeer", ("year", "month")), did_you_mean("?", ("year",))
    ("did you mean 'year'?", '')
    """
    # Comparing takes time quadratic in the length, and is done for every word that is wrong.
    if len(word) > _LONGEST or len(choices) > _MOST_CHOICES:
        return ""
    near = nearest(word, choices, limit=1)
    return f"did you mean '{near[0]}'?" if near else ""


def suggest(word: str, choices: tuple[str, ...]) -> str:
    """Suggest the choice most like a word, or name all, unless they are too many for a line.

    >>> suggest("yeer", ("year", "month")), suggest("?", ("year", "month"))
    ("did you mean 'year'?", 'known: year, month')
    """
    known = f"known: {', '.join(choices)}" if len(choices) <= _MOST_CHOICES else ""
    return did_you_mean(word, choices) or known
