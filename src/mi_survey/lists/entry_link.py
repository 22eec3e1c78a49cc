"""The links of an entry: those of another work, of another version, and those that moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mi_survey.exports.citation import make_citation
from mi_survey.lists.entry_text import Passage
from mi_survey.lists.moved_page import find_new_address
from mi_survey.lists.rules import LINK, LINK_MOVED, LINK_UNKNOWN, tell_right
from mi_survey.model.finding import Edit, Finding, Rule
from mi_survey.model.identifier import Identifier, Scheme, find_identifier
from mi_survey.model.work import Listing, Work
from mi_survey.reference.listed import ListedWork
from mi_survey.reference.title import grade_title

_ALIKE = ("same", "short", "typo")


class _Entry(NamedTuple):
    listing: Listing
    found: ListedWork
    passage: Passage


def iter_link_problems(listing: Listing, found: ListedWork, passage: Passage) -> Iterator[Finding]:
    """Yield what is wrong with the links of an entry."""
    entry = _Entry(listing, found, passage)
    for url in dict.fromkeys(listing.urls):
        moved = find_new_address(url)
        if moved:
            yield _mend(entry, url, (LINK_MOVED, "the address has moved"), right=moved)
        elif found.titled and found.work is not None:
            yield from _check_link(entry, url, found.work)


def _check_link(entry: _Entry, url: str, work: Work) -> Iterator[Finding]:
    identifier = find_identifier(url)
    scheme = identifier.scheme if identifier else None
    # beside a paper's own links there may be those of the code and the tools that it uses
    if scheme == "github" and (work.kind != "tool" or len(entry.listing.urls) > 1):
        return
    named = [linked for address, linked in entry.found.linked if address == url]
    if work in named or any(_bears(other, entry.listing.title) for other in named):
        return
    if named:
        other = named[0]
        message = f"the link is that of {other.key}, '{other.title}'"
        yield _mend(entry, url, (LINK, message), right=_right_url(work, scheme))
    elif identifier and not any(linked == work for _, linked in entry.found.linked):
        right: str | None = getattr(work.ids, identifier.scheme)
        if right is not None:
            message = f"{identifier} is not known to be this work; the record has {right}"
            place = entry.passage.locate(entry.passage.find_url(url))
            advice = tell_right(Identifier(identifier.scheme, right).url)
            yield LINK_UNKNOWN.finding(place, message, advice)


def _bears(work: Work, title: str) -> bool:
    return grade_title(title, (work.title, *work.alt_titles)) in _ALIKE


def _right_url(work: Work, scheme: Scheme | None) -> str:
    """Return the work's own link, at the same site where it has one there."""
    value = getattr(work.ids, scheme) if scheme else None
    if scheme and value:
        return Identifier(scheme, value).url
    return make_citation(work).url or ""


def _mend(entry: _Entry, url: str, found: tuple[Rule[[]], str], *, right: str) -> Finding:
    rule, message = found
    place = entry.passage.find_url(url)
    edits = (Edit(*place, right),) if place and right else ()
    return rule.finding(entry.passage.locate(place), message, tell_right(right), edits=edits)
