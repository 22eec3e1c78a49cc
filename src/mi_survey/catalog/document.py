"""One JSON file of a catalog as it was read, and what is odd about its plain JSON values.

Reading never mends: it records where something is odd and leaves it to the rules to say so.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from mi_survey.catalog.store import FILES, STDIN, parse_json, read_text
from mi_survey.errors import CatalogUnreadable
from mi_survey.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

Path: TypeAlias = tuple[str | int, ...]

_BYTE_ORDER_MARK = "\ufeff"
# A catalog nests six deep; this keeps hostile files from exhausting the stack.
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd at one place: which rule it concerns, what was found and expected there."""

    rule: str
    path: Path
    found: Any = None
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A catalog file: its name in ``FILES``, how the user named it, its text and its JSON.

    ``text`` is ``None`` where only the JSON values were given. ``oddities`` are those of the
    values, ``misfits`` those against the records that the file should hold.
    """

    name: str
    file: str
    raw: Any
    text: str | None = None
    oddities: tuple[Oddity, ...] = ()
    misfits: tuple[Oddity, ...] = ()

    def with_misfits(self, misfits: tuple[Oddity, ...]) -> Document:
        """Return the document with what does not fit its records."""
        return replace(self, misfits=misfits)


class _Repeating(dict[str, Any]):
    """An object in which names occur more than once; the last of each counts."""

    def __init__(self, members: list[tuple[str, Any]]) -> None:
        super().__init__(members)
        counts = Counter(name for name, _ in members)
        self.repeated = tuple(name for name, count in counts.items() if count > 1)


def read_documents(path: str) -> tuple[Document, ...]:
    """Read the catalog files that a path stands for.

    A folder has ``works.json`` and, if it has them, the other two; anything else is a file of
    works, and ``-`` standard input. Raises CatalogUnreadable for what is missing, not readable,
    not UTF-8 or not JSON.
    """
    files = {FILES[0]: path}
    if path != STDIN and os.path.isdir(path):  # noqa: PTH112 - paths stay as the user wrote them
        files = {name: os.path.join(path, name) for name in FILES}  # noqa: PTH118 - likewise
    return tuple(
        parse_document(name, read_text(file, newline=""), file=file)
        for name, file in files.items()
        if name == FILES[0] or os.path.lexists(file)
    )


def parse_document(name: str, text: str, *, file: str) -> Document:
    """Parse the text of a catalog file; a byte order mark is no obstacle.

    Raises CatalogUnreadable for what is not JSON, or nested more deeply than any catalog.
    """
    raw = parse_json(text.removeprefix(_BYTE_ORDER_MARK), path=file, build_object=_build_object)
    return Document(name, file, raw, text, tuple(iter_oddities(raw, file=file)))


def iter_oddities(raw: Any, *, file: str) -> Iterator[Oddity]:
    """Yield what is odd about JSON values, whatever they are meant to be, in their order.

    Raises CatalogUnreadable for values that are nested more deeply than in any catalog.
    """
    if isinstance(raw, dict | list):
        yield from _iter_nested(raw, (), file)
    elif isinstance(raw, str | float):
        yield from _iter_leaf(raw, ())


def _build_object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(members)
    return values if len(values) == len(members) else _Repeating(members)


def _iter_nested(raw: Any, path: Path, file: str) -> Iterator[Oddity]:
    if len(path) > _DEEPEST:
        raise CatalogUnreadable(file, "nested too deeply")
    if isinstance(raw, _Repeating):
        for name in raw.repeated:
            yield Oddity("repeated-member", (*path, name))
    items = raw.items() if isinstance(raw, dict) else enumerate(raw)
    for step, value in items:
        if isinstance(value, str):
            # All but a handful of texts pass here; a generator for each would cost seconds.
            if not (value.isprintable() and value and value.strip() == value):
                yield from _iter_leaf(value, (*path, step))
        elif isinstance(value, dict | list):
            yield from _iter_nested(value, (*path, step), file)
        elif isinstance(value, float):
            yield from _iter_leaf(value, (*path, step))


def _iter_leaf(value: str | float, path: Path) -> Iterator[Oddity]:
    if isinstance(value, float):
        if not math.isfinite(value):
            yield Oddity("finite-number", path, value)
        return
    inner = value.strip()
    if not inner:
        yield Oddity("blank-string", path, value)
    elif inner != value:
        yield Oddity("outer-space", path, value)
    if printable(inner) != inner or any("\ud800" <= char <= "\udfff" for char in inner):
        yield Oddity("control-character", path, value)
