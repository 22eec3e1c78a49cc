"""The fields of a work that text is searched in: their words, and what a word in each is worth."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mi_survey.model.venue import list_names
from mi_survey.query.words import index_words
from mi_survey.text import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.model.work import Work
    from mi_survey.query.vocabulary import Way

_WORDS: Final[frozenset[Way]] = frozenset(("same", "form", "begun", "misspelt", "slip", "doubtful"))
_NAMES: Final[frozenset[Way]] = frozenset(("same", "begun", "misspelt"))
_WHOLE: Final[frozenset[Way]] = frozenset(("same", "form"))
_SURE: Final[frozenset[Way]] = frozenset(("same", "form", "misspelt", "slip"))


class Field(NamedTuple):
    """A field's name, what a word in it is worth, and in which ways words are recognized there.

    Names are not inflected, and nobody cuts those of venues short.
    """

    name: str
    weight: float
    ways: frozenset[Way]


# A posting is a work's position and, in its last four bits, a field. A query names the first
# author more often than another, and a family name more often than a given one.
BITS: Final = 4
MASK: Final = (1 << BITS) - 1
FIELDS: Final = (
    Field("title", 1.0, _WORDS),
    Field("nicknames", 1.0, _WORDS),
    Field("alt_titles", 0.9, _WORDS),
    Field("authors", 0.95, _NAMES),
    Field("authors", 0.8, _NAMES),
    Field("authors", 0.65, _NAMES),
    Field("year", 1.0, _WHOLE),
    Field("key", 0.9, _NAMES),
    Field("topics", 0.8, _SURE),
    Field("tags", 0.4, _WHOLE),
    Field("kind", 0.9, _WHOLE),
    Field("venue", 0.6, _WHOLE),
    Field("publisher", 0.5, _WHOLE),
    Field("summary", 0.45, _SURE),
)
(
    TITLE, NICKNAME, ALT_TITLE, LEAD, AUTHOR, GIVEN, YEAR, KEY,
    TOPICS, TAGS, KIND, VENUE, PUBLISHER, SUMMARY,
) = range(len(FIELDS))  # fmt: skip


def iter_fields(work: Work) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each field but the title; tags and kind are no words."""
    for title in work.alt_titles:
        yield ALT_TITLE, index_words(title)
    for nickname in work.nicknames:
        yield NICKNAME, index_words(nickname)
    if work.authors:
        names = [name.family or name.literal or "" for name in work.authors]
        yield LEAD, index_words(names[0])
        yield AUTHOR, index_words(" ".join(names[1:]))
        yield GIVEN, index_words(" ".join([name.given for name in work.authors if name.given]))
    if work.year:
        yield YEAR, [str(work.year)]
    yield KEY, [work.key, *work.aliases]
    for topic in work.topics:
        yield TOPICS, index_words(topic)
    if work.venue:
        yield VENUE, _venue_words(work.venue.short)
    if work.publisher:
        yield PUBLISHER, _venue_words(work.publisher)
    if work.summary:
        yield SUMMARY, index_words(work.summary)


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
