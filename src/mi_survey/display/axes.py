"""The terms of the axes on a terminal: works as bars and over the years, and one term explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import draw, link_text, wrap
from mi_survey.display.record import draw_record
from mi_survey.display.table import (
    COLUMNS,
    Column,
    draw_grid,
    fit_columns,
    lay_table,
    note_left_out,
    render_notes,
)
from mi_survey.exports.glossary import say_counts, say_meaning
from mi_survey.exports.record import Line
from mi_survey.exports.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mi_survey.display.terminal import Terminal
    from mi_survey.query.crosstab import AxisCounts
    from mi_survey.query.profile import TermProfile

_BAR = 12
# Parts of a cell, from the left and from below.
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_ASCII_HEIGHTS = ".:-=+*#@"
_MOST_YEARS = 16
_MOST_CELLS = 1000
# The columns of the works that a term is explained by.
_WORK_COLUMNS = (
    Column("", style="dim"),
    Column("key", style="cyan"),
    Column("title", min_width=24, flexible=True, lines=1),
    Column("year", justify="right", style="dim"),
)


def render_axes(axes: Sequence[AxisCounts], terminal: Terminal) -> str:
    """Render the terms of each axis below its name, and what there was no room for."""
    drawn = [_draw_axis(each, terminal) for each in axes]
    left_out = dict.fromkeys(label for _, labels in drawn for label in labels)
    notes = render_notes(note_left_out(left_out), terminal, apart=True)
    return "\n".join(text for text, _ in drawn) + notes


def _draw_axis(counted: AxisCounts, terminal: Terminal) -> tuple[str, list[str]]:
    axis = counted.axis
    heading = Text(terminal.text(f"{axis.id}: {axis.definition}"))
    heading.stylize("bold", 0, len(terminal.text(axis.id)))
    most = max(counted.counts.values(), default=0)
    wider = axis.wider()
    years = _span_years(*counted.years.values())
    over = f"{years[0]}-{years[-1]}" if years else "years"
    rows = [
        (
            _indent(len(wider[term.id]), terminal) + term.id,
            _bar(counted.counts[term.id], most, terminal),
            counted.counts[term.id],
            _draw_years(counted.years[term.id], years, terminal),
            term.definition,
            term.aliases,
        )
        for term in axis.terms
    ]
    columns = {
        "term": COLUMNS["term"],
        "": Column("", min_width=_BAR, style="color(208)"),
        "works": COLUMNS["works"],
        over: Column(over, min_width=len(over), style="color(208)"),
        # on one line or not at all: what wraps would pull the bars apart
        "definition": Column("definition", rank=1, min_width=24, flexible=True, lines=1),
        "aliases": Column("aliases", rank=2, min_width=_MOST_CELLS, style="dim"),
    }
    table = Table(tuple(columns), rows)
    drawn, left_out = lay_table(table, terminal, columns=columns)
    return draw(wrap(heading, terminal.width), terminal) + drawn, left_out


def _span_years(*counted: Mapping[int, int]) -> list[int]:
    """Return the years from the first that has works to the last, at most so many as fit."""
    found = {year for counts in counted for year, count in counts.items() if count}
    if not found:
        return []
    last = max(found)
    return list(range(max(min(found), last - _MOST_YEARS + 1), last + 1))


def _indent(depth: int, terminal: Terminal) -> str:
    return ("└" if terminal.boxes else "-") * depth + " " * bool(depth)


def _bar(count: int, most: int, terminal: Terminal) -> str:
    if not count:
        return ""
    if not terminal.unicode:
        return "#" * max(1, round(_BAR * count / most))
    whole, part = divmod(max(1, round(8 * _BAR * count / most)), 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def _draw_years(counts: Mapping[int, int], years: Sequence[int], terminal: Terminal) -> str:
    """Draw how counts rise and fall over years, on their own scale; without works is a dot."""
    heights, nothing = (_HEIGHTS, "·") if terminal.unicode else (_ASCII_HEIGHTS, "_")
    most = max(counts.values(), default=0)
    last = len(heights) - 1
    shown = (counts.get(year, 0) for year in years)
    return "".join(heights[round(last * count / most)] if count else nothing for count in shown)


def render_term(profile: TermProfile, terminal: Terminal, *, command: str) -> str:
    """Render a term; ``command`` lists all of its works."""
    axis, term = profile.axis, profile.term
    names = (
        Line("term", term.wording),
        Line("id", f"{axis.id}:{term.id}"),
        Line("axis", axis.label),
    )
    years = _span_years(profile.years)
    line = f"{years[0]} {_draw_years(profile.years, years, terminal)} {years[-1]}" if years else ""
    groups = (names, say_meaning(profile), say_counts(profile, years=line))
    drawn = draw_record([group for group in groups if group], terminal)
    rows = list(_iter_work_rows(profile, terminal))
    if rows:
        widths = fit_columns(_WORK_COLUMNS, rows, width=terminal.width)
        drawn += "\n" + draw_grid(_WORK_COLUMNS, rows, widths=widths, terminal=terminal)
        drawn += "\n" + render_notes([f"all of them: {command}"], terminal)
    return drawn


def _iter_work_rows(profile: TermProfile, terminal: Terminal) -> Iterator[list[Text]]:
    for label, works in (("earliest", profile.earliest), ("central", profile.central)):
        for at, work in enumerate(works):
            yield [
                Text("" if at else label),
                Text(terminal.text(work.key)),
                link_text(terminal.text(work.title), work.url, terminal),
                Text(str(work.year or "")),
            ]
