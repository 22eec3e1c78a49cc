"""Markdown pages of works: a list, formatted references, or the survey's own tables.

Every work and every link of a page can be counted and read back; titles are the catalog's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from mi_survey.exports.citation import ARXIV, Citation, make_citation
from mi_survey.exports.markdown_survey import render_survey
from mi_survey.exports.markdown_text import code, escape, guard_start, link
from mi_survey.model.identifier import Identifier

if TYPE_CHECKING:
    from mi_survey.exports.options import RenderOptions, Style
    from mi_survey.query.result import Result

# A list names as many authors; where there are more, the first.
_MOST_AUTHORS = 3


def render_markdown(results: Sequence[Result], options: RenderOptions) -> str:
    """Render a page in the style asked for."""
    return _RENDERERS[options.style](results, options)


def _render_list(results: Sequence[Result], options: RenderOptions) -> str:
    citations = (make_citation(result.work, prefer=options.prefer) for result in results)
    return "".join(
        [f"- {_list_line(citation)}\n" + _summary_line(citation, options) for citation in citations]
    )


def _summary_line(citation: Citation, options: RenderOptions) -> str:
    if not (options.summaries and citation.summary):
        return ""
    return f"  {guard_start(escape(citation.summary))}\n"


def _render_references(results: Sequence[Result], options: RenderOptions) -> str:
    citations = (make_citation(result.work, prefer=options.prefer) for result in results)
    return "".join(
        [
            f"{number}. {_reference(citation)}\n"
            for number, citation in enumerate(citations, start=1)
        ]
    )


def _list_line(citation: Citation) -> str:
    year = str(citation.year or "")
    venue = _italic(citation.short_container)
    parts = (
        f"**{link(escape(citation.title), citation.url)}**",
        _short_authors(citation),
        " ".join(filter(None, (venue, year))),
    )
    return f"{_sentences(parts)} {code(citation.key)}"


def _reference(citation: Citation) -> str:
    """Write what the field's own proceedings print: https://acl-org.github.io/ACLPUB/formatting."""
    sentences = _sentences(
        (
            escape(_authors(citation)),
            str(citation.year or ""),
            link(escape(citation.title), citation.url),
            ", ".join(_iter_places(citation)),
            escape(citation.publisher or ""),
            _identifier("doi", citation.doi),
            _identifier("arxiv", citation.arxiv),
        )
    )
    return guard_start(sentences)


def _iter_places(citation: Citation) -> Iterator[str]:
    """Yield where a work appeared: container, volume and number, pages, address."""
    named_by_id = citation.container == ARXIV and citation.arxiv
    if citation.container and not named_by_id:
        before = "In " if citation.form == "proceedings" else ""
        yield before + _italic(citation.container)
    if citation.volume or citation.number:
        number = f"({citation.number})" if citation.number else ""
        yield escape(f"{citation.volume or ''}{number}")
    if citation.pages:
        word = "pages" if "-" in citation.pages else "page"
        yield f"{word} {escape(citation.pages.replace('-', '–'))}"
    if citation.address:
        yield escape(citation.address)


def _identifier(scheme: str, value: str | None) -> str:
    if not value:
        return ""
    if scheme == "doi":
        return f"doi:{link(escape(value), Identifier('doi', value).url)}"
    return f"arXiv:{link(escape(value), Identifier('arxiv', value).url)}"


def _authors(citation: Citation) -> str:
    names = [name.display for name in citation.authors]
    if len(names) < 2:
        return "".join(names)
    comma = "," if len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def _short_authors(citation: Citation) -> str:
    if len(citation.authors) > _MOST_AUTHORS:
        return f"{escape(citation.authors[0].display)} et al."
    return escape(_authors(citation))


def _italic(text: str | None) -> str:
    escaped = escape(text or "")
    return f"*{escaped}*" if escaped else ""


def _sentences(parts: Sequence[str]) -> str:
    """Join what is there into sentences, without a second stop after ``?``, ``!`` or a stop."""
    stopped = (
        part if part.rstrip("*").endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )
    return " ".join(stopped)


_RENDERERS: dict[Style, Callable[[Sequence[Result], RenderOptions], str]] = {
    "list": _render_list,
    "references": _render_references,
    "survey": render_survey,
}
