"""``mi-survey catalog import``: what a list, as it is now, would change in a catalog."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mi_survey.cli.changes import CHANGE_FORMATS, open_target, write_changes, write_target
from mi_survey.cli.options import share_options
from mi_survey.cli.output import leave_if_empty
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import CatalogChoice, Output
from mi_survey.cli.stream import count_of, read_input, say
from mi_survey.errors import ExitStatus, UnknownValue, UsageFault
from mi_survey.exports.table import Cell, Table
from mi_survey.files import STDIO
from mi_survey.library import Catalog
from mi_survey.model.term import get_choice

if TYPE_CHECKING:
    from mi_survey.lists.proposal import Proposal

COLUMNS = ("change", "line", "key", "title", "field", "old", "new")
_HEADINGS: dict[str, str] = {
    "error": "Contradictions",
    "warning": "What could not be read, or was mended",
}


@share_options(*CHANGE_FORMATS)
def import_list(
    file: Annotated[
        str, typer.Argument(metavar="LIST.md", help="An awesome list; - is standard input.")
    ],
    *,
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Which list it is.")],
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
    from mi_survey.lists.encoding import decode_list  # 35 ms
    from mi_survey.lists.proposal import CHANGES
    from mi_survey.lists.rules import LIST_EMPTY

    output.get_fields(COLUMNS)
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
    rows = [
        (each.change, each.line, each.key, each.title, *difference)
        for each in proposals.changes
        for difference in _iter_differences(each)
    ]
    headings = dict(CHANGES) | _HEADINGS
    write_changes(Table(COLUMNS, rows), output, headings=headings, findings=proposals.findings)
    counts = [f"{proposals.count(change)} {change}" for change in CHANGES]
    counts += [f"{proposals.unchanged} unchanged", f"{proposals.undecided} undecided"]
    say(f"{', '.join(counts)}; {count_of(len(proposals.findings), 'finding')}")
    leave_if_empty((*rows, *proposals.findings), output)
    if any(finding.severity == "error" for finding in proposals.findings):
        raise typer.Exit(ExitStatus.FOUND)


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


def _iter_differences(proposal: "Proposal") -> Iterator[tuple[Cell, Cell, Cell]]:
    if proposal.change == "changed":
        yield from proposal.iter_differences()
    elif proposal.change == "duplicate":
        yield "line", str(proposal.first), str(proposal.line)
    else:
        old, new = proposal.old, proposal.new
        yield "urls", old.urls if old else None, new.urls if new else None
