"""Typo-tolerant text search over works: which works a query means, best first, and why.

BM25F over short fields: a word's worth in a work grows with the fields that it is found in,
always less, and rare words weigh more. ``query.ranking`` then compares the best with the query as
a whole. The figures were chosen on judged searches by topic and with ``tests/bench/recall.py``
over generated noise, by kinds of queries, never for a single title.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

from mi_survey.model.source import count_lists
from mi_survey.model.taxonomy import NO_AXES
from mi_survey.query.bits import iter_bits
from mi_survey.query.field import FIELDS, SUMMARY, TOPICS
from mi_survey.query.postings import Postings
from mi_survey.query.ranking import compare_order, iter_names, weigh_pairs
from mi_survey.query.result import Match, list_subjects
from mi_survey.query.synonyms import STOP_WORDS, SUBJECTS, is_question, strip_filler
from mi_survey.query.words import split_words
from mi_survey.query.years import split_years
from mi_survey.text import fold, slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mi_survey.model.person import Person
    from mi_survey.model.source import Source
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Work
    from mi_survey.query.postings import Proof, Proofs, Tag
    from mi_survey.query.ranking import Pair

_STOP_WORD = 0.45
# In a question, what only asks, and a word that no more than this share of its works have in
# their titles, topics or tags.
_ASKING = 0.07
_VAGUE = 0.25
_TITLE_SHARE = 0.1
_ORDER = 0.35
_LISTED = 0.05
_NAMELESS = 0.95
# The share of the heaviest word's weight from which a word is rare: half of those have to be there.
_RARE = 0.3
_FEEDBACK = 0.5
_BEST = 5
_COMPARED = 100
_MOST_WORDS = 64


@dataclass(frozen=True, slots=True)
class Hit:
    """A work that answers: its position, its score in (0, 1] within the query, and why.

    ``complete`` tells whether every word that says something (no stop word, no initial) was
    found in the work, none of them by a guess that would not count alone.
    """

    position: int
    score: float
    matches: tuple[Match, ...]
    complete: bool


class TextIndex:
    """The words of a sequence of works, ready to be searched."""

    __slots__ = ("_names", "_pairs", "_postings", "_states", "_works")

    def __init__(
        self,
        works: Sequence[Work],
        taxonomy: Taxonomy = NO_AXES,
        *,
        people: Iterable[Person] = (),
        sources: Iterable[Source] = (),
    ) -> None:
        """Take the works, the axes whose terms may be named, and who has several names.

        ``sources`` tell which lists are states of one.
        """
        self._works = works
        self._states = [source for source in sources if source.state_of]
        self._postings = Postings(works, taxonomy, people=people)
        self._pairs: dict[int, dict[Pair, float]] = {}
        self._names: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for position, work in enumerate(works):
            for name, sureness in iter_names(work):
                self._names[name].append((position, sureness))

    @property
    def words(self) -> Collection[str]:
        """Every word that stands in a work."""
        return self._postings.words

    def find_tags(self, query: str) -> tuple[list[str], list[Tag]]:
        """Return the words of a query, and the terms of axes that some of them name."""
        words = _split(query)
        return words, self._postings.find_tags(words)

    def search(self, query: str, *, within: int | None = None) -> list[Hit]:
        """Return the works that the query may mean, best first; empty if it means none.

        Works that have all of the words come first, then those that have some. ``within`` is a
        bit set of the positions allowed; so are the years of "since 2024" at the end (and after,
        before, until). Equal scores stand in order of position. Words beyond the first 64 are
        not looked at.
        """
        query, years = split_years(query)
        words = _split(query)
        proofs, scores, complete = self._find(words)
        if not scores:
            return []
        if within is not None:
            allowed = set(iter_bits(within))
            scores = {position: score for position, score in scores.items() if position in allowed}
        if years is not None:
            scores = {at: score for at, score in scores.items() if self._works[at].year in years}
        self._compare(scores, words, proofs)
        if not any(map(_is_year, words)):  # which means one work rather than a subject
            self._feed_back(scores, complete, strength=_FEEDBACK / len(words))
        for name in {fold(query).strip(), slug(query), "".join(words)}:
            for position, sureness in self._names.get(name, ()):
                if position in scores:
                    scores[position] = max(scores[position], sureness)
                    complete.add(position)
        ranked = sorted(
            scores.items(), key=lambda item: (item[0] not in complete, -item[1], item[0])
        )
        return [Hit(at, score, _explain(at, words, proofs), at in complete) for at, score in ranked]

    def _find(self, words: Sequence[str]) -> tuple[list[Proofs], dict[int, float], set[int]]:
        """Return what of the works the words prove, their scores, and those that have them all.

        Words that the catalog has are meant as they are typed, unless no work has them all.
        """
        proofs: list[Proofs] = []
        scores: dict[int, float] = {}
        complete: set[int] = set()
        for doubting in (False, True):
            if not complete:
                proofs = self._postings.find_proofs(words, doubting=doubting)
                if any(proofs):
                    scores, complete = self._score(proofs, *self._weigh(words, proofs))
        return proofs, scores, complete

    def _weigh(
        self, words: Sequence[str], proofs: Sequence[Proofs]
    ) -> tuple[list[float], list[int]]:
        """Return the words' weights, and which of them say something: these are needed.

        A weight is an inverse frequency, where a half match counts half.
        """
        asks = is_question(words)
        weights, needed = [], []
        for at, (word, found) in enumerate(zip(words, proofs, strict=True)):
            frequency = sum(proof.value for proof in found.values())
            weight = log(1 + len(self._works) / (frequency + 0.5))
            if asks and (word in STOP_WORDS or word in SUBJECTS or _is_vague(found)):
                weight *= _ASKING
            elif word in STOP_WORDS:
                weight *= _STOP_WORD
            else:
                needed.append(at)
            weights.append(weight)
        return weights, needed or list(range(len(words)))

    def _score(
        self, proofs: Sequence[Proofs], weights: Sequence[float], needed: Sequence[int]
    ) -> tuple[dict[int, float], set[int]]:
        """Return the score of each work that has enough of the words, and those that have all.

        Where words are missing, guesses do not count.
        """
        total = sum(weights)
        heaviest = max(weights[at] for at in needed)
        rare = [at for at in needed if weights[at] >= _RARE * heaviest]
        scores: dict[int, float] = {}
        complete: set[int] = set()
        for position in {position for at in needed for position in proofs[at]}:
            everywhere = [proof for here in proofs if (proof := here.get(position))]
            whole = all(position in proofs[at] for at in needed) and _is_believable(everywhere)
            if whole:
                complete.add(position)
            elif 2 * sum(_is_sure(proofs[at].get(position)) for at in rare) < len(rare):
                continue
            share = 0.0
            for weight, here in zip(weights, proofs, strict=True):
                if (proof := here.get(position)) and (whole or not proof.guessed):
                    share += weight * proof.value
            share /= total
            length = min(1.0, share * len(proofs) / self._postings.lengths[position])
            scores[position] = (1 - _TITLE_SHARE) * share + _TITLE_SHARE * length
        return scores, complete

    def _compare(
        self, scores: dict[int, float], words: Sequence[str], proofs: Sequence[Proofs]
    ) -> None:
        """Add to each score how many lists name the work, and to the best the words' order."""
        best = set(nlargest(_COMPARED, scores, key=lambda at: (scores[at], -at)))
        for at, score in scores.items():
            work = self._works[at]
            lists = count_lists(work, self._states)
            order = 0.0
            if at in best:
                terms = [
                    found[at].term if at in found else word
                    for word, found in zip(words, proofs, strict=True)
                ]
                worths = self._pairs.get(at) or self._pairs.setdefault(at, weigh_pairs(work))
                order = compare_order(words, terms, worths)
            whole = (1 - _ORDER - _LISTED) * score + _ORDER * order + _LISTED * lists / (1 + lists)
            scores[at] = _NAMELESS * whole

    def _feed_back(
        self, scores: dict[int, float], complete: Collection[int], *, strength: float
    ) -> None:
        """Raise the works that share topics and tags with the best: pseudo relevance feedback.

        See Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 9.1.6.
        """
        best = nlargest(_BEST, scores, key=lambda at: (at in complete, scores[at], -at))
        subjects = {at: list_subjects(self._works[at]) for at in scores}
        common: defaultdict[str, float] = defaultdict(float)
        for at in best:
            for subject in subjects[at]:
                common[subject] += scores[at]
        total = sum(common.values()) or 1.0
        for at, score in scores.items():
            shared = sum(common.get(subject, 0.0) for subject in subjects[at]) / total
            scores[at] = (score + strength * shared) / (1 + strength)


def _split(query: str) -> list[str]:
    return list(dict.fromkeys(strip_filler(split_words(query))))[:_MOST_WORDS]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal()


def _is_vague(found: Proofs) -> bool:
    """Tell whether a word stands in prose alone: next to none of its works is about it."""
    about = sum(proof.field != SUMMARY and not proof.guessed for proof in found.values())
    return bool(found) and about <= _VAGUE * len(found)


def _is_sure(proof: Proof | None) -> bool:
    return proof is not None and not proof.guessed


def _is_believable(found: Sequence[Proof]) -> bool:
    """Tell whether guesses stand beside a word that is surely in a name or topic of the work."""
    if not any(proof.guessed for proof in found):
        return True
    firm = [proof for proof in found if not proof.guessed]
    if firm:
        return any(proof.field <= TOPICS for proof in firm)
    return not all(proof.doubtful for proof in found)


def _explain(position: int, words: Iterable[str], proofs: Iterable[Proofs]) -> tuple[Match, ...]:
    return tuple(
        Match(word, FIELDS[found[position].field].name, found[position].term)
        for word, found in zip(words, proofs, strict=True)
        if position in found
    )
