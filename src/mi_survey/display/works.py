"""The table of works that ``find`` shows: what stands in its columns, and which may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import link_text
from mi_survey.display.table import Column, Fit, draw_grid, fit_columns, render_notes
from mi_survey.exports.works import explain
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.term import short_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.result import Result

_KEY = Column("key", style="cyan")
_TITLE_COLUMN = Column("title", min_width=22, flexible=True)
_VENUE = Column("venue", rank=3, style="dim")
_TITLE = 1
# From this width of the title on, there is room for the terms in full.
_ROOMY = 44
_MARK = "*"
_PARTIAL = "With some of the words:"
_MARK_NOTE = f"{_MARK} tag assigned here, not by the survey"


def render_results(
    results: Sequence[Result], terminal: Terminal, *, taxonomy: Taxonomy, explained: bool = False
) -> str:
    """Render works as a table as wide as the terminal allows, with their number below.

    Terms are cut to their first words where room is scarce, which the options of ``find``
    understand as well. With ``explained``, every title has below it what matched the text.
    """
    if not results:
        return "no works\n"
    whole = [result for result in results if result.complete]
    if some := [result._replace(complete=True) for result in results[len(whole) :]]:
        groups = [group for group in (whole, some) if group]
        tables = [
            render_results(group, terminal, taxonomy=taxonomy, explained=explained)
            for group in groups
        ]
        return f"\n{_PARTIAL}\n\n".join(tables if whole else ["", *tables]).lstrip("\n")
    axes = [Column(axis.id, rank=axis.rank or at) for at, axis in enumerate(taxonomy.axes, start=1)]
    columns = (_KEY, _TITLE_COLUMN, *axes, _VENUE)
    rows, fit = _layout(results, columns, terminal, explained=explained)
    notes = []
    shown = [at for at, column in enumerate(columns) if column in axes and at in fit.widths]
    if any(_MARK in row[position].plain for row in rows for position in shown):
        notes.append(_MARK_NOTE)
    if fit.left_out:
        notes.append(f"columns left out: {', '.join(fit.left_out)}")
    count = f"{len(results)} work{'s' if len(results) != 1 else ''}"
    drawn = draw_grid(columns, rows, fit=fit, terminal=terminal)
    return f"{drawn}\n{count}\n" + render_notes(notes, terminal)


def _layout(
    results: Sequence[Result], columns: Sequence[Column], terminal: Terminal, *, explained: bool
) -> tuple[list[list[Text]], Fit]:
    """Lay out the terms in full where every column has room then, else in short forms."""
    axes = [column.label for column in columns[_TITLE + 1 : -1]]
    for shorten in (False, True):
        forms = _forms(results, axes, shorten=shorten)
        rows = [_row(result, terminal, forms=forms, explained=explained) for result in results]
        fit = fit_columns(columns, rows, width=terminal.width)
        titles = max(len(row[_TITLE].plain) for row in rows)
        if not fit.left_out and fit.widths[_TITLE] >= min(_ROOMY, titles):
            break
    return rows, fit


def _forms(
    results: Sequence[Result], axes: Sequence[str], *, shorten: bool
) -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {}
    for axis in axes:
        terms = [
            term
            for result in results
            for placement in result.placements
            for term in placement.terms(axis)
        ]
        forms[axis] = short_forms(terms) if shorten else dict(zip(terms, terms, strict=True))
    return forms


def _row(
    result: Result, terminal: Terminal, *, forms: dict[str, dict[str, str]], explained: bool
) -> list[Text]:
    work = result.work
    title = link_text(terminal.text(work.title), work.url, terminal)
    if explained and result.matches:
        title.append("\n" + terminal.text("; ".join(explain(result))), "dim")
    venue = work.venue.short if work.venue else ""
    return [
        Text(terminal.text(work.key)),
        title,
        *(_terms(result, axis, terminal, forms=of_axis) for axis, of_axis in forms.items()),
        Text(terminal.text(f"{venue} {work.year or ''}")),
    ]


def _terms(result: Result, axis: str, terminal: Terminal, *, forms: dict[str, str]) -> Text:
    """Join the distinct terms on one axis; a term that only this catalog assigned is marked."""
    said: dict[tuple[str, ...], set[str]] = {}
    for placement in result.placements:
        if terms := placement.terms(axis):
            said.setdefault(terms, set()).add(placement.by)
    parts = []
    for terms, by in said.items():
        shown = terminal.text("+".join(forms[term] for term in terms))
        style = "dim" if terms == (NO_STEP,) else ""
        parts.append(Text(shown + (_MARK if "survey" not in by else ""), style))
    return Text(", ").join(parts)
