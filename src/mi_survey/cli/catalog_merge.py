"""``mi-survey catalog merge``: records and listings from files, joined to a catalog's."""

from collections import Counter
from typing import Annotated

import typer

from mi_survey.cli.changes import CHANGE_FORMATS, open_target, write_changes, write_target
from mi_survey.cli.options import share_options
from mi_survey.cli.output import leave_if_empty
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import CatalogChoice, Output
from mi_survey.cli.stream import count_of, read_input, refuse_second_reading, say
from mi_survey.errors import ExitStatus
from mi_survey.exports.table import Cell, Table
from mi_survey.files import decode_text

COLUMNS = ("change", "key", "title", "field", "old", "new")
_HEADINGS = {
    "added": "Works added",
    "changed": "Works changed",
    "source added": "Sources added",
    "source changed": "Sources changed",
    "error": "What cannot be merged",
    "warning": "Conflicts",
}


@share_options(*CHANGE_FORMATS)
def merge(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files in JSON; - is standard input.")
    ],
    *,
    update: Annotated[
        bool, typer.Option("--update", help="Where the catalog says otherwise, a FILE is right.")
    ] = False,
    target: Annotated[
        str | None,
        typer.Option("--write", metavar="FOLDER", help="Write the catalog with all of it here."),
    ] = None,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Merge records and listings from files into a catalog.

    Tells what is new, what changes and what conflicts. A FILE is an array of works, or an object
    with works, sources and listings, in the catalog's own words, of which any field may be
    missing. A listing names its work by its key, or as new by the title of a record.

    A record is the work that its key names, else its identifiers, else title and authors;
    otherwise it is new and gets its key by the rule. What the catalog lacks is filled in. Where
    it says otherwise, it stays as it is, and the conflict is told; with --update, the FILE is
    right. Merging a file twice changes nothing. Returns 1 where something was found.

    Nothing is written without --write; an existing FOLDER, or file of works, is the catalog to
    merge into.

    \b
    Examples:
      mi-survey show ROME --json | mi-survey catalog merge -
      mi-survey find --area safety --json | mi-survey catalog merge - --json
    """
    output.get_fields(COLUMNS)
    hint = "name a file: mi-survey catalog merge works.json"
    refuse_second_reading(files)
    texts = {file: decode_text(read_input(file, "records", hint=hint), file) for file in files}
    with open_target(target, choice, *files) as (catalog, written):
        with show_progress("merging"):
            merged = catalog.merge(texts, update=update)
        if written is not None:
            write_target(written, merged.contents.works, merged.contents)
    rows: list[tuple[Cell, ...]] = []
    counts = []
    for noun, changes in {"work": merged.works, "source": merged.sources}.items():
        prefix = "" if noun == "work" else f"{noun} "
        rows += [
            (f"{prefix}{each.change}", each.key, each.title, each.field or None, each.old, each.new)
            for each in changes
        ]
        of_each = Counter(change for change, _ in {(each.change, each.key) for each in changes})
        counts += [f"{count_of(of_each[change], noun)} {change}" for change in ("added", "changed")]
    write_changes(Table(COLUMNS, rows), output, headings=_HEADINGS, findings=merged.findings)
    say(f"{', '.join(counts)}; {count_of(len(merged.findings), 'finding')}")
    leave_if_empty((*rows, *merged.findings), output)
    if merged.findings:
        raise typer.Exit(ExitStatus.FOUND)
