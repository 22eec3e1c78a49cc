"""What a catalog of one's own gains: new records, and known ones with one more placement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from mi_survey.catalog.referred import find_venues, make_record
from mi_survey.errors import UnknownValue, UsageFault, WorkNotFound
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.identifier import Identifier, find_identifier
from mi_survey.model.taxonomy import Axis, Taxonomy
from mi_survey.model.term import get_choice, parse_criterion, term_names
from mi_survey.model.work import KINDS, Kind, Placement, Work
from mi_survey.reference.names import Name, NameIndex, iter_unique_names
from mi_survey.reference.pasted import get_work
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.text import nearest, normalize_space


class Said(NamedTuple):
    """What somebody says of works: where they stand, and of a new one who wrote it and when."""

    placement: Placement | None = None
    title: str | None = None
    kind: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None


def make_additions(
    words: Sequence[str],
    said: Said,
    *,
    held: CatalogRecords,
    present: Sequence[Work],
) -> list[Work]:
    """Return copies of known works with one more placement, and the record of a new one.

    Args:
        words: what names the works: identifiers where they are new.
        said: what is known of them besides.
        held: what the catalog has.
        present: works that stand elsewhere, and whose keys are taken, too.

    Raises:
        UsageFault: nothing is said of a work, or too much.
        WorkNotFound, AmbiguousWork: a word names no work and is no identifier, or names several.
        UnknownValue: there is no such kind or venue.
    """
    placement = said.placement
    known, new = _resolve(words, NameIndex(held.works))
    if known and placement is None:
        raise UsageFault(
            f"{known[0].key} is in the catalog, and no placement is given",
            hint=f"place it: {', '.join(f'--{axis}' for axis in held.taxonomy.ids)}",
        )
    _check_said(said, new)
    added = [add_placement(work, placement) for work in known if placement]
    if new:
        work = _make_new(new[0], said, (*held.works, *present))
        added.append(replace(work, placements=(placement,)) if placement else work)
    return added


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


def _make_new(identifier: Identifier, said: Said, others: Sequence[Work]) -> Work:
    chosen = None if said.kind is None else get_choice(said.kind, "kind", known=KINDS)
    reference = Reference(
        title=normalize_space(said.title or ""),
        authors=AuthorList(said.authors),
        year=said.year,
        venues=(said.venue,) if said.venue else (),
        identifiers=(identifier,),
    )
    venues = find_venues(others)
    taken = {name for work in others for name in (work.key, *work.aliases)}
    work = make_record(reference, venues=venues, taken=taken)
    if said.venue and work.venue is None:
        known = sorted({venue.short for venue in venues.values()})
        near = nearest(said.venue, known)
        raise UnknownValue("venue", said.venue, known=known, nearest=near)
    return replace(work, kind=cast("Kind", chosen)) if chosen else work


def _resolve(words: Sequence[str], names: NameIndex) -> tuple[list[Work], list[Identifier]]:
    """Tell works that the catalog has from identifiers that it does not know."""
    known: dict[str, Work] = {}
    new: dict[Identifier, None] = {}
    for word in words:
        try:
            work = get_work(word, names)
        except WorkNotFound as error:
            if (identifier := find_identifier(word)) is None:
                error.hint = f"{error.hint}; new works are named by ids, such as 2401.00001"
                raise
            new[identifier] = None
        else:
            known[work.key] = work
    return list(known.values()), list(new)


def _check_said(said: Said, new: Sequence[Identifier]) -> None:
    if not new and any(said._replace(placement=None)):
        raise UsageFault(
            "--title and --kind are for works that the catalog does not have, as are the others",
            hint="leave them out",
        )
    if len(new) > 1:
        raise UsageFault(
            f"{len(new)} works are new: {', '.join(map(str, new))}",
            hint="add them one at a time, each with its --title",
        )
    if new and not normalize_space(said.title or ""):
        raise UsageFault(f"nothing but {new[0]} is known of this work", hint="give its --title")


def _parse_terms(values: Sequence[str], axis: Axis) -> tuple[str, ...]:
    groups, excluded = parse_criterion(values, axis.id, names=term_names(axis))
    if excluded:
        raise UsageFault(f"a placement excludes no {axis.id}", hint=f"name the {axis.id} that is")
    terms = tuple(dict.fromkeys(term for group in groups for term in group))
    narrower = axis.narrower()
    for term in terms:
        if term in narrower:
            hint = f"one of: {', '.join(narrower[term])}"
            raise UsageFault(f"the {axis.id} '{term}' is too wide", hint=hint)
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
