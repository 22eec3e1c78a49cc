"""The facts of a CSL item, and of a citation, in one form in which they can be compared."""

from __future__ import annotations

from typing import Any

from mi_survey.exports.citation import Citation

FACTS = (
    "title", "authors", "year", "month", "venue", "volume", "number", "pages", "publisher",
    "address", "doi", "url", "arxiv",
)  # fmt: skip
_AS_PUBLISHER = ("preprint", "software", "video")


def facts_of_citation(citation: Citation) -> dict[str, Any]:
    """Return the facts that an item is to hold; the site of a preprint is its publisher."""
    facts = {fact: getattr(citation, fact, None) for fact in FACTS}
    facts["authors"] = [
        (name.given, name.family, name.suffix, name.literal) for name in citation.authors
    ]
    facts["venue"] = citation.container
    facts["month"] = citation.month if citation.year else None
    if citation.form in _AS_PUBLISHER and not citation.publisher:
        facts |= {"venue": None, "publisher": citation.container}
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
