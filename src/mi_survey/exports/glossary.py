"""The axes and their terms as a glossary: pages in Markdown, and a term as a row for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.exports.markdown_text import code, escape, guard_start, link
from mi_survey.exports.record import Group, Line
from mi_survey.exports.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mi_survey.model.taxonomy import Axis, Term
    from mi_survey.model.work import Work
    from mi_survey.query.crosstab import AxisCounts
    from mi_survey.query.profile import TermProfile

# What every term is listed with; the row of one term goes on with its profile.
COLUMNS = ("axis", "term", "label", "parent", "works", "definition", "aliases")
_PROFILE = ("hints", "narrower", "by", "years", "beside", "earliest", "central")
_HEADER = "| term | works | definition | also called |\n| :-- | --: | :-- | :-- |\n"


def axes_table(counted: Sequence[AxisCounts]) -> Table:
    """Make a table of the terms of axes, one in a row."""
    terms = ((each, term) for each in counted for term in each.axis.terms)
    return Table(COLUMNS, [_cells(each.axis, term, each.counts[term.id]) for each, term in terms])


def profile_table(profile: TermProfile) -> Table:
    """Make a table with the one row of a term."""
    years = {str(year): count for year, count in profile.years.items()}
    beside = {
        f"{axis}:{term}": count
        for axis, counts in profile.beside.items()
        for term, count in counts.items()
    }
    keys = (tuple(work.key for work in works) for works in (profile.earliest, profile.central))
    row = _cells(profile.axis, profile.term, profile.works)
    more: tuple[Cell, ...] = (profile.term.hints, profile.narrower, profile.by, years, beside)
    return Table((*COLUMNS, *_PROFILE), [(*row, *more, *keys)])


def say_meaning(profile: TermProfile) -> Group:
    """Say what a term means, what it is called, and what it includes."""
    axis, term = profile.axis, profile.term
    facts = (
        ("means", term.definition),
        ("also", ", ".join(term.aliases)),
        ("near it", ", ".join(term.hints)),
        ("part of", ", ".join(axis.wider()[term.id])),
        ("includes", _list(profile.narrower)),
    )
    return tuple(Line(label, text) for label, text in facts if text)


def say_counts(profile: TermProfile, *, years: str) -> Group:
    """Say how many works a term has, by whom, and what they stand beside; years as given."""
    by = f" ({_list(profile.by)})" if profile.by else ""
    lines = [Line("works", f"{profile.works}{by}")]
    if years:
        lines.append(Line("years", years))
    beside = profile.beside.items()
    return (*lines, *(Line("beside", f"{axis}: {_list(counts)}") for axis, counts in beside))


def render_glossary(counted: Sequence[AxisCounts], *, command: str) -> str:
    """Render axes as a page in Markdown; ``command`` finds the works that are counted."""
    head = f"# Glossary\n\nCounted are the works of {code(command)}.\n"
    return "\n".join([head, *(_render_axis(each.axis, each.counts) for each in counted)])


def render_term_page(profile: TermProfile, *, command: str) -> str:
    """Render a term as a page in Markdown; ``command`` finds its works."""
    years = _list({str(year): count for year, count in profile.years.items()})
    lines = (*say_meaning(profile), *say_counts(profile, years=years))
    axis = f"A term of {escape(profile.axis.label)}: {code(command)} finds its works.\n"
    parts = [
        f"# {guard_start(escape(profile.term.wording))}\n",
        axis,
        "".join(f"- **{line.label}**: {escape(line.text)}\n" for line in lines),
    ]
    for heading, works in (("Earliest", profile.earliest), ("Most central", profile.central)):
        if works:
            parts.append(f"## {heading}\n\n{''.join(map(_bullet, works))}")
    return "\n".join(parts)


def _cells(axis: Axis, term: Term, works: int) -> tuple[Cell, ...]:
    # the aliases are all that a filter takes
    return (axis.id, term.id, term.label, term.parent, works, term.definition, term.names[2:])


def _render_axis(axis: Axis, counts: Mapping[str, int]) -> str:
    labels = {term.id: term.label for term in axis.terms}
    also = f" Also called: {escape(', '.join(axis.aliases))}." if axis.aliases else ""
    about = f"{guard_start(escape(axis.definition))}: {code(f'--{axis.id} TERM')}.{also}"
    rows = "".join(_render_row(term, counts[term.id], labels) for term in axis.terms)
    return f"## {guard_start(escape(axis.label))}\n\n{about}\n\n{_HEADER}{rows}"


def _render_row(term: Term, works: int, labels: Mapping[str, str]) -> str:
    part = f" (part of {escape(labels.get(term.parent, term.parent))})" if term.parent else ""
    cells = (
        f"**{escape(term.wording)}** {code(term.id)}",
        str(works),
        f"{escape(term.definition)}{part}",
        escape(", ".join(term.aliases)),
    )
    return f"| {' | '.join(cells)} |\n"


def _bullet(work: Work) -> str:
    year = f", {work.year}" if work.year else ""
    return f"- {link(escape(work.title), work.url)}{year} {code(work.key)}\n"


def _list(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
