"""Mending a .bib text: only what is wrong is rewritten, in the layout that the entry has.

Which values are right is what ``export`` would write. An edited entry is read and checked again;
if anything is not as it should be, the entry stays as it was, and the reason is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from mi_survey.bibliography import edit
from mi_survey.bibliography.author_style import mend_names
from mi_survey.bibliography.bibtex import BibEntry, BibField, BibFile, parse_bibtex
from mi_survey.bibliography.compare import Verdict, check_references
from mi_survey.bibliography.entry import find_identifiers, iter_names, parse_authors
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.bibliography.reading import References, read_references
from mi_survey.bibliography.rules import FIXABLE, IDENTIFIER
from mi_survey.exports.options import RenderOptions
from mi_survey.exports.registry import get_format
from mi_survey.model.name import Name
from mi_survey.model.work import Work
from mi_survey.query.result import Result
from mi_survey.reference.names import NameIndex
from mi_survey.reference.person import compare_authors
from mi_survey.reference.title import grade_title
from mi_survey.reference.venue import is_preprint_venue

_CONTAINERS = ("booktitle", "journal", "journaltitle", "howpublished")
_NAMED_VENUES = ("booktitle", "journal", "journaltitle")
_HOSTS = ("publisher", "institution", "organization", "note", "type", "pubstate")
_FACTS = ("volume", "number", "pages", "publisher", "address", "location", "doi", "url", "eprint")
_NUMBERS = ("volume", "number")
_ARXIV = re.compile(r"10\.48550/|arxiv\.org/")
_MOST_SHORT_WORDS = 4
_LEAST_CAPITALS = 2
_PAGES_ALONE = frozenset({"misc", "online", "software"})
_SAME_TYPES = {"conference": "inproceedings"}
# not "eprinttype", which DBLP writes for BibTeX, too
_BIBLATEX = frozenset({"journaltitle", "date", "location"})


class _FileStyle(NamedTuple):
    """How a file names things: its dialect, and whether venues are short, and those dated."""

    dialect: str
    short: bool
    dated: bool


class Fixed(NamedTuple):
    """The new text, the keys of the entries that were mended, and of those left, with reasons."""

    text: str
    keys: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def find_dialect(layout: BibFile) -> str:
    """Tell whether entries are ``bibtex`` or, by fields that BibTeX does not have, ``biblatex``."""
    for entry in layout.entries:
        if entry.type == "online" or any(field.name in _BIBLATEX for field in entry.fields):
            return "biblatex"
    return "bibtex"


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
    pieces: list[str] = []
    keys: list[str] = []
    left: list[tuple[str, str]] = []
    done = 0
    for entry in layout.entries:
        verdict = wrong.get((entry.line, entry.key))
        if verdict is None:
            continue
        old = text[entry.start : entry.end + 1]
        try:
            new = _mend(old, verdict, style, find_mendable(verdict) & asked)
        except edit.Uncertain as reason:
            left.append((entry.key, str(reason)))
            continue
        pieces += [text[done : entry.start], new]
        done = entry.end + 1
        keys.append(entry.key)
    return Fixed("".join([*pieces, text[done:]]), tuple(keys), tuple(left))


def find_mendable(verdict: Verdict) -> set[str]:
    """Return the rules that an entry breaks and that can be mended."""
    found = {each.rule for each in verdict.findings if each.severity != "note"}
    return found & FIXABLE


def _mend(old: str, verdict: Verdict, style: _FileStyle, rules: Collection[str]) -> str:
    work = verdict.work
    if work is None or any(each.rule == IDENTIFIER.name for each in verdict.findings):
        raise edit.Uncertain("its identifiers are mixed up, so nobody can say what is meant")
    right = _render_right(work, verdict, style)
    text = old
    if "published" in rules or "venue" in rules:
        text = _set_place(text, right, published="published" in rules)
    if "published" in rules:
        text = _complete(text, right, verdict)
    if "title" in rules:
        text = _set(text, right, "title")
        if read(text, "subtitle"):
            text = edit.drop_field(text, "subtitle")
    if "authors" in rules or "published" in rules:
        text = _set_authors(text, right, verdict)
    if "year" in rules and "published" not in rules:
        text = _set_year(text, right)
    if "pages" in rules:
        text = _set(text, right, "pages")
    _ensure_right(old, text, work, rules)
    return text


def _render_right(work: Work, verdict: Verdict, style: _FileStyle) -> BibEntry:
    """Render the entry to mend another one by: what the record does not know stays out of it."""
    # without authors and year, a paper would become a page of no type
    whole = replace(
        work,
        authors=work.authors or (Name(literal="?"),),
        year=work.year or verdict.reference.year or 1,
    )
    right = parse_bibtex(render_entry(whole, "key", dialect=style.dialect)).entries[0]
    unknown = {"author": not work.authors, "year": work.year is None}
    own = [venue for venue in verdict.reference.venues if not is_preprint_venue(venue)]
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
    return _FileStyle(
        find_dialect(layout),
        short=2 * len(short) > len(venues),
        dated=2 * len(dated) > len(short),
    )


def _is_short(venue: str) -> bool:
    """Tell whether a venue goes by its abbreviation, as NeurIPS, or Findings of ACL 2024, does."""
    words = venue.split()
    return len(words) <= _MOST_SHORT_WORDS and any(
        sum(map(str.isupper, word)) >= _LEAST_CAPITALS for word in words
    )


def read(text: str, name: str) -> BibField | None:
    """Return a field of an entry's text; ``None`` where it has none of that name."""
    return edit.read_entry(text).field(name)


def _set(text: str, right: BibEntry, name: str) -> str:
    field = right.field(name)
    if field is None:
        return text
    if read(text, name) is None:
        return edit.add_field(text, name, field.value, macro=field.form == "a")
    return edit.set_field(text, name, field.value, macro=field.form == "a")


def _set_place(text: str, right: BibEntry, *, published: bool) -> str:
    """Set the type, the container and its numbers."""
    entry = edit.read_entry(text)
    if _SAME_TYPES.get(entry.type, entry.type) != right.type:
        text = edit.set_type(text, right.type)
    container = next((name for name in _CONTAINERS if right.field(name)), None)
    if container is None or (right.type in _PAGES_ALONE and entry.type not in _PAGES_ALONE):
        raise edit.Uncertain("the catalog has no entry to mend it by")
    present = [name for name in _CONTAINERS if _is_container(entry.field(name), name)]
    kept = container if container in present else next(iter(present), None)
    for name in present:
        if name != kept:
            text = edit.drop_field(text, name)
    if kept and kept != container:
        text = edit.rename_field(text, kept, container)
    text = _set(text, right, container)
    for name in (*_NUMBERS, *(("pages",) if published else ())):
        text = _replace_or_drop(text, right, name, certain=name in _NUMBERS)
    return text


def _is_container(field: BibField | None, name: str) -> bool:
    """Tell whether a field names a venue: ``howpublished`` may be an address of something else."""
    if field is None or name != "howpublished":
        return field is not None
    if "http" not in field.value and "url" not in field.value:
        return True
    return any(each.scheme == "arxiv" for each in find_identifiers(field.value))


def _replace_or_drop(text: str, right: BibEntry, name: str, *, certain: bool) -> str:
    field = read(text, name)
    if field is None:
        return text
    if right.field(name):
        return _set(text, right, name)
    if certain or is_preprint_venue(field.value):
        return edit.drop_field(text, name)
    return text


def _complete(text: str, right: BibEntry, verdict: Verdict) -> str:
    """Turn what is left of a preprint's entry into one of what was published."""
    for name in _HOSTS:
        field = read(text, name)
        if field and is_preprint_venue(field.value) and not find_identifiers(field.value):
            text = edit.drop_field(text, name)
    # the month, too, was that of the preprint
    text = _replace_or_drop(text, right, "month", certain=True)
    text = _set_year(text, right)
    for name in ("doi", "url"):
        field = read(text, name)
        if field and _ARXIV.search(field.value.lower()) and right.field(name):
            text = _set(text, right, name)
    for name in _FACTS:
        if right.field(name) and read(text, name) is None:
            text = _set(text, right, name)
            if name == "eprint":
                text = _set(_set(text, right, "archiveprefix"), right, "eprinttype")
    titles = [verdict.work.title] if verdict.work else []
    if grade_title(verdict.reference.title, titles) not in ("same", "short"):
        text = _set(text, right, "title")
    return text


def _set_year(text: str, right: BibEntry) -> str:
    year, date = right.field("year"), read(text, "date")
    if year is None or ((field := read(text, "year")) is None and date is None):
        return _set(text, right, "year")
    if field is None and date is not None:
        return text if date.value[:4] == year.value else edit.set_field(text, "date", year.value)
    return text if field and field.value == year.value else _set(text, right, "year")


def _set_authors(text: str, right: BibEntry, verdict: Verdict) -> str:
    field, written = right.field("author"), read(text, "author")
    if field is None or written is None or verdict.work is None:
        return text
    authors = parse_authors(written.value)
    if authors != verdict.reference.authors:  # a macro, or another entry, has some of them
        raise edit.Uncertain("its authors do not all stand in it")
    names = [field.value[slice(*span)] for span in iter_names(field.value)]
    differences = compare_authors(authors, verdict.work.authors)
    disordered = differences.disordered and not verdict.work.ids.arxiv
    if not (differences.misspelt or differences.missing or differences.unknown or disordered):
        return text
    mended = mend_names(written.value, names, differences, others=authors.others)
    return edit.set_field(text, "author", mended)


def _ensure_right(old: str, new: str, work: Work, rules: Collection[str]) -> None:
    """Check that a mended entry reads as it should, and that all else is what it was."""
    before, after = edit.read_entry(old), edit.read_entry(new)
    if before.key != after.key:
        raise edit.Uncertain("its key would change")
    references: References = read_references(new, kind="bibtex", file="")
    (verdict,) = check_references(references, NameIndex([work]), file="")
    remaining = sorted(find_mendable(verdict) & set(rules))
    if remaining or verdict.work is None:
        raise edit.Uncertain(f"mending it would not help: {', '.join(remaining) or 'no work'}")
