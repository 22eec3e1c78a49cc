"""``mi-survey catalog lint``: an awesome list against the catalog."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mi_survey.cli.findings import FORMATS, tell_findings, write_findings
from mi_survey.cli.options import share_options, takes_formats
from mi_survey.cli.request import CatalogChoice, Output, check_output, open_catalog
from mi_survey.cli.rewriting import Rewriting
from mi_survey.cli.stream import count_of, read_input, say
from mi_survey.errors import ExitStatus, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.files import STDIO

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
@takes_formats(*FORMATS)
def lint(
    file: Annotated[
        str, typer.Argument(metavar="LIST.md", help="A list in Markdown; - is standard input.")
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
    catalog = open_catalog(choice, file)
    listed = _read(file)
    findings = catalog.lint(listed.text, file=file)
    if fix:
        rewriting = Rewriting(file, target or file, force=force, dry_run=dry_run)
        mended = _mend(listed, findings, rewriting)
        if not dry_run:
            findings = catalog.lint(mended, file=file)
            if rewriting.target != STDIO:
                write_findings(findings, output, rules=RULES)
    else:
        write_findings(findings, output, rules=RULES)
    _finish(findings)


def _read(file: str) -> _List:
    from mi_survey.lists.encoding import decode_list  # for this command alone

    data = read_input(file, "list", hint="name a file, for example README.md")
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    text, repairs = decode_list(data.removeprefix(mark))
    return _List(file, text, mark, repairs)


def _mend(listed: _List, findings: Sequence["Finding"], rewriting: Rewriting) -> str:
    from mi_survey.model.finding import apply_edits

    if listed.repairs:
        raise UsageFault(
            f"--fix would re-encode '{listed.file}': {'; '.join(listed.repairs)}",
            hint="save the file as sound UTF-8 first, or leave --fix out",
        )
    rewriting.refuse_to_overwrite()
    mended = apply_edits(listed.text, [edit for finding in findings for edit in finding.edits])
    rewriting.carry_out(listed.text, mended, mark=listed.mark)
    count = sum(bool(finding.edits) for finding in findings)
    done = "would be mended" if rewriting.dry_run else "mended"
    say(f"{count} of {count_of(len(findings), 'finding')} {done}")
    return mended


def _finish(findings: Sequence["Finding"]) -> None:
    tell_findings(findings, mendable=sum(bool(finding.edits) for finding in findings))
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(ExitStatus.FOUND)
