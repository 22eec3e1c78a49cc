"""The formats that works can be written in, each loaded when it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from mi_survey.errors import UnknownValue
from mi_survey.exports.options import RenderOptions
from mi_survey.query.result import Result
from mi_survey.text import nearest


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
        Format("list", (), "a labelled block per work, without columns", "blocks:render_list"),
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
        known = ("table", *FORMATS)
        raise UnknownValue("format", name, known=known, nearest=nearest(name, known)) from None


def find_format_of_file(name: str) -> Format | None:
    """Return the format that a file's suffix chooses; ``None`` where it chooses none."""
    lower = name.lower()
    for format in FORMATS.values():
        if lower.endswith(format.suffixes):
            return format
    return None
