"""The formats that works can be written in, each loaded when it is used, and what can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from mi_survey.errors import UnknownValue
from mi_survey.model.taxonomy import NO_AXES, Taxonomy
from mi_survey.query.result import Result
from mi_survey.text import nearest

if TYPE_CHECKING:
    from mi_survey.exports.citation import Prefer
    from mi_survey.model.source import Source

Style = Literal["list", "survey", "references"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """Wishes that formats fulfil where they concern them, and pass over where they do not.

    ``taxonomy`` gives the order of the axes and the labels of terms; ``fields``, ``header``
    and ``compact`` (JSON without white space) concern records and tables, ``style`` Markdown,
    ``sources``, ``within`` and ``catalog`` the page, and the rest bibliographies. ``within`` is the
    command that prints the keys of the works,
    empty where they are the whole catalog, and ``None`` where no command is known; ``catalog`` are
    the options that name the catalog.
    """

    taxonomy: Taxonomy = NO_AXES
    sources: Sequence[Source] = ()
    within: str | None = None
    catalog: str = ""
    fields: tuple[str, ...] = ()
    header: bool = True
    compact: bool = False
    explained: bool = False
    style: Style = "list"
    ascii: bool = False
    prefer: Prefer = "published"
    keywords: bool = True
    summaries: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the file suffixes that choose it, and where its renderer is.

    A ``bibliography`` holds what can be cited: its callers leave people and venues out, and
    say so.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    renderer: str
    bibliography: bool = False

    def render(self, results: Sequence[Result], options: RenderOptions) -> str:
        """Render results as text: the same results and options give the same text."""
        module, _, function = self.renderer.partition(":")
        text: str = getattr(import_module(f"mi_survey.exports.{module}"), function)(
            results, options
        )
        return text


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format("list", (), "a labelled block per work, without columns", "record:render_list"),
        Format("tsv", (".tsv",), "tab-separated values, one work per line", "works:render_tsv"),
        Format("csv", (".csv",), "comma-separated values for spreadsheets", "works:render_csv"),
        Format("json", (), "whole records, or the fields of --json=FIELDS", "works:render_json"),
        Format("jsonl", (".jsonl",), "one JSON record per line", "works:render_jsonl"),
        Format("brief", (), "a line per work, short enough to read many", "brief:render_brief"),
        Format("keys", (), "one citation key per line", "works:render_keys"),
        Format(
            "bibtex",
            (".bib",),
            "BibTeX, with accents as macros",
            "bibtex:render_bibtex",
            bibliography=True,
        ),
        Format(
            "biblatex",
            (),
            "BibLaTeX in UTF-8, for biber",
            "bibtex:render_biblatex",
            bibliography=True,
        ),
        Format(
            "csl-json",
            (".json",),
            "CSL-JSON for citation processors",
            "csl_json:render_csl_json",
            bibliography=True,
        ),
        Format("ris", (".ris",), "RIS for reference managers", "ris:render_ris", bibliography=True),
        Format(
            "markdown",
            (".md", ".markdown"),
            "a Markdown page: list, references or the survey's tables",
            "markdown:render_markdown",
        ),
        Format(
            "html", (".html", ".htm"), "a page to explore them in a browser", "page:render_page"
        ),
    )
}


def get_format(name: str) -> Format:
    """Return the format of this name.

    Raises:
        UnknownValue: there is none.
    """
    try:
        return FORMATS[name.lower()]
    except KeyError:
        near = nearest(name, FORMATS)
        raise UnknownValue("format", name, known=[*FORMATS], nearest=near) from None


def find_format_of_file(name: str) -> Format | None:
    """Return the format that a file's suffix chooses; ``None`` where it chooses none."""
    lower = name.lower()
    for format in FORMATS.values():
        if lower.endswith(format.suffixes):
            return format
    return None
