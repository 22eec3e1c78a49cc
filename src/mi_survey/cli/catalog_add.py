"""``mi-survey catalog add``: skeleton records, and placements for works that are there."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.skeleton import Said, merge_works, parse_placement
from mi_survey.catalog.store import FILES, bundled_folder
from mi_survey.cli.options import argument, flag, option, share_options
from mi_survey.cli.request import AxisValues, CatalogChoice, open_catalog, read_words
from mi_survey.cli.stream import read_input, say, show_progress, write
from mi_survey.errors import ExitStatus, UsageFault
from mi_survey.files import STDIO, decode_text, find_real_path, is_file, is_folder
from mi_survey.library import Catalog
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Placement, Work
from mi_survey.query.result import Result
from mi_survey.transaction import transaction

_FROM = "name a file: --from refs.bib"


@share_options()
def add(
    names: list[str] | None = argument(
        "[KEY...]",
        "Identifiers or links of new works; keys of known ones; - for stdin.",
        default=None,
    ),
    *,
    file: str | None = option("--from", "FILE", "Add works of .bib or CSL-JSON."),
    axes: AxisValues,
    title: str | None = option("--title", "TITLE", "Its title."),
    kind: str | None = option("--kind", "KIND", "What it is: paper, tool, …"),
    authors: list[str] | None = option("--author", "NAME", "Its authors, in order."),
    year: int | None = option("--year", "YEAR", "When it appeared."),
    venue: str | None = option("--venue", "NAME", "Where, by its short name."),
    as_row: bool = flag("--as-row", "Print the survey's rows instead."),
    target: str | None = option("--write", "FILE", "Add to this catalog, which may be new."),
    choice: CatalogChoice,
) -> None:
    """Make records of new works, or place known ones anew.

    A new work is named by its DOI, arXiv, ACL or OpenReview id, GitHub repository or a link to
    one of these, and by --title. --from takes every entry of a file that the catalog has not,
    and tells the others; returns 1 where some cannot be taken. Nothing is looked up, and
    nothing made up: a record holds these facts and the status unverified. A work that the
    catalog has gets one more placement in a copy of its record.

    The records are printed, or with --write put into a catalog of your own, which --catalog
    +FILE then joins to the bundled one. What that has already is an error. The axes are those
    of the catalog. --as-row prints each new placement as a row below the heading that it
    belongs to, ready for a pull request to the survey.

    \b
    Examples:
      mi-survey catalog add 2401.00001 --title "On Neurons" --object neuron
      mi-survey catalog add ROME --object mha --area knowledge --write own.json
      mi-survey export ROME | mi-survey catalog add --from -
    """
    target = None if target == STDIO else target
    catalog = open_catalog(choice)
    base = catalog.contents
    placement = parse_placement(axes, base.taxonomy)
    if as_row:
        _demand_section(placement, base.taxonomy)
    said = Said(placement, title, kind, tuple(authors or ()), year, venue)
    if file is not None:
        _check_alone(names or (), said)
        references = decode_text(read_input(file, "references", hint=_FROM), file)
    else:
        words = read_words(_demand(names))
    # what came through a pipe is read: from now on, nobody else of us writes to the catalog
    with transaction(*([target] if target else ())) as files:
        present, is_whole = _load_present(target, base), True
        if file is not None:
            added, is_whole = _draft(references, catalog, present, file=file)
            placements = (placement,) if placement else ()
            added = [replace(work, placements=placements) for work in added]
        else:
            added = catalog.add(words, said, present=present)
        works = merge_works(present, added, file=target or STDIO)
        _check(works, base, file=target or STDIO)
        text = dump_canonical(encode(works))
        if target is not None and added:
            files.write({target: text.encode("utf-8")})
    if as_row and placement:
        write(_render_rows(added, placement, catalog))
    elif target is None:
        write(text)
    if target is not None:
        say(f"{len(added)} added to {target}, which has {len(works)}")
    if not is_whole:
        raise typer.Exit(ExitStatus.FOUND)


def _demand_section(placement: Placement | None, taxonomy: Taxonomy) -> None:
    axis = taxonomy.heading
    if placement is None or (axis and not placement.terms(axis.id)):
        named = axis.id if axis else taxonomy.ids[0]
        raise UsageFault("a row belongs to a section", hint=f"name it by --{named}")


def _render_rows(added: Sequence[Work], placement: Placement, catalog: Catalog) -> str:
    from mi_survey.exports.registry import RenderOptions

    # tags that the survey is to take are not marked as somebody else's
    row = replace(placement, by="survey")
    results = [Result(work, (row,)) for work in added]
    options = RenderOptions(taxonomy=catalog.taxonomy, style="survey")
    return catalog.export(results, format="markdown", options=options)


def _demand(names: list[str] | None) -> list[str]:
    if not names:
        raise UsageFault("no work is named", hint="give its id and --title, or --from refs.bib")
    return names


def _check_alone(names: Sequence[str], said: Said) -> None:
    if names or any(said._replace(placement=None)):
        raise UsageFault(
            "--from takes all that is said of works from the file",
            hint="leave out KEY, --title, --kind, --author, --year and --venue",
        )


def _draft(
    text: str, catalog: Catalog, present: Sequence[Work], *, file: str
) -> tuple[list[Work], bool]:
    """Make records of a file's references; tell of the others, and whether all could be read."""
    contents = catalog.contents
    joined = Catalog(contents._replace(works=(*contents.works, *present))) if present else catalog
    with show_progress("reading references"):
        drafted = joined.draft(text, file=file)
    for note in drafted.notes:
        key = f" [{note.reference.key}]" if note.reference.key else ""
        say(f"{file}:{note.reference.line}:{key} {note.message}")
    return list(drafted.works), not any(note.lost for note in drafted.notes)


def _load_present(target: str | None, base: CatalogRecords) -> tuple[Work, ...]:
    if target is None:
        return ()
    path = Path(target)
    if find_real_path(path).is_relative_to(bundled_folder().resolve()):
        raise UsageFault(
            "the bundled catalog is not written", hint="name a file of your own: --write own.json"
        )
    if is_folder(path):
        raise UsageFault(f"'{target}' is a folder", hint=f"name a file: {target}/{FILES[0]}")
    if not is_file(path):  # nothing can be read of a device
        return ()
    from mi_survey.catalog.schema import check_catalog  # pydantic: 50-90 ms

    return tuple(check_catalog(target, base=base).demand_valid(target).works)


def _check(works: tuple[Work, ...], base: CatalogRecords, *, file: str) -> None:
    from mi_survey.catalog.schema import check_values  # pydantic: 50-90 ms

    check_values({FILES[0]: encode(works)}, base=base, errors_only=True).demand_valid(file)
