"""``mi-survey tree``: works under the terms of two axes, as a tree, lines or a figure."""

from mi_survey.cli.options import argument, flag, option, share_options
from mi_survey.cli.output import write_screen, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import count_of, create_files, say
from mi_survey.errors import UsageFault
from mi_survey.exports.table import Table
from mi_survey.files import find_real_path
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.query.filters import Filters
from mi_survey.query.tree import WorkTree

_SHOWN = 6


@share_options()
def tree(
    first: str = argument("AXIS", "The axis of the branches."),
    second: str = argument("AXIS", "The axis of the twigs on them."),
    *,
    limit: int | None = option(
        "--limit",
        "N",
        "At most N works a twig; a terminal and a figure show 6, a pipe all.",
        short="-n",
        least=1,
    ),
    file: str | None = option(
        "--output", "FILE", "A figure for a paper: .tex (forest).", short="-o"
    ),
    bibliography: str | None = option(
        "--bib", "FILE", "The works that the figure cites, as BibTeX."
    ),
    force: bool = flag("--force", "Overwrite the files."),
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Show the works under the terms of two axes.

    The tree that surveys print: on a terminal with counts, in a pipe one work a line with its
    two terms. A work stands on every twig where one of its placements does.

    With -o it is a figure for LaTeX whose leaves cite the works, and --bib writes these.

    \b
    Examples:
      mi-survey tree object steer --year 2025..
      mi-survey tree object steer --area safety -o tree.tex --bib refs.bib
    """
    catalog = open_catalog(choice)
    grown = catalog.tree(first, second, filters=filters)
    if file is not None or bibliography is not None:
        files = _check_names(file, bibliography)
        _write_figure(grown, files, catalog.taxonomy, most=limit or _SHOWN, force=force)
        return
    terminal = output.terminal
    if terminal is not None and output.format == "table":
        from mi_survey.display.tree import render_tree  # Rich: 40 ms, to draw only

        write_screen(render_tree(grown, terminal, most=limit or _SHOWN), terminal)
        return
    rows = [
        (branch.term.id, twig.term.id, work.key, work.title, work.year)
        for branch in grown.branches
        for twig in branch.twigs
        for work in twig.works[:limit]
    ]
    names = [axis.id for axis in grown.axes]
    write_table(Table((*names, "key", "title", "year"), rows), output)


def _check_names(file: str | None, bibliography: str | None) -> tuple[str, str | None]:
    """Return the names of the two files, before anything is written."""
    if file is None or not file.lower().endswith(".tex"):
        what = "--bib goes with a figure" if file is None else f"'{file}' is no .tex file"
        raise UsageFault(what, hint="name the figure: -o tree.tex")
    if bibliography and find_real_path(file) == find_real_path(bibliography):
        raise UsageFault(f"'{file}' cannot hold the figure and its works", hint="name two files")
    return file, bibliography


def _write_figure(
    tree: WorkTree,
    names: tuple[str, str | None],
    taxonomy: Taxonomy,
    *,
    most: int,
    force: bool,
) -> None:
    from mi_survey.exports.forest import cited_works, render_forest
    from mi_survey.exports.registry import RenderOptions, get_format
    from mi_survey.query.result import Result

    file, bibliography = names
    works = cited_works(tree, most=most)
    texts = {file: render_forest(tree, most=most)}
    if bibliography is not None:
        results = [Result.of(work) for work in works]
        options = RenderOptions(taxonomy=taxonomy)
        texts[bibliography] = get_format("bibtex").render(results, options)
    create_files(texts, force=force, hint="--force overwrites it")
    say(f"written to {file}")
    if bibliography is not None:
        say(f"{count_of(len(works), 'work')} written to {bibliography}")
