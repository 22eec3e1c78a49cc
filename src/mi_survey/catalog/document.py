"""One JSON file of a catalog as it was read, and what is wrong with its plain JSON values.

Reading never mends: values stay as they are, and findings tell of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.rule import RULES
from mi_survey.catalog.store import FILES, list_files, parse_json, read_text
from mi_survey.errors import CatalogUnreadable
from mi_survey.model.finding import Finding, Location, Path
from mi_survey.text import printable, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

# A catalog nests six deep; this keeps hostile files from exhausting the stack.
_DEEPEST = 64
_WHITE = " \t\r\n"

REPEATED_MEMBER = RULES.declare(
    "repeated-member", "error", "Give no object two members of one name."
)
FINITE_NUMBER = RULES.declare("finite-number", "error", "Write finite numbers only.")
UNKNOWN_FIELD = RULES.declare("unknown-field", "error", "Give records no fields but their own.")
MISSING_FIELD = RULES.declare(
    "missing-field", "error", "Give records all fields that are required."
)
WRONG_TYPE = RULES.declare("wrong-type", "error", "Give values the types that their fields take.")
CLOSED_VOCABULARY = RULES.declare(
    "closed-vocabulary", "error", "Take kinds, statuses and the like from the closed list of each."
)
BLANK_STRING = RULES.declare("blank-string", "error", "Leave no string empty or blank.")
OUTER_SPACE = RULES.declare("outer-space", "warning", "Put no white space around a string.")
CONTROL_CHARACTER = RULES.declare(
    "control-character",
    "error",
    "Keep control characters and bidirectional overrides out of strings.",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A catalog file: its name in ``FILES``, how the user named it, its text and its JSON.

    ``text`` is ``None`` where only the JSON values were given. ``findings`` are on the values,
    ``misfits`` on those that do not fit the records that the file should hold.
    """

    name: str
    file: str
    raw: Any
    text: str | None = None
    findings: tuple[Finding, ...] = ()
    misfits: tuple[Finding, ...] = ()

    def iter_misfits(self) -> Iterator[tuple[Path, str]]:
        """Yield the places where something does not fit, each with the rule that says so."""
        for finding in self.misfits:
            yield finding.place.path or (), finding.rule

    def place(self, path: Path) -> Location:
        """Return a place in the file, with the key of the work that stands there.

        The key finds a work again after the file has changed.
        """
        key = ""
        if self.name == FILES[0] and path and isinstance(path[0], int):
            work = self.raw[path[0]]
            if isinstance(work, dict) and isinstance(found := work.get("key"), str):
                key = quote(found)[1:-1]
        return Location(self.file, path=path, key=key)


class _Repeating(dict[str, Any]):
    """An object in which names occur more than once; the last of each counts."""

    def __init__(self, members: list[tuple[str, Any]]) -> None:
        super().__init__(members)
        counts = Counter(name for name, _ in members)
        self.repeated = tuple(name for name, count in counts.items() if count > 1)


def read_documents(path: str) -> tuple[Document, ...]:
    """Read the catalog files that a path stands for, as ``list_files`` says.

    Raises CatalogUnreadable for what is missing, not readable, not UTF-8 or not JSON.
    """
    return tuple(
        parse_document(name, read_text(file), file=file) for name, file in list_files(path).items()
    )


def parse_document(name: str, text: str, *, file: str) -> Document:
    """Parse the text of a catalog file.

    Raises CatalogUnreadable for what is not JSON, or nested more deeply than any catalog.
    """
    raw = parse_json(text, path=file, build_object=_build_object)
    return read_values(name, raw, file=file, text=text)


def read_values(name: str, raw: Any, *, file: str, text: str | None = None) -> Document:
    """Look through JSON values, whatever they are meant to be.

    Raises CatalogUnreadable for values that are nested more deeply than in any catalog.
    """
    document = Document(name, file, raw, text)
    findings = _iter_nested(raw, (), document) if isinstance(raw, dict | list) else ()
    return replace(document, findings=tuple(findings))


def _build_object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(members)
    return values if len(values) == len(members) else _Repeating(members)


def _iter_nested(raw: Any, path: Path, document: Document) -> Iterator[Finding]:
    if len(path) > _DEEPEST:
        raise CatalogUnreadable(document.file, "nested too deeply")
    if isinstance(raw, _Repeating):
        for name in raw.repeated:
            message = f"member {quote(name)} occurs more than once"
            place = document.place((*path, name))
            yield REPEATED_MEMBER.finding(place, message, "keep one; only the last would count")
    items = raw.items() if isinstance(raw, dict) else enumerate(raw)
    for step, value in items:
        if isinstance(value, str):
            # All but a handful of texts pass here; a generator for each would cost seconds.
            if not (value.isprintable() and value and value.strip() == value):
                yield from _iter_leaf(value, (*path, step), document)
        elif isinstance(value, dict | list):
            yield from _iter_nested(value, (*path, step), document)


def _iter_leaf(value: str, path: Path, document: Document) -> Iterator[Finding]:
    place = document.place(path)
    inner = value.strip()
    if not inner:
        yield BLANK_STRING.finding(place, "the string is empty", "leave out what is not known")
    elif inner != value:
        message = f"{quote(value)} has white space around it"
        yield OUTER_SPACE.finding(place, message, f"write {quote(inner)}")
    shown = value.strip(_WHITE)  # all else that is taken for space at the ends is a control
    if printable(shown) != shown or any("\ud800" <= char <= "\udfff" for char in shown):
        message = f"{quote(value)} holds control characters"
        yield CONTROL_CHARACTER.finding(
            place, message, "take out what is shown as \\x.. or \\u...."
        )
