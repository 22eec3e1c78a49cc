"""``mi-survey catalog lint``: an awesome list against the catalog."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mi_survey.cli.findings import FORMATS, tell_findings, write_findings
from mi_survey.cli.options import FixDryRun, FixForce, FixTarget, share_options, takes_formats
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import CatalogChoice, Output, check_output, open_catalog
from mi_survey.cli.rewriting import Rewriting, rewrite
from mi_survey.cli.stream import count_of, read_input, say
from mi_survey.errors import ExitStatus, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.files import STDIO

if TYPE_CHECKING:
    from mi_survey.library import Catalog
    from mi_survey.lists.encoding import ReadList
    from mi_survey.model.finding import Finding


@share_options
@takes_formats(*FORMATS)
def lint(
    file: Annotated[
        str, typer.Argument(metavar="LIST.md", help="A list in Markdown; - is standard input.")
    ],
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Rewrite what is wrong in the list.")] = False,
    target: FixTarget = None,
    force: FixForce = False,
    dry_run: FixDryRun = False,
    mend_encoding: Annotated[
        bool, typer.Option("--mend-encoding", help="With --fix: write broken lines as UTF-8.")
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
    in their entry exactly once; everything else stays byte for byte. Lines that are no sound
    UTF-8, or whose UTF-8 was once read as another encoding, are told and left as they are;
    --mend-encoding writes them as they are meant.

    \b
    Examples:
      mi-survey export --format markdown --style survey | mi-survey catalog lint -
      mi-survey export ROME --format markdown | mi-survey catalog lint - --fix
    """
    from mi_survey.lists.encoding import read_list  # for two commands alone
    from mi_survey.lists.rules import RULES

    check_output(output, columns=COLUMNS, formats=FORMATS)
    of_fix = {"-o": target is not None, "--force": force, "--dry-run": dry_run}
    for name, given in (of_fix | {"--mend-encoding": mend_encoding}).items():
        if given and not fix:
            raise UsageFault(f"{name} goes with --fix", hint="for example --fix --dry-run")
    catalog = open_catalog(choice, file)
    data = read_input(file, "list", hint="name a file, for example README.md")
    read = read_list(data)
    if read.encoding and not fix:
        say(f"note: '{file}' is {read.encoding}; --fix --mend-encoding makes it UTF-8")
    if fix:
        rewriting = Rewriting(file, target or file, data, output, force=force, dry_run=dry_run)
        findings = _mend(read, catalog, rewriting, mend_encoding=mend_encoding)
    else:
        with show_progress("reading the list") as watch:
            findings = catalog.lint(read.text, file=file, watch=watch)
    if not fix or not (dry_run or target == STDIO or file == STDIO):
        write_findings(findings, output, rules=RULES)
    _finish(findings)


def _mend(
    read: "ReadList", catalog: "Catalog", rewriting: Rewriting, *, mend_encoding: bool
) -> Sequence["Finding"]:
    """Mend what can be mended, and return what is found: before it in a dry run, else after it."""
    from mi_survey.lists.encoding import find_broken_lines, name_lines, recover_text
    from mi_survey.lists.lint import mend_list

    if read.encoding and not mend_encoding:
        raise UsageFault(
            f"'{rewriting.file}' is {read.encoding}", hint="--fix --mend-encoding makes it UTF-8"
        )
    if read.encoding and "\ufffd" in read.text:
        raise UsageFault(
            f"'{rewriting.file}' is damaged {read.encoding}", hint="save it as UTF-8 in an editor"
        )
    rewriting.refuse_to_overwrite()
    broken = find_broken_lines(read.text)
    mendable = tuple(line for line in broken if mend_encoding and line.is_known)
    text = recover_text(read.text, mendable)
    with show_progress("reading the list") as watch:
        findings = catalog.lint(text, file=rewriting.file, watch=watch)
    mended = mend_list(text, findings)
    mark = b"" if read.encoding else read.mark
    old = read.mark + read.text.encode("utf-8", "surrogateescape")
    rewrite({rewriting: (old, mark + mended.encode("utf-8", "surrogateescape"))})
    would = "would be " if rewriting.dry_run else ""
    if mendable:
        say(f"encoding {would}mended in {name_lines(mendable)}")
    if left := tuple(line for line in broken if line not in mendable):
        say(f"note: no sound UTF-8, and left as it is: {name_lines(left)}")
    count = sum(bool(finding.edits) for finding in findings)
    say(f"{count} of {count_of(len(findings), 'finding')} {would}mended")
    return findings if rewriting.dry_run else catalog.lint(mended, file=rewriting.file)


def _finish(findings: Sequence["Finding"]) -> None:
    tell_findings(findings, mendable=sum(bool(finding.edits) for finding in findings))
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(ExitStatus.FOUND)
