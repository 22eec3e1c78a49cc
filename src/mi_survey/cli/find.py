"""``mi-survey find``: works by filters and by text."""

from typing import Annotated

import typer

from mi_survey.cli.complete import complete_orders
from mi_survey.cli.options import WORK_FORMATS, share_options, takes_formats
from mi_survey.cli.output import is_drawn, write_count, write_results
from mi_survey.cli.request import CatalogChoice, Output, open_catalog, read_words
from mi_survey.cli.stream import count_of, say
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO
from mi_survey.library import Catalog
from mi_survey.query.filters import Filters
from mi_survey.query.result import Result, Telling

_SHOWN_APART = 10


@share_options
@takes_formats(*WORK_FORMATS)
def find(
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TEXT]...",
            help="Words of title, authors, venue, year or key; - reads keys from stdin.",
        ),
    ] = None,
    *,
    filters: Filters,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar="ORDER",
            help="year, key, title, author, venue or central; -year: reversed.",
            autocompletion=complete_orders,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="At most N works.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="With the works that have only some of the words.")
    ] = False,
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

    Text is forgiving of typos, in any order, over titles, names, topics, tags, venues, years
    and summaries. Works that have only some of its words count as nothing found, unless
    --partial asks for them. Without text the newest come first.

    With - only the works are looked at that standard input names, as show reads them, and come
    in that order.

    \b
    Examples:
      mi-survey find --object neuron --steer amplitude
      mi-survey find refusal direction --year 2024.. --format keys
      mi-survey find refusal --format keys | mi-survey find - --object mha
    """
    given = text or []
    words = " ".join(word for word in given if word != STDIO)
    catalog = open_catalog(choice, *given)
    if filters.workshops and not filters.venue:
        raise UsageFault(
            "--workshops goes with --venue", hint="for example --venue neurips --workshops"
        )
    found = catalog.results(words, filters=filters)
    is_all = STDIO not in given
    if not is_all:
        found = _take_named(found, catalog, in_order=not words)
    whole = [result for result in found if result.complete]
    some = found[len(whole) :]
    drawn = not count and is_drawn(output)
    if not whole:
        _suggest_authors(catalog, filters)
        if some and not (partial or drawn):
            told = count_of(len(some), "work")
            say(f"note: no work has all of these words; --partial lists {told} with some of them")
    if not found and drawn and is_all:
        from mi_survey.cli.nothing import explain_nothing  # an answer is the rule

        for line in explain_nothing(catalog, words, filters):
            say(line)
    if sort is not None:
        from mi_survey.query.order import sort_results  # the default order needs none

        whole, some = (
            sort_results(found, sort, sources=catalog.sources) for found in (whole, some)
        )
    # a terminal shows a few of the others apart, where a person sees what they are
    others = some if partial else some[: max(0, _SHOWN_APART - len(whole))] if drawn else []
    results = (whole + others)[:limit]
    if count:
        write_count(results, output, taxonomy=catalog.taxonomy)
        return
    reading = ""
    if drawn and words and found and is_all:
        from mi_survey.cli.reading import read_terms  # for terminals alone

        reading = read_terms(catalog, words, filters)
    telling = Telling(len(whole), len(some), reading, explained=explain)
    write_results(results, output, taxonomy=catalog.taxonomy, told=telling)


def _take_named(results: list[Result], catalog: Catalog, *, in_order: bool) -> list[Result]:
    """Take the results that standard input names, in the order in which it does if so asked."""
    works = catalog.get_all(read_words([STDIO]))
    places = {work.key: place for place, work in enumerate(works)}
    taken = [result for result in results if result.work.key in places]
    return sorted(taken, key=lambda result: places[result.work.key]) if in_order else taken


def _suggest_authors(catalog: Catalog, filters: Filters) -> None:
    for value in filters.author:
        authors = catalog.index.authors
        for is_asked, author in authors.split(value):
            if is_asked and not authors.find_works(author):
                near = authors.nearest_authors(author)
                meant = f"; did you mean {' or '.join(near)}?" if near else ""
                say(f"note: no author is called '{author}'{meant}")
