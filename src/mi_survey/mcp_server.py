"""A server of the Model Context Protocol: five read-only tools over the library.

Only this module imports the protocol's SDK, which is the extra ``mi-survey[mcp]``. Answers are
compact text with a total first; errors reach the model with their hint.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import ToolAnnotations
from pydantic import ConfigDict, Field

from mi_survey import __version__
from mi_survey.errors import MiSurveyError
from mi_survey.exports.brief import render_brief
from mi_survey.exports.record import render_record, work_groups
from mi_survey.exports.registry import RenderOptions, get_format
from mi_survey.exports.table import Table, render_tsv
from mi_survey.query.filters import Filters
from mi_survey.query.result import Result

if TYPE_CHECKING:
    from mi_survey.library import Catalog

_Function = Callable[..., str]

_MOST_WORKS = 20  # in one answer, unless asked for more
_READ_ONLY = ToolAnnotations(read_only_hint=True)
_INSTRUCTIONS = (
    "Works on mechanistic interpretability with checked facts, each tagged on axes. Cite only "
    "what export gives. A tag with * is not the survey's own."
)
_References = Annotated[list[str], Field(description="keys, DOIs, arXiv ids, URLs or titles")]
_Format = Literal["bibtex", "biblatex", "csl-json", "ris", "markdown"]


def make_server(catalog: Catalog) -> MCPServer[Any]:
    """Make the server for a catalog; its ``run()`` speaks over standard input and output."""
    tools = (
        _make_search(catalog),
        _make_show(catalog),
        _make_count(catalog),
        _make_export(catalog),
        _make_resolve(catalog),
    )
    return MCPServer(
        "mi-survey",
        version=__version__,
        instructions=_INSTRUCTIONS,
        tools=[_register(tool) for tool in tools],
    )


def _register(function: _Function) -> Tool:
    """Make a tool that refuses arguments that it does not have: the SDK drops them."""
    tool: Tool = Tool.from_function(
        _tell_errors(function), annotations=_READ_ONLY, structured_output=False
    )
    taken = tool.fn_metadata.arg_model
    strict = type(taken.__name__, (taken,), {"model_config": ConfigDict(extra="forbid")})
    tool.fn_metadata.arg_model = strict
    return tool


def _make_search(catalog: Catalog) -> _Function:
    def search(text: str, limit: int, **asked: Any) -> str:
        """Find works by words and tags; tags of different axes must hold together."""
        given = {name: values for name, values in asked.items() if values}
        found = catalog.results(text, filters=Filters.of(**given))
        whole = [result for result in found if result.complete]
        shown = (whole or found)[: max(0, limit)]
        told = f"total {len(whole)}, shown {len(shown)}"
        if partial := len(found) - len(whole):
            told += (
                f" ({partial} more have some of the words)" if whole else " with some of the words"
            )
        lines = render_brief(shown, RenderOptions(taxonomy=catalog.taxonomy))
        return f"{told}\n{lines}"

    parameters: dict[str, tuple[Any, Any]] = {"text": (str, "")}
    for axis in catalog.taxonomy.axes:
        terms = tuple(term.id for term in axis.terms)
        parameters[axis.id] = (list[Literal[terms]], [])  # type: ignore[valid-type]
    years = Annotated[str, Field(description="2024, 2023..2025 or 2024..")]
    parameters |= {"year": (years, ""), "author": (str, ""), "venue": (str, "")}
    parameters["limit"] = (int, _MOST_WORKS)
    return _with_parameters(search, parameters)


def _make_show(catalog: Catalog) -> _Function:
    def show(references: _References) -> str:
        """Show all that is known of works."""
        works = catalog.get_all(references)
        records = (work_groups(work, catalog.taxonomy, catalog.sources) for work in works)
        return "\n".join([f"total {len(works)}", *map(render_record, records)])

    return show


def _make_count(catalog: Catalog) -> _Function:
    def count(rows: str, columns: str) -> str:
        """Count works per cell; 0 means none in this catalog, not that nobody tried."""
        crosstab = catalog.matrix(rows, columns)
        cells = zip(crosstab.row_terms, crosstab.counts, strict=True)
        table = Table(
            (crosstab.rows, *crosstab.column_terms), [(term, *counts) for term, counts in cells]
        )
        return f"total {crosstab.total}\n{render_tsv(table, header=True)}"

    dimensions = (*(axis.id for axis in catalog.taxonomy.axes), "year", "venue")
    side = (Literal[dimensions], inspect.Parameter.empty)
    return _with_parameters(count, {"rows": side, "columns": side})


def _make_export(catalog: Catalog) -> _Function:
    def export(references: _References, format: _Format = "bibtex") -> str:
        """Write works as a bibliography."""
        results = [Result.of(work) for work in catalog.get_all(references)]
        return get_format(format).render(results, RenderOptions(taxonomy=catalog.taxonomy))

    return export


def _make_resolve(catalog: Catalog) -> _Function:
    def resolve(references: _References) -> str:
        """Tell which work each reference names, and which name none."""
        return "\n".join(_name_work(catalog, reference) for reference in references)

    return resolve


def _name_work(catalog: Catalog, reference: str) -> str:
    try:
        work = catalog.get(reference)
    except MiSurveyError as error:
        return f"{reference}\tno work\t{_word(error)}"
    return f"{reference}\t{work.key}\t{work.title}"


def _with_parameters(tool: _Function, parameters: dict[str, tuple[Any, Any]]) -> _Function:
    """Give a tool the parameters that the catalog's axes ask for."""
    tool.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
            )
            for name, (annotation, default) in parameters.items()
        ],
        return_annotation=str,
    )
    tool.__annotations__ = {name: annotation for name, (annotation, _) in parameters.items()}
    return tool


def _tell_errors(tool: _Function) -> _Function:
    """Let errors of the library reach the model: the SDK hides any other exception."""

    @wraps(tool)
    def call(*arguments: Any, **options: Any) -> str:
        try:
            return tool(*arguments, **options)
        except MiSurveyError as error:
            raise ToolError(_word(error)) from None

    return call


def _word(error: MiSurveyError) -> str:
    return "; ".join(part for part in (error.message, error.hint) if part)
