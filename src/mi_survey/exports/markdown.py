"""Markdown pages of works: a list, formatted references, or the survey's own tables.

Every work and every link of a page can be counted and read back; titles are the catalog's. The
headings, columns and alignment of the tables are those of the survey's page, so that rows can be
moved between the two: https://github.com/rattlesnakey/Awesome-Actionable-MI-Survey
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mi_survey.exports.citation import ARXIV, choose_version, form_of
from mi_survey.exports.markdown_text import code, escape, guard_start, link, link_target
from mi_survey.model.identifier import Identifier, Scheme
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.work import Placement, Work

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions, Style
    from mi_survey.model.taxonomy import Axis
    from mi_survey.query.result import Result

# A work where it is placed.
_Row = tuple[Work, Placement]
# A list names as many authors; where there are more, the first.
_MOST_AUTHORS = 3
# The survey's columns before and after those of the axes.
_BEFORE, _AFTER = ("Paper",), ("Venue", "Year", "Link")
_NOTE = "Tags in *italics* were assigned for this catalog, not by the survey.\n"
_OTHER = "Other"
_DEEPEST = 6  # the narrowest heading that Markdown has


def render_markdown(results: Sequence[Result], options: RenderOptions) -> str:
    """Render a page in the style asked for."""
    return _RENDERERS[options.style](results, options)


def _render_list(results: Sequence[Result], options: RenderOptions) -> str:
    lines = []
    for work in _cited(results, options):
        lines.append(f"- {_list_line(work)}\n")
        if options.summaries and work.summary:
            lines.append(f"  {guard_start(escape(work.summary))}\n")
    return "".join(lines)


def _render_references(results: Sequence[Result], options: RenderOptions) -> str:
    cited = enumerate(_cited(results, options), start=1)
    return "".join([f"{number}. {_reference(work)}\n" for number, work in cited])


def _cited(results: Sequence[Result], options: RenderOptions) -> Iterator[Work]:
    return (choose_version(result.work, options.prefer) for result in results)


def _list_line(work: Work) -> str:
    year = str(work.year or "")
    venue = _italic(work.venue_short)
    parts = (
        f"**{link(escape(work.title), work.url)}**",
        _short_authors(work),
        " ".join(filter(None, (venue, year))),
    )
    return f"{_sentences(parts)} {code(work.key)}"


def _reference(work: Work) -> str:
    """Write what the field's own proceedings print: https://acl-org.github.io/ACLPUB/formatting."""
    sentences = _sentences(
        (
            escape(_authors(work)),
            str(work.year or ""),
            link(escape(work.title), work.url),
            ", ".join(_iter_places(work)),
            escape(work.publisher or ""),
            _identifier("doi", work.ids.doi, "doi"),
            _identifier("arxiv", work.ids.arxiv, ARXIV),
        )
    )
    return guard_start(sentences)


def _iter_places(work: Work) -> Iterator[str]:
    """Yield where a work appeared: container, volume and number, pages, address."""
    named_by_id = work.venue_name == ARXIV and work.ids.arxiv
    if work.venue_name and not named_by_id:
        before = "In " if form_of(work) == "proceedings" else ""
        yield before + _italic(work.venue_name)
    if work.volume or work.number:
        number = f"({work.number})" if work.number else ""
        yield escape(f"{work.volume or ''}{number}")
    if work.pages:
        word = "pages" if "-" in work.pages else "page"
        yield f"{word} {escape(work.pages.replace('-', '–'))}"
    if work.address:
        yield escape(work.address)


def _identifier(scheme: Scheme, value: str | None, prefix: str) -> str:
    return f"{prefix}:{link(escape(value), Identifier(scheme, value).url)}" if value else ""


def _authors(work: Work) -> str:
    names = [name.display for name in work.authors]
    if len(names) < 2:
        return "".join(names)
    comma = "," if len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def _short_authors(work: Work) -> str:
    if len(work.authors) > _MOST_AUTHORS:
        return f"{escape(work.authors[0].display)} et al."
    return escape(_authors(work))


def _italic(text: str | None) -> str:
    escaped = escape(text or "")
    return f"*{escaped}*" if escaped else ""


def _sentences(parts: Sequence[str]) -> str:
    """Join what is there into sentences, without a second stop after ``?``, ``!`` or a stop."""
    stopped = (
        part if part.rstrip("*").endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )
    return " ".join(stopped)


def _render_survey(results: Sequence[Result], options: RenderOptions) -> str:
    """Render the works under the terms of the headings' axis, each in the order of the results.

    A work placed under two stands under both, with the tags that it has there; what is under
    none comes last. ``-`` says that there is no such step, and an empty cell that nobody has
    said. Tags that are not the survey's are in italics.
    """
    axis = options.taxonomy.heading
    tags = [each for each in options.taxonomy.axes if not each.heading]
    groups: dict[str, list[_Row]] = {}
    for result in results:
        # what is not placed is a row with empty cells
        for placement in result.placements or (Placement("survey"),):
            under = (*(placement.terms(axis.id) if axis else ()), NO_STEP)[0]
            groups.setdefault(under, []).append((result.work, placement))
    blocks = []
    for heading, term in _iter_headings(groups, axis):
        blocks.append(heading)
        if term in groups:
            blocks.append(_table(groups[term], tags, options))
    placements = [placement for rows in groups.values() for _, placement in rows]
    if any(each.by == "curated" and _has_tags(each, tags) for each in placements):
        blocks.append(_NOTE)
    return "\n".join(blocks)


def _has_tags(placement: Placement, tags: Sequence[Axis]) -> bool:
    return any(placement.terms(axis.id) for axis in tags)


def _iter_headings(
    groups: Mapping[str, Sequence[_Row]], axis: Axis | None
) -> Iterator[tuple[str, str]]:
    """Yield the headings that have works below them, each with its term."""
    wider = axis.wider() if axis else {}
    with_works = {above for term in groups for above in (term, *wider.get(term, ()))} - {NO_STEP}
    labels = {term.id: term.label for term in axis.terms} if axis else {}
    places = {term: place for place, term in enumerate(labels)}
    tops = [term for term in labels if not wider[term] and term != NO_STEP]
    # each followed by those below it
    for term in sorted(with_works, key=lambda t: [places[i] for i in (*wider[t][::-1], t)]):
        depth = len(wider[term])
        number = "" if depth else f"{tops.index(term) + 1}. "
        yield f"{'#' * min(3 + depth, _DEEPEST)} {number}{escape(labels[term])}\n", term
    if NO_STEP in groups:
        yield f"### {_OTHER}\n", NO_STEP


def _table(rows: Sequence[_Row], tags: Sequence[Axis], options: RenderOptions) -> str:
    heads = (*_BEFORE, *(escape(axis.label) for axis in tags), *_AFTER)
    left, centred = len(_BEFORE) + len(tags), len(_AFTER)
    lines = [heads, [":---"] * left + [":---:"] * centred]
    for row, placement in rows:
        work = choose_version(row, options.prefer)
        cells = (
            f"**{escape(work.title)}**",
            *(_tag(placement, axis) for axis in tags),
            escape(work.venue_short),
            str(work.year or ""),
            link("Link", work.url) if link_target(work.url) else "",
        )
        lines.append(cells)
    return "".join([f"| {' | '.join(cells)} |\n" for cells in lines])


def _tag(placement: Placement, axis: Axis) -> str:
    """Write the labels in the order of the taxonomy: the survey has "MHA & FFN"."""
    terms = placement.terms(axis.id)
    tag = escape(" & ".join(term.label for term in axis.terms if term.id in terms))
    return f"*{tag}*" if tag and placement.by == "curated" else tag


_RENDERERS: dict[Style, Callable[[Sequence[Result], RenderOptions], str]] = {
    "list": _render_list,
    "references": _render_references,
    "survey": _render_survey,
}
