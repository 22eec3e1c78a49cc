"""What to try where nothing was found: what each filter alone gives, and what is near."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mi_survey.query.filters import Filters
from mi_survey.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.library import Catalog

_FACETS = ("by", "year", "venue", "author", "kind", "source", "status", "has")


def explain_nothing(catalog: Catalog, text: str, filters: Filters) -> Iterator[str]:
    """Yield what each part of a question alone would give, and how to go on."""
    alone = dict(_iter_alone(filters))
    if text:
        yield from _iter_near_words(catalog, text)
    if len(alone) + bool(text) > 1:
        counts = [
            f"{name} alone {len(catalog.results(filters=each))}" for name, each in alone.items()
        ]
        if text:
            whole = sum(result.complete for result in catalog.results(text))
            counts.insert(0, f"'{text}' alone {whole}")
        yield f"note: {', '.join(counts)}, together none"
    if len(filters.axes) > 1 and not text:
        rows, columns = (axis for axis, _ in filters.axes[:2])
        yield f"hint: mi-survey matrix {rows} {columns} --gaps lists such combinations"


def _iter_alone(filters: Filters) -> Iterator[tuple[str, Filters]]:
    for axis, values in filters.axes:
        yield f"--{axis} {','.join(values)}", Filters(axes=((axis, values),))
    for name in _FACETS:
        if values := getattr(filters, name):
            named = replace(Filters(workshops=filters.workshops), **{name: values})
            yield f"--{name} {','.join(values)}", named


def _iter_near_words(catalog: Catalog, text: str) -> Iterator[str]:
    words = catalog.text_index.words
    near = {
        word: found
        for word in dict.fromkeys(text.lower().split())
        if word not in words and (found := nearest(word, words))
    }
    for word, found in near.items():
        yield f"note: no work has '{word}'; near it: {', '.join(found)}"
