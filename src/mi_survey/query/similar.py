"""Works near to a work, by shared tags and shared words of the title, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.work import Work
from mi_survey.text import tokenize

_TITLE_WEIGHT = 2.0
_MEANINGLESS = frozenset(
    "a an and as at by do does for from how in is it of on or s the to via with".split()
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A work near to another: its score, and what the two share, rarest first."""

    work: Work
    score: float
    tags: tuple[str, ...]
    words: tuple[str, ...]


def find_similar(work: Work, works: Sequence[Work], *, limit: int = 10) -> list[Neighbour]:
    """Find the works that share most with a work, best first.

    A shared tag or title word counts by its rarity, the logarithm of the number of works over
    the number that bear it (inverse document frequency); words are divided by the length of
    the other title, so that long titles have no advantage. The term ``none`` is no tag.
    """
    tag_counts = _count(_tags(other) for other in works)
    word_counts = _count(_words(other) for other in works)
    tags, words = _tags(work), _words(work)
    neighbours = []
    for other in works:
        if other.key == work.key:
            continue
        shared_tags = _rarest(tags & _tags(other), tag_counts)
        other_words = _words(other)
        shared_words = _rarest(words & other_words, word_counts)
        tag_score = sum(log(len(works) / tag_counts[tag]) for tag in shared_tags)
        word_score = sum(log(len(works) / word_counts[word]) for word in shared_words)
        score = tag_score + _TITLE_WEIGHT * word_score / max(1, len(other_words)) ** 0.5
        if score > 0:
            neighbours.append(Neighbour(other, round(score, 3), shared_tags, shared_words))
    neighbours.sort(key=lambda neighbour: (-neighbour.score, neighbour.work.key))
    return neighbours[:limit]


def _tags(work: Work) -> set[str]:
    return {
        f"{axis}:{term}"
        for placement in work.placements
        for axis, term in placement.iter_terms()
        if term != NO_STEP
    }


def _words(work: Work) -> set[str]:
    titles = " ".join((work.title, *work.alt_titles))
    return {word.removesuffix("'s") for word in tokenize(titles)} - _MEANINGLESS


def _count(sets: Iterable[set[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for items in sets:
        for item in items:
            counts[item] = counts.get(item, 0) + 1
    return counts


def _rarest(items: set[str], counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(items, key=lambda item: (counts[item], item)))
