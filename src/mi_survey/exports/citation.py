"""What there is to cite of a work, in terms that every bibliographic format knows.

Formats differ in syntax and in names of fields and types; what a work is cited as (the
proceedings paper or its preprint), and which facts belong to that, is decided here, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mi_survey.model.identifier import Identifier
from mi_survey.model.taxonomy import NO_STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.model.name import Name
    from mi_survey.model.work import Placement, Work

Form = Literal["proceedings", "article", "preprint", "post", "software", "video", "page"]
Prefer = Literal["published", "preprint"]

ARXIV = "arXiv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One bibliographic entry, in no syntax.

    ``form`` says what it is: a paper in proceedings, an article of a journal, a preprint, a
    post (blog), software, a video, or another page. ``container`` is the official name of the
    proceedings, journal or site; ``pages`` is a range with one hyphen, ``arxiv`` a bare id.
    """

    key: str
    form: Form
    title: str
    authors: tuple[Name, ...] = ()
    year: int | None = None
    month: int | None = None
    container: str | None = None
    short_container: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    address: str | None = None
    doi: str | None = None
    url: str | None = None
    arxiv: str | None = None
    keywords: tuple[str, ...] = ()
    summary: str | None = None


def missing_facts(work: Work) -> tuple[str, ...]:
    """Name the facts that a reader of a bibliography would miss: authors, year."""
    facts = {"authors": work.authors, "year": work.year}
    return tuple(name for name, fact in facts.items() if not fact)


def make_citation(
    work: Work, *, prefer: Prefer = "published", axes: Sequence[str] = ()
) -> Citation:
    """Decide what a work is cited as; ``axes`` are those whose terms come first as keywords.

    A published work keeps its arXiv id. With ``preprint``, a work that has an arXiv id is
    cited as that preprint, without the facts of its publication; what the preprint alone
    would need, and the catalog does not hold, is left out.
    """
    if prefer == "preprint" and work.ids.arxiv and form_of(work) != "software":
        return _cite_preprint(work, axes)
    venue = work.venue
    return Citation(
        key=work.key,
        form=form_of(work),
        title=work.title,
        authors=work.authors,
        year=work.year,
        month=work.month,
        container=venue.name if venue else None,
        short_container=venue.short if venue else None,
        volume=work.volume,
        number=work.number,
        pages=work.pages,
        publisher=work.publisher,
        address=work.address,
        doi=work.ids.doi,
        url=work.url,
        arxiv=work.ids.arxiv,
        keywords=_keywords(work, axes),
        summary=work.summary,
    )


def form_of(work: Work) -> Form:
    """Return the form of a citable work, by its venue's type and its kind."""
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


def _cite_preprint(work: Work, axes: Sequence[str]) -> Citation:
    published = work.venue is not None and work.venue.type != "preprint"
    arxiv = work.ids.arxiv or ""
    return Citation(
        key=work.key,
        form="preprint",
        title=work.title,
        authors=work.authors,
        # an arXiv id begins with the year and month of its first version
        year=2000 + int(arxiv[:2]) if published and arxiv[:4].isdigit() else work.year,
        month=int(arxiv[2:4]) if published and arxiv[:4].isdigit() else work.month,
        container=ARXIV,
        short_container=ARXIV,
        url=Identifier("arxiv", arxiv).url,
        arxiv=arxiv,
        keywords=_keywords(work, axes),
        summary=work.summary,
    )


def _keywords(work: Work, axes: Sequence[str]) -> tuple[str, ...]:
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
