"""What a work is cited as: which version of it, in which form, and with which keywords.

Formats differ in syntax and in names of fields and types; what they have to agree on is decided
here, once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from mi_survey.model.identifier import Identifier
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.work import Ids, Venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.model.work import Placement, Work

Form = Literal["proceedings", "article", "preprint", "post", "software", "video", "page"]
Prefer = Literal["published", "preprint"]

ARXIV = "arXiv"
_ARXIV_VENUE = Venue(ARXIV, ARXIV, "preprint")


def choose_version(work: Work, prefer: Prefer) -> Work:
    """Return a work with the facts of the version that is to be cited.

    A published work keeps its arXiv id. With ``preprint``, a work that has an arXiv id is that
    preprint, without the facts of its publication; what the preprint alone would need, and the
    catalog does not hold, is left out.
    """
    arxiv = work.ids.arxiv
    if prefer == "published" or not arxiv or work.kind == "tool":
        return work
    year, month = work.year, work.month
    if work.venue and work.venue.type != "preprint" and arxiv[:4].isdigit():
        # an arXiv id begins with the year and month of its first version
        year, month = 2000 + int(arxiv[:2]), int(arxiv[2:4])
    return replace(
        work,
        kind="preprint",
        year=year,
        month=month,
        venue=_ARXIV_VENUE,
        volume=None,
        number=None,
        pages=None,
        publisher=None,
        address=None,
        ids=Ids(arxiv=arxiv),
        url=Identifier("arxiv", arxiv).url,
    )


def form_of(work: Work) -> Form:
    """Return the form of a citable work, by its venue's type and its kind.

    That is a paper in proceedings, an article of a journal, a preprint, a post (blog), software,
    a video, or another page.
    """
    if work.kind == "tool":
        return "software"
    if work.kind == "video":
        return "video"
    match work.venue.type if work.venue else None:
        case "conference" | "workshop":
            return "proceedings"
        case "journal":
            return "article"
        case "preprint":
            return "preprint"
        case "site":
            return "post" if work.kind == "blog" else "page"
    return "preprint" if work.ids.arxiv else "page"


def keywords_of(work: Work, axes: Sequence[str]) -> tuple[str, ...]:
    """Return the terms on all axes, those on the axes given first, and then the topics."""
    terms = terms_by_axis(work.placements, axes)
    tags = (term for each in terms.values() for term in each if term != NO_STEP)
    return tuple(dict.fromkeys((*tags, *work.topics)))


def terms_by_axis(
    placements: Sequence[Placement], axes: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the distinct terms on every axis: the axes given first, then those met besides."""
    found: dict[str, dict[str, None]] = {axis: {} for axis in axes}
    for placement in placements:
        for axis, term in placement.iter_terms():
            found.setdefault(axis, {})[term] = None
    return {axis: tuple(terms) for axis, terms in found.items() if terms}
