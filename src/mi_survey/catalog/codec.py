"""Records to plain JSON values and back, and the one canonical form of catalog files.

Decoding trusts its input: it is for the bundled catalog, which is validated when it is built
and tested, and it is what makes start-up fast. What users bring goes through
``catalog.schema``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.name import Name
from mi_survey.model.taxonomy import Axis, Taxonomy, Term
from mi_survey.model.work import Appearance, Ids, Listing, Placement, Venue, Work

if TYPE_CHECKING:  # most calls never look at a list or a name
    from mi_survey.model.person import Person
    from mi_survey.model.source import Source


def encode(value: Any) -> Any:
    """Turn a record, or a sequence of records, into JSON values.

    Fields come in the order in which the record declares them, tags under the names of their
    axes; what is ``None`` or empty is left out.
    """
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, Sequence):
        return [encode(item) for item in value]
    encoded = ((name, encode(item)) for name, item in iter_members(value))
    return {name: item for name, item in encoded if item not in (None, [], {})}


def iter_members(record: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a record says, in order, as files name it: each tag under its axis.

    Fields that hold their default say nothing.
    """
    for name, default in _list_members(record.__class__):
        value = getattr(record, name)
        if name == "tags":
            yield from value
        elif value != default:
            yield name, value


@cache
def _list_members(record: type) -> tuple[tuple[str, Any], ...]:
    return tuple([(field.name, field.default) for field in fields(record)])


def dump_canonical(value: Any) -> str:
    """Write JSON values in the catalog's one form: UTF-8, two spaces, a final newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def decode_work(raw: dict[str, Any]) -> Work:
    """Build one work from JSON values that are known to be valid."""
    return Work(
        **{
            name: DECODERS[name](value) if name in DECODERS else value
            for name, value in raw.items()
        }
    )


def decode_taxonomy(raw: dict[str, Any]) -> Taxonomy:
    """Build the taxonomy from JSON values that are known to be valid."""
    return Taxonomy(tuple(_decode_axis(axis) for axis in raw["axes"]))


def decode_source(raw: dict[str, Any]) -> Source:
    """Build one source from JSON values that are known to be valid."""
    from mi_survey.model.source import Source

    citation = decode_work(raw["citation"]) if "citation" in raw else None
    return Source(**{**_with_tuples(raw), "citation": citation})


def decode_person(raw: dict[str, Any]) -> Person:
    """Build one person from JSON values that are known to be valid."""
    from mi_survey.model.person import Person

    return Person(**_with_tuples(raw))


def _decode_axis(raw: dict[str, Any]) -> Axis:
    terms = tuple(Term(**_with_tuples(term)) for term in raw["terms"])
    return Axis(**{**_with_tuples(raw), "terms": terms})


def _decode_appearance(raw: dict[str, Any]) -> Appearance:
    return Appearance(Venue(**raw["venue"]), raw.get("year"), Ids(**raw.get("ids", {})))


def _decode_placement(raw: dict[str, Any]) -> Placement:
    tags = _with_tuples(raw)
    return Placement(tags.pop("by"), tuple(tags.items()))


def _decode_listing(raw: dict[str, Any]) -> Listing:
    tags = _with_tuples(raw)
    own = {name: tags.pop(name) for name in _OF_LISTINGS if name in tags}
    return Listing(**own, tags=tuple(tags.items()))


def _with_tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if type(value) is list else value for name, value in raw.items()}


def _each(decode: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple([decode(value) for value in values])


# The members of a listing that are no tags.
_OF_LISTINGS = tuple(name for name in Listing.__slots__ if name != "tags")
# How a field of a work is decoded; the others are JSON values as they stand.
DECODERS: dict[str, Callable[[Any], Any]] = {
    "authors": _each(lambda raw: Name(**raw)),
    "venue": lambda raw: Venue(**raw),
    "ids": lambda raw: Ids(**raw),
    "appearances": _each(_decode_appearance),
    "placements": _each(_decode_placement),
    "listings": _each(_decode_listing),
    **dict.fromkeys(
        ("alt_titles", "nicknames", "aliases", "topics", "evidence", "list_errors"), tuple
    ),
}


def compute_version(contents: CatalogRecords) -> str:
    """Return the version of the data: the first 12 hex digits of its SHA-256.

    It depends on nothing but the records, so equal catalogs have equal versions.
    """
    import hashlib

    parts = (contents.works, contents.taxonomy, contents.sources, contents.people)
    text = json.dumps([encode(part) for part in parts])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
