"""``mi-survey open``: a work's page in the browser."""

import os
import sys
from typing import Annotated

import typer

from mi_survey.cli.options import Key, share_options
from mi_survey.cli.request import CatalogChoice, open_catalog
from mi_survey.cli.stream import say, write
from mi_survey.errors import UsageFault
from mi_survey.model.address import is_web_url


@share_options()
def open_page(
    key: Key,
    *,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the URL, start nothing.")
    ] = False,
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
