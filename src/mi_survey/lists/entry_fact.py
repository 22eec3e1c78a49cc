"""The facts of an entry against the record: title, links, venue, year, and the survey's tags.

What the record does not know is never held against a list, and a part of a title, another case
or another punctuation is none of a list's faults. Nothing is asked of the network: the links that
moved are those that readers of the lists noted, and every new address is that of a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mi_survey.exports.markdown_text import escape
from mi_survey.lists.entry_text import Passage
from mi_survey.lists.rules import RULES, CheckedEntry
from mi_survey.model.address import normalize_url
from mi_survey.model.finding import Edit, Finding, Rule, TextSpan
from mi_survey.model.identifier import Identifier, Scheme, find_identifier
from mi_survey.model.taxonomy import Axis
from mi_survey.model.term import normalize_value, term_names
from mi_survey.model.work import Appearance, Listing, Work, is_published
from mi_survey.reference.title import grade_title, normalize_title
from mi_survey.reference.venue import (
    describe_mismatch,
    find_appearance,
    is_preprint_venue,
    names_venue,
    parse_venue,
)
from mi_survey.text import fold, nearest

_PAPERS = ("paper", "preprint", "survey")
# What lists call by another name than its title: a tool by what it does, a person, a place.
_UNTITLED = ("tool", "video", "person", "venue")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|['’][0-4]\d\b")
_WORKSHOP = re.compile(r"(?<=[A-Za-z])\s?WS\b")
_LEAST_LETTERS = 4  # of a venue's name that may be misspelt
_ALIKE = ("same", "short", "typo")
# Old addresses as normalize_url gives them, in lower case.
MOVED: Final[dict[str, str]] = {
    "arena-ch1-transformers.streamlit.app": (
        "https://learn.arena.education/chapter1_transformer_interp"
    ),
    "github.com/alan-cooney/circuitsvis": "https://github.com/TransformerLensOrg/CircuitsVis",
    "github.com/neelnanda-io/transformerlens": (
        "https://github.com/TransformerLensOrg/TransformerLens"
    ),
    "github.com/soniajoseph/vit-prisma": "https://github.com/Prisma-Multimodal/ViT-Prisma",
}


def bears_title(listing: Listing, work: Work) -> bool:
    """Tell whether an entry's title is that of a work, at least but for slips, or an earlier one.

    Where it is not, nobody can say whether the title or the link is the wrong one.
    """
    if _is_nickname(listing.title, work):
        return True
    grade = grade_title(listing.title, [work.title])
    if grade in ("same", "short", "typo") or _is_earlier(listing.title, work):
        return True
    # "… by Neel Nanda" follows titles of posts
    return work.kind not in _PAPERS and fold(listing.title).startswith(fold(work.title))


@RULES.rule("link", "error")
def check_link(entry: CheckedEntry) -> Iterator[Finding]:
    """The link leads to another work than the one named."""
    for url, scheme, named in _iter_foreign(entry):
        if named and entry.work:
            other = named[0]
            message = f"the link is that of {other.key}, '{other.title}'"
            place, right = entry.passage.find_url(url), _right_url(entry.work, scheme)
            yield entry.fault(check_link, message, place, right=right, edit=right)


@RULES.rule("link-unknown", "warning")
def check_unknown_link(entry: CheckedEntry) -> Iterator[Finding]:
    """The link's identifier is not the one that the work is known by."""
    if any(linked == entry.work for _, linked in entry.listed.linked):
        return
    for url, scheme, named in _iter_foreign(entry):
        right: str | None = getattr(entry.work.ids, scheme) if entry.work and scheme else None
        if scheme and right and not named:
            identifier = find_identifier(url)
            message = f"{identifier} is not known to be this work; the record has {right}"
            place, advice = entry.passage.find_url(url), Identifier(scheme, right).url
            yield entry.fault(check_unknown_link, message, place, right=advice)


@RULES.rule("link-moved", "warning")
def check_moved_link(entry: CheckedEntry) -> Iterator[Finding]:
    """The link's address has moved."""
    for url in dict.fromkeys(entry.listing.urls):
        if moved := find_new_address(url):
            place = entry.passage.find_url(url)
            said = "the address has moved"
            yield entry.fault(check_moved_link, said, place, right=moved, edit=moved)


@RULES.rule("title", "warning")
def check_title(entry: CheckedEntry) -> Iterator[Finding]:
    """The title is not the work's."""
    listing, work = entry.listing, entry.work
    if work is None or work.kind in _UNTITLED:
        return
    borne = bears_title(listing, work)
    is_right = grade_title(listing.title, [work.title]) in ("same", "short")
    if is_right or _is_nickname(listing.title, work):
        return
    if borne and work.kind not in _PAPERS:
        return
    place = entry.passage.find_title(listing.title)
    if _is_earlier(listing.title, work):
        message = "this is the title of an earlier version"
    elif borne:
        message = "the title is misspelt"
    else:
        # another paper, or a version of this one that the record does not know
        message = f"the link is that of {work.key}, which has another title"
    edit = escape(work.title) if borne else ""
    yield entry.fault(check_title, message, place, right=work.title, edit=edit)


@RULES.rule("preprint", "warning")
def check_preprint(entry: CheckedEntry) -> Iterator[Finding]:
    """A work is listed as a preprint that is published by now."""
    work = _find_paper(entry)
    if work and work.venue and _is_outdated(entry.listing, work, entry.passage):
        said = f"listed as a preprint; published: {_name_main(work)}"
        yield _mend_venue(entry, work, (check_preprint, said))


@RULES.rule("venue-unconfirmed", "note")
def check_unconfirmed_venue(entry: CheckedEntry) -> Iterator[Finding]:
    """The catalog knows the work as a preprint only."""
    work, written = _find_paper(entry), entry.listing.venue or ""
    if work and work.venue and work.venue.type == "preprint" and parse_venue(written).series:
        message = f"'{written}' is not confirmed: the record is that of a preprint"
        place, right = entry.find(written), work.venue.short
        yield entry.fault(check_unconfirmed_venue, message, place, right=right)


@RULES.rule("venue", "error")
def check_venue(entry: CheckedEntry) -> Iterator[Finding]:
    """The venue is not the work's."""
    work, written = _find_paper(entry), entry.listing.venue or ""
    if work is None or work.venue is None or not is_published(work):
        return
    if _find_other(entry.listing, work):
        said = f"the work appeared at {_name_main(work)}, too"
        yield replace(entry.fault(check_venue, said, entry.find(written)), severity="note")
        return
    if written and not _is_outdated(entry.listing, work, entry.passage):
        if _is_misspelt(written, work.venue.short):
            yield _mend_venue(entry, work, (check_venue, f"'{written}' is misspelt"))
        elif mismatch := _describe(written, work):
            yield _mend_venue(entry, work, (check_venue, f"'{written}' is {mismatch}"))
    # the labels of links name venues, too: wrong where none of them is right
    labels = [label for label in entry.listing.labels if parse_venue(label).series]
    wrong = {label: _describe(label, work) for label in labels}
    if wrong and all(wrong.values()):
        label, mismatch = next(iter(wrong.items()))
        said, right = f"'{label}' is {mismatch}", _name_main(work)
        yield entry.fault(check_venue, said, entry.find(label), right=right)


@RULES.rule("year", "error")
def check_year(entry: CheckedEntry) -> Iterator[Finding]:
    """The year is not the work's."""
    work, listing = _find_paper(entry), entry.listing
    # the year of a preprint, or of another appearance, is its own
    if work is None or (is_published(work) and is_preprint_venue(listing.venue or "")):
        return
    if _find_other(listing, work):
        return
    written, within = _read_year(listing)
    if not written.isdigit() or not work.year or int(written) in _years(work):
        return
    edit = right = str(work.year)
    place = entry.find(written if listing.year or not within else listing.venue or "")
    if place and within and not listing.year:
        place = TextSpan(place.start + within.start(), place.start + within.end())
        edit = "" if _describe(listing.venue or "", work) else _word_year(within[0], work)
    message = f"the year is {right}, not {written}"
    yield entry.fault(check_year, message, place, right=right, edit=edit)


@RULES.rule("tag", "error")
def check_tag(entry: CheckedEntry) -> Iterator[Finding]:
    """A tag is none of the survey's."""
    for axis in entry.taxonomy.axes:
        value = entry.listing.tag(axis.id)
        if value and not axis.heading:
            yield from _check_tags(value, axis, entry)


def find_new_address(url: str) -> str:
    """Return where a thing is now; empty where nobody noted that it moved.

    >>> find_new_address("https://github.com/neelnanda-io/TransformerLens/")
    'https://github.com/TransformerLensOrg/TransformerLens'
    """
    return MOVED.get(normalize_url(url).lower(), "")


def _iter_foreign(entry: CheckedEntry) -> Iterator[tuple[str, Scheme | None, list[Work]]]:
    """Yield the links that are not known to be the work's, with the works that they name."""
    work, listing = entry.work, entry.listing
    if work is None or not entry.listed.titled:
        return
    for url in dict.fromkeys(listing.urls):
        identifier = find_identifier(url)
        scheme = identifier.scheme if identifier else None
        named = [linked for address, linked in entry.listed.linked if address == url]
        # beside a paper's own links there may be those of the code and the tools that it uses
        is_code = scheme == "github" and (work.kind != "tool" or len(listing.urls) > 1)
        is_own = work in named or any(_bears(other, listing.title) for other in named)
        if not (is_code or is_own or find_new_address(url)):
            yield url, scheme, named


def _bears(work: Work, title: str) -> bool:
    return grade_title(title, (work.title, *work.alt_titles)) in _ALIKE


def _right_url(work: Work, scheme: Scheme | None) -> str:
    """Return the work's own link, at the same site where it has one there."""
    value = getattr(work.ids, scheme) if scheme else None
    if scheme and value:
        return Identifier(scheme, value).url
    return work.url or ""


def _read_year(listing: Listing) -> tuple[str, re.Match[str] | None]:
    """Return the year that an entry gives, and where in its venue one stands."""
    within = _YEAR.search(listing.venue or "")
    return listing.year or (re.sub("['’]", "20", within[0]) if within else ""), within


def _word_year(written: str, work: Work) -> str:
    """Return the year of a work in the form of a written one, in four digits or as '22."""
    year = str(work.year)
    return year if written.isdigit() else written[0] + year[-2:]


def _find_other(listing: Listing, work: Work) -> Appearance | None:
    """Find the other appearance of a work that an entry gives, in its venue or its labels."""
    if not work.appearances or is_preprint_venue(listing.venue or ""):
        return None
    named = [label for label in listing.labels if parse_venue(label).series]
    venues = [_strip_year(venue) for venue in (listing.venue, *named) if venue]
    year, _ = _read_year(listing)
    return find_appearance(venues, int(year) if year.isdecimal() else None, work)


def _name_main(work: Work) -> str:
    return f"{work.venue_short} {work.year or ''}".strip()


def _strip_year(written: str) -> str:
    return _WORKSHOP.sub(" Workshop", _YEAR.sub("", written)).strip(" ,")


def _find_paper(entry: CheckedEntry) -> Work | None:
    """Return the work where it is a paper, and the entry bears its title."""
    work = entry.work
    if work is None or work.kind not in _PAPERS:
        return None
    return work if bears_title(entry.listing, work) else None


def _is_earlier(title: str, work: Work) -> bool:
    return grade_title(title, work.alt_titles) in ("same", "short")


def _is_nickname(title: str, work: Work) -> bool:
    """Tell whether a title is what the field calls a work, alone or beside the title itself."""
    names = {normalize_title(name) for name in work.nicknames}
    return any(
        normalize_title(name) in names
        and (not rest or grade_title(rest, [work.title]) in ("same", "short"))
        for name, rest in _split_name(title)
    )


def _split_name(title: str) -> Iterator[tuple[str, str]]:
    """Yield what may be a nickname in a title, with what the title is without it.

    >>> list(_split_name("ROME: Locating"))
    [('ROME: Locating', ''), ('ROME', ' Locating')]
    """
    yield title, ""
    for sign in (":", " - ", " – ", " — ", " | "):
        name, found, rest = title.partition(sign)
        if found:
            yield name, rest
    for opening, closing in ("()", "[]"):
        if title.startswith(opening):
            name, _, rest = title[1:].partition(closing)
            yield name, rest
        if title.endswith(closing):
            rest, _, name = title[:-1].rpartition(opening)
            yield name, rest
            yield rest, ""  # the rest explains the name


def _is_outdated(listing: Listing, work: Work, passage: Passage) -> bool:
    """Tell whether an entry says preprint of what is published, and its venue nowhere else."""
    venue = listing.venue or ""
    if not (work.venue and is_published(work) and is_preprint_venue(venue)):
        return False
    words = passage.read_words(title=listing.title)
    return not names_venue(words, work)


def _describe(written: str, work: Work) -> str:
    """Say in what a written venue differs from the work's, its year apart; empty where in none."""
    return describe_mismatch(_strip_year(written), work)


def _is_misspelt(written: str, short: str) -> bool:
    bare = fold(_YEAR.sub("", written)).strip()
    return (
        bare != fold(short)
        and min(len(bare), len(short)) >= _LEAST_LETTERS
        and " " not in bare
        and not parse_venue(written).series
        and bool(nearest(bare, [fold(short)]))
    )


def _mend_venue(
    entry: CheckedEntry, work: Work, found: tuple[Rule[[CheckedEntry]], str]
) -> Finding:
    rule, message = found
    listing = entry.listing
    written, short = listing.venue or "", work.venue_short
    right, year = short, _YEAR.search(written)
    if year and work.year:
        apart = " " if year[0].isdigit() or written[: year.start()].endswith(" ") else ""
        right = f"{short}{apart}{_word_year(year[0], work)}"
    told = entry.fault(rule, message, entry.find(written), right=right, edit=escape(right))
    if rule is check_preprint and listing.year and work.year and listing.year != str(work.year):
        # a venue of one year with another year beside it would be worse than the preprint
        place = entry.find(listing.year)
        edits = (*told.edits, Edit(*place, str(work.year))) if place and told.edits else ()
        return replace(told, edits=edits)
    return told


def _years(work: Work) -> set[int]:
    """Return the years that a list may give: of articles, also that of their appearing online."""
    year = work.year or 0
    if work.venue and work.venue.type == "journal":
        return {year - 1, year, year + 1}
    arxiv = re.match(r"(\d\d)\d\d\.", work.ids.arxiv or "")
    return {year, 2000 + int(arxiv[1])} if arxiv and not is_published(work) else {year}


def _check_tags(value: str, axis: Axis, entry: CheckedEntry) -> Iterator[Finding]:
    names = term_names(axis)
    pieces = [piece.strip() for piece in re.split(r"[&+,/;]", value)]
    unknown = [piece for piece in pieces if piece and normalize_value(piece) not in names]
    if not unknown or normalize_value(value) in names:
        return
    right = value
    for piece in unknown:
        near = nearest(normalize_value(piece), names)
        if not near:
            known = ", ".join(term.label for term in axis.leaves())
            message = f"unknown {axis.id} '{piece}'"
            yield check_tag.finding(entry.passage.start, message, f"one of: {known}")
            return
        right = right.replace(piece, axis.term(names[near[0]]).label)
    message = f"unknown {axis.id} {', '.join(repr(piece) for piece in unknown)}"
    yield entry.fault(check_tag, message, entry.find(value), right=right, edit=escape(right))
