"""How much a query looks like a work as a whole: its very name, or its title's words in order.

The index knows which words of a query a work covers; this tells apart the works that cover
them about equally.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mi_survey.query.synonyms import STOP_WORDS
from mi_survey.query.words import root, singular, split_words
from mi_survey.text import fold, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mi_survey.model.work import Work

# A short nickname with a typo is another word; of a long one, 85 % leave two typos in ten letters.
_LONG_ENOUGH = 8
_NEAR = 85
_AT_START = 0.8
_WITHIN = 0.4
_BEGINS_NICKNAME = 0.2
_IN_TOPIC = 0.9
_IN_SUMMARY = 0.5


class Likeness:
    """One query, to be compared with works."""

    __slots__ = ("_pairs", "_phrase", "_query", "_ratio", "_ratio_within", "names")

    def __init__(self, query: str, *, asked: str) -> None:
        """Take the query as typed, and ``asked``, what is left of it without filler."""
        # Saves 13 ms wherever no text is searched.
        from rapidfuzz.fuzz import partial_ratio, ratio

        self._ratio, self._ratio_within = ratio, partial_ratio
        words = split_words(asked)
        self._query = " ".join(words)
        self._phrase = _phrase(words)
        self._pairs = list(pairwise(_roots(words)))
        self.names = {name for text in (query, asked) for name in (fold(text).strip(), slug(text))}
        self.names.discard("")

    def of_name(self, work: Work) -> float:
        """Return how surely the query is a name of the work, 0 where it is none.

        Its key, a nickname, its title, another title, its title up to the colon, a nickname of
        some length with a typo or two: in this order.
        """
        if not self.names.isdisjoint((work.key, *work.aliases)):
            return 1.0
        if any(fold(name) in self.names for name in work.nicknames):
            return 0.99
        if self._is_among(work.nicknames):
            return 0.985
        if self._is_among((work.title,)):
            return 0.98
        if self._is_among(work.alt_titles):
            return 0.97
        head, colon, _ = work.title.partition(":")
        if colon and self._is_among((head,)):
            return 0.96
        return 0.955 if self._is_near(work.nicknames) else 0.0

    def of_title(self, work: Work, terms: str) -> float:
        """Return how much the query looks like one of the work's titles, from 0 to 1.

        ``terms`` is the query again, in the words of the catalog that its own stand for: with
        typos mended and cut words whole, it shows their order better.
        """
        best = 0.0
        for title in (work.title, *work.alt_titles):
            words = " ".join(split_words(title))
            percents = (
                self._ratio(terms, words),
                self._ratio_within(terms, words),
                self._ratio_within(self._query, words),
            )
            best = max(best, sum(percents) / 300)
        return best

    def of_place(self, work: Work, terms: str) -> float:
        """Return how prominently the query stands in the work's names, from 0 to 1.

        As a phrase at the start of a title, or else within one; and at a nickname's start.
        Plurals and the stop words before a phrase count for nothing. ``terms`` is as above, but
        empty where a word of the query is missing.
        """
        place = 0.0
        phrases = (self._phrase, _phrase(terms.split())) if terms else (self._phrase,)
        for title in (work.title, *work.alt_titles):
            words = _phrase(split_words(title))
            if words.startswith(phrases):
                place = _AT_START
            elif any(phrase in words for phrase in phrases):
                place = max(place, _WITHIN)
        begun = any(_phrase(split_words(name)).startswith(self._phrase) for name in work.nicknames)
        return place + _BEGINS_NICKNAME * begun

    def of_pairs(self, work: Work) -> float:
        """Return the share of the neighbours in the query that are neighbours in the work, too."""
        if not self._pairs:
            return 0.0
        best = dict.fromkeys(self._pairs, 0.0)
        texts = [(title, 1.0) for title in (work.title, *work.alt_titles)]
        texts += [(topic, _IN_TOPIC) for topic in work.topics]
        texts.append((work.summary or "", _IN_SUMMARY))
        for text, worth in texts:
            for pair in pairwise(_roots(split_words(text))):
                if best.get(pair, worth) < worth:
                    best[pair] = worth
        return sum(best.values()) / len(best)

    def _is_among(self, texts: Iterable[str]) -> bool:
        return any(slug(text) in self.names for text in texts)

    def _is_near(self, nicknames: Iterable[str]) -> bool:
        return any(
            self._ratio(name, nickname) >= _NEAR
            for nickname in map(slug, nicknames)
            if len(nickname) >= _LONG_ENOUGH
            for name in self.names
        )


def _roots(words: Iterable[str]) -> list[str]:
    return [root(word) for word in words if word not in STOP_WORDS]


def _phrase(words: Sequence[str]) -> str:
    """Return the words from the first that is no stop word, singular, within spaces."""
    start = next((at for at, word in enumerate(words) if word not in STOP_WORDS), 0)
    return f" {' '.join(map(singular, words[start:]))} "
