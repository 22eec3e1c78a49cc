"""``mi-survey similar``: the works nearest to one, with the reasons."""

from typing import Annotated

import typer

from mi_survey.cli.options import Key, share_options
from mi_survey.cli.output import write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.exports.table import Table

COLUMNS = ("key", "title", "score", "tags", "words")


@share_options()
def similar(
    key: Key,
    *,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="At most N works.")
    ] = 10,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """List the works nearest to one, with the reasons.

    Nearness is by shared tags and title words.

    Rare tags and words count more. The score compares works within one list only.

    \b
    Examples:
      mi-survey similar arditi2024refusal
      mi-survey similar ROME --limit 5 --json=key,tags
    """
    rows = [
        (item.work.key, item.work.title, item.score, item.tags, item.words)
        for item in open_catalog(choice).similar(key, limit=limit)
    ]
    write_table(Table(COLUMNS, rows), output)
