"""The record of a work that a list has and the catalog has not: what the links prove, no more.

Venue and year stay what the list claimed, in its listing; the status ``unverified`` says that
nobody has looked at a page of the work yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from mi_survey.lists.label import is_venue
from mi_survey.model.address import is_web_url
from mi_survey.model.key import make_key
from mi_survey.model.venue import ARCHIVES, SITES
from mi_survey.model.work import Ids, Kind, Listing, Placement, Work
from mi_survey.reference.listed import contradicts, identify
from mi_survey.reference.names import Name
from mi_survey.reference.title import normalize_title
from mi_survey.text import fold

if TYPE_CHECKING:
    from mi_survey.lists.parser import ListEntry


def make_record(
    listings: Sequence[Listing],
    *,
    taken: Collection[Name] = (),
    placements: tuple[Placement, ...] = (),
) -> Work:
    """Make the record of a new work from what a list says of it.

    Args:
        listings: its entries in the list, one at least.
        taken: the names that other works have, as ``iter_unique_names`` gives them.
        placements: where the list itself places it.
    """
    first = listings[0]
    urls = [url for listing in listings for url in listing.urls]
    own: dict[str, str] = {}
    for each in identify(urls):
        if each.identity not in taken:
            own.setdefault(each.scheme, each.value)
    return Work(
        key=make_key(first.title, is_taken=lambda key: ("key", key) in taken),
        title=first.title,
        kind=guess_kind(first),
        ids=Ids(**own),
        url=next((url for url in urls if is_web_url(url)), None),
        placements=placements,
        listings=tuple(listings),
        status="unverified",
    )


def guess_kind(listing: Listing) -> Kind:
    """Choose the kind by what the list shows: a venue, an archive, a repository alone, or none.

    An ACL id or a DOI proves a venue that the list does not name.

    >>> guess_kind(Listing("x", "A", ("https://arxiv.org/abs/2202.05262",)))
    'preprint'
    >>> guess_kind(Listing("x", "A", ("https://arxiv.org/abs/2202.05262",), venue="ICLR 2024"))
    'paper'
    >>> guess_kind(Listing("x", "A", ("https://github.com/davidbau/baukit",)))
    'tool'
    """
    schemes = {each.scheme for each in identify(listing.urls)}
    said = [label for label in listing.labels if is_venue(label)]
    venues = [fold(name) for name in (listing.venue, *said) if name]
    published = [name for name in venues if not name.startswith((*ARCHIVES, *SITES))]
    if published or schemes & {"acl", "doi"}:
        return "paper"
    if schemes & {"arxiv", "openreview"} or any(name.startswith(ARCHIVES) for name in venues):
        return "preprint"
    return "tool" if schemes == {"github"} and len(listing.urls) == 1 else "blog"


def group_entries(entries: Iterable[ListEntry]) -> list[list[ListEntry]]:
    """Group the entries that mean one work: those that share an id, or the title."""
    groups: list[list[ListEntry]] = []
    by_name: dict[Name, list[ListEntry]] = {}
    for entry in entries:
        # many papers may link to the code of one
        papers = [each for each in identify(entry.listing.urls) if each.scheme != "github"]
        ids: list[Name] = [each.identity for each in papers]
        title = ("title", normalize_title(entry.listing.title))
        group = next((by_name[name] for name in ids if name in by_name), None)
        if group is None and title in by_name:
            alike = make_record([each.listing for each in by_name[title]])
            group = None if contradicts(alike, entry.listing.urls) else by_name[title]
        if group is None:
            group = []
            groups.append(group)
        group.append(entry)
        for name in (*ids, title):
            by_name.setdefault(name, group)
    return groups
