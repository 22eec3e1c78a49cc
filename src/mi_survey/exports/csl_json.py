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

from mi_survey.exports.citation import (
    Form,
    choose_version,
    form_of,
    keywords_of,
    terms_by_axis,
)
from mi_survey.model.venue import event_of
from mi_survey.text import printable

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.name import Name
    from mi_survey.model.work import Work
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

    items = [_item(choose_version(result.work, options.prefer), options) for result in results]
    text = json.dumps(items, ensure_ascii=options.ascii, indent=2)
    return "\n".join([_escape_unprintable(line) for line in text.split("\n")]) + "\n"


def _item(work: Work, options: RenderOptions) -> dict[str, Any]:
    axes = options.taxonomy.ids
    fields: dict[str, Any] = {
        "id": work.key,
        "type": _TYPES[form_of(work)],
        "title": work.title,
        "author": [_name(name) for name in work.authors],
        "issued": _date(work),
        **_place(work),
        "volume": work.volume,
        "issue": work.number,
        "page": work.pages,
        **_arxiv(work),
        "DOI": work.ids.doi,
        "URL": work.url,
    }
    if options.keywords:
        fields["keyword"] = ", ".join(keywords_of(work, axes))
        fields["custom"] = _axes(work, axes)
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


def _date(work: Work) -> dict[str, list[list[int]]]:
    if work.year is None:
        return {}
    month = [work.month] if work.month else []
    return {"date-parts": [[work.year, *month]]}


def _place(work: Work) -> dict[str, str | None]:
    """Say where a work appeared; what has no container has its archive or site as publisher.

    The Findings of EMNLP are a volume, EMNLP the event.
    """
    form, name, short = form_of(work), work.venue_name, work.venue_short
    contained = form not in _WITHOUT_CONTAINER
    return {
        "container-title": name if contained or work.publisher else None,
        "container-title-short": short if contained and short != name else None,
        "event-title": event_of(short) if form == "proceedings" else None,
        "publisher": work.publisher or (None if contained else name),
        "publisher-place": work.address,
    }


def _arxiv(work: Work) -> dict[str, str]:
    """Place the arXiv id where styles print a preprint's number; else in the note.

    As the number of a published paper, it would be printed as if the proceedings had given
    it. Zotero and Better BibTeX read notes of this form.
    """
    if not work.ids.arxiv:
        return {}
    return {"number" if form_of(work) == "preprint" else "note": f"arXiv:{work.ids.arxiv}"}


def _axes(work: Work, axes: Sequence[str]) -> dict[str, list[str]]:
    """Give the terms on each axis, and who assigned them."""
    terms = {axis: list(each) for axis, each in terms_by_axis(work.placements, axes).items()}
    by: list[str] = list(dict.fromkeys(each.by for each in work.placements))
    return {**terms, "by": by} if by else terms


def _escape_unprintable(line: str) -> str:
    """Escape what JSON allows and a terminal does not, which reads back as the same text."""
    if printable(line) == line:
        return line
    return "".join(char if printable(char) == char else f"\\u{ord(char):04x}" for char in line)
