"""``mi-survey mcp``: the catalog as a server of the Model Context Protocol."""

from mi_survey.cli.options import share_options
from mi_survey.cli.request import CatalogChoice, open_catalog
from mi_survey.errors import UsageFault


@share_options()
def serve(*, choice: CatalogChoice) -> None:
    """Serve the catalog to language models (Model Context Protocol).

    Five read-only tools over standard input and output: search, show, count, export, resolve.
    Needs the extra: pip install 'mi-survey[mcp]'.

    \b
    Examples:
      mi-survey mcp < /dev/null
      mi-survey mcp --catalog <(mi-survey find --area safety --json) < /dev/null
    """
    try:
        from mi_survey.mcp_server import make_server  # the SDK: 800 ms, for servers only
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise UsageFault(
            "the server needs the package mcp", hint="pip install 'mi-survey[mcp]'"
        ) from None
    make_server(open_catalog(choice)).run("stdio")
