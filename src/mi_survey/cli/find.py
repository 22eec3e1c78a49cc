"""``mi-survey find``: works by filters and by text."""

from typing import Annotated

import typer

from mi_survey.cli.options import share_options
from mi_survey.cli.output import write_count, write_results
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import say
from mi_survey.errors import UsageFault
from mi_survey.library import Catalog
from mi_survey.query.filters import Filters
from mi_survey.text import recover


@share_options
def find(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="Words of title, authors, venue, year or key."),
    ] = None,
    *,
    filters: Filters,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="ORDER", help="year, key, title, author or venue; -year: reversed."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="At most N works.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what of the text matched where.")
    ] = False,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Find works by filters and by text.

    Filters combine with AND, values within one (repeated, or separated by commas) with OR.
    All axes must hold in the same placement of a work. A value is a term, an alias or an
    unambiguous beginning; !value excludes, mha+ffn asks for both.

    Text is forgiving of typos, in any order, over titles, authors, years and keys. Without
    text the newest come first.

    \b
    Examples:
      mi-survey find --object neuron --steer amplitude
      mi-survey find refusal direction --year 2024.. --format keys
    """
    catalog = open_catalog(choice)
    words = recover(" ".join(text or ()))
    if filters.workshops and not filters.venue:
        raise UsageFault(
            "--workshops goes with --venue", hint="for example --venue neurips --workshops"
        )
    results = catalog.results(words, filters=filters)
    if words and results and not any(result.complete for result in results):
        say("note: no work has all of these words; what follows has some")
    if not results:
        _suggest_authors(catalog, filters)
    if sort is not None:
        from mi_survey.query.order import sort_results  # the default order needs none

        results = sort_results(results, sort)
    results = results[:limit]
    if count:
        write_count(results, output, taxonomy=catalog.taxonomy)
    else:
        write_results(results, output, taxonomy=catalog.taxonomy, explained=explain)


def _suggest_authors(catalog: Catalog, filters: Filters) -> None:
    for value in filters.author:
        authors = catalog.index.authors
        for is_asked, author in authors.split(value):
            if is_asked and not authors.find_works(author):
                near = authors.nearest_authors(author)
                meant = f"; did you mean {' or '.join(near)}?" if near else ""
                say(f"note: no author is called '{author}'{meant}")
