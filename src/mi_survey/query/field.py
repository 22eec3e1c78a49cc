"""The fields of a work that text is searched in: their words, and what a word in each is worth."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mi_survey.model.venue import list_names
from mi_survey.query.words import index_words
from mi_survey.text import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mi_survey.model.work import Work
    from mi_survey.query.vocabulary import Way


_NAME: Final[frozenset[Way]] = frozenset(("whole", "begun", "misspelt", "doubtful"))
_PROSE: Final[frozenset[Way]] = frozenset(("whole", "misspelt"))
_VALUE: Final[frozenset[Way]] = frozenset(("whole",))


class Field(NamedTuple):
    """A field's name, what a word in it is worth, and the ways in which it is recognized there."""

    name: str
    weight: float
    ways: frozenset[Way] = _NAME


# A posting is a work's position and, in its last four bits, a field. A query names the first
# author more often than another.
BITS: Final = 4
MASK: Final = (1 << BITS) - 1
FIELDS: Final = (
    Field("title", 1.0),
    Field("nicknames", 1.0),
    Field("alt_titles", 0.9),
    Field("authors", 0.95),
    Field("authors", 0.65),
    Field("year", 1.0, _VALUE),
    Field("key", 0.9),
    Field("topics", 0.8, _PROSE),
    Field("tags", 0.4, _VALUE),
    Field("kind", 0.9, _VALUE),
    Field("venue", 0.6, _VALUE),
    Field("publisher", 0.5, _VALUE),
    Field("summary", 0.45, _PROSE),
)
(
    TITLE, NICKNAME, ALT_TITLE, LEAD, AUTHOR, YEAR, KEY,
    TOPICS, TAGS, KIND, VENUE, PUBLISHER, SUMMARY,
) = range(len(FIELDS))  # fmt: skip


def iter_fields(
    work: Work, known_as: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each field; tags and kind are no words.

    A word of another title counts if it is new. ``known_as`` has all names of who has several.
    """
    title = index_words(work.title)
    yield TITLE, title
    for other in work.alt_titles:
        yield ALT_TITLE, [word for word in index_words(other) if word not in title]
    for nickname in work.nicknames:
        yield NICKNAME, index_words(nickname)
    if work.authors:
        lead, *others = [name.family or name.literal or "" for name in work.authors]
        yield LEAD, index_words(" ".join(spellings(lead)))
        for name in work.authors:
            others += [name.given or "", *known_as.get(name.display, ())]
        yield AUTHOR, index_words(" ".join(each for name in others for each in spellings(name)))
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


@cache
def _venue_words(short: str) -> list[str]:
    return index_words(" ".join(list_names(short)))
