"""``mi-survey catalog validate``: every fault of a catalog at once."""

from typing import Annotated

import typer

from mi_survey.catalog.store import bundled_folder, load_bundled
from mi_survey.cli.findings import FORMATS, write_findings
from mi_survey.cli.options import Output, share_options
from mi_survey.cli.output import check_output, count_of, say
from mi_survey.errors import CatalogUnreadable, ExitStatus
from mi_survey.exports.findings import COLUMNS


@share_options
def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Files of works, or folders with works.json; the bundled catalog without.",
        ),
    ] = None,
    *,
    output: Output,
) -> None:
    """Check catalogs and show every fault at once.

    Structure, vocabularies, keys, identifiers, links, years, placements, form.

    All faults are shown at once, each with its file, its JSON path, what is wrong and what
    to do. --format sarif is for code hosts. Returns 1 with findings, 4 where a file cannot be read.

    \b
    Examples:
      mi-survey catalog validate
      mi-survey catalog validate --json
    """
    from mi_survey.catalog.rule import RULES
    from mi_survey.catalog.schema import Checked, check_catalog  # pydantic: 50-90 ms

    check_output(output, columns=COLUMNS, formats=FORMATS)
    base = load_bundled()
    checked: list[Checked] = []
    unreadable: list[CatalogUnreadable] = []
    for file in files or [str(bundled_folder())]:
        try:
            checked.append(check_catalog(file, base=base))
        except CatalogUnreadable as error:
            unreadable.append(error)
    findings = [finding for one in checked for finding in one.findings]
    write_findings(findings, output, rules=RULES)
    if checked:
        works = sum(len(one.contents.works) for one in checked)
        say(f"{count_of(works, 'work')}, {count_of(len(findings), 'finding')}")
    if unreadable:
        *others, last = unreadable
        for other in others:
            say(f"error: {other}")
        raise last
    if findings:
        raise typer.Exit(ExitStatus.FOUND)
