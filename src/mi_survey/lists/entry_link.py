"""The links of an entry: those of another work, of another version, and those that moved.

Nothing is asked of the network: the moves are those that readers of the lists noted for the
catalog, and every new address is that of a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mi_survey.lists.rules import RULES, CheckedEntry
from mi_survey.model.address import normalize_url
from mi_survey.model.finding import Finding
from mi_survey.model.identifier import Identifier, Scheme, find_identifier
from mi_survey.model.work import Work
from mi_survey.reference.title import grade_title

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


def find_new_address(url: str) -> str:
    """Return where a thing is now; empty where nobody noted that it moved.

    >>> find_new_address("https://github.com/neelnanda-io/TransformerLens/")
    'https://github.com/TransformerLensOrg/TransformerLens'
    """
    return MOVED.get(normalize_url(url).lower(), "")


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
