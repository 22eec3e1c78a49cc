"""``mi-survey show``: everything on a work, or on a list."""

from typing import Annotated

import typer

from mi_survey.cli.options import WORK_FORMATS, share_options
from mi_survey.cli.output import write_results, write_screen
from mi_survey.cli.request import CatalogChoice, Output, open_catalog, read_words
from mi_survey.cli.stream import write
from mi_survey.query.result import Result


@share_options(*WORK_FORMATS)
def show(
    keys: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY...",
            help="Keys, identifiers, URLs or titles; a list's name; - reads keys from stdin.",
        ),
    ],
    *,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Show everything on a work: facts, tags, listings, errors.

    A work is named by its key, or by anything that can be pasted: DOI, arXiv, ACL or
    OpenReview id or URL, GitHub repository, nickname, or enough of the title. The name of a
    list (survey, interpretability, manipulation, neurons) shows the list and how to cite it.

    \b
    Examples:
      mi-survey show 2406.11717v3
      mi-survey find refusal --format keys | mi-survey show -
    """
    catalog = open_catalog(choice, *keys)
    words = read_words(keys)
    sources = {source.id: source for source in catalog.sources}
    listed = [sources[word] for word in words if word in sources]
    works = catalog.get_all(word for word in words if word not in sources)
    if output.format == "table":
        from mi_survey.exports.record import render_record, source_groups, work_groups

        terminal = output.screen
        records = [source_groups(source) for source in listed]
        records += [work_groups(work, catalog.taxonomy, catalog.sources) for work in works]
        if terminal is None:
            write("\n".join(map(render_record, records)))
        else:
            from mi_survey.display.record import draw_record  # Rich: 40 ms, to draw only

            write_screen("\n".join(draw_record(each, terminal) for each in records), terminal)
        return
    cited = [source.citation for source in listed if source.citation]
    results = [Result(work, work.placements) for work in (*cited, *works)]
    write_results(results, output, taxonomy=catalog.taxonomy)
