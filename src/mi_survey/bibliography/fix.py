"""Mending a .bib text: only what is wrong is rewritten, in the layout that the entry has.

Which values are right is what ``export`` would write. An edited entry is read and checked again;
if anything is not as it should be, the entry stays as it was, and the reason is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mi_survey.bibliography.author_field import iter_names, parse_authors
from mi_survey.bibliography.author_style import mend_names
from mi_survey.bibliography.bibtex import BibEntry, BibFile, parse_bibtex
from mi_survey.bibliography.checking import Verdict, check_references
from mi_survey.bibliography.edit import EntryText, Uncertain
from mi_survey.bibliography.entry import find_identifiers, says_preprint_alone
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.bibliography.reading import read_bibtex
from mi_survey.bibliography.rules import FIXABLE, IDENTIFIER
from mi_survey.exports.registry import RenderOptions, get_format
from mi_survey.model.finding import Edit, apply_edits
from mi_survey.model.name import Name
from mi_survey.model.work import Work
from mi_survey.query.result import Result
from mi_survey.reference.names import NameIndex
from mi_survey.reference.person import compare_authors
from mi_survey.reference.record import Reference
from mi_survey.reference.title import grade_title
from mi_survey.reference.venue import is_preprint_venue

_NAMED_VENUES = ("booktitle", "journal", "journaltitle")
_CONTAINERS = (*_NAMED_VENUES, "howpublished")
_HOSTS = ("publisher", "institution", "organization", "note", "type", "pubstate")
_FACTS = ("volume", "number", "pages", "publisher", "address", "location", "doi", "url", "eprint")
_NUMBERS = ("volume", "number")
_JOURNALS = ("journal", "journaltitle")
_TOLD = (*_NUMBERS, "pages", "month", "doi")
_ARXIV = re.compile(r"10\.48550/|arxiv\.org/")
_FROM_ONE = re.compile(r"\s*1\s*[-–—]")
_MOST_SHORT_WORDS = 4
_LEAST_CAPITALS = 2
_WEB_TYPES = frozenset({"misc", "online", "software"})
_SAME_TYPES = {"conference": "inproceedings"}
# not "eprinttype", which DBLP writes for BibTeX, too
_BIBLATEX = frozenset({"journaltitle", "date", "location"})


class _FileStyle(NamedTuple):
    """How a file names things: its dialect, and whether venues are short, and those dated."""

    dialect: str
    short: bool
    dated: bool


class Fixed(NamedTuple):
    """The new text, the keys of the entries that were mended, and of those left, with reasons.

    ``dropped`` are the fields that mending took out and that stand nowhere else: each with the
    key of its entry, and its text.
    """

    text: str
    keys: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


def render_entry(work: Work, key: str, *, dialect: str = "bibtex") -> str:
    """Render the right entry for a work, under a user's key."""
    result = Result(replace(work, key=key), ())
    return get_format(dialect).render([result], RenderOptions(keywords=False))


def fix_bibliography(
    text: str, verdicts: Sequence[Verdict], *, rules: Collection[str] | None = None
) -> Fixed:
    """Mend the entries whose findings, by certain rules, can be mended; the others stay as is.

    What is only noted is not touched.
    """
    asked = set(FIXABLE if rules is None else rules)
    layout = parse_bibtex(text)
    style = _find_style(layout)
    wrong = {
        (verdict.reference.line, verdict.reference.key): verdict
        for verdict in verdicts
        if find_mendable(verdict) & asked
    }
    edits: list[Edit] = []
    keys: list[str] = []
    left: list[tuple[str, str]] = []
    dropped: list[tuple[str, str]] = []
    for entry in layout.entries:
        if verdict := wrong.get((entry.line, entry.key)):
            start, end = entry.extent
            try:
                new = _mend(text[start:end], verdict, style, find_mendable(verdict) & asked)
            except Uncertain as reason:
                left.append((entry.key, str(reason)))
            else:
                edits.append(Edit(start, end, new))
                keys.append(entry.key)
                dropped += ((entry.key, each) for each in _iter_dropped(text[start:end], new))
    return Fixed(apply_edits(text, edits), tuple(keys), tuple(left), tuple(dropped))


def find_mendable(verdict: Verdict) -> set[str]:
    """Return the rules that an entry breaks and that can be mended, by the record of its work."""
    if verdict.work is None:
        return set()
    found = {each.rule for each in verdict.findings if each.severity != "note"}
    return found & FIXABLE


def _iter_dropped(old: str, new: str) -> Iterator[str]:
    """Yield the fields that are gone, but for venues and what merely names a preprint."""
    (before,), (after,) = (parse_bibtex(text).entries for text in (old, new))
    for field in before.fields:
        is_gone = field.name in _TOLD and after.field(field.name) is None
        if is_gone and not says_preprint_alone(field.value):
            yield f"{field.name} = {{{field.value}}}"


def _mend(old: str, verdict: Verdict, style: _FileStyle, rules: Collection[str]) -> str:
    work = verdict.work
    if work is None or any(each.rule == IDENTIFIER.name for each in verdict.findings):
        raise Uncertain("its identifiers are mixed up, so nobody can say what is meant")
    right = _render_right(work, verdict.reference, style)
    entry = EntryText(old)
    if "published" in rules or "venue" in rules:
        _set_place(entry, right)
    if "published" in rules:
        _complete(entry, right)
    if "title" in rules or ("published" in rules and _has_other_title(verdict.reference, work)):
        _set(entry, right, "title")
    if "title" in rules:
        entry.drop_field("subtitle")
    if "authors" in rules or "published" in rules:
        _set_authors(entry, right, verdict.reference, work)
    if "year" in rules:
        _set_year(entry, right)
    if "pages" in rules:
        _set(entry, right, "pages")
    mended = str(entry)
    _ensure_right(mended, work, rules)
    return mended


def _render_right(work: Work, reference: Reference, style: _FileStyle) -> BibEntry:
    """Render the entry to mend another one by: what the record does not know stays out of it."""
    # without authors and year, a paper would become a page of no type
    whole = replace(
        work,
        authors=work.authors or (Name(literal="?"),),
        year=work.year or reference.year or 1,
    )
    right = parse_bibtex(render_entry(whole, "key", dialect=style.dialect)).entries[0]
    unknown = {"author": not work.authors, "year": work.year is None}
    own = reference.published_venues
    short = all(map(_is_short, own)) if own else style.short
    fields = [each for each in right.fields if not unknown.get(each.name)]
    if short and work.venue:
        name = work.venue.short
        dated = style.dated and work.year and str(work.year) not in name
        named = f"{name} {work.year}" if dated else name
        fields = [
            replace(each, value=named) if each.name in _CONTAINERS else each for each in fields
        ]
    return replace(right, fields=tuple(fields))


def _find_style(layout: BibFile) -> _FileStyle:
    written = [field for entry in layout.entries for field in entry.fields]
    values = [plain_text(field.value) for field in written if field.name in _NAMED_VENUES]
    venues = [value for value in values if value and not is_preprint_venue(value)]
    short = [venue for venue in venues if _is_short(venue)]
    dated = [venue for venue in short if venue[-2:].isdigit()]
    is_biblatex = any(entry.type == "online" for entry in layout.entries) or any(
        field.name in _BIBLATEX for field in written
    )
    return _FileStyle(
        "biblatex" if is_biblatex else "bibtex",
        short=2 * len(short) > len(venues),
        dated=2 * len(dated) > len(short),
    )


def _is_short(venue: str) -> bool:
    """Tell whether a venue goes by its abbreviation, as NeurIPS, or Findings of ACL 2024, does."""
    words = venue.split()
    return len(words) <= _MOST_SHORT_WORDS and any(
        sum(map(str.isupper, word)) >= _LEAST_CAPITALS for word in words
    )


def _set(entry: EntryText, right: BibEntry, name: str) -> None:
    if field := right.field(name):
        entry.set_field(name, field.value, macro=field.form == "a")


def _set_place(entry: EntryText, right: BibEntry) -> None:
    """Set the type, the container and its numbers."""
    container = next((name for name in _CONTAINERS if right.field(name)), None)
    if container is None or (right.type in _WEB_TYPES and entry.type not in _WEB_TYPES):
        raise Uncertain("the catalog has no entry to mend it by")
    if _SAME_TYPES.get(entry.type, entry.type) != right.type:
        entry.set_type(right.type)
    present = [name for name in _CONTAINERS if _is_container(entry.get_value(name), name)]
    kept = container if container in present else next(iter(present), container)
    for name in present:
        if name != kept:
            entry.drop_field(name)
    was = plain_text(entry.get_value(kept) or "")
    if kept != container:
        entry.rename_field(kept, container)
    _set(entry, right, container)
    # the numbers of proceedings may be the right ones under a wrong name
    others = is_preprint_venue(was) or (kept in _JOURNALS and container not in _JOURNALS)
    for name in _NUMBERS:
        if others or right.field(name):
            _replace(entry, right, name)


def _is_container(value: str | None, name: str) -> bool:
    """Tell whether a field names a venue: ``howpublished`` may be an address of something else."""
    if value is None or name != "howpublished":
        return value is not None
    if "http" not in value and "url" not in value:
        return True
    return any(each.scheme == "arxiv" for each in find_identifiers(value))


def _replace(entry: EntryText, right: BibEntry, name: str) -> None:
    """Set what an entry says, or drop it where nothing is right."""
    if right.field(name) is None:
        entry.drop_field(name)
    elif entry.get_value(name) is not None:
        _set(entry, right, name)


def _complete(entry: EntryText, right: BibEntry) -> None:
    """Turn what is left of a preprint's entry into one of what was published."""
    for name in _HOSTS:
        value = entry.get_value(name) or ""
        # a note may say more, and is the user's own
        of_preprint = says_preprint_alone if name == "note" else is_preprint_venue
        if of_preprint(value) and not find_identifiers(value):
            entry.drop_field(name)
    pages = entry.get_value("pages") or ""
    if right.field("pages") or is_preprint_venue(pages) or _FROM_ONE.match(pages):
        _replace(entry, right, "pages")
    # the month, too, was that of the preprint
    _replace(entry, right, "month")
    _set_year(entry, right)
    for name in ("doi", "url"):
        if _ARXIV.search((entry.get_value(name) or "").lower()):
            _set(entry, right, name)
    if _ARXIV.search((entry.get_value("doi") or "").lower()) and right.field("eprint"):
        entry.drop_field("doi")
    for name in _FACTS:
        if right.field(name) and entry.get_value(name) is None:
            _set(entry, right, name)
            if name == "eprint":
                _set(entry, right, "archiveprefix")
                _set(entry, right, "eprinttype")


def _has_other_title(reference: Reference, work: Work) -> bool:
    return grade_title(reference.title, [work.title]) not in ("same", "short")


def _set_year(entry: EntryText, right: BibEntry) -> None:
    year, date = right.field("year"), entry.get_value("date")
    written = entry.get_value("year")
    if year is None:
        return
    if written is None and date is not None:
        if date[:4] != year.value:
            entry.set_field("date", year.value)
    elif written != year.value:
        _set(entry, right, "year")


def _set_authors(entry: EntryText, right: BibEntry, reference: Reference, work: Work) -> None:
    field, written = right.field("author"), entry.get_value("author")
    if field is None or written is None:
        return
    authors = parse_authors(written)
    if authors != reference.authors:  # a macro, or another entry, has some of them
        raise Uncertain("its authors do not all stand in it")
    names = [field.value[slice(*span)] for span in iter_names(field.value)]
    differences = compare_authors(authors, work.authors)
    disordered = differences.disordered and not work.ids.arxiv
    wrong = differences.misspelt or differences.missing or differences.unknown
    if wrong or disordered or differences.apart or authors.flaw:
        mended = mend_names(written, names, differences, authors=authors)
        entry.set_field("author", mended)


def _ensure_right(mended: str, work: Work, rules: Collection[str]) -> None:
    """Check that a mended entry reads as it should."""
    references = read_bibtex(mended)
    (verdict,) = check_references(references, NameIndex([work]), file="")
    remaining = sorted(find_mendable(verdict) & set(rules))
    if remaining or verdict.work is None:
        raise Uncertain(f"mending it would not help: {', '.join(remaining) or 'no work'}")
