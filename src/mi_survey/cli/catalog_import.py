"""``mi-survey catalog import``: what a list, as it is now, would change in a catalog."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mi_survey.cli.complete import complete_sources
from mi_survey.cli.findings import show_findings
from mi_survey.cli.options import TABLE_FORMATS, share_options, takes_formats
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import (
    CatalogChoice,
    Output,
    check_output,
    get_format_name,
)
from mi_survey.cli.rewriting import open_target, write_target
from mi_survey.cli.stream import count_of, read_input, say
from mi_survey.errors import ExitStatus, UnknownValue, UsageFault
from mi_survey.exports.table import Cell, Table
from mi_survey.files import STDIO
from mi_survey.library import Catalog
from mi_survey.model.term import get_choice

if TYPE_CHECKING:
    from mi_survey.lists.proposal import Proposal, Proposals

COLUMNS = ("change", "line", "key", "title", "field", "old", "new")


@share_options
@takes_formats(*TABLE_FORMATS, "markdown")
def import_list(
    file: Annotated[
        str, typer.Argument(metavar="LIST.md", help="An awesome list; - is standard input.")
    ],
    *,
    source: Annotated[
        str,
        typer.Option(
            "--source", metavar="ID", help="Which list it is.", autocompletion=complete_sources
        ),
    ],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TITLE", help="A new source's title.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--write", metavar="FILE", help="Write the catalog with the changes here."),
    ] = None,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Compare a list with a catalog, and propose changes.

    What is new, changed, gone or twice in the list, and what could not be read of it.

    An entry means the work that its links name, else the one of exactly its title. Where link
    and title are of different works, nothing is proposed but to look at it. --format markdown
    is text for a pull request. Returns 1 where the list contradicts itself or the catalog.

    Nothing is written without --write. An existing FILE is the catalog to compare with; a new
    one gets all works. A source that the catalog does not have is added by its --title, to a
    catalog that is a folder. New works have the status unverified: no fact but the identifiers in
    their links, and a kind by what the list shows: paper with a venue, preprint in an archive,
    tool for a repository alone, else blog.

    \b
    Examples:
      mi-survey find --format markdown | mi-survey catalog import - --source mine
      mi-survey catalog import <(mi-survey find --format markdown) --source mine
    """
    from mi_survey.cli.change_report import FORMATS, write_changes  # for two commands alone
    from mi_survey.lists.encoding import decode_list  # 35 ms
    from mi_survey.lists.proposal import CHANGES
    from mi_survey.lists.rules import LIST_EMPTY

    check_output(output, columns=COLUMNS, formats=FORMATS)
    hint = "name a file: mi-survey catalog import README.md --source survey"
    text, notes = decode_list(read_input(file, "list", hint=hint))
    name = "standard input" if file == STDIO else file
    with open_target(target, choice, file) as (opened, written):
        catalog = opened if title is None else opened.with_source(source, title)
        source = _find_source(source, catalog, writing=written is not None)
        for note in notes:
            say(f"note: {note}")
        with show_progress("comparing the list") as watch:
            proposals = catalog.propose(text, source=source, file=file, watch=watch)
        if written is not None:
            if any(each.rule == LIST_EMPTY.name for each in proposals.findings):
                raise UsageFault(
                    f"no entry was found in '{name}'", hint="is it a list in Markdown?"
                )
            write_target(written, proposals.works, catalog.contents)
    shown = get_format_name(output) == "table"
    table = Table(COLUMNS, list(_iter_rows(proposals, with_findings=not shown)))
    findings: dict[str, str] = {
        "error": "Contradictions",
        "warning": "What could not be read, or was mended",
    }
    write_changes(table, output, headings=dict(CHANGES) | findings)
    if shown:
        show_findings(proposals.findings, output)
    told = [*table.rows, *proposals.findings]
    _finish(proposals, is_empty=output.exit_status and not told)


def _find_source(source: str, catalog: Catalog, *, writing: bool) -> str:
    """Return the id of the source that is named, as ``errata`` finds it, or a new one."""
    known = [each.id for each in catalog.sources]
    try:
        return get_choice(source, "source", known=known)
    except UnknownValue as error:
        if writing or not source.strip():
            sign = "" if (error.hint or "").endswith("?") else ";"
            error.hint = f"{error.hint}{sign} if it is new, give its --title"
            raise
        meant = f"; did you mean {error.nearest[0]}?" if error.nearest else ""
        say(f"note: the catalog has no source '{source}', so nothing is known of it{meant}")
        say("note: --title TITLE --write FOLDER adds it to a catalog of your own")
        return source


def _iter_rows(proposals: "Proposals", *, with_findings: bool) -> Iterator[tuple[Cell, ...]]:
    for each in proposals.changes:
        for field, old, new in _iter_differences(each):
            yield each.change, each.line, each.key, each.title, field, old, new
    for severity in ("error", "warning") if with_findings else ():
        for finding in proposals.findings:
            if finding.severity == severity:
                yield severity, finding.place.line, None, None, finding.rule, None, finding.message


def _iter_differences(proposal: "Proposal") -> Iterator[tuple[Cell, Cell, Cell]]:
    if proposal.change == "changed":
        yield from proposal.iter_differences()
    elif proposal.change == "duplicate":
        yield "line", str(proposal.first), str(proposal.line)
    else:
        old, new = proposal.old, proposal.new
        yield "urls", old.urls if old else None, new.urls if new else None


def _finish(proposals: "Proposals", *, is_empty: bool) -> None:
    from mi_survey.lists.proposal import CHANGES

    counts = [f"{proposals.count(change)} {change}" for change in CHANGES]
    counts += [f"{proposals.unchanged} unchanged", f"{proposals.undecided} undecided"]
    say(f"{', '.join(counts)}; {count_of(len(proposals.findings), 'finding')}")
    if is_empty or any(finding.severity == "error" for finding in proposals.findings):
        raise typer.Exit(ExitStatus.FOUND)
