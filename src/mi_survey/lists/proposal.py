"""What a list, read today, proposes to change in a catalog, and the works with that done.

Pure values: nothing is read or written here. A proposal concerns one entry or one listing; the
works that come of all of them stand beside the proposals, so that showing and writing agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

from mi_survey.lists.new_record import group_entries, make_record
from mi_survey.lists.pairing import clean_listing, pair_listings
from mi_survey.lists.rules import LIST_EMPTY, RULES
from mi_survey.lists.survey_tag import parse_tags
from mi_survey.model.finding import Finding, Location, Severity
from mi_survey.model.work import Listing, Placement, Work
from mi_survey.reference.listed import find_listed
from mi_survey.reference.names import iter_unique_names

if TYPE_CHECKING:
    from mi_survey.lists.parser import ListEntry, ParsedList
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.reference.names import Conflict, NameIndex

Change = Literal["new", "listed", "changed", "gone", "duplicate"]
# In the order in which they are told, each with what it means.
CHANGES: Mapping[Change, str] = {
    "new": "Works that the catalog does not have",
    "listed": "Known works that the list did not have before",
    "changed": "Listings that say something else now",
    "gone": "Listings that the list does not have any more",
    "duplicate": "Works that stand in the list more than once",
}
SURVEY = "survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change: what the catalog holds (``old``), what the list says (``new``), and where.

    ``line`` is that of the entry, ``first`` that of the entry that a duplicate repeats.
    """

    change: Change
    key: str
    title: str
    line: int | None = None
    first: int | None = None
    old: Listing | None = None
    new: Listing | None = None

    def iter_differences(
        self,
    ) -> Iterator[tuple[str, str | tuple[str, ...] | None, str | tuple[str, ...] | None]]:
        """Yield the fields in which the old and the new listing differ, with both values."""
        if self.old and self.new:
            before, after = _facts(self.old), _facts(self.new)
            for name in dict.fromkeys((*before, *after)):
                old, new = before.get(name), after.get(name)
                if old != new:
                    yield name, old, new


def _facts(listing: Listing) -> dict[str, str | tuple[str, ...] | None]:
    """Return all that a listing may say, in the order of files."""
    facts = {field.name: getattr(listing, field.name) for field in fields(Listing)}
    names = list(facts)
    at = names.index("tags")
    tags: dict[str, str | tuple[str, ...] | None] = dict(listing.tags)
    before, after = ({name: facts[name] for name in part} for part in (names[:at], names[at + 1 :]))
    return {**before, **tags, **after}


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that a list proposes; ``works`` are the catalog's with all of it done.

    ``unchanged`` and ``undecided`` count entries; findings tell of the latter.
    """

    changes: tuple[Proposal, ...]
    findings: tuple[Finding, ...]
    unchanged: int
    undecided: int
    works: tuple[Work, ...]

    def count(self, change: Change) -> int:
        """Count the proposals of one kind."""
        return sum(each.change == change for each in self.changes)


def propose(
    parsed: ParsedList, names: NameIndex, *, taxonomy: Taxonomy, source: str, file: str
) -> Proposals:
    """Compare a list with what a catalog holds of it.

    Args:
        parsed: the list, read with ``source`` as the id of its listings.
        names: those of the catalog's works.
        taxonomy: reads the survey's tags.
        source: the list's id in the catalog.
        file: how the list is named in findings.
    """
    entries = [_clean(entry) for entry in parsed.entries]
    findings = list(parsed.findings)
    if not entries:
        message, suggestion = "no entry was found", "is it a list in Markdown?"
        findings.append(LIST_EMPTY.finding(Location(file, 1, 1), message, suggestion))
    known: dict[str, list[ListEntry]] = {}
    unknown: list[ListEntry] = []
    undecided = 0
    for entry in entries:
        found = find_listed(entry.listing, names, source=source, notes=entry.notes)
        place = Location(file, entry.line, entry.column)
        findings += [_tell(each, place) for each in found.conflicts]
        if not found.decided:
            undecided += 1
        elif found.work is None:
            unknown.append(entry)
        else:
            known.setdefault(found.work.key, []).append(entry)
    tags: dict[Listing, Placement] = {}
    if source == SURVEY:
        tags, faults = _read_tags(entries, taxonomy, file)
        findings += faults
    works = {work.key: work for work in names.works}
    # the text of a page, which has lost all links, says nothing of them
    linked = any(entry.listing.urls for entry in entries)
    changes: list[Proposal] = []
    unchanged = 0
    for work in names.works:
        said = known.get(work.key, ())
        told, works[work.key], same = _compare(work, said, source, taxonomy, linked=linked)
        changes += told
        unchanged += same
    taken = {name for work in works.values() for name in iter_unique_names(work)}
    for group in group_entries(unknown):
        listings = [entry.listing for entry in group]
        placements = dict.fromkeys(tags[each] for each in listings if each in tags)
        record = make_record(listings, taken=taken, placements=tuple(placements))
        taken |= set(iter_unique_names(record))
        works[record.key] = record
        changes += _introduce(record, group)
    findings.sort(key=lambda finding: finding.place.line or 0)
    in_order = sorted(changes, key=lambda each: (list(CHANGES).index(each.change), each.line or 0))
    updated = tuple(works[key] for key in sorted(works))
    return Proposals(tuple(in_order), tuple(findings), unchanged, undecided, updated)


def _clean(entry: ListEntry) -> ListEntry:
    return replace(entry, listing=clean_listing(entry.listing))


def _read_tags(
    entries: Sequence[ListEntry], taxonomy: Taxonomy, file: str
) -> tuple[dict[Listing, Placement], list[Finding]]:
    placements: dict[Listing, Placement] = {}
    findings: list[Finding] = []
    for entry in entries:
        place = Location(file, entry.line, entry.column)
        placement, found = parse_tags(entry.listing, taxonomy, place=place)
        if placement:
            placements[entry.listing] = placement
        findings += found
    return placements, findings


def _tell(conflict: Conflict, place: Location) -> Finding:
    severity: Severity = "error" if conflict.severe else "warning"
    message, suggestion = conflict.message, conflict.suggestion
    return RULES[conflict.rule].finding(place, message, suggestion, severity=severity)


def _compare(
    work: Work, entries: Sequence[ListEntry], source: str, taxonomy: Taxonomy, *, linked: bool
) -> tuple[list[Proposal], Work, int]:
    """Compare a work's listings with the entries that mean it."""
    held = [listing for listing in work.listings if listing.source == source]
    if not held and not entries:
        return [], work, 0
    changes = _iter_duplicates(work, entries)
    listings: list[Listing | None] = list(work.listings)
    positions = [at for at, listing in enumerate(listings) if listing and listing.source == source]
    unchanged = 0
    axis = taxonomy.heading
    said = [entry.listing for entry in entries]
    for before, after in pair_listings(held, said, heading=axis.id if axis else ""):
        old = None if before is None else held[before]
        entry = None if after is None else entries[after]
        new = entry.listing if entry else None
        if old and new and not linked:
            new = replace(new, urls=old.urls)
        if old == new:
            unchanged += 1
            continue
        if before is None:
            listings.append(new)
        else:
            listings[positions[before]] = new
        change: Change = "listed" if old is None else "changed" if new else "gone"
        title = (new or old or work).title
        line = entry.line if entry else None
        changes.append(
            Proposal(change=change, key=work.key, title=title, line=line, old=old, new=new)
        )
    updated = tuple(listing for listing in listings if listing)
    if updated == work.listings:
        return changes, work, unchanged
    placements = work.placements
    if source == SURVEY:
        placements = _move_placements(work, updated, taxonomy)
    return changes, replace(work, listings=updated, placements=placements), unchanged


def _move_placements(
    work: Work, updated: Sequence[Listing], taxonomy: Taxonomy
) -> tuple[Placement, ...]:
    """Replace the placements that the survey's old tags gave by those that its new tags give."""
    said_before = _placements_of(work.listings, taxonomy)
    said_now = _placements_of(updated, taxonomy)
    kept = [each for each in work.placements if each not in said_before or each in said_now]
    return (*kept, *(each for each in said_now if each not in kept))


def _placements_of(listings: Sequence[Listing], taxonomy: Taxonomy) -> list[Placement]:
    read = (parse_tags(each, taxonomy)[0] for each in listings if each.source == SURVEY)
    return list(dict.fromkeys(placement for placement in read if placement))


def _introduce(record: Work, entries: Sequence[ListEntry]) -> list[Proposal]:
    first = entries[0]
    new = Proposal(
        change="new", key=record.key, title=record.title, line=first.line, new=first.listing
    )
    return [new, *_iter_duplicates(record, entries)]


def _iter_duplicates(work: Work, entries: Sequence[ListEntry]) -> list[Proposal]:
    return [
        Proposal(
            change="duplicate",
            key=work.key,
            title=entry.listing.title,
            line=entry.line,
            first=entries[0].line,
            new=entry.listing,
        )
        for entry in entries[1:]
    ]
