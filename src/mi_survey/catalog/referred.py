"""Records of works that references name: what the reference says and its identifiers prove.

Nothing is looked up and nothing made up: what is not said is left out, and the status
``unverified`` tells that nobody has read a page of the work yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mi_survey.model.address import is_web_url
from mi_survey.model.identifier import equivalents
from mi_survey.model.key import make_key
from mi_survey.model.name import Name, problem
from mi_survey.model.venue import normalize_venue
from mi_survey.model.work import Ids, Kind, Venue, VenueType, Work
from mi_survey.reference.cited import find_cited
from mi_survey.reference.names import NameIndex
from mi_survey.reference.record import Reference
from mi_survey.reference.recorded import find_recorded, iter_same_names
from mi_survey.reference.venue import parse_venue
from mi_survey.text import normalize_space

_VENUE_TYPES: Final[dict[str, VenueType]] = {
    "inproceedings": "conference",
    "conference": "conference",
    "article": "journal",
}
# Of these, anything may be: what it is, its links show.
_ANYTHING = ("", "misc", "online", "software")
_DASH = re.compile(r"[-\u2010-\u2015]+")


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a reference that is no new record, or not with all that it says."""

    reference: Reference
    message: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Referred:
    """The records of new works in the order of their references, and what else there is to tell."""

    works: tuple[Work, ...]
    notes: tuple[Note, ...]


def make_records(references: Iterable[Reference], names: NameIndex) -> Referred:
    """Make records of what references name and the works of ``names`` are not."""
    venues = find_venues(names.works)
    taken = {name for work in names.works for name in (work.key, *work.aliases)}
    works: dict[str, Work] = {}
    seen: dict[tuple[str, str], str] = {}
    notes: list[Note] = []
    for reference in references:
        if not reference.title:
            notes.append(Note(reference, "it has no title, so it is not added", lost=True))
            continue
        record = make_record(reference, venues=venues, taken=taken)
        # a list that is not the whole one would be taken for it
        held = replace(record, authors=()) if reference.authors.others else record
        found, recorded = find_cited(reference, names), find_recorded(held, names)
        conflicts = () if found.work else (*found.conflicts, *recorded.conflicts)
        known = found.work or recorded.work
        earlier = (seen[name] for name in iter_same_names(record) if name in seen)
        key = known.key if known else next(earlier, None)
        if conflicts:
            notes.append(Note(reference, f"not added: {conflicts[0].message}", lost=True))
        elif key:
            notes.append(Note(reference, f"is there already: {key}"))
        else:
            taken.add(record.key)
            seen |= dict.fromkeys(iter_same_names(record), record.key)
            if reference.authors.others:
                notes.append(Note(reference, "its authors are left out, for some are not named"))
            works[record.key] = held
    return Referred(tuple(works.values()), tuple(notes))


def make_record(
    reference: Reference, *, venues: Mapping[str, Venue], taken: Collection[str] = ()
) -> Work:
    """Make the record of a work of which a reference is known, its title at least.

    Args:
        reference: what is said of the work.
        venues: the known ones, as ``find_venues`` gives them.
        taken: the keys that other works have.

    >>> from mi_survey.reference.person import AuthorList
    >>> authors = AuthorList(("Arditi, Andy",))
    >>> reference = Reference(title="Refusal Is Mediated", authors=authors, year=2024)
    >>> work = make_record(reference, venues={})
    >>> work.key, work.authors[0].given, work.status
    ('arditi2024refusal', 'Andy', 'unverified')
    """
    authors = tuple(map(parse_name, reference.authors.names))
    year = reference.year
    key = make_key(reference.title, is_taken=taken.__contains__, authors=authors, year=year)
    own = reference.identifiers
    if not own and reference.type in _ANYTHING and len(reference.hints) == 1:
        own = reference.hints
    values: dict[str, str] = {}
    for each in (each for given in own for each in equivalents(given)):
        values.setdefault(each.scheme, each.value)
    venue = _find_venue(reference, venues)
    urls = (*filter(is_web_url, reference.urls), *(each.url for each in own))
    return Work(
        key=key,
        title=reference.title,
        kind=_choose_kind(reference, venue, values),
        authors=authors,
        year=reference.year,
        venue=venue,
        pages="-".join(map(str.strip, _DASH.split(reference.pages))) or None,
        ids=Ids(**values),
        url=next(iter(urls), None),
        status="unverified",
    )


def parse_name(written: str) -> Name:
    """Read the name of an author as BibTeX does; what it cannot split is a literal.

    >>> parse_name("Teun van der Weij") == parse_name("van der Weij, Teun")
    True
    >>> parse_name("OpenAI").literal
    'OpenAI'
    """
    text = normalize_space(written.replace("{", "").replace("}", ""))
    parts = [part.strip() for part in text.split(",")]
    words = text.split()
    if len(parts) in (2, 3):
        suffix = parts[1] if len(parts) == 3 else None
        name = Name(parts[-1], parts[0], suffix)
    elif len(parts) == 1 and len(words) > 1 and "and" not in words:
        small = (at for at, word in enumerate(words) if at and word[0].islower())
        start = min(next(small, len(words)), len(words) - 1)
        name = Name(" ".join(words[:start]), " ".join(words[start:]))
    else:
        return Name(literal=text)
    return Name(literal=text) if problem(name) else name


def find_venues(works: Sequence[Work]) -> dict[str, Venue]:
    """Return the venues of works by their normalized names.

    A short name that stands for several, as for each year's proceedings, is all that is known.
    """
    found: dict[str, dict[Venue, None]] = {}
    for venue in dict.fromkeys(work.venue for work in works if work.venue):
        for name in (venue.name, venue.short):
            found.setdefault(normalize_venue(name), {})[venue] = None
    venues = {}
    for name, group in found.items():
        first = next(iter(group))
        if len(group) == 1:
            venues[name] = first
        elif len({venue.type for venue in group}) == 1:
            venues[name] = replace(first, name=first.short)
    return venues


def _find_venue(reference: Reference, venues: Mapping[str, Venue]) -> Venue | None:
    names = reference.published_venues
    for name in names:
        if known := venues.get(normalize_venue(name)):
            return known
    type = _VENUE_TYPES.get(reference.type)
    if not names or type is None:
        return None
    return Venue(names[0], names[0], "workshop" if parse_venue(names[0]).workshop else type)


def _choose_kind(reference: Reference, venue: Venue | None, ids: Collection[str]) -> Kind:
    """Choose the least that can be claimed: by the venue, the identifiers, then the type."""
    if venue is not None and venue.type != "preprint":
        return "blog" if venue.type == "site" else "paper"
    if "acl" in ids or "doi" in ids:
        return "paper"
    if "arxiv" in ids or "openreview" in ids or reference.is_preprint:
        return "preprint"
    if "github" in ids:
        return "tool"
    return "blog" if reference.type in _ANYTHING else "paper"
