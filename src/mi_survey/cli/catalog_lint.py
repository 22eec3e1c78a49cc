"""``mi-survey catalog lint``: an awesome list against the catalog."""

from typing import TYPE_CHECKING

import typer

from mi_survey.cli.options import argument, flag, share_options
from mi_survey.cli.output import FINDING_FORMATS, tell_findings, write_findings
from mi_survey.cli.request import (
    CatalogChoice,
    Fixing,
    Output,
    open_catalog,
)
from mi_survey.cli.rewriting import Rewriting, rewrite
from mi_survey.cli.stream import count_of, read_input, say, show_progress
from mi_survey.errors import ExitStatus, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.files import STDIO

if TYPE_CHECKING:
    from mi_survey.lists.encoding import ReadList


@share_options(*FINDING_FORMATS, columns=COLUMNS)
def lint(
    file: str = argument("LIST.md", "A list in Markdown; - is standard input."),
    *,
    fixing: Fixing,
    mend_encoding: bool = flag("--mend-encoding", "With --fix: write broken lines as UTF-8."),
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
    from mi_survey.lists.encoding import (  # for two commands alone
        find_broken_lines,
        name_lines,
        read_list,
        recover_text,
    )
    from mi_survey.lists.lint import mend_list
    from mi_survey.lists.rules import RULES

    output.get_fields(COLUMNS)
    if mend_encoding and not fixing.is_asked:
        raise UsageFault("--mend-encoding goes with --fix", hint="for example --fix --dry-run")
    catalog = open_catalog(choice, file)
    data = read_input(file, "list", hint="name a file, for example README.md")
    read = read_list(data)
    _refuse_damage(read, file, mends=fixing.is_asked, mends_encoding=mend_encoding)
    broken = find_broken_lines(read.text) if fixing.is_asked else []
    mendable = tuple(line for line in broken if mend_encoding and line.is_known)
    text = recover_text(read.text, mendable)
    with show_progress("reading the list") as watch:
        findings = catalog.lint(text, file=file, watch=watch)
    if fixing.is_asked:
        mended = mend_list(text, findings)
        old = read.mark + read.text.encode("utf-8", "surrogateescape")
        new = (b"" if read.encoding else read.mark) + mended.encode("utf-8", "surrogateescape")
        rewrite([Rewriting(file, data, old, new)], fixing, output)
        would = "would be " if fixing.dry_run else ""
        if mendable:
            say(f"encoding {would}mended in {name_lines(mendable)}")
        if left := tuple(line for line in broken if line not in mendable):
            say(f"note: no sound UTF-8, and left as it is: {name_lines(left)}")
        count = sum(bool(finding.edits) for finding in findings)
        say(f"{count} of {count_of(len(findings), 'finding')} {would}mended")
        if not fixing.dry_run:
            findings = catalog.lint(mended, file=file)
    if not fixing.is_asked or not (fixing.dry_run or STDIO in (fixing.target, file)):
        write_findings(findings, output, rules=RULES)
    tell_findings(findings, mendable=sum(bool(finding.edits) for finding in findings))
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(ExitStatus.FOUND)


def _refuse_damage(read: "ReadList", file: str, *, mends: bool, mends_encoding: bool) -> None:
    """Tell of a list in another encoding than UTF-8, which is mended only if that is asked for."""
    if read.encoding and not mends:
        say(f"note: '{file}' is {read.encoding}; --fix --mend-encoding makes it UTF-8")
    elif read.encoding and not mends_encoding:
        raise UsageFault(
            f"'{file}' is {read.encoding}", hint="--fix --mend-encoding makes it UTF-8"
        )
    elif read.encoding and "\ufffd" in read.text:
        raise UsageFault(
            f"'{file}' is damaged {read.encoding}", hint="save it as UTF-8 in an editor"
        )
