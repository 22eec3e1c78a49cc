"""``mi-survey axes``: the terms of the axes, with their counts, and one term explained."""

from collections.abc import Callable, Sequence
from functools import partial
from shlex import join
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.cli.options import FORCE, TABLE_FORMATS, argument, option, share_options
from mi_survey.cli.output import leave_if_empty, write_screen, write_table
from mi_survey.cli.request import CatalogChoice, Output, name_catalogs, open_catalog
from mi_survey.cli.stream import create_file, say, write
from mi_survey.errors import UsageFault
from mi_survey.exports.glossary import (
    axes_table,
    profile_table,
    render_glossary,
    render_term_page,
)
from mi_survey.exports.table import Table
from mi_survey.files import STDIO
from mi_survey.model.taxonomy import Term
from mi_survey.model.term import normalize_value
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.display.terminal import Terminal
    from mi_survey.query.crosstab import AxisCounts
    from mi_survey.query.profile import TermProfile

_MARKDOWN = "markdown"
_SUFFIX = ".md"
_FORMATS = (*TABLE_FORMATS, _MARKDOWN)


@share_options(*_FORMATS)
def axes(
    words: list[str] | None = argument(
        "[AXIS|TERM]",
        "An axis, or a term by id or alias; AXIS:TERM where several have it.",
        default=None,
    ),
    *,
    file: str | None = option("--output", "FILE", "The file, a glossary: .md.", short="-o"),
    force: bool = FORCE,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Explain axes and terms, with counts.

    Each term with its label, wider term, number of works, definition and aliases. A single one
    comes with who placed works there, their years, what they stand beside, the earliest of
    them, and the most central.

    Counts are of distinct works under the filters; a wider area counts the works of the
    areas in it. A terminal shows a bar for each count, and how it spreads over the years.
    --format markdown is a glossary.

    \b
    Examples:
      mi-survey axes steer
      mi-survey axes probing --since 2024
      mi-survey axes --format markdown
    """
    if file is not None:
        output = _choose_markdown(file, output)
    catalog = open_catalog(choice)
    text = " ".join(words or ())
    chosen = catalog.headword(text) if words else None
    command = ["mi-survey", "find"]
    command += [word for spec in name_catalogs(choice) for word in ("--catalog", spec)]
    if chosen and chosen.term:
        _tell_loose(text, catalog.taxonomy.axis(chosen.axis).term(chosen.term))
        command += filters.narrow(*chosen).words()
        view = _view_term(catalog.profile(*chosen, filters=filters), command=join(command))
    else:
        ids = (chosen.axis,) if chosen else catalog.taxonomy.ids
        counted = [catalog.counts(id, filters=filters) for id in ids]
        view = _view_axes(counted, command=join([*command, *filters.words()]))
    if output.format == _MARKDOWN:
        if file in (None, STDIO):
            write(view.render_page())
        else:
            create_file(file, view.render_page(), force=force)
    elif output.terminal is not None and output.format == "table":
        write_screen(view.draw(output.terminal), output.terminal)
    else:
        write_table(view.table, output)
    leave_if_empty(range(view.works), output)


class _View(NamedTuple):
    """What a call shows, in each of its forms, and how many works it counts."""

    works: int
    table: Table
    render_page: Callable[[], str]
    draw: "Callable[[Terminal], str]"


def _view_axes(counted: "Sequence[AxisCounts]", *, command: str) -> _View:
    def draw(terminal: "Terminal") -> str:
        from mi_survey.display.axes import render_axes  # Rich: 40 ms, to draw only

        return render_axes(counted, terminal)

    works = sum(count for each in counted for count in each.counts.values())
    page = partial(render_glossary, counted, command=command)
    return _View(works, axes_table(counted), page, draw)


def _view_term(profile: "TermProfile", *, command: str) -> _View:
    def draw(terminal: "Terminal") -> str:
        from mi_survey.display.axes import render_term  # likewise

        return render_term(profile, terminal, command=command)

    page = partial(render_term_page, profile, command=command)
    return _View(profile.works, profile_table(profile), page, draw)


def _tell_loose(text: str, term: Term) -> None:
    """Say that a text is no other name of the term, where it only leads to it."""
    if normalize_value(text) in map(normalize_value, term.hints):
        say(f"note: '{text}' leads to {term.id}, and is not another name of it")


def _choose_markdown(file: str, output: Output) -> Output:
    if output.format not in ("table", _MARKDOWN):
        raise UsageFault("-o writes Markdown alone", hint="leave out --format and --json")
    if file != STDIO and not file.lower().endswith(_SUFFIX):
        raise UsageFault(f"'{file}' is no {_SUFFIX} file", hint=f"name it: -o glossary{_SUFFIX}")
    return output._replace(format=_MARKDOWN)
