"""The table of works that ``find`` shows: what stands in its columns, and which may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from mi_survey.display.canvas import draw, link_text, wrap
from mi_survey.display.record import draw_blocks
from mi_survey.display.table import (
    Column,
    adapt_columns,
    draw_grid,
    fit_columns,
    labels_left_out,
    note_left_out,
    render_notes,
)
from mi_survey.exports.record import result_blocks
from mi_survey.exports.works import explain
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.term import short_forms
from mi_survey.query.result import WHOLE, Telling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.result import Result

# The width that nine rows in ten need; the tenth is cut, but for its key.
_MOST = 0.9
_KEY = Column("key", style="cyan", share=_MOST)
_TITLE = Column("title", min_width=26, flexible=True, share=_MOST, lines=1)
_VENUE = Column("venue", rank=3, style="dim", share=0.95, lines=1)
_YEAR = Column("year", justify="right", style="dim")
# From this width of the title on, there is room for the terms in full.
_ROOMY = 44
_MARK = "*"
_PARTIAL = "With some of the words:"
_MARK_NOTE = f"{_MARK} tag not by the survey"


def render_results(
    results: Sequence[Result],
    terminal: Terminal,
    *,
    taxonomy: Taxonomy,
    told: Telling = WHOLE,
) -> str:
    """Render works as a table as wide as the terminal allows, with their number above.

    Above stands also what is the same for all works, whose columns are left out. Terms are
    cut to their first words where room is scarce, which the options of ``find`` understand as
    well; titles to a line, which links. Works that have only some of the words searched for
    stand apart.
    """
    if not results:
        return "no works\n"
    whole = [result for result in results if result.complete]
    some = [result._replace(complete=True) for result in results[len(whole) :]]
    if some:
        drawn = ""
        if whole:
            drawn = render_results(whole, terminal, taxonomy=taxonomy, told=told) + "\n"
        told = Telling(told.partial_total, explained=told.explained)
        return f"{drawn}{_PARTIAL}\n" + render_results(some, terminal, taxonomy=taxonomy, told=told)
    axes = [
        Column(axis.id, rank=axis.rank or at, share=_MOST, lines=1)
        for at, axis in enumerate(taxonomy.axes, start=1)
    ]
    columns = (_KEY, _TITLE, *axes, _VENUE, _YEAR)
    common = _find_common(results, taxonomy, terminal)
    shown = [each for each in adapt_columns(columns, terminal) if each.label not in common]
    rows, widths = _layout(results, shown, terminal, taxonomy=taxonomy)
    below = [_explain(result, terminal) for result in results] if told.explained else ()
    seen = [row[at].plain for row in rows for at in widths if shown[at].label in taxonomy.ids]
    is_marked = any(_MARK in text for text in (*seen, *common.values()))
    notes = [_MARK_NOTE] if is_marked else []
    left_out = labels_left_out(shown, widths)
    note = " · ".join((*notes, *note_left_out(left_out)))
    if cell_len(note) > terminal.width:
        note = " · ".join((*notes, f"{len(left_out)} columns left out"))
    drawn = _draw_heading(count_works(len(results), told.total), common, terminal)
    drawn += render_notes([told.reading] if told.reading else [], terminal)
    drawn += "\n" + draw_grid(shown, rows, widths=widths, terminal=terminal, below=below)
    # in one line: a wider terminal, which shows more marks, is not to be longer for it
    return drawn + render_notes([note] if note else [], terminal, apart=True)


def render_list(
    results: Sequence[Result],
    terminal: Terminal,
    *,
    taxonomy: Taxonomy,
    told: Telling = WHOLE,
) -> str:
    """Render works as labelled blocks, with their number above."""
    whole = sum(result.complete for result in results)
    total = told.total if whole else told.partial_total
    drawn = _draw_heading(count_works(whole or len(results), total), {}, terminal)
    drawn += render_notes([told.reading] if told.reading else [], terminal)
    blocks = draw_blocks(result_blocks(results, taxonomy, explained=told.explained), terminal)
    return "\n".join(filter(None, (drawn, blocks)))


def count_works(shown: int, total: int | None = None) -> str:
    """Say how many works there are, and how many of them are shown.

    >>> count_works(1), count_works(12, 25)
    ('1 work', 'Showing 12 of 25 works')
    """
    number = shown if total is None else total
    count = f"{number} work{'s' if number != 1 else ''}"
    return count if number == shown else f"Showing {shown} of {count}"


def _draw_heading(count: str, common: Mapping[str, str], terminal: Terminal) -> str:
    parts = (f"{label} {value}" for label, value in common.items() if value)
    text = terminal.text(" · ".join((count, *parts)))
    heading = Text(text)
    heading.stylize("bold", 0, len(count))
    return draw(wrap(heading, terminal.width), terminal)


def _find_common(
    results: Sequence[Result], taxonomy: Taxonomy, terminal: Terminal
) -> dict[str, str]:
    """Find what several works have in common, by the label of its column."""
    if len(results) < 2:
        return {}
    forms = _forms(results, taxonomy.ids, shorten=False)
    rows = [_cells(result, terminal, forms=forms) for result in results]
    common = {}
    for label in rows[0].keys() - {_KEY.label, _TITLE.label}:
        texts = [row[label].plain for row in rows]
        values = {text.replace(_MARK, "") for text in texts}
        if len(values) == 1:
            marked = sum(_MARK in text for text in texts)
            some = f" ({marked} of them {_MARK})" if 0 < marked < len(texts) else ""
            common[label] = f"{values.pop()}{some}" if some else texts[0]
    return {label: common[label] for label in rows[0] if label in common}


def _layout(
    results: Sequence[Result], columns: Sequence[Column], terminal: Terminal, *, taxonomy: Taxonomy
) -> tuple[list[list[Text]], dict[int, int]]:
    """Lay out the terms in full where every column has room then, else in short forms."""
    for shorten in (False, True):
        forms = _forms(results, taxonomy.ids, shorten=shorten)
        cells = [_cells(result, terminal, forms=forms) for result in results]
        rows = [[row[column.label] for column in columns] for row in cells]
        widths = fit_columns(columns, rows, width=terminal.width)
        titles = max(row[_TITLE.label].cell_len for row in cells)
        at = [column.label for column in columns].index(_TITLE.label)
        if len(widths) == len(columns) and widths[at] >= min(_ROOMY, titles):
            break
    return rows, widths


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


def _cells(
    result: Result, terminal: Terminal, *, forms: Mapping[str, dict[str, str]]
) -> dict[str, Text]:
    work = result.work
    return {
        _KEY.label: Text(terminal.text(work.key)),
        _TITLE.label: link_text(terminal.text(work.title), work.url, terminal),
        **{axis: _terms(result, axis, terminal, forms=each) for axis, each in forms.items()},
        _VENUE.label: Text(terminal.text(work.venue_short)),
        _YEAR.label: Text(str(work.year or "")),
    }


def _explain(result: Result, terminal: Terminal) -> Text:
    return Text(terminal.text("; ".join(explain(result))), "dim")


def _terms(result: Result, axis: str, terminal: Terminal, *, forms: dict[str, str]) -> Text:
    """Join the distinct terms on one axis; a term that only this catalog assigned is marked."""
    parts = []
    for terms, own in result.tags(axis).items():
        shown = terminal.text("+".join(forms[term] for term in terms))
        style = "dim" if terms == (NO_STEP,) else ""
        parts.append(Text(shown if own else shown + _MARK, style))
    return Text(", ").join(parts)
