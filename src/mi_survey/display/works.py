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
    common = _find_common(_make_cells(results, terminal, taxonomy.ids))
    shown = [each for each in adapt_columns(columns, terminal) if each.label not in common]
    rows, widths = _layout(results, shown, terminal, taxonomy.ids)
    matches = ("; ".join(explain(result)) for result in results if told.explained)
    below = [Text(terminal.text(text), "dim") for text in matches]
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


def _find_common(cells: Sequence[Mapping[str, Text]]) -> dict[str, str]:
    """Find what several works have in common, by the label of its column."""
    common = {}
    for label in cells[0] if len(cells) > 1 else ():
        texts = [row[label].plain for row in cells]
        values = {text.replace(_MARK, "") for text in texts}
        if len(values) == 1 and label not in (_KEY.label, _TITLE.label):
            marked = sum(_MARK in text for text in texts)
            some = f" ({marked} of them {_MARK})" if 0 < marked < len(texts) else ""
            common[label] = f"{values.pop()}{some}" if some else texts[0]
    return common


def _layout(
    results: Sequence[Result], columns: Sequence[Column], terminal: Terminal, axes: Sequence[str]
) -> tuple[list[list[Text]], dict[int, int]]:
    """Lay out the terms in full where every column has room then, else in short forms."""
    labels = [column.label for column in columns]
    title = labels.index(_TITLE.label)
    for shorten in (False, True):
        cells = _make_cells(results, terminal, axes, shorten=shorten)
        rows = [[row[label] for label in labels] for row in cells]
        widths = fit_columns(columns, rows, width=terminal.width)
        longest = max(row[title].cell_len for row in rows)
        if len(widths) == len(columns) and widths[title] >= min(_ROOMY, longest):
            break
    return rows, widths


def _make_cells(
    results: Sequence[Result], terminal: Terminal, axes: Sequence[str], *, shorten: bool = False
) -> list[dict[str, Text]]:
    """Make the cells of each work, by the labels of their columns."""
    forms: dict[str, dict[str, str]] = {axis: {} for axis in axes}
    if shorten:
        placements = [each for result in results for each in result.placements]
        for axis in axes:
            forms[axis] = short_forms(term for each in placements for term in each.terms(axis))
    cells = []
    for result in results:
        work = result.work
        row = {
            _KEY.label: Text(terminal.text(work.key)),
            _TITLE.label: link_text(terminal.text(work.title), work.url, terminal),
            **{axis: _terms(result, axis, terminal, forms=forms[axis]) for axis in axes},
            _VENUE.label: Text(terminal.text(work.venue_short)),
            _YEAR.label: Text(str(work.year or "")),
        }
        cells.append(row)
    return cells


def _terms(result: Result, axis: str, terminal: Terminal, *, forms: dict[str, str]) -> Text:
    """Join the distinct terms on one axis; a term that only this catalog assigned is marked."""
    parts = []
    for terms, own in result.tags(axis).items():
        shown = terminal.text("+".join(forms.get(term, term) for term in terms))
        style = "dim" if terms == (NO_STEP,) else ""
        parts.append(Text(shown if own else shown + _MARK, style))
    return Text(", ").join(parts)
