"""What a list, read today, proposes to change in a catalog, and the works with that done.

Pure values: nothing is read or written here. A proposal concerns one entry or one listing; the
works that come of all of them stand beside the proposals, so that showing and writing agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

from mi_survey.lists.new_record import group_entries, make_record
from mi_survey.lists.rules import LIST_EMPTY, RULES
from mi_survey.lists.survey_tag import parse_tags
from mi_survey.model.finding import Finding, Location, Severity
from mi_survey.model.work import Listing, Placement, Work
from mi_survey.reference.listed import find_listed
from mi_survey.reference.names import iter_unique_names
from mi_survey.reference.title import normalize_title
from mi_survey.text import normalize_space, printable

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
_STRINGS = ("title", "venue", "year", "date")
_ARRAYS = ("urls", "section", "labels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change: what the catalog holds (``old``), what the list says (``new``), and where.

    ``line`` is that of the entry, ``first`` that of the entry that a duplicate repeats.
    """

    change: Change
    key: str
    line: int | None = None
    first: int | None = None
    old: Listing | None = None
    new: Listing | None = None

    @property
    def title(self) -> str:
        """The title that the list gives, or gave."""
        listing = self.new or self.old
        return listing.title if listing else ""

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
    facts: dict[str, str | tuple[str, ...] | None] = {}
    for field in fields(Listing):
        said = getattr(listing, field.name)
        facts |= dict(said) if field.name == "tags" else {field.name: said}
    return facts


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
    entries = [replace(each, listing=clean_listing(each.listing)) for each in parsed.entries]
    findings = list(parsed.findings)
    if not entries:
        message, suggestion = "no entry was found", "is it a list in Markdown?"
        findings.append(LIST_EMPTY.finding(Location(file, 1, 1), message, suggestion))
    known: dict[str, list[ListEntry]] = {}
    unknown: list[ListEntry] = []
    tags: dict[Listing, Placement] = {}
    undecided = 0
    for entry in entries:
        place = Location(file, entry.line, entry.column)
        found = find_listed(entry.listing, names, source=source, notes=entry.notes)
        findings += [_tell(each, place) for each in found.conflicts]
        if not found.decided:
            undecided += 1
        elif found.work is None:
            unknown.append(entry)
        else:
            known.setdefault(found.work.key, []).append(entry)
        if source == SURVEY:
            placement, faults = parse_tags(entry.listing, taxonomy, place=place)
            findings += faults
            tags |= {entry.listing: placement} if placement else {}
    works: dict[str, Work] = {}
    changes: list[Proposal] = []
    # the text of a page, which has lost all links, says nothing of them
    linked = any(entry.listing.urls for entry in entries)
    for work in names.works:
        said = known.get(work.key, [])
        told, works[work.key] = _compare(work, said, source, taxonomy, linked=linked)
        changes += told
    unchanged = sum(map(len, known.values())) - sum(each.line is not None for each in changes)
    taken = {name for work in works.values() for name in iter_unique_names(work)}
    for group in group_entries(unknown):
        listings = [entry.listing for entry in group]
        placements = dict.fromkeys(tags[each] for each in listings if each in tags)
        record = make_record(listings, taken=taken, placements=tuple(placements))
        taken |= set(iter_unique_names(record))
        works[record.key] = record
        line, new = group[0].line, group[0].listing
        changes.append(Proposal(change="new", key=record.key, line=line, new=new))
        known[record.key] = group
    changes += [
        Proposal(change="duplicate", key=key, line=each.line, first=first.line, new=each.listing)
        for key, (first, *others) in known.items()
        for each in others
    ]
    findings.sort(key=lambda finding: finding.place.line or 0)
    changes.sort(key=lambda each: (list(CHANGES).index(each.change), each.line or 0))
    updated = tuple(works[key] for key in sorted(works))
    return Proposals(tuple(changes), tuple(findings), unchanged, undecided, updated)


def _tell(conflict: Conflict, place: Location) -> Finding:
    severity: Severity = "error" if conflict.severe else "warning"
    message, suggestion = conflict.message, conflict.suggestion
    return RULES[conflict.rule].finding(place, message, suggestion, severity=severity)


def _compare(
    work: Work, entries: Sequence[ListEntry], source: str, taxonomy: Taxonomy, *, linked: bool
) -> tuple[list[Proposal], Work]:
    """Compare a work's listings with the entries that mean it; return the work as it is then."""
    listings = dict(enumerate(work.listings))
    held = [at for at, listing in listings.items() if listing.source == source]
    changes: list[Proposal] = []
    positions = _pair(entries, {at: listings[at] for at in held}, taxonomy)
    for entry, at in zip(entries, positions, strict=True):
        old = None if at is None else listings[at]
        new = replace(entry.listing, urls=old.urls) if old and not linked else entry.listing
        listings[len(listings) if at is None else at] = new
        if old != new:
            change: Change = "changed" if old else "listed"
            line = entry.line
            changes.append(Proposal(change=change, key=work.key, line=line, old=old, new=new))
    gone = [listings.pop(at) for at in held if at not in positions]
    changes += [Proposal(change="gone", key=work.key, old=listing) for listing in gone]
    if not changes:
        return [], work
    updated = tuple(listings.values())
    placements = work.placements
    if source == SURVEY:
        # those that the survey's old tags gave are replaced by those that its new tags give
        before, after = (_read_placements(each, taxonomy) for each in (work.listings, updated))
        kept = [each for each in placements if each not in before or each in after]
        placements = tuple(dict.fromkeys((*kept, *after)))
    return changes, replace(work, listings=updated, placements=placements)


def _read_placements(listings: Sequence[Listing], taxonomy: Taxonomy) -> list[Placement]:
    read = (parse_tags(each, taxonomy)[0] for each in listings if each.source == SURVEY)
    return [placement for placement in read if placement]


def _pair(
    entries: Sequence[ListEntry], held: Mapping[int, Listing], taxonomy: Taxonomy
) -> list[int | None]:
    """Find for each entry the position of its listing: equal ones first, then what shares most."""
    heading = taxonomy.heading.id if taxonomy.heading else ""
    scored = sorted(
        (-_likeness(listing, entry.listing, heading), at, to)
        for at, listing in held.items()
        for to, entry in enumerate(entries)
    )
    positions: list[int | None] = [None] * len(entries)
    for _, at, to in scored:
        if at not in positions and positions[to] is None:
            positions[to] = at
    return positions


def _likeness(old: Listing, new: Listing, heading: str) -> int:
    if old == new:
        return 9
    place = old.section == new.section and old.tag(heading) == new.tag(heading)
    same_title = normalize_title(old.title) == normalize_title(new.title)
    return 3 * place + 2 * bool(set(old.urls) & set(new.urls)) + same_title


def clean_listing(listing: Listing) -> Listing:
    r"""Make a listing fit for a catalog: no control character, no empty string.

    >>> clean_listing(Listing("x", "One\x1b ", urls=("https://a.org", " "), venue="")).urls
    ('https://a.org',)
    """
    changes: dict[str, object] = {
        name: _clean(getattr(listing, name) or "") or None for name in _STRINGS
    }
    changes["title"] = changes["title"] or "?"
    for name in _ARRAYS:
        changes[name] = tuple(filter(None, map(_clean, getattr(listing, name))))
    changes["tags"] = tuple((axis, text) for axis, tag in listing.tags if (text := _clean(tag)))
    return replace(listing, **changes)  # type: ignore[arg-type]  # a value of each field's type


def _clean(text: str) -> str:
    return normalize_space(printable(text).encode("utf-8", "replace").decode())
