"""RIS, the tagged lines that reference managers exchange.

Tags by the two specifications, of 2001 and 2011, where they agree, and otherwise as Zotero and
rispy read them. Lines end with carriage return and line feed, one tag to a line:
http://www.refman.com/support/risformat_fields_02.asp and
https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mi_survey.exports.citation import ARXIV, Form, choose_version, form_of, keywords_of
from mi_survey.text import normalize_space, printable

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.work import Work
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
    cited = (choose_version(result.work, options.prefer) for result in results)
    return _END_OF_LINE.join(_record(work, options) for work in cited)


def _record(work: Work, options: RenderOptions) -> str:
    lines = [
        f"{tag}  - {text}{_END_OF_LINE}"
        for tag, value in _iter_tags(work, options)
        if (text := normalize_space(printable(value or "")))
    ]
    return "".join((*lines, f"ER  - {_END_OF_LINE}"))


def _iter_tags(work: Work, options: RenderOptions) -> Iterator[tuple[str, str | None]]:
    first, _, last = (work.pages or "").partition("-")
    short = work.venue_short
    yield "TY", _TYPES[form_of(work)]
    yield "ID", work.key
    yield "TI", work.title
    yield from (("AU", name.sort_form) for name in work.authors)
    yield "PY", str(work.year or "")
    yield "DA", _date(work)
    yield "T2", work.venue_name
    yield "J2", short if short != work.venue_name else None
    yield "VL", work.volume
    yield "IS", work.number
    yield "SP", first
    yield "EP", last
    yield "PB", work.publisher
    yield "CY", work.address
    yield "DO", work.ids.doi
    # Readers keep database and accession number apart; M3 becomes a DOI and N1 a note.
    yield "DB", ARXIV if work.ids.arxiv else None
    yield "AN", work.ids.arxiv
    # A semicolon separates addresses.
    yield "UR", work.url and work.url.replace(";", "%3B")
    if options.keywords:
        yield from (("KW", term) for term in keywords_of(work, options.taxonomy.ids))


def _date(work: Work) -> str:
    """Write year and month with a slash; nothing where that is no more than the year."""
    return f"{work.year}/{work.month:02}" if work.year and work.month else ""
