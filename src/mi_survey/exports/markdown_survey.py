"""The survey's own tables: its areas as headings, a row for every placement of a work.

Headings, columns and alignment are those of its page, so that rows can be moved between the two:
https://github.com/rattlesnakey/Awesome-Actionable-MI-Survey
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.exports.citation import choose_version
from mi_survey.exports.markdown_text import escape, link, link_target
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.work import Placement, Work

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.taxonomy import Axis, Term
    from mi_survey.query.result import Result

_BEFORE, _AFTER = ("Paper",), ("Venue", "Year", "Link")
_NOTE = "Tags in *italics* were assigned for this catalog, not by the survey.\n"
_OTHER = "Other"
_DEEPEST = 6  # the narrowest heading that Markdown has


class _Row(NamedTuple):
    """A work where it is placed; an empty placement where it is not."""

    work: Work
    placement: Placement


def render_survey(results: Sequence[Result], options: RenderOptions) -> str:
    """Render the works under the terms of the headings' axis, each in the order of the results.

    A work placed under two stands under both, with the tags that it has there; what is under
    none comes last. ``-`` says that there is no such step, and an empty cell that nobody has
    said. Tags that are not the survey's are in italics.
    """
    axis = options.taxonomy.heading
    tags = [each for each in options.taxonomy.axes if not each.heading]
    groups: dict[str, list[_Row]] = {}
    for result in results:
        for placement in result.placements or (Placement("survey"),):
            under = (*(placement.terms(axis.id) if axis else ()), NO_STEP)[0]
            groups.setdefault(under, []).append(_Row(result.work, placement))
    blocks = [
        block
        for heading, term in _iter_headings(groups, axis)
        for block in (heading, _table(groups.get(term, ()), tags, options))
        if block
    ]
    if any(_is_marked(row, tags) for rows in groups.values() for row in rows):
        blocks.append(_NOTE)
    return "\n".join(blocks)


def _iter_headings(groups: dict[str, list[_Row]], axis: Axis | None) -> Iterator[tuple[str, str]]:
    """Yield the headings that have works below them, each with its term."""
    terms = [term for term in axis.terms if term.id != NO_STEP] if axis else []
    wider = axis.wider() if axis else {}
    with_works = {above for term in groups for above in (term, *wider.get(term, ()))}
    tops = [term.id for term in terms if not wider[term.id]]
    for term in _in_tree_order(terms):
        if term.id in with_works:
            depth = len(wider[term.id])
            number = "" if depth else f"{tops.index(term.id) + 1}. "
            yield f"{'#' * min(3 + depth, _DEEPEST)} {number}{escape(term.label)}\n", term.id
    known = {term.id for term in terms}
    strange = [term for term in groups if term not in known and term != NO_STEP]
    yield from ((f"### {escape(term)}\n", term) for term in strange)
    if NO_STEP in groups:
        yield f"### {_OTHER}\n", NO_STEP


def _in_tree_order(terms: Sequence[Term]) -> Iterator[Term]:
    """Yield the terms, each followed by those below it."""
    below: dict[str | None, list[Term]] = {}
    for term in reversed(terms):
        below.setdefault(term.parent, []).append(term)
    waiting = below.get(None, [])
    while waiting:
        term = waiting.pop()
        yield term
        waiting += below.get(term.id, ())


def _table(rows: Sequence[_Row], tags: Sequence[Axis], options: RenderOptions) -> str:
    if not rows:
        return ""
    heads = (*_BEFORE, *(escape(axis.label) for axis in tags), *_AFTER)
    left, centred = len(_BEFORE) + len(tags), len(_AFTER)
    lines = [
        f"| {' | '.join(heads)} |\n",
        f"| {' | '.join([':---'] * left + [':---:'] * centred)} |\n",
        *(_render_row(row, tags, options) for row in rows),
    ]
    return "".join(lines)


def _render_row(row: _Row, tags: Sequence[Axis], options: RenderOptions) -> str:
    work = choose_version(row.work, options.prefer)
    cells = (
        f"**{escape(work.title)}**",
        *(_tag(row, axis, tags) for axis in tags),
        escape(work.venue_short),
        str(work.year or ""),
        link("Link", work.url) if link_target(work.url) else "",
    )
    return f"| {' | '.join(cells)} |\n"


def _tag(row: _Row, axis: Axis, tags: Sequence[Axis]) -> str:
    tag = escape(" & ".join(_labels(row.placement.terms(axis.id), axis)))
    return f"*{tag}*" if tag and _is_marked(row, tags) else tag


def _labels(terms: Sequence[str], axis: Axis) -> list[str]:
    """Return the labels in the order of the taxonomy: the survey writes "MHA & FFN"."""
    labels = {term.id: term.label for term in axis.terms if term.id in terms}
    others = {term: "-" if term == NO_STEP else term for term in terms if term not in labels}
    return [*labels.values(), *others.values()]


def _is_marked(row: _Row, tags: Sequence[Axis]) -> bool:
    """Tell whether tags are not the survey's own; a placement without tags has none to mark."""
    return row.placement.by == "curated" and any(row.placement.terms(axis.id) for axis in tags)
