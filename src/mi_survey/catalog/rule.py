"""What a rule on catalogs is given, the book of those rules, and their breaches in order.

An error means that the catalog cannot be trusted, a warning that it is not in good style.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.store import FILES
from mi_survey.model.finding import Finding, Location, Path, Rulebook, change_texts
from mi_survey.text import escape, nearest, quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from mi_survey.catalog.document import Document
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.work import Work

_LONGEST = 60
_MOST_CHOICES = 200
# These speak of the text, or say themselves what does not fit; the others keep silent at a place
# where something does not fit.
_OF_STRUCTURE = frozenset(
    {
        "repeated-member", "finite-number",
        "unknown-field", "missing-field", "wrong-type", "closed-vocabulary",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A catalog under check: the files it brings, and all records, in the order of the files.

    What the catalog does not bring, such as its taxonomy, is in ``contents`` all the same.
    """

    documents: dict[str, Document]
    contents: CatalogRecords
    today: date

    def place(self, name: str, path: Path) -> Location:
        """Return a place in one of the files, with the key of the work concerned."""
        return self.documents[name].place(path)

    def iter_works(self) -> Iterator[tuple[str, Path, Work]]:
        """Yield every work to check with its document and place, sources' citations included."""
        for index, work in enumerate(self.contents.works):
            yield "works.json", (index,), work
        if "sources.json" in self.documents:
            for index, source in enumerate(self.contents.sources):
                if source.citation:
                    yield "sources.json", (index, "citation"), source.citation

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
    found = [
        finding
        for document in subject.documents.values()
        for finding in (*document.findings, *document.misfits)
    ]
    found += [
        finding
        for rule in RULES
        if rule.severity == "error" or not errors_only
        for finding in rule(subject)
    ]
    ranks = {name: rank for rank, name in enumerate(RULES.names())}

    def is_told(finding: Finding) -> bool:
        path, file = finding.place.path or (), finding.place.file
        return finding.rule in _OF_STRUCTURE or not _is_explained(path, misfits[file], around[file])

    def position(finding: Finding) -> tuple[int, list[int], int]:
        record = [step for step in finding.place.path or () if isinstance(step, int)][:1]
        return FILES.index(names[finding.place.file]), record, ranks[finding.rule]

    return tuple(
        change_texts(each, escape) for each in sorted(filter(is_told, found), key=position)
    )


def _is_explained(path: Path, misfits: Collection[Path], around: Collection[Path]) -> bool:
    if not misfits:
        return False
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


def did_you_mean(word: str, choices: tuple[str, ...]) -> str:
    """Suggest the choice most like a word, or nothing.

    >>> did_you_mean("yeer", ("year", "month")), did_you_mean("?", ("year",))
    ("did you mean 'year'?", '')
    """
    # Comparing takes time quadratic in the length, and is done for every word that is wrong.
    if len(word) > _LONGEST or len(choices) > _MOST_CHOICES:
        return ""
    return _find_nearest(word, choices)


def suggest(word: str, choices: tuple[str, ...]) -> str:
    """Suggest the choice most like a word, or name all, unless they are too many for a line.

    >>> suggest("yeer", ("year", "month")), suggest("?", ("year", "month"))
    ("did you mean 'year'?", 'known: year, month')
    """
    known = f"known: {', '.join(choices)}" if len(choices) <= _MOST_CHOICES else ""
    return did_you_mean(word, choices) or known


@lru_cache(maxsize=1000)
def _find_nearest(word: str, choices: tuple[str, ...]) -> str:
    near = nearest(word, choices, limit=1)
    return f"did you mean '{near[0]}'?" if near else ""
