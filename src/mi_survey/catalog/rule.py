"""What a rule is: a function from a catalog under check to the faults that it finds there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mi_survey.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from mi_survey.catalog.document import Document, Oddity, Path
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.finding import Severity
    from mi_survey.model.work import Work

_PLAIN_MEMBER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of one file, and what to do about it."""

    document: str
    path: Path
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A catalog under check: the files it brings, and all records, in the order of the files.

    What the catalog does not bring, such as its taxonomy, is in ``contents`` all the same.
    """

    documents: dict[str, Document]
    contents: CatalogRecords
    today: date

    def iter_works(self) -> Iterator[tuple[str, Path, Work]]:
        """Yield every work to check with its document and place, sources' citations included."""
        for index, work in enumerate(self.contents.works):
            yield "works.json", (index,), work
        if "sources.json" in self.documents:
            for index, source in enumerate(self.contents.sources):
                if source.citation:
                    yield "sources.json", (index, "citation"), source.citation

    def iter_oddities(self, rule: str) -> Iterator[tuple[str, Oddity]]:
        """Yield what reading the files found for one rule, with the document."""
        for name, document in self.documents.items():
            for oddity in (*document.oddities, *document.misfits):
                if oddity.rule == rule:
                    yield name, oddity

    def has_lost(self, name: str, *fields: str) -> bool:
        """Tell whether a misfit hides records of a file, or one of these fields of theirs.

        Rules that look things up there would blame the works for it.
        """
        document = self.documents.get(name)
        return any(
            len(misfit.path) <= 1 or not set(fields).isdisjoint(misfit.path[-2:])
            for misfit in (document.misfits if document else ())
            if misfit.rule != "unknown-field"
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's permanent id, how grave a breach is, and the function that finds breaches."""

    id: str
    severity: Severity
    check: Callable[[Subject], Iterator[Fault]]

    @property
    def summary(self) -> str:
        """What the rule demands, in a sentence."""
        return (self.check.__doc__ or "").partition("\n")[0]


def escape(text: str) -> str:
    r"""Write characters that do not print as escapes, so that they can be seen and do nothing.

    >>> escape("red \x1b[31m alert")
    'red \\x1b[31m alert'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def quote(text: str) -> str:
    """Quote a value from a catalog, escaped and cut to a length that fits a line.

    >>> quote("neuron"), len(quote("x" * 1000))
    ("'neuron'", 62)
    """
    shown = escape(text[: _LONGEST + 1])
    return f"'{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + '...'}'"


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
    # Comparing takes time quadratic in the length; nothing that long is a misspelt name.
    near = nearest(word, choices, limit=1) if len(word) <= _LONGEST else []
    return f"did you mean '{near[0]}'?" if near else ""


def render_path(path: Path) -> str:
    """Write a place in a file as a JSON path.

    >>> render_path((12, "ids", "arxiv")), render_path(("two words",))
    ('$[12].ids.arxiv', "$['two words']")
    """
    parts = ["$"]
    for step in path:
        if isinstance(step, str) and _PLAIN_MEMBER.fullmatch(step) and len(step) <= _LONGEST:
            parts.append("." + step)
        else:
            parts.append(f"[{quote(step) if isinstance(step, str) else step}]")
    return "".join(parts)
