"""``mi-survey catalog todo``: what the records lack, the most central works first."""

from typing import Annotated

import typer

from mi_survey.cli.options import share_options
from mi_survey.cli.output import write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import count_of, say
from mi_survey.exports.table import Table
from mi_survey.model.term import get_choice
from mi_survey.query.filters import Filters

COLUMNS = ("key", "title", "lists", "lacks", "what")


@share_options()
def todo(
    *,
    lacks: Annotated[
        list[str] | None,
        typer.Option(
            "--lacks", metavar="WHAT", help="Only these: venue, authors, axes, summary, evidence."
        ),
    ] = None,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """List what the records of works still lack, most central first.

    A venue beyond the archive, for what is older than a year; authors; axes on which nobody has
    placed the work; a summary; evidence from a page of the work itself, rather than from other
    sites alone.

    The works come in the order of find --sort central.

    \b
    Examples:
      mi-survey catalog todo --lacks venue
      mi-survey catalog todo --source neurons --json=key,lacks
    """
    from mi_survey.catalog.todo import GAPS, iter_gaps  # for this command alone
    from mi_survey.model.source import count_lists
    from mi_survey.query.order import CENTRAL, sort_results

    chosen = {get_choice(each, "gap", known=tuple(GAPS)) for each in lacks or GAPS}
    catalog = open_catalog(choice)
    results = sort_results(catalog.results(filters=filters), CENTRAL, sources=catalog.sources)
    works = [result.work for result in results]
    gaps = [gap for gap in iter_gaps(works, catalog.taxonomy) if gap.lacks in chosen]
    rows = [
        (gap.work.key, gap.work.title, count_lists(gap.work, catalog.sources), gap.lacks, gap.what)
        for gap in gaps
    ]
    write_table(Table(COLUMNS, rows), output)
    say(f"{count_of(len({gap.work.key for gap in gaps}), 'work')}, {count_of(len(gaps), 'gap')}")
