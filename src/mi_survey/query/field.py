"""The fields of a work that text is searched in: their words, and what a word in each is worth."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from mi_survey.model.venue import list_names
from mi_survey.query.vocabulary import index_words
from mi_survey.text import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.model.work import Work

# A posting is a work's position and, in its last four bits, a field. A query names the first
# author more often than another, and a family name more often than a given one; its other words
# are seldom those of a venue.
BITS: Final = 4
MASK: Final = (1 << BITS) - 1
FIELDS: Final = (
    ("title", 1.0),
    ("nicknames", 1.0),
    ("alt_titles", 0.9),
    ("authors", 0.95),
    ("authors", 0.8),
    ("authors", 0.65),
    ("year", 1.0),
    ("key", 0.9),
    ("venue", 0.6),
)
TITLE, _NICKNAME, ALT_TITLE, _LEAD, _AUTHOR, _GIVEN, _YEAR, _KEY, _VENUE = range(len(FIELDS))
WEIGHTS: Final = tuple(weight for _, weight in FIELDS)
# Those of a word cut short, and of one that can be no name: venues are named in full, and keys
# begin with a surname.
BEGUN_WEIGHTS: Final = tuple(0.0 if field == "venue" else weight for field, weight in FIELDS)
NAMELESS_WEIGHTS: Final = tuple(
    0.0 if field in {"authors", "key", "venue"} else weight for field, weight in FIELDS
)


def iter_fields(work: Work) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each field but the title."""
    for title in work.alt_titles:
        yield ALT_TITLE, index_words(title)
    for nickname in work.nicknames:
        yield _NICKNAME, index_words(nickname)
    if work.authors:
        names = [name.family or name.literal or "" for name in work.authors]
        yield _LEAD, index_words(names[0])
        yield _AUTHOR, index_words(" ".join(names[1:]))
        yield _GIVEN, index_words(" ".join([name.given for name in work.authors if name.given]))
    if work.year:
        yield _YEAR, [str(work.year)]
    if work.venue:
        yield _VENUE, _venue_words(work.venue.short)
    yield _KEY, [work.key, *work.aliases]


def iter_spellings(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the words of the authors' names that have two spellings, with both."""
    for name in work.authors:
        if not (name.family or name.literal or "").isascii() or not (name.given or "").isascii():
            for word in name.display.split():
                folded, *others = spellings(word)
                yield from ((folded, other) for other in others)


@cache
def _venue_words(short: str) -> list[str]:
    return index_words(" ".join(list_names(short)))
