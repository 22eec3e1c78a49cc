"""The survey's own tags, as its tables write them, to a placement.

A misspelt tag becomes the term that it is nearest to and is told; what fits no term is told and
left open. Only the survey's list is read so: other lists' columns mean what their authors chose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mi_survey.lists.rules import TAG_MISSPELT, TAG_UNKNOWN
from mi_survey.model.finding import Finding, Location, Rule
from mi_survey.model.taxonomy import NO_STEP, Axis, Taxonomy
from mi_survey.model.term import normalize_value, term_names
from mi_survey.model.work import Listing, Placement
from mi_survey.text import nearest

_SEPARATOR = re.compile(r"&|\+|,|/|\band\b", re.IGNORECASE)
_NOWHERE = Location("")
_Fault = tuple[Rule[Any], str]


def parse_tags(
    listing: Listing, taxonomy: Taxonomy, *, place: Location = _NOWHERE
) -> tuple[Placement | None, tuple[Finding, ...]]:
    """Read the tags of a listing of the survey; no placement where its table has no tags.

    >>> from mi_survey.catalog.store import load_taxonomy
    >>> tags = (("object", "MHA & FFN"), ("locate", "Probbing"), ("steer", "-"))
    >>> placement, findings = parse_tags(Listing("survey", "A", tags=tags), load_taxonomy())
    >>> placement.tags
    (('object', ('ffn', 'mha')), ('locate', 'probing'), ('steer', 'none'))
    >>> [finding.message for finding in findings]
    ["'A': 'Probbing' is read as probing (locate)"]
    """
    if not any(listing.tag(axis.id) for axis in taxonomy.axes if not axis.heading):
        return None, ()
    faults: list[_Fault] = []
    terms: dict[str, tuple[str, ...]] = {}
    for axis in taxonomy.axes:
        tag = listing.tag(axis.id)
        read = list(_iter_terms(tag, axis)) if tag else []
        faults += [fault for _, fault in read if fault]
        found = tuple(sorted({term for term, _ in read if term}))
        if len(found) > axis.most or (NO_STEP in found and len(found) > 1):
            most = "one term" if axis.most == 1 else f"{axis.most} terms"
            message = f"'{tag}' is more than {most} of {axis.id}"
            faults.append((TAG_UNKNOWN, message))
        else:
            terms[axis.id] = found
    tags = taxonomy.tag(terms)
    named = f"'{listing.title}'"
    findings = tuple(rule.finding(place, f"{named}: {message}") for rule, message in faults)
    return (Placement("survey", tags) if tags else None), findings


def _iter_terms(tag: str, axis: Axis) -> Iterator[tuple[str | None, _Fault | None]]:
    """Yield the terms of one cell; a whole label may hold an "and" of its own."""
    names = term_names(axis)
    leaves = {term.id for term in axis.leaves()}
    whole = normalize_value(tag) in names or axis.most == 1
    for piece in [tag] if whole else map(str.strip, _SEPARATOR.split(tag)):
        value = normalize_value(piece)
        term = names.get(value)
        if term is None:  # nearness costs a hundred times what a look into the names does
            meant = {names[name] for name in nearest(value, names)}
            term = meant.pop() if len(meant) == 1 else None
        if term not in leaves:
            yield None, (TAG_UNKNOWN, f"'{piece}' is no term of {axis.id}")
        elif value in names:
            yield term, None
        else:
            said = f"'{piece}' is read as {term} ({axis.id})"
            yield term, (TAG_MISSPELT, said)
