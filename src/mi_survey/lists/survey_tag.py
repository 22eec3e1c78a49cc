"""The survey's own tags, as its tables write them, to a placement.

A misspelt tag becomes the term that it is nearest to and is told; what fits no term is told and
left open. Only the survey's list is read so: other lists' columns mean what their authors chose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mi_survey.model.finding import Severity
from mi_survey.model.taxonomy import AXES, Axis, Taxonomy
from mi_survey.model.term import normalize_value, term_names
from mi_survey.model.work import Listing, Placement
from mi_survey.text import nearest

_SEPARATOR = re.compile(r"\s*(?:&|\+|,|/|\band\b)\s*", re.IGNORECASE)
_NONE = "none"
_MOST_OBJECTS = 2


@dataclass(frozen=True, slots=True)
class TagFault:
    """A tag that is not written as its term: which rule, how grave, and what of it."""

    rule: str
    severity: Severity
    message: str


def parse_tags(
    listing: Listing, taxonomy: Taxonomy
) -> tuple[Placement | None, tuple[TagFault, ...]]:
    """Read the tags of a listing of the survey; no placement where its table has no tags.

    >>> from mi_survey.catalog.store import load_taxonomy
    >>> listing = Listing("survey", "A", object="MHA & FFN", locate="Probbing", steer="-")
    >>> placement, faults = parse_tags(listing, load_taxonomy())
    >>> placement.object, placement.locate, placement.steer
    (('ffn', 'mha'), 'probing', 'none')
    >>> [fault.message for fault in faults]
    ["'Probbing' is read as probing (locate)"]
    """
    if not (listing.object or listing.locate or listing.steer):
        return None, ()
    faults: list[TagFault] = []
    terms: dict[str, tuple[str, ...]] = {}
    for axis in AXES:
        tag = getattr(listing, axis)
        read = list(_iter_terms(tag, taxonomy.axis(axis))) if tag else []
        faults += [fault for _, fault in read if fault]
        terms[axis] = tuple(sorted({term for term, _ in read if term}))
    if fault := _check_objects(listing, terms["object"]):
        faults.append(fault)
        terms["object"] = ()
    if not any(terms.values()):
        return None, tuple(faults)
    area, locate, steer = (next(iter(terms[axis]), None) for axis in ("area", "locate", "steer"))
    return Placement("survey", area, terms["object"], locate, steer), tuple(faults)


def _iter_terms(tag: str, axis: Axis) -> Iterator[tuple[str | None, TagFault | None]]:
    """Yield the terms of one cell; a whole label may hold an "and" of its own."""
    names = term_names(axis)
    leaves = {term.id for term in axis.leaves()}
    whole = normalize_value(tag) in names or axis.id != "object"
    for piece in [tag] if whole else _SEPARATOR.split(tag):
        value = normalize_value(piece)
        meant = {names[name] for name in nearest(value, names)}
        term = names.get(value) or (meant.pop() if len(meant) == 1 else None)
        if term not in leaves:
            yield None, TagFault("tag-unknown", "error", f"'{piece}' is no term of {axis.id}")
        elif value in names:
            yield term, None
        else:
            said = f"'{piece}' is read as {term} ({axis.id})"
            yield term, TagFault("tag-misspelt", "warning", said)


def _check_objects(listing: Listing, objects: tuple[str, ...]) -> TagFault | None:
    if len(objects) > _MOST_OBJECTS or (_NONE in objects and len(objects) > 1):
        message = f"'{listing.object}' is no object or pair of objects"
        return TagFault("tag-unknown", "error", message)
    return None
