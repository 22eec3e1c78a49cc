"""The survey's own tables: its areas as headings, a row for every placement of a work.

Headings, columns and alignment are those of its page, so that rows can be moved between the two:
https://github.com/rattlesnakey/Awesome-Actionable-MI-Survey
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.exports.citation import make_citation
from mi_survey.exports.markdown_text import escape, link, link_target
from mi_survey.model.work import Placement, Work

if TYPE_CHECKING:
    from mi_survey.exports.options import RenderOptions
    from mi_survey.model.taxonomy import Taxonomy, Term
    from mi_survey.query.result import Result

_HEAD = (
    "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |\n"
    "| :--- | :--- | :--- | :--- | :---: | :---: | :---: |\n"
)
_NOTE = "Tags in *italics* were assigned for this catalog, not by the survey.\n"
_TAGS = ("object", "locate", "steer")
_OTHER = "Other"
_NONE = "none"


class _Row(NamedTuple):
    """A work where it is placed; an empty placement where it is not."""

    work: Work
    placement: Placement


def render_survey(results: Sequence[Result], options: RenderOptions) -> str:
    """Render the works by area, each group in the order of the results.

    A work placed in two areas stands in both, with the tags that it has there; what is in no
    area comes last. ``-`` says that there is no such step, and an empty cell that nobody has
    said. Tags that are not the survey's are in italics.
    """
    groups: dict[str, list[_Row]] = {}
    for result in results:
        for placement in result.placements or (Placement("survey"),):
            groups.setdefault(placement.area or _NONE, []).append(_Row(result.work, placement))
    blocks = [
        block
        for heading, area in _iter_headings(groups, options.taxonomy)
        for block in (heading, _table(groups.get(area, ()), options))
        if block
    ]
    if any(_is_marked(row) for rows in groups.values() for row in rows):
        blocks.append(_NOTE)
    return "\n".join(blocks)


def _iter_headings(
    groups: dict[str, list[_Row]], taxonomy: Taxonomy | None
) -> Iterator[tuple[str, str]]:
    """Yield the headings that have works below them, each with its area."""
    terms = _area_terms(taxonomy)
    parents = [term for term in terms if term.parent is None]
    for number, parent in enumerate(parents, start=1):
        children = [term for term in terms if term.parent == parent.id and term.id in groups]
        if children or parent.id in groups:
            yield f"### {number}. {escape(parent.label)}\n", parent.id
        yield from ((f"#### {escape(child.label)}\n", child.id) for child in children)
    known = {term.id for term in terms}
    strange = [area for area in groups if area not in known and area != _NONE]
    yield from ((f"### {escape(area)}\n", area) for area in strange)
    if _NONE in groups:
        yield f"### {_OTHER}\n", _NONE


def _area_terms(taxonomy: Taxonomy | None) -> list[Term]:
    if taxonomy is None:
        return []
    return [term for term in taxonomy.axis("area").terms if term.id != _NONE]


def _table(rows: Sequence[_Row], options: RenderOptions) -> str:
    return _HEAD + "".join([_render_row(row, options) for row in rows]) if rows else ""


def _render_row(row: _Row, options: RenderOptions) -> str:
    citation = make_citation(row.work, prefer=options.prefer)
    cells = (
        f"**{escape(citation.title)}**",
        *(_tag(row, axis, options.taxonomy) for axis in _TAGS),
        escape(citation.short_container or ""),
        str(citation.year or ""),
        link("Link", citation.url) if link_target(citation.url) else "",
    )
    return f"| {' | '.join(cells)} |\n"


def _tag(row: _Row, axis: str, taxonomy: Taxonomy | None) -> str:
    tag = escape(" & ".join(_labels(row.placement.terms(axis), axis, taxonomy)))
    return f"*{tag}*" if tag and _is_marked(row) else tag


def _labels(terms: Sequence[str], axis: str, taxonomy: Taxonomy | None) -> list[str]:
    """Return the labels in the order of the taxonomy: the survey writes "MHA & FFN"."""
    known = taxonomy.axis(axis).terms if taxonomy else ()
    labels = {term.id: term.label for term in known if term.id in terms}
    others = {term: "-" if term == _NONE else term for term in terms if term not in labels}
    return [*labels.values(), *others.values()]


def _is_marked(row: _Row) -> bool:
    """Tell whether tags are not the survey's own; a placement without tags has none to mark."""
    return row.placement.by == "curated" and any(row.placement.terms(axis) for axis in _TAGS)
