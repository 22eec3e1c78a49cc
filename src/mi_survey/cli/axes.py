"""``mi-survey axes``: the terms of the axes, with their counts, and one term explained."""

from collections.abc import Sequence
from shlex import join
from typing import TYPE_CHECKING, Annotated, NamedTuple, Protocol

import typer

from mi_survey.cli.complete import complete_headwords
from mi_survey.cli.options import TABLE_FORMATS, Force, share_options, takes_formats
from mi_survey.cli.output import write_screen, write_table
from mi_survey.cli.request import (
    CatalogChoice,
    Output,
    check_output,
    get_format_name,
    get_terminal,
    name_catalogs,
    open_catalog,
)
from mi_survey.cli.stream import create_file, say, write
from mi_survey.errors import ExitStatus, UsageFault
from mi_survey.exports.glossary import (
    axes_table,
    profile_table,
    render_glossary,
    render_term_page,
)
from mi_survey.exports.table import Table
from mi_survey.files import STDIO
from mi_survey.library import Catalog
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


@share_options
@takes_formats(*_FORMATS)
def axes(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[AXIS|TERM]",
            help="An axis, or a term by id or alias; AXIS:TERM where several have it.",
            autocompletion=complete_headwords,
        ),
    ] = None,
    *,
    file: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file, a glossary: .md."),
    ] = None,
    force: Force = False,
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
    text = None if words is None else " ".join(words)
    view = _choose_view(catalog, text, filters, spec=name_catalogs(choice))
    table = view.table()
    check_output(output, columns=table.columns, formats=_FORMATS)
    terminal = get_terminal(output)
    name = get_format_name(output)
    if name == _MARKDOWN:
        if file in (None, STDIO):
            write(view.page())
        else:
            create_file(file, view.page(), force=force)
    elif terminal is not None and name == "table":
        write_screen(view.screen(terminal), terminal)
    else:
        write_table(table, output)
    if output.exit_status and view.is_empty:
        raise typer.Exit(ExitStatus.FOUND)


class _View(Protocol):
    """What a call shows, in each of its forms."""

    @property
    def is_empty(self) -> bool:
        """Whether no work is counted."""

    def table(self) -> Table:
        """Return rows for programs."""

    def page(self) -> str:
        """Return a page in Markdown."""

    def screen(self, terminal: "Terminal") -> str:
        """Return what a terminal shows."""


class _AxesView(NamedTuple):
    counted: "Sequence[AxisCounts]"
    command: str

    @property
    def is_empty(self) -> bool:
        return not any(count for each in self.counted for count in each.counts.values())

    def table(self) -> Table:
        return axes_table(self.counted)

    def page(self) -> str:
        return render_glossary(self.counted, command=self.command)

    def screen(self, terminal: "Terminal") -> str:
        from mi_survey.display.axes import render_axes  # Rich: 40 ms, to draw only

        return render_axes(self.counted, terminal)


class _TermView(NamedTuple):
    profile: "TermProfile"
    command: str

    @property
    def is_empty(self) -> bool:
        return not self.profile.works

    def table(self) -> Table:
        return profile_table(self.profile)

    def page(self) -> str:
        return render_term_page(self.profile, command=self.command)

    def screen(self, terminal: "Terminal") -> str:
        from mi_survey.display.axes import render_term  # Rich: 40 ms, to draw only

        return render_term(self.profile, terminal, command=self.command)


def _choose_view(
    catalog: Catalog, text: str | None, filters: Filters, *, spec: Sequence[str]
) -> _View:
    chosen = None if text is None else catalog.headword(text)
    command = ["mi-survey", "find", *(word for each in spec for word in ("--catalog", each))]
    if text and chosen and chosen.term:
        _tell_loose(text, catalog.taxonomy.axis(chosen.axis).term(chosen.term))
        command += filters.narrow(*chosen).words()
        return _TermView(catalog.profile(*chosen, filters=filters), join(command))
    ids = (chosen.axis,) if chosen else catalog.taxonomy.ids
    counted = [catalog.counts(id, filters=filters) for id in ids]
    return _AxesView(counted, join([*command, *filters.words()]))


def _tell_loose(text: str, term: Term) -> None:
    """Say that a text is no other name of the term, where it only leads to it."""
    if normalize_value(text) in map(normalize_value, term.hints):
        say(f"note: '{text}' leads to {term.id}, and is not another name of it")


def _choose_markdown(file: str, output: Output) -> Output:
    if output.json is not None or output.format not in (None, _MARKDOWN):
        raise UsageFault("-o writes Markdown alone", hint="leave out --format and --json")
    if file != STDIO and not file.lower().endswith(_SUFFIX):
        raise UsageFault(f"'{file}' is no {_SUFFIX} file", hint=f"name it: -o glossary{_SUFFIX}")
    return output._replace(format=_MARKDOWN)
