"""One work: ``show``, ``open`` and ``similar``."""

import os
import sys

from mi_survey.cli.options import KEY, WORK_FORMATS, argument, flag, option, share_options
from mi_survey.cli.output import write_results, write_screen, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog, read_words
from mi_survey.cli.stream import say, write
from mi_survey.errors import UsageFault
from mi_survey.exports.table import Table
from mi_survey.model.address import is_web_url
from mi_survey.query.result import Result

_SIMILAR_COLUMNS = ("key", "title", "score", "tags", "words")


@share_options(*WORK_FORMATS)
def show(
    keys: list[str] = argument(
        "KEY...", "Keys, identifiers, URLs or titles; a list's name; - reads keys from stdin."
    ),
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
    cited = [source.get_citation() for source in listed]
    results = [Result.of(work) for work in (*cited, *works)]
    write_results(results, output, taxonomy=catalog.taxonomy)


@share_options()
def open_page(
    key: str = KEY,
    *,
    only_print: bool = flag("--print", "Print the URL, start nothing."),
    choice: CatalogChoice,
) -> None:
    """Open a work's page in the browser.

    Prints the URL where there is no browser.

    \b
    Examples:
      mi-survey open arditi2024refusal --print
      mi-survey open "tuned lens" --print
    """
    work = open_catalog(choice).get(key)
    if work.url is None:
        raise UsageFault(f"no page is known for {work.key}")
    if not is_web_url(work.url):
        raise UsageFault(f"the link of {work.key} is no http or https address: {work.url}")
    if only_print or not _start_browser(work.url):
        write(f"{work.url}\n")
    else:
        say(f"opened {work.url}")


def _start_browser(url: str) -> bool:
    import webbrowser  # 10 ms for this command alone

    try:
        browser = webbrowser.get()
    except (webbrowser.Error, IndexError):  # the latter for a blank BROWSER
        return False
    # One that nobody asked for and that draws on the terminal would draw into a pipe.
    textual = type(browser) is webbrowser.GenericBrowser and not os.environ.get("BROWSER")
    return browser.open(url) if sys.stdout.isatty() or not textual else False


@share_options(columns=_SIMILAR_COLUMNS)
def similar(
    key: str = KEY,
    *,
    limit: int = option("--limit", "N", "At most N works.", short="-n", default=10, least=0),
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
    write_table(Table(_SIMILAR_COLUMNS, rows), output)
