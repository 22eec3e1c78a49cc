"""``mi-survey catalog validate``: every fault of a catalog at once."""

from typing import Annotated

import typer

from mi_survey.cli.options import share_options
from mi_survey.cli.output import FINDING_FORMATS, write_findings
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import Output
from mi_survey.cli.stream import count_of, say
from mi_survey.errors import CatalogUnreadable, ExitStatus
from mi_survey.library import validate_catalog


@share_options(*FINDING_FORMATS)
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
    from mi_survey.catalog.schema import check_bundled  # pydantic: 50-90 ms

    checked = []
    unreadable: list[CatalogUnreadable] = []
    for file in files or (None,):
        try:
            with show_progress("checking the catalog"):
                checked.append(check_bundled() if file is None else validate_catalog(file))
        except CatalogUnreadable as error:
            unreadable.append(error)
    findings = [finding for one in checked for finding in one.findings]
    write_findings(findings, output, rules=RULES)
    if checked:
        works = sum(one.count for one in checked)
        say(f"{count_of(works, 'work')}, {count_of(len(findings), 'finding')}")
    if unreadable:
        *others, last = unreadable
        for other in others:
            say(f"error: {other}")
        raise last
    if findings:
        raise typer.Exit(ExitStatus.FOUND)
