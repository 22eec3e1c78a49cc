"""``mi-survey errata``: what the lists got wrong, and what is right."""

from mi_survey.cli.options import option, share_options
from mi_survey.cli.output import show_findings, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import count_of, say
from mi_survey.exports.table import Table
from mi_survey.model.term import get_choice

_COLUMNS = ("key", "source", "field", "listed", "right")


@share_options(columns=_COLUMNS)
def errata(
    *,
    source: str | None = option("--source", "LIST", "Only this list."),
    output: Output,
    choice: CatalogChoice,
) -> None:
    """List what the source lists got wrong.

    Titles, venues, years, links and tags.

    A note is what a reader found, in words. The record holds the right fact, the listing
    what was claimed; this is the difference between the two.

    \b
    Examples:
      mi-survey errata --source survey
      mi-survey errata --json=key,field,right
    """
    catalog = open_catalog(choice)
    chosen = ""
    if source is not None:
        chosen = get_choice(source, "source", known=[item.id for item in catalog.sources])
    found = catalog.errata(source=chosen)
    if found and output.format == "table" and output.terminal is not None:
        from mi_survey.exports.findings import findings_of_errata  # for terminals alone

        show_findings(findings_of_errata(found), output)
        say(count_of(len(found), "erratum", plural="errata"))
        return
    rows = [(item.work.key, item.source, item.field, item.listed, item.right) for item in found]
    write_table(Table(_COLUMNS, rows), output)
