"""``mi-survey catalog lint``: an awesome list against the catalog."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mi_survey.cli.findings import FORMATS, tell_findings, write_findings
from mi_survey.cli.inputs import name_catalogs, open_catalog
from mi_survey.cli.options import CatalogChoice, Output, share_options
from mi_survey.cli.output import check_output, count_of, say
from mi_survey.cli.rewriting import STDIO, Rewriting
from mi_survey.errors import ExitStatus, FileUnreadable, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.library import Catalog

if TYPE_CHECKING:
    from mi_survey.model.finding import Finding

_BYTE_ORDER_MARK = "\ufeff".encode()


class _List(NamedTuple):
    """A list as it was read; ``repairs`` says what of its bytes was no plain UTF-8."""

    file: str
    text: str
    mark: bytes = b""
    repairs: tuple[str, ...] = ()


@share_options
def lint(
    file: Annotated[
        str, typer.Argument(metavar="LIST", help="A list in Markdown; - is standard input.")
    ],
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Rewrite what is wrong in the list.")] = False,
    target: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="With --fix: write here instead."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="With -o: overwrite the file.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: print the difference, write nothing.")
    ] = False,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Check an awesome list against the catalog.

    Finds links that are another work's or have moved, works listed twice, preprints that are
    published by now, wrong venues, years and titles, tags that are not the survey's, and links
    that cannot be read. Each fault comes with its line, its column and what is right.

    Only verified works are held against a list, and the network is never asked: an address has
    moved where the catalog's readers noted it. Returns 1 with errors or warnings; notes are
    what may well be meant. --format sarif is for code hosts.

    --fix touches titles, links, venues, years and tags only, and of these only those that stand
    in their entry exactly once; everything else stays byte for byte.

    \b
    Examples:
      mi-survey export --format markdown --style survey | mi-survey catalog lint -
      mi-survey export ROME --format markdown | mi-survey catalog lint - --fix
    """
    from mi_survey.lists.rules import RULES

    check_output(output, columns=COLUMNS, formats=FORMATS)
    for name, given in {"-o": target is not None, "--force": force, "--dry-run": dry_run}.items():
        if given and not fix:
            raise UsageFault(f"{name} goes with --fix", hint="for example --fix --dry-run")
    if file == STDIO and any(spec.lstrip("+") == STDIO for spec in name_catalogs(choice)):
        raise UsageFault("standard input can be read only once", hint="name the list's file")
    listed = _read(file)
    catalog = open_catalog(choice)
    findings = _lint(listed, catalog)
    if fix:
        mended = _mend(
            listed, findings, Rewriting(file, target or file, force=force, dry_run=dry_run)
        )
        if not dry_run:
            findings = _lint(mended, catalog)
            if (target or file) != STDIO:
                write_findings(findings, output, rules=RULES)
    else:
        write_findings(findings, output, rules=RULES)
    _finish(findings)


def _read(file: str) -> _List:
    from mi_survey.lists.encoding import decode_list  # for this command alone

    try:
        if file == STDIO and sys.stdin.isatty():
            raise UsageFault(
                "no list on standard input, which is a terminal",
                hint="name a file, for example README.md",
            )
        data = sys.stdin.buffer.read() if file == STDIO else Path(file).read_bytes()
    except OSError as error:
        raise FileUnreadable(file, error.strerror or str(error)) from error
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    text, repairs = decode_list(data.removeprefix(mark))
    return _List(file, text, mark, repairs)


def _lint(listed: _List, catalog: Catalog) -> tuple["Finding", ...]:
    from mi_survey.lists.lint import lint_list  # the reader of lists and RapidFuzz

    return lint_list(listed.text, catalog.names, taxonomy=catalog.taxonomy, file=listed.file)


def _mend(listed: _List, findings: Sequence["Finding"], rewriting: Rewriting) -> _List:
    from mi_survey.lists.lint import mend_list

    if listed.repairs:
        raise UsageFault(
            f"--fix would re-encode '{listed.file}': {'; '.join(listed.repairs)}",
            hint="save the file as sound UTF-8 first, or leave --fix out",
        )
    rewriting.refuse_to_overwrite()
    mended = listed._replace(text=mend_list(listed.text, findings))
    rewriting.carry_out(listed.text, mended.text, mark=mended.mark)
    count = sum(bool(finding.edits) for finding in findings)
    done = "would be mended" if rewriting.dry_run else "mended"
    say(f"{count} of {count_of(len(findings), 'finding')} {done}")
    return mended


def _finish(findings: Sequence["Finding"]) -> None:
    tell_findings(findings, mendable=sum(bool(finding.edits) for finding in findings))
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(ExitStatus.FOUND)
