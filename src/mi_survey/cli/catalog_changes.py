"""What would change a catalog, told or written: ``catalog diff``, ``import`` and ``merge``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

import typer

from mi_survey.cli.options import TABLE_FORMATS, argument, flag, option, share_options
from mi_survey.cli.output import leave_if_empty, show_findings, write_screen, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import (
    count_of,
    read_input,
    refuse_second_reading,
    say,
    show_progress,
    write,
)
from mi_survey.errors import ExitStatus, UnknownValue, UsageFault
from mi_survey.exports.markdown_text import escape, escape_around_links
from mi_survey.exports.table import Cell, Table, cell_text
from mi_survey.files import STDIO, decode_text, find_real_path
from mi_survey.library import Catalog, load_catalog
from mi_survey.model.term import get_choice

if TYPE_CHECKING:
    from mi_survey.catalog.writing import Target
    from mi_survey.lists.proposal import Proposal
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.finding import Finding
    from mi_survey.model.work import Work

_FORMATS = (*TABLE_FORMATS, "markdown")
_DIFF_COLUMNS = ("change", "key", "title", "field", "old", "new")
IMPORT_COLUMNS = ("change", "line", "key", "title", "field", "old", "new")
_IMPORT_HEADINGS: dict[str, str] = {
    "error": "Contradictions",
    "warning": "What could not be read, or was mended",
}
_MERGE_HEADINGS = {
    "added": "Works added",
    "changed": "Works changed",
    "source added": "Sources added",
    "source changed": "Sources changed",
    "error": "What cannot be merged",
    "warning": "Conflicts",
}


@share_options(*_FORMATS, columns=_DIFF_COLUMNS)
def diff(
    old: str = argument("OLD-FILE", "A file of works or a folder; - is standard input."),
    new: str | None = argument(
        "[NEW-FILE]", "Likewise; the bundled catalog without.", default=None
    ),
    *,
    output: Output,
) -> None:
    """Show what differs between two catalogs.

    Works added, removed and changed, field by field.

    A work with another key is the same work where an alias or an identifier says so; then its
    key is what changed. Order and layout of files do not count. --format markdown is text for
    a pull request. Returns 1 where the works differ.

    \b
    Examples:
      mi-survey find --json | mi-survey catalog diff -
      mi-survey export --format json | mi-survey catalog diff - --format markdown
    """
    from mi_survey.catalog.difference import DIFFERENCES

    news = () if new is None else (new,)
    refuse_second_reading((old, *news))
    with show_progress("comparing catalogs"):
        before, after = load_catalog(old), load_catalog(*news)
        differences = before.diff(after)
    rows = [
        (each.change, each.key, each.title, each.field or None, each.old, each.new)
        for each in differences
    ]
    _write_changes(Table(_DIFF_COLUMNS, rows), output, headings=DIFFERENCES)
    for name in ("taxonomy", "sources"):
        if getattr(before, name) != getattr(after, name):
            say(f"note: their {name} differ, too, which is not compared here")
    works = Counter(change for change, _ in {(each.change, each.key) for each in differences})
    say(", ".join(f"{works[change]} {change}" for change in DIFFERENCES))
    if differences:
        raise typer.Exit(ExitStatus.FOUND)


@share_options(*_FORMATS, columns=IMPORT_COLUMNS)
def import_list(
    file: str = argument("LIST.md", "An awesome list; - is standard input."),
    *,
    source: str = option("--source", "ID", "Which list it is.", default=...),
    title: str | None = option("--title", "TITLE", "A new source's title."),
    target: str | None = option("--write", "FILE", "Write the catalog with the changes here."),
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

    output.get_fields(IMPORT_COLUMNS)
    hint = "name a file: mi-survey catalog import README.md --source survey"
    text, notes = decode_list(read_input(file, "list", hint=hint))
    name = "standard input" if file == STDIO else file
    with _open_target(target, choice, file) as (opened, written):
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
            _write_target(written, proposals.works, catalog.contents)
    rows = [
        (each.change, each.line, each.key, each.title, *difference)
        for each in proposals.changes
        for difference in _iter_differences(each)
    ]
    headings = dict(CHANGES) | _IMPORT_HEADINGS
    _write_changes(
        Table(IMPORT_COLUMNS, rows), output, headings=headings, findings=proposals.findings
    )
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


@share_options(*_FORMATS, columns=_DIFF_COLUMNS)
def merge(
    files: list[str] = argument("FILE...", "Files in JSON; - is standard input."),
    *,
    update: bool = flag("--update", "Where the catalog says otherwise, a FILE is right."),
    target: str | None = option("--write", "FOLDER", "Write the catalog with all of it here."),
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
    output.get_fields(_DIFF_COLUMNS)
    hint = "name a file: mi-survey catalog merge works.json"
    refuse_second_reading(files)
    texts = {file: decode_text(read_input(file, "records", hint=hint), file) for file in files}
    with _open_target(target, choice, *files) as (catalog, written):
        with show_progress("merging"):
            merged = catalog.merge(texts, update=update)
        if written is not None:
            _write_target(written, merged.contents.works, merged.contents)
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
    _write_changes(
        Table(_DIFF_COLUMNS, rows), output, headings=_MERGE_HEADINGS, findings=merged.findings
    )
    say(f"{', '.join(counts)}; {count_of(len(merged.findings), 'finding')}")
    leave_if_empty((*rows, *merged.findings), output)
    if merged.findings:
        raise typer.Exit(ExitStatus.FOUND)


def _write_changes(
    table: Table,
    output: Output,
    *,
    headings: Mapping[Any, str],
    findings: Sequence["Finding"] = (),
) -> None:
    """Write changes, and what was found besides.

    ``headings`` are the Markdown page's for the values of ``change``, and for severities.
    """
    if output.format != "table":
        rows = [*table.rows, *_iter_finding_rows(findings, table.columns)]
        table = Table(table.columns, rows)
    if output.format == "markdown":
        write(render_markdown(table, headings))
    elif output.format == "table" and output.screen is not None:
        from mi_survey.display.changes import draw_changes  # Rich: 40 ms, to draw only

        if table.rows:
            write_screen(draw_changes(table, output.screen), output.screen)
    elif table.rows or output.format != "table":
        # the command's status tells what was found
        write_table(table, output._replace(exit_status=False))
    if output.format == "table":
        show_findings(findings, output)


def _iter_finding_rows(
    findings: Sequence["Finding"], columns: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:
    for severity in ("error", "warning"):
        for finding in findings:
            if finding.severity == severity:
                cells: dict[str, Cell] = {
                    "change": severity,
                    "line": finding.place.line,
                    "key": finding.place.key or None,
                    "field": finding.rule,
                    "new": finding.message,
                }
                yield tuple(cells.get(column) for column in columns)


def render_markdown(table: Table, headings: Mapping[Any, str]) -> str:
    """Render a heading for each kind of change, with a bullet for each row.

    >>> rows = [("changed", 7, "meng2022locating", "Locating", "year", "2021", "2022")]
    >>> columns = ("change", "line", "key", "title", "field", "old", "new")
    >>> print(render_markdown(Table(columns, rows), {"changed": "Changed works"}))
    ### Changed works (1)
    <BLANKLINE>
    - `meng2022locating` Locating, line 7; *year*: 2021 → 2022
    <BLANKLINE>
    """
    records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    parts = []
    for change, group in groupby(records, key=lambda record: str(record["change"])):
        bullets = [_bullet(record) for record in group]
        heading = headings.get(change, change)
        parts.append(f"### {heading} ({len(bullets)})\n\n{''.join(bullets)}")
    return "\n".join(parts)


def _bullet(record: Mapping[str, Cell]) -> str:
    key, line = record["key"], record.get("line")
    named = [f"`{key}`"] if key else []
    named.append(escape(cell_text(record["title"])))
    subject = " ".join(filter(None, named))
    where = f"line {line}" if line else ""
    head = ", ".join(filter(None, (subject, where)))
    return f"- {'; '.join(filter(None, (head, _change(record))))}\n"


def _change(record: Mapping[str, Cell]) -> str:
    old, new = (escape_around_links(cell_text(record[name])) for name in ("old", "new"))
    said = " → ".join((old or "nothing", new or "nothing")) if old else new
    field = escape(cell_text(record["field"]))
    return f"*{field}*: {said}" if field and said else said


@contextmanager
def _open_target(
    target: str | None, choice: CatalogChoice, *files: str
) -> Iterator[tuple[Catalog, "Target | None"]]:
    """Open the catalog to work on, and what ``--write`` names: an existing one is both.

    Until all is written, no other process of ours writes there. ``files`` are what else the call
    reads; what comes through a pipe is to be read before.

    Raises:
        CatalogUnreadable, CatalogInvalid: the catalog cannot be used.
        UsageFault: two catalogs are named.
    """
    if target is None:
        yield open_catalog(choice, *files), None
        return
    from mi_survey.catalog.joining import load_contents  # pydantic: 50-90 ms, to write only
    from mi_survey.catalog.writing import MENDED, hold_target
    from mi_survey.library import Catalog

    with hold_target(target) as found:
        if not found.spec:
            yield open_catalog(choice, *files), found
            return
        if choice and [find_real_path(spec) for spec in choice] != [find_real_path(target)]:
            raise UsageFault(
                f"'{target}' exists and is not the catalog to compare with",
                hint="leave --catalog out, or write to another file",
            )
        contents, _ = load_contents([found.spec], forgiven=MENDED)
        yield Catalog(contents), found


def _write_target(target: "Target", works: Sequence["Work"], contents: "CatalogRecords") -> None:
    """Write a catalog, and say so."""
    if target.write(works, contents):
        say(f"wrote {target.works}: {count_of(len(works), 'work')}")
    else:
        say(f"{target.works} is as it should be")
