"""How a text was read: the terms of axes that its words name, and what those give as filters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mi_survey.cli.stream import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mi_survey.library import Catalog
    from mi_survey.query.filters import Filters
    from mi_survey.query.postings import Tag


def read_terms(catalog: Catalog, text: str, filters: Filters) -> str:
    """Say which words name terms, with the options that ask for these; empty if none does."""
    words, tags = catalog.text_index.find_tags(text)
    chosen = [tag for tag in _choose(tags) if tag.axis not in dict(filters.axes)]
    if not chosen:
        return ""
    asked = {tag.axis: tag.term for tag in chosen}
    narrowed = replace(filters, axes=(*filters.axes, *((a, (t,)) for a, t in asked.items())))
    given = len(catalog.results(filters=narrowed))
    if not given:
        return ""
    parts = [_say(" ".join(words[tag.start : tag.stop]), tag) for tag in chosen]
    options = " ".join(f"--{axis} {term}" for axis, term in asked.items())
    return f"{', '.join(parts)}: {options} gives {count_of(given, 'work')}"


def _choose(tags: Sequence[Tag]) -> list[Tag]:
    """Choose the longest names, what means a term before what leads to it, one for each axis."""
    chosen: list[Tag] = []
    for tag in sorted(tags, key=lambda tag: (tag.start - tag.stop, not tag.exact, tag.start)):
        apart = all(tag.stop <= other.start or other.stop <= tag.start for other in chosen)
        if apart and all(tag.axis != other.axis for other in chosen):
            chosen.append(tag)
    return sorted(chosen, key=lambda tag: tag.start)


def _say(name: str, tag: Tag) -> str:
    article = "an" if tag.axis[0] in "aeiou" else "a"
    if tag.exact:
        return f"'{name}' is also {article} {tag.axis}"
    return f"'{name}' leads to the {tag.axis} {tag.term}"
