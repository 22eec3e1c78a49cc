"""The links of an entry: those of another work, of another version, and those that moved."""

from __future__ import annotations

from collections.abc import Iterator

from mi_survey.lists.moved_page import find_new_address
from mi_survey.lists.rules import RULES, CheckedEntry, tell_right
from mi_survey.model.finding import Edit, Finding, Rule
from mi_survey.model.identifier import Identifier, Scheme, find_identifier
from mi_survey.model.work import Work
from mi_survey.reference.title import grade_title

_ALIKE = ("same", "short", "typo")


@RULES.rule("link", "error")
def check_link(entry: CheckedEntry) -> Iterator[Finding]:
    """The link leads to another work than the one named."""
    for url, scheme, named in _iter_foreign(entry):
        if named and entry.work:
            other = named[0]
            message = f"the link is that of {other.key}, '{other.title}'"
            yield _mend(entry, url, (check_link, message), right=_right_url(entry.work, scheme))


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
            place = entry.passage.locate(entry.passage.find_url(url))
            advice = tell_right(Identifier(scheme, right).url)
            yield check_unknown_link.finding(place, message, advice)


@RULES.rule("link-moved", "warning")
def check_moved_link(entry: CheckedEntry) -> Iterator[Finding]:
    """The link's address has moved."""
    for url in dict.fromkeys(entry.listing.urls):
        if moved := find_new_address(url):
            yield _mend(entry, url, (check_moved_link, "the address has moved"), right=moved)


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


def _mend(
    entry: CheckedEntry, url: str, found: tuple[Rule[[CheckedEntry]], str], *, right: str
) -> Finding:
    rule, message = found
    place = entry.passage.find_url(url)
    edits = (Edit(*place, right),) if place and right else ()
    return rule.finding(entry.passage.locate(place), message, tell_right(right), edits=edits)
