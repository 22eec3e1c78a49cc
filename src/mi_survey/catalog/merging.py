"""Merging: records and listings from elsewhere joined to those of a catalog, and nothing twice.

What the catalog lacks is filled in. Where both say something, and not the same, the catalog's
stays and a finding tells of it: which of them is right is for somebody to look up. Merging what is
there already changes nothing.

A file to be merged is an array of works, or an object with ``works``, ``sources`` and
``listings``, in the catalog's own words; of a record any field may be missing, the key included. A
listing names its work by ``key``, or as ``new`` by the title of a record beside it; else by its
links and title, as in a list.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.codec import decode_source, decode_work, encode
from mi_survey.catalog.difference import (
    Difference,
    find_differences,
    find_source_differences,
    without,
)
from mi_survey.catalog.document import UNKNOWN_FIELD, WRONG_TYPE, Document, parse_document
from mi_survey.catalog.fit import CONTRIBUTION, Brought, NamedListing, fit
from mi_survey.catalog.rule import describe
from mi_survey.catalog.schema import check_values
from mi_survey.catalog.store import FILES
from mi_survey.errors import CatalogInvalid
from mi_survey.files import STDIO
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.finding import Finding, Location, Rulebook, change_texts
from mi_survey.model.key import make_key
from mi_survey.model.work import Listing
from mi_survey.reference.listed import find_listed
from mi_survey.reference.names import By, NameIndex
from mi_survey.reference.recorded import choose_meant, find_recorded, iter_same_names
from mi_survey.reference.title import normalize_title
from mi_survey.text import escape, quote

if TYPE_CHECKING:
    from mi_survey.model.source import Source
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Work
    from mi_survey.reference.names import Name

_WORKS, _, _SOURCES, _ = FILES
# What has a place of its own in a merge, or never changes.
_OWN = ("id", "key", "listings")
# Of these, what comes stands behind what is there.
_UNIONS = frozenset(
    "aliases alt_titles appearances evidence list_errors maintainers nicknames".split()
)
_NESTED = frozenset({"ids", "citation"})
_PARTS = tuple(field.name for field in fields(Brought))
_NOBODY_SAID = "unverified"

RULES: Rulebook[[]] = Rulebook()
CONFLICT = RULES.declare(
    "conflict", "warning", "Say nothing of a work that the catalog says otherwise."
)
RECORD_AMBIGUOUS = RULES.declare(
    "record-ambiguous", "error", "Give a record the identifiers, title and authors of one work."
)
RECORD_LACKS = RULES.declare(
    "record-lacks", "error", "Give what is new a title, and a work its kind or a source its id."
)
LISTING_OPEN = RULES.declare(
    "listing-open", "error", "Name the one work of a listing by its key, or its title as new."
)
LISTING_COUNT = RULES.declare(
    "listing-count", "warning", "State as many listings of a source as there are."
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The catalog that comes of a merge, what differs from the one before, and what was found."""

    contents: CatalogRecords
    works: tuple[Difference, ...]
    sources: tuple[Difference, ...]
    findings: tuple[Finding, ...]


def merge(
    contents: CatalogRecords,
    texts: Mapping[str, str],
    *,
    names: NameIndex,
    update: bool = False,
) -> Merged:
    """Merge the texts of files, by their names, into a catalog.

    Args:
        contents: the catalog.
        texts: of which findings name the files.
        names: those of the catalog's works.
        update: whether a file is right where the catalog says otherwise.

    Raises:
        CatalogUnreadable: a text is not JSON.
        CatalogInvalid: values are not of the types that records have.
    """
    contributions = [
        _read_contribution(text, file=file, taxonomy=contents.taxonomy)
        for file, text in texts.items()
    ]
    merging = _Merging(contents, names, update=update)
    for each in contributions:
        merging.findings += each.findings
        for at, source in enumerate(each.brought.sources):
            merging.add_source(source, each.place("sources", at))
    for each in contributions:
        for at, record in enumerate(each.brought.works):
            merging.add_work(record, each.place("works", at))
    for each in contributions:
        for at, listing in enumerate(each.brought.listings):
            merging.add_listing(listing, each.place("listings", at))
    merged = merging.finish()
    for each in contributions:
        merging.findings += _check_counts(each, merged.sources)
    findings = [change_texts(finding, escape) for finding in merging.findings]
    findings += _find_breaches(merged, contents, touched=merging.touched)
    return Merged(
        merged,
        tuple(find_differences(contents.works, merged.works)),
        tuple(find_source_differences(contents.sources, merged.sources)),
        tuple(findings),
    )


@dataclass(frozen=True, slots=True)
class _Contribution:
    """What a file brings, and what it has besides."""

    document: Document
    brought: Brought
    findings: tuple[Finding, ...]

    def place(self, part: str, *path: str | int) -> Location:
        """Return a place in one of the parts of the file."""
        is_whole = isinstance(self.document.raw, dict)
        return self.document.place((part, *path) if is_whole else path)


def _read_contribution(text: str, *, file: str, taxonomy: Taxonomy) -> _Contribution:
    """Read a file to be merged; ``file`` is its name in findings."""
    document = parse_document(CONTRIBUTION, text, file=file)
    findings = list(document.findings)
    raw = document.raw
    if not isinstance(raw, list | dict):
        message = f"expected an array of works, or an object, found {describe(raw)}"
        findings.append(WRONG_TYPE.finding(document.place(()), message))
        raw = []
    parts = raw if isinstance(raw, dict) else {_PARTS[0]: raw}
    for name in (name for name in parts if name not in _PARTS):
        place, message = document.place((name,)), f"{quote(name)} is not read"
        known = f"known: {', '.join(_PARTS)}"
        findings.append(UNKNOWN_FIELD.finding(place, message, known, severity="warning"))
    read = {name: parts[name] for name in _PARTS if name in parts}
    fitted = fit(replace(document, raw=read), taxonomy)
    contribution = _Contribution(document, fitted.value, ())
    for misfit in fitted.misfits:
        part, *path = misfit.place.path or ()
        findings.append(replace(misfit, place=contribution.place(str(part), *path)))
    findings = [change_texts(finding, escape) for finding in findings]
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise CatalogInvalid(file, errors, is_read_once=file == STDIO)
    return replace(contribution, findings=tuple(findings))


class _Merging:
    """A merge on its way: the records that change, as JSON values, and what was found."""

    def __init__(self, contents: CatalogRecords, names: NameIndex, *, update: bool) -> None:
        self._contents = contents
        self._names = names
        self._update = update
        self._before = {work.key: work for work in contents.works}
        self._works: dict[str, dict[str, Any]] = {}
        self._sources = {source.id: encode(source) for source in contents.sources}
        self._listings: dict[str, list[Listing]] = {}
        self._new: dict[Name, dict[str, None]] = {}
        self._keys: dict[str, str] = {}  # that files give, and what the works are called here
        self._titles: dict[str, dict[str, None]] = {}
        self._taken = {name for _, name in names.keys}
        self.findings: list[Finding] = []

    @property
    def touched(self) -> set[str]:
        """The keys of the works that files speak of."""
        return {*self._works, *self._listings}

    def add_source(self, source: Source, place: Location) -> None:
        """Add a source, or what is said of a known one."""
        given = encode(source)
        held = self._sources.get(source.id)
        if not source.id or (held is None and not source.title):
            message = f"the source has no {'title' if source.id else 'id'}"
            self.findings.append(RECORD_LACKS.finding(place, message))
        elif held is None:
            self._sources[source.id] = given
        else:
            place = replace(place, key=source.id)
            self._sources[source.id] = self._merge_values(held, given, place)

    def add_work(self, record: Work, place: Location) -> None:
        """Add a work, or what is said of a known one."""
        found = find_recorded(record, self._names)
        meant = [{found.work.key: None}] if found.work else []
        keys, several = choose_meant([*meant, *self._iter_new(record)])
        if conflicts := found.conflicts or several:
            self.findings += (
                RECORD_AMBIGUOUS.finding(place, each.message, each.suggestion) for each in conflicts
            )
            return
        key = next(iter(keys), None)
        given = encode(record)
        if key is None:
            if not record.title or not record.kind:
                message = f"the work has no {'kind' if record.title else 'title'}"
                self.findings.append(RECORD_LACKS.finding(place, message))
                return
            key = self._make_key(record)
            values = {"status": _NOBODY_SAID, **given, "key": key}
            values.pop("listings", None)
            self._works[key] = values
        else:
            held = self._works.get(key) or encode(self._before[key])
            self._works[key] = self._merge_values(held, given, replace(place, key=key))
        self._learn(record, key)

    def add_listing(self, listed: NamedListing, place: Location) -> None:
        """Add a listing to the work that it names."""
        key, reason = self._find_of(listed)
        if key is None:
            advice = "give the key of its work, or a record that has its title"
            self.findings.append(LISTING_OPEN.finding(place, reason, advice))
        else:
            said = {field.name: getattr(listed, field.name) for field in fields(Listing)}
            self._listings.setdefault(key, []).append(Listing(**said))

    def finish(self) -> CatalogRecords:
        """Return the catalog with all of it."""
        works = {**self._before}
        for key, values in self._works.items():
            works[key] = decode_work(values)
        for key, listings in self._listings.items():
            held = works[key].listings
            works[key] = replace(works[key], listings=(*held, *without(listings, held)))
        counts = Counter(listing.source for work in works.values() for listing in work.listings)
        sources = (
            decode_source({**self._sources[name], "listings": counts[name]})
            for name in sorted(self._sources)
        )
        in_order = tuple(works[key] for key in sorted(works))
        return self._contents._replace(works=in_order, sources=tuple(sources))

    def _iter_new(self, record: Work) -> Iterator[dict[str, None]]:
        """Yield for each name of a record the works of that name that files have brought."""
        names = (("key", record.key), *iter_same_names(record))
        return (self._new[name] for name in names if name in self._new)

    def _make_key(self, record: Work) -> str:
        key = record.key
        if not key or key.lower() in self._taken:
            is_taken, authors, year = self._taken.__contains__, record.authors, record.year
            key = make_key(record.title, is_taken=is_taken, authors=authors, year=year)
        self._taken.add(key.lower())
        return key

    def _learn(self, record: Work, key: str) -> None:
        """Keep by what names later records and listings may mean a work."""
        if record.key:
            self._keys[record.key] = key
        if record.title:
            self._titles.setdefault(normalize_title(record.title), {})[key] = None
        # by what is kept of it: what a finding tells of names nothing; what a known work had
        # before is found as ever, beside the others that have it, too
        known = self._before.get(key)
        had = {("key", key), *iter_same_names(known)} if known else set()
        for name in (("key", key), *iter_same_names(decode_work(self._works[key]))):
            if name not in had:
                self._new.setdefault(name, {})[key] = None
        self._listings.setdefault(key, []).extend(record.listings)

    def _find_of(self, listed: NamedListing) -> tuple[str | None, str]:
        """Find the work of a listing by what it is named by; else say why there is none."""
        if listed.key:
            at = self._names.keys.get(("key", listed.key.lower()), [])
            known = self._names.works[at[0]].key if at else None
            return self._keys.get(listed.key, known), f"no work has the key {quote(listed.key)}"
        if listed.new:
            keys = list(self._titles.get(normalize_title(listed.new), {}))
            if not keys:
                titled = self._names.iter_titled(listed.new)
                keys = [named.work.key for named in titled if named.by == By.TITLE]
            which = f"several works have the title: {', '.join(keys)}" if keys else "no work has it"
            return (keys[0] if len(keys) == 1 else None), f"{quote(listed.new)}: {which}"
        found = find_listed(listed, self._names, source=listed.source)
        work = found.work if found.decided else None
        reasons = [conflict.message for conflict in found.conflicts]
        unknown = f"no work has the links or the title of {quote(listed.title or '')}"
        return (work.key if work else None), "; ".join(reasons) or unknown

    def _merge_values(
        self, held: dict[str, Any], given: dict[str, Any], place: Location
    ) -> dict[str, Any]:
        """Return what is held with what it lacks filled in."""
        merged = dict(held)
        for name, value in given.items():
            where = replace(place, path=(*(place.path or ()), name))
            old = held.get(name)
            if name in _OWN:
                continue
            if old is None or (name == "status" and old == _NOBODY_SAID):
                merged[name] = value
            elif name in _NESTED:
                merged[name] = self._merge_values(old, value, where)
            elif name in _UNIONS:
                merged[name] = [*old, *(each for each in value if each not in old)]
            elif name == "placements":
                merged[name] = self._merge_placements(old, value, where)
            elif name == "title" and value in held.get("alt_titles", ()):
                continue
            elif old != value and self._overrules(name, old, value, where):
                merged[name] = value
                if name == "title":
                    merged["alt_titles"] = [*merged.get("alt_titles", ()), old]
        return merged

    def _merge_placements(self, held: list[Any], given: list[Any], place: Location) -> list[Any]:
        """Add the placements by those who have not placed the work yet."""
        merged = list(held)
        for who in dict.fromkeys(each["by"] for each in given):
            old, new = ([each for each in them if each["by"] == who] for them in (held, given))
            left = without(new, old)
            if not old or (left and self._overrules("placements", old, new, place)):
                merged = [*(each for each in merged if each["by"] != who), *new]
        return merged

    def _overrules(self, name: str, old: Any, new: Any, place: Location) -> bool:
        """Tell whether a file is right where the catalog says otherwise; else keep a finding."""
        if not self._update:
            message = f"{name} is {_show(old)} in the catalog, {_show(new)} here"
            self.findings.append(CONFLICT.finding(place, message, "look up which is right"))
        return self._update


def _check_counts(contribution: _Contribution, sources: Iterable[Source]) -> Iterator[Finding]:
    held = {source.id: source.listings for source in sources}
    for at, source in enumerate(contribution.brought.sources):
        count = held.get(source.id)
        if source.listings is not None and count is not None and count != source.listings:
            message = f"{source.listings} listings of {quote(source.id)}, but there are {count}"
            place = contribution.place("sources", at, "listings")
            yield LISTING_COUNT.finding(replace(place, key=source.id), message)


def _find_breaches(
    merged: CatalogRecords, before: CatalogRecords, *, touched: set[str]
) -> list[Finding]:
    """Find the rules that the catalog would break, by what the files speak of."""
    values = {_WORKS: encode(merged.works), _SOURCES: encode(merged.sources)}
    checked = check_values(values, base=before)
    return [each for each in checked.findings if not each.place.key or each.place.key in touched]


def _show(value: Any) -> str:
    return quote(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
