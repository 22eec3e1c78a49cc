"""What a catalog of one's own gains: records with one more placement, joined to those there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mi_survey.errors import UsageFault
from mi_survey.model.taxonomy import Axis, Taxonomy
from mi_survey.model.term import parse_criterion, term_names
from mi_survey.model.work import Placement, Work
from mi_survey.reference.names import Name, iter_unique_names


def parse_placement(values: Mapping[str, Sequence[str]], taxonomy: Taxonomy) -> Placement | None:
    """Read a curated placement from the values of axes as they are typed in filters.

    Returns ``None`` where no axis has a value. Raises UnknownTerm, AmbiguousTerm, and UsageFault
    for terms that include others, for exclusions, and for more terms than a placement holds.
    """
    terms = {axis.id: _parse_terms(values.get(axis.id, ()), axis) for axis in taxonomy.axes}
    tags = taxonomy.tag(terms)
    return Placement("curated", tags) if tags else None


def add_placement(work: Work, placement: Placement) -> Work:
    """Return the work with one more placement.

    Raises:
        UsageFault: it has that placement already, whoever says so.
    """
    for other in work.placements:
        if replace(other, by=placement.by) == placement:
            raise UsageFault(
                f"{work.key} is placed so already, by {other.by}",
                hint=f"mi-survey show {work.key} tells its placements",
            )
    return replace(work, placements=(*work.placements, placement))


def merge_works(present: Sequence[Work], added: Sequence[Work], *, file: str) -> tuple[Work, ...]:
    """Return the works of both in order of key; ``file`` is named in errors.

    Raises:
        UsageFault: two works share a key, an alias or an identifier.
    """
    known: dict[Name, Work] = {}
    for work in present:
        known |= dict.fromkeys(iter_unique_names(work), work)
    for work in added:
        for name in iter_unique_names(work):
            if (other := known.get(name)) is not None:
                raise UsageFault(
                    f"'{file}' has a work with the {_show(name)} already: {other.key}",
                    hint=f"edit that record, and check it: mi-survey catalog validate {file}",
                )
        known |= dict.fromkeys(iter_unique_names(work), work)
    return tuple(sorted((*present, *added), key=lambda work: work.key))


def _parse_terms(values: Sequence[str], axis: Axis) -> tuple[str, ...]:
    groups, excluded = parse_criterion(values, axis.id, names=term_names(axis))
    if excluded:
        raise UsageFault(f"a placement excludes no {axis.id}", hint=f"name the {axis.id} that is")
    terms = tuple(dict.fromkeys(term for group in groups for term in group))
    for term in terms:
        if below := [child.id for child in axis.terms if child.parent == term]:
            narrower = ", ".join(below)
            raise UsageFault(f"the {axis.id} '{term}' is too wide", hint=f"one of: {narrower}")
    if len(terms) > axis.most:
        allowed = "one" if axis.most == 1 else f"at most {axis.most} of"
        raise UsageFault(
            f"a placement has {allowed} {axis.id}, not {', '.join(terms)}",
            hint="a work may have several placements: add it, then add the other",
        )
    return terms


def _show(name: Name) -> str:
    scheme, value = name
    return f"{scheme} {value}" if scheme == "key" else f"{scheme} id {value}"
