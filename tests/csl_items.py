"""The facts of a CSL item, and of a work, in one form in which they can be compared."""

from __future__ import annotations

from typing import Any

from mi_survey.exports.citation import form_of
from mi_survey.model.work import Work

FACTS = (
    "title", "authors", "year", "month", "venue", "volume", "number", "pages", "publisher",
    "address", "doi", "url", "arxiv",
)  # fmt: skip
_AS_PUBLISHER = ("preprint", "software", "video")


def facts_of_work(work: Work) -> dict[str, Any]:
    """Return the facts that an item is to hold; the site of a preprint is its publisher."""
    facts: dict[str, Any] = {fact: getattr(work, fact, None) for fact in FACTS}
    facts["authors"] = [
        (name.given, name.family, name.suffix, name.literal) for name in work.authors
    ]
    facts |= {"venue": work.venue_name or None, "doi": work.ids.doi, "arxiv": work.ids.arxiv}
    facts["month"] = work.month if work.year else None
    if form_of(work) in _AS_PUBLISHER and not work.publisher:
        facts |= {"venue": None, "publisher": work.venue_name or None}
    return facts


def facts_of_item(item: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of an item, with its particles joined to the family names again."""
    dates: list[list[int]] = item.get("issued", {}).get("date-parts", [[]])
    year, month, *_ = (*dates[0], None, None)
    # pandoc reads "arXiv:2406.11717" in a note as a field of its own
    numbered = item.get("number") or item.get("note") or item.get("arxiv")
    return {
        "title": item["title"],
        "authors": [_parts(name) for name in item.get("author", ())],
        "year": year,
        "month": month,
        "venue": item.get("container-title"),
        "volume": item.get("volume"),
        "number": item.get("issue"),
        "pages": item.get("page"),
        "publisher": item.get("publisher"),
        "address": item.get("publisher-place"),
        "doi": item.get("DOI"),
        "url": item.get("URL"),
        "arxiv": numbered and numbered.removeprefix("arXiv:"),
    }


def _parts(name: dict[str, str]) -> tuple[str | None, ...]:
    particle, family = name.get("non-dropping-particle"), name.get("family")
    whole = f"{particle} {family}" if particle else family
    return name.get("given"), whole, name.get("suffix"), name.get("literal")
