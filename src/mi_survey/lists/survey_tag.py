"""The survey's own tags, as its tables write them, to a placement.

A misspelt tag becomes the term that it is nearest to and is told; what fits no term is told and
left open. Only the survey's list is read so: other lists' columns mean what their authors chose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mi_survey.model.finding import Severity
from mi_survey.model.taxonomy import NO_STEP, Axis, Taxonomy
from mi_survey.model.term import normalize_value, term_names
from mi_survey.model.work import Listing, Placement
from mi_survey.text import nearest

_SEPARATOR = re.compile(r"\s*(?:&|\+|,|/|\band\b)\s*", re.IGNORECASE)


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
    >>> tags = (("object", "MHA & FFN"), ("locate", "Probbing"), ("steer", "-"))
    >>> placement, faults = parse_tags(Listing("survey", "A", tags=tags), load_taxonomy())
    >>> placement.tags
    (('object', ('ffn', 'mha')), ('locate', 'probing'), ('steer', 'none'))
    >>> [fault.message for fault in faults]
    ["'Probbing' is read as probing (locate)"]
    """
    if not any(listing.tag(axis.id) for axis in taxonomy.axes if not axis.heading):
        return None, ()
    faults: list[TagFault] = []
    terms: dict[str, tuple[str, ...]] = {}
    for axis in taxonomy.axes:
        tag = listing.tag(axis.id)
        read = list(_iter_terms(tag, axis)) if tag else []
        faults += [fault for _, fault in read if fault]
        found = tuple(sorted({term for term, _ in read if term}))
        if len(found) > axis.most or (NO_STEP in found and len(found) > 1):
            most = "one term" if axis.most == 1 else f"{axis.most} terms"
            message = f"'{tag}' is more than {most} of {axis.id}"
            faults.append(TagFault("tag-unknown", "error", message))
        else:
            terms[axis.id] = found
    tags = taxonomy.tag(terms)
    return (Placement("survey", tags) if tags else None), tuple(faults)


def _iter_terms(tag: str, axis: Axis) -> Iterator[tuple[str | None, TagFault | None]]:
    """Yield the terms of one cell; a whole label may hold an "and" of its own."""
    names = term_names(axis)
    leaves = {term.id for term in axis.leaves()}
    whole = normalize_value(tag) in names or axis.most == 1
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
