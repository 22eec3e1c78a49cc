"""``mi-survey catalog lint``: an awesome list against the catalog."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mi_survey import __version__
from mi_survey.cli.inputs import name_catalogs, open_catalog
from mi_survey.cli.options import CatalogChoice, Output, share_options
from mi_survey.cli.output import get_format_name, say, write, write_table
from mi_survey.cli.rewriting import STDIO, Rewriting
from mi_survey.errors import ExitStatus, FileUnreadable, UsageFault
from mi_survey.exports.table import Table
from mi_survey.library import Catalog

if TYPE_CHECKING:
    from mi_survey.lists.lint import LintFinding

_BYTE_ORDER_MARK = "\ufeff".encode()
_COLUMNS = ("line", "column", "severity", "rule", "key", "message", "right")


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
                _write_findings(findings, output, file=file)
    else:
        _write_findings(findings, output, file=file)
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


def _lint(listed: _List, catalog: Catalog) -> tuple["LintFinding", ...]:
    from mi_survey.lists.lint import lint_list  # the reader of lists and RapidFuzz

    return lint_list(listed.text, catalog.works, taxonomy=catalog.taxonomy, file=listed.file)


def _mend(listed: _List, findings: Sequence["LintFinding"], rewriting: Rewriting) -> _List:
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
    say(f"{count} of {len(findings)} finding{'s' if len(findings) != 1 else ''} {done}")
    return mended


def _write_findings(findings: Sequence["LintFinding"], output: Output, *, file: str) -> None:
    if get_format_name(output) == "sarif":
        from mi_survey.bibliography.sarif import Result, render_log  # for this format alone
        from mi_survey.lists.problem import RULES

        results = [
            Result(each.rule, each.severity, _with_right(each), each.line, each.column)
            for each in findings
        ]
        write(render_log(results, RULES, file=file, version=__version__))
        return
    rows = [
        (each.line, each.column, each.severity, each.rule, each.key, each.message, each.right)
        for each in findings
    ]
    if rows or get_format_name(output) != "table":
        # the status tells of findings; that there are none is no failure here
        write_table(Table(_COLUMNS, rows), output._replace(exit_status=False))


def _with_right(finding: "LintFinding") -> str:
    return f"{finding.message}; right: {finding.right}" if finding.right else finding.message


def _finish(findings: Sequence["LintFinding"]) -> None:
    counts = Counter(finding.severity for finding in findings)
    said = [
        f"{count} {level}{'s' if count != 1 else ''}" for level, count in sorted(counts.items())
    ]
    say(", ".join(said) or "nothing is wrong")
    if counts["error"] or counts["warning"]:
        raise typer.Exit(ExitStatus.FOUND)
