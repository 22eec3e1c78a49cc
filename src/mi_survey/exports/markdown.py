"""Markdown pages of works: a list, formatted references, or the survey's own tables.

Every work and every link of a page can be counted and read back; titles are the catalog's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from mi_survey.exports.citation import ARXIV, choose_version, form_of
from mi_survey.exports.markdown_survey import render_survey
from mi_survey.exports.markdown_text import code, escape, guard_start, link
from mi_survey.model.identifier import Identifier

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions, Style
    from mi_survey.model.work import Work
    from mi_survey.query.result import Result

# A list names as many authors; where there are more, the first.
_MOST_AUTHORS = 3


def render_markdown(results: Sequence[Result], options: RenderOptions) -> str:
    """Render a page in the style asked for."""
    return _RENDERERS[options.style](results, options)


def _render_list(results: Sequence[Result], options: RenderOptions) -> str:
    lines = []
    for work in _cited(results, options):
        lines.append(f"- {_list_line(work)}\n")
        if options.summaries and work.summary:
            lines.append(f"  {guard_start(escape(work.summary))}\n")
    return "".join(lines)


def _render_references(results: Sequence[Result], options: RenderOptions) -> str:
    cited = enumerate(_cited(results, options), start=1)
    return "".join([f"{number}. {_reference(work)}\n" for number, work in cited])


def _cited(results: Sequence[Result], options: RenderOptions) -> Iterator[Work]:
    return (choose_version(result.work, options.prefer) for result in results)


def _list_line(work: Work) -> str:
    year = str(work.year or "")
    venue = _italic(work.venue_short)
    parts = (
        f"**{link(escape(work.title), work.url)}**",
        _short_authors(work),
        " ".join(filter(None, (venue, year))),
    )
    return f"{_sentences(parts)} {code(work.key)}"


def _reference(work: Work) -> str:
    """Write what the field's own proceedings print: https://acl-org.github.io/ACLPUB/formatting."""
    sentences = _sentences(
        (
            escape(_authors(work)),
            str(work.year or ""),
            link(escape(work.title), work.url),
            ", ".join(_iter_places(work)),
            escape(work.publisher or ""),
            _identifier("doi", work.ids.doi),
            _identifier("arxiv", work.ids.arxiv),
        )
    )
    return guard_start(sentences)


def _iter_places(work: Work) -> Iterator[str]:
    """Yield where a work appeared: container, volume and number, pages, address."""
    named_by_id = work.venue_name == ARXIV and work.ids.arxiv
    if work.venue_name and not named_by_id:
        before = "In " if form_of(work) == "proceedings" else ""
        yield before + _italic(work.venue_name)
    if work.volume or work.number:
        number = f"({work.number})" if work.number else ""
        yield escape(f"{work.volume or ''}{number}")
    if work.pages:
        word = "pages" if "-" in work.pages else "page"
        yield f"{word} {escape(work.pages.replace('-', '–'))}"
    if work.address:
        yield escape(work.address)


def _identifier(scheme: str, value: str | None) -> str:
    if not value:
        return ""
    if scheme == "doi":
        return f"doi:{link(escape(value), Identifier('doi', value).url)}"
    return f"arXiv:{link(escape(value), Identifier('arxiv', value).url)}"


def _authors(work: Work) -> str:
    names = [name.display for name in work.authors]
    if len(names) < 2:
        return "".join(names)
    comma = "," if len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def _short_authors(work: Work) -> str:
    if len(work.authors) > _MOST_AUTHORS:
        return f"{escape(work.authors[0].display)} et al."
    return escape(_authors(work))


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
