"""``mi-survey catalog add``: skeleton records, and placements for works that are there."""

from pathlib import Path
from typing import Annotated, cast

import typer

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.skeleton import add_placement, make_skeleton, merge_works, parse_placement
from mi_survey.catalog.store import FILES, bundled_folder
from mi_survey.cli import complete
from mi_survey.cli.options import share_options
from mi_survey.cli.request import AxisValues, CatalogChoice, open_catalog, read_words
from mi_survey.cli.stream import say, write
from mi_survey.errors import InvalidIdentifier, UsageFault, WorkNotFound
from mi_survey.files import STDIO, find_real_path, is_file, is_folder
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.identifier import Identifier, parse_identifier
from mi_survey.model.term import get_choice
from mi_survey.model.work import KINDS, Kind, Work
from mi_survey.reference.names import NameIndex
from mi_survey.reference.pasted import get_work
from mi_survey.text import normalize_space


@share_options
def add(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...",
            help="Identifiers or links of new works; keys of known ones; - for stdin.",
            autocompletion=complete.complete_keys,
        ),
    ],
    *,
    axes: AxisValues,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TITLE", help="The title of the new work.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="What the new work is: paper, tool, …"),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--write", metavar="FILE", help="Add to this catalog, which may be new."),
    ] = None,
    choice: CatalogChoice,
) -> None:
    """Make records of new works, or place known ones anew.

    A new work is named by its DOI, arXiv, ACL or OpenReview id, GitHub repository or a link to
    one of these, and by --title: nothing is looked up, and nothing made up. Its record holds
    these facts and the status unverified. A work that the catalog has gets one more placement
    in a copy of its record.

    The records are printed, or with --write put into a catalog of your own, which --catalog
    +FILE then joins to the bundled one. What that has already is an error. The axes are those
    of the catalog.

    \b
    Examples:
      mi-survey catalog add 2401.00001 --title "On Neurons" --object neuron
      mi-survey catalog add ROME --object mha --area knowledge --write own.json
    """
    target = None if target == STDIO else target
    catalog = open_catalog(choice)
    base = catalog.contents
    placement = parse_placement(axes, base.taxonomy)
    known, new = _resolve(read_words(names), catalog.names)
    if known and placement is None:
        raise UsageFault(
            f"{known[0].key} is in the catalog, and no placement is given",
            hint=f"place it: {', '.join(f'--{axis}' for axis in axes)}",
        )
    chosen = None if kind is None else get_choice(kind, "kind", known=KINDS)
    _check_title(title, kind, new)
    present = _load_present(target, base)
    added = [add_placement(work, placement) for work in known if placement]
    if new:
        taken = {name for work in (*base.works, *present) for name in (work.key, *work.aliases)}
        words = normalize_space(title or "")
        added.append(
            make_skeleton(
                new[0], words, kind=cast("Kind | None", chosen), placement=placement, taken=taken
            )
        )
    works = merge_works(present, added, file=target or STDIO)
    _check(works, base, file=target or STDIO)
    text = dump_canonical(encode(works))
    if target is None:
        write(text)
        return
    from mi_survey.files import write_whole  # not for pipes

    write_whole(Path(target), text.encode())
    say(f"{len(added)} added to {target}, which has {len(works)}")


def _resolve(words: list[str], names: NameIndex) -> tuple[list[Work], list[Identifier]]:
    """Tell works that the catalog has from identifiers that it does not know."""
    known: dict[str, Work] = {}
    new: dict[Identifier, None] = {}
    for word in words:
        try:
            work = get_work(word, names)
        except WorkNotFound as error:
            try:
                new[parse_identifier(word)] = None
            except InvalidIdentifier:
                error.hint = f"{error.hint}; new works are named by ids, such as 2401.00001"
                raise error from None
        else:
            known[work.key] = work
    return list(known.values()), list(new)


def _check_title(title: str | None, kind: str | None, new: list[Identifier]) -> None:
    if not new and (title is not None or kind is not None):
        raise UsageFault(
            "--title and --kind are for works that the catalog does not have",
            hint="leave them out",
        )
    if len(new) > 1:
        raise UsageFault(
            f"{len(new)} works are new: {', '.join(map(str, new))}",
            hint="add them one at a time, each with its --title",
        )
    if new and not normalize_space(title or ""):
        raise UsageFault(f"nothing but {new[0]} is known of this work", hint="give its --title")


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

    check_values({FILES[0]: encode(works)}, base=base).demand_valid(file)
