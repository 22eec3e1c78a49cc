"""RIS, the tagged lines that reference managers exchange.

Tags by the two specifications, of 2001 and 2011, where they agree, and otherwise as Zotero and
rispy read them. Lines end with carriage return and line feed, one tag to a line:
http://www.refman.com/support/risformat_fields_02.asp and
https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mi_survey.exports.citation import Citation, Form, make_citation
from mi_survey.text import normalize_space, printable

if TYPE_CHECKING:
    from mi_survey.exports.options import RenderOptions
    from mi_survey.query.result import Result

_END_OF_LINE = "\r\n"
# CPAPER is one paper; CONF, which Zotero writes for it, the proceedings as a whole.
_TYPES: dict[Form, str] = {
    "proceedings": "CPAPER",
    "article": "JOUR",
    "preprint": "UNPB",
    "post": "BLOG",
    "software": "COMP",
    "video": "VIDEO",
    "page": "ELEC",
}


def render_ris(results: Sequence[Result], options: RenderOptions) -> str:
    """Render one record per work, with an empty line between records."""
    prefer, axes = options.prefer, options.taxonomy.ids
    citations = (make_citation(result.work, prefer=prefer, axes=axes) for result in results)
    records = (_record(citation, keywords=options.keywords) for citation in citations)
    return _END_OF_LINE.join(records)


def _record(citation: Citation, *, keywords: bool) -> str:
    lines = [
        f"{tag}  - {text}{_END_OF_LINE}"
        for tag, value in _iter_tags(citation, keywords=keywords)
        if (text := normalize_space(printable(value or "")))
    ]
    return "".join((*lines, f"ER  - {_END_OF_LINE}"))


def _iter_tags(citation: Citation, *, keywords: bool) -> Iterator[tuple[str, str | None]]:
    first, _, last = (citation.pages or "").partition("-")
    short = citation.short_container
    yield "TY", _TYPES[citation.form]
    yield "ID", citation.key
    yield "TI", citation.title
    yield from (("AU", name.sort_form) for name in citation.authors)
    yield "PY", str(citation.year or "")
    yield "DA", _date(citation)
    yield "T2", citation.container
    yield "J2", short if short != citation.container else None
    yield "VL", citation.volume
    yield "IS", citation.number
    yield "SP", first
    yield "EP", last
    yield "PB", citation.publisher
    yield "CY", citation.address
    yield "DO", citation.doi
    # Readers keep database and accession number apart; M3 becomes a DOI and N1 a note.
    yield "DB", "arXiv" if citation.arxiv else None
    yield "AN", citation.arxiv
    # A semicolon separates addresses.
    yield "UR", citation.url and citation.url.replace(";", "%3B")
    if keywords:
        yield from (("KW", term) for term in citation.keywords)


def _date(citation: Citation) -> str:
    """Write year and month with a slash; nothing where that is no more than the year."""
    return f"{citation.year}/{citation.month:02}" if citation.year and citation.month else ""
