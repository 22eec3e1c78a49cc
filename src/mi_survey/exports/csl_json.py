"""CSL-JSON, the input of citation processors: citeproc, pandoc, Zotero.

Written directly, not by way of BibTeX, which has lost the case of titles by then. The schema
allows no field of one's own, so the axes go into ``custom``:
https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json

A title stands as it is, without spans that protect its capitals: sentence case leaves words
alone that hold a capital within, says the specification, and the spans would be a part of the
title for every reader that is no processor:
https://docs.citationstyles.org/en/stable/specification.html#sentence-case-conversion
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mi_survey.exports.citation import Citation, Form, make_citation, terms_by_axis
from mi_survey.model.venue import event_of
from mi_survey.text import printable

if TYPE_CHECKING:
    from mi_survey.exports.options import RenderOptions
    from mi_survey.model.name import Name
    from mi_survey.query.result import Result

_TYPES: dict[Form, str] = {
    "proceedings": "paper-conference",
    "article": "article-journal",
    "preprint": "article",
    "post": "post-weblog",
    "software": "software",
    "video": "motion_picture",
    "page": "webpage",
}
# What has a publisher and no container: styles print "In YouTube" otherwise.
_WITHOUT_CONTAINER: frozenset[Form] = frozenset({"preprint", "software", "video"})


def render_csl_json(results: Sequence[Result], options: RenderOptions) -> str:
    """Render one JSON array of items, in the order of the results."""
    import json  # 6 ms that other formats do not need

    items = [_item(result, options) for result in results]
    text = json.dumps(items, ensure_ascii=options.ascii, indent=2)
    return "\n".join([_escape_unprintable(line) for line in text.split("\n")]) + "\n"


def _item(result: Result, options: RenderOptions) -> dict[str, Any]:
    axes = options.taxonomy.ids
    citation = make_citation(result.work, prefer=options.prefer, axes=axes)
    fields: dict[str, Any] = {
        "id": citation.key,
        "type": _TYPES[citation.form],
        "title": citation.title,
        "author": [_name(name) for name in citation.authors],
        "issued": _date(citation),
        **_place(citation),
        "volume": citation.volume,
        "issue": citation.number,
        "page": citation.pages,
        **_arxiv(citation),
        "DOI": citation.doi,
        "URL": citation.url,
    }
    if options.keywords:
        fields["keyword"] = ", ".join(citation.keywords)
        fields["custom"] = _axes(result, axes)
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    if name.literal is not None:
        return {"literal": name.literal}
    # Apart from the family name, styles can demote it when they sort: "Wal, Oskar van der".
    particle = name.particle
    parts = {
        "family": (name.family or "").removeprefix(particle).lstrip(),
        "given": name.given,
        "non-dropping-particle": particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _date(citation: Citation) -> dict[str, list[list[int]]]:
    if citation.year is None:
        return {}
    month = [citation.month] if citation.month else []
    return {"date-parts": [[citation.year, *month]]}


def _place(citation: Citation) -> dict[str, str | None]:
    if citation.form in _WITHOUT_CONTAINER:
        return _place_of_publisher(citation)
    short = citation.short_container
    return {
        "container-title": citation.container,
        "container-title-short": short if short != citation.container else None,
        "event-title": _event(citation),
        "publisher": citation.publisher,
        "publisher-place": citation.address,
    }


def _event(citation: Citation) -> str | None:
    """Name the conference: the Findings of EMNLP are a volume, EMNLP the event."""
    if citation.form != "proceedings" or citation.short_container is None:
        return None
    return event_of(citation.short_container)


def _place_of_publisher(citation: Citation) -> dict[str, str | None]:
    """Name the archive or site as the publisher; with a publisher of its own, it stays apart."""
    return {
        "container-title": citation.container if citation.publisher else None,
        "publisher": citation.publisher or citation.container,
        "publisher-place": citation.address,
    }


def _arxiv(citation: Citation) -> dict[str, str]:
    """Place the arXiv id where styles print a preprint's number; else in the note.

    As the number of a published paper, it would be printed as if the proceedings had given
    it. Zotero and Better BibTeX read notes of this form.
    """
    if not citation.arxiv:
        return {}
    return {"number" if citation.form == "preprint" else "note": f"arXiv:{citation.arxiv}"}


def _axes(result: Result, axes: Sequence[str]) -> dict[str, list[str]]:
    """Give the terms on each axis, and who assigned them."""
    placements = result.work.placements
    terms = {axis: list(each) for axis, each in terms_by_axis(placements, axes).items()}
    by: list[str] = list(dict.fromkeys(each.by for each in placements))
    return {**terms, "by": by} if by else terms


def _escape_unprintable(line: str) -> str:
    """Escape what JSON allows and a terminal does not, which reads back as the same text."""
    if printable(line) == line:
        return line
    return "".join(char if printable(char) == char else f"\\u{ord(char):04x}" for char in line)
