"""A term of an axis on a terminal: what it means, how many works it has, and the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.axes import draw_years, span_years
from mi_survey.display.canvas import link_text
from mi_survey.display.record import render_groups
from mi_survey.display.table import Column, draw_grid, fit_columns, render_notes
from mi_survey.exports.glossary import name_term, say_counts, say_meaning
from mi_survey.exports.record import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.display.terminal import Terminal
    from mi_survey.query.profile import TermProfile

_COLUMNS = (
    Column("", style="dim"),
    Column("key", style="cyan"),
    Column("title", min_width=24, flexible=True, lines=1),
    Column("year", justify="right", style="dim"),
)


def render_term(profile: TermProfile, terminal: Terminal, *, command: str) -> str:
    """Render a term; ``command`` lists all of its works."""
    axis, term = profile.axis, profile.term
    names = (
        Line("term", name_term(term)),
        Line("id", f"{axis.id}:{term.id}"),
        Line("axis", axis.label),
    )
    years = span_years(profile.years)
    line = f"{years[0]} {draw_years(profile.years, years, terminal)} {years[-1]}" if years else ""
    groups = (names, say_meaning(profile), say_counts(profile, years=line))
    drawn = render_groups([group for group in groups if group], terminal)
    rows = list(_iter_rows(profile, terminal))
    if rows:
        fit = fit_columns(_COLUMNS, rows, width=terminal.width)
        drawn += "\n" + draw_grid(_COLUMNS, rows, fit=fit, terminal=terminal)
        drawn += "\n" + render_notes([f"all of them: {command}"], terminal)
    return drawn


def _iter_rows(profile: TermProfile, terminal: Terminal) -> Iterator[list[Text]]:
    for label, works in (("earliest", profile.earliest), ("central", profile.central)):
        for at, work in enumerate(works):
            yield [
                Text("" if at else label),
                Text(terminal.text(work.key)),
                link_text(terminal.text(work.title), work.url, terminal),
                Text(str(work.year or "")),
            ]
