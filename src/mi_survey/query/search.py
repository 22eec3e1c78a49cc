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

from mi_survey.model.taxonomy import NO_STEP
from mi_survey.query.field import ALT_TITLE, FIELDS, KEY
from mi_survey.query.postings import Postings
from mi_survey.query.ranking import Likeness
from mi_survey.query.result import Match
from mi_survey.query.synonyms import STOP_WORDS, SUBJECTS, is_question, strip_filler
from mi_survey.query.words import split_words
from mi_survey.text import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mi_survey.model.person import Person
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Work
    from mi_survey.query.postings import Proof, Proofs, Tag

_STOP_WORD = 0.45
_ASKED = 0.6
_UNKNOWN_WORD = 0.5
_YEAR_WEIGHT = 2.5
_TITLE_SHARE = 0.08
_LIKENESS = 0.2
_PLACE = 0.15
_PAIRS = 0.2
_NAMELESS = 0.95
# The share of the heaviest word's weight from which a word is rare, and has to be there.
_RARE = 0.5
_FEEDBACK = 0.65
_BEST = 8
_RERANKED = 100
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

    __slots__ = ("_names", "_postings", "_works")

    def __init__(
        self,
        works: Sequence[Work],
        taxonomy: Taxonomy | None = None,
        *,
        people: Iterable[Person] = (),
    ) -> None:
        """Take the works, the axes whose terms may be named, and who has several names."""
        self._works = works
        self._postings = Postings(works, taxonomy, people=people)
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        for position, work in enumerate(works):
            for name in (work.key, *work.aliases, *map(slug, work.nicknames)):
                self._names[name].append(position)

    @property
    def words(self) -> Collection[str]:
        """Every word that stands in a work."""
        return self._postings.words

    def find_tags(self, query: str) -> tuple[list[str], list[Tag]]:
        """Return the words of a query, and the terms of axes that some of them name."""
        words = _split(strip_filler(query))
        return words, self._postings.find_tags(words)

    def search(self, query: str, *, within: int | None = None) -> list[Hit]:
        """Return the works that the query may mean, best first; empty if it means none.

        Works that have all of the words come first, then those that have some. ``within`` is a
        bit set of the positions allowed. Equal scores stand in order of position. Words beyond
        the first 64 are not looked at.
        """
        asked = strip_filler(query)
        words = _split(asked)
        proofs = self._postings.find_proofs(words)
        if not any(proofs):
            return []
        silent = STOP_WORDS | SUBJECTS if is_question(words) else frozenset[str]()
        weights = [
            self._weigh(word, found) * (_ASKED if word in silent else 1.0)
            for word, found in zip(words, proofs, strict=True)
        ]
        telling = [
            at for at, word in enumerate(words) if _says_something(word) and word not in silent
        ]
        needed = telling or range(len(words))
        scores, complete = self._score(proofs, weights, needed=needed)
        likeness = Likeness(query, asked=asked)
        # a work that bears the very name is compared however many cover the words as well
        named = [at for name in likeness.names for at in self._names.get(name, ()) if at in scores]
        kept: Iterable[int] = scores
        if within is not None:
            kept, named = _narrow(kept, within), _narrow(named, within)
        final = self._compare(scores, list(kept), named=named, likeness=likeness, proofs=proofs)
        # a year, or many words, mean one work rather than a subject
        if not any(map(_is_year, words)):
            final = self._feed_back(final, complete, strength=_FEEDBACK / len(needed))
        ranked = sorted(
            final.items(), key=lambda item: (item[0] not in complete, -item[1], item[0])
        )
        return [Hit(at, score, _explain(at, words, proofs), at in complete) for at, score in ranked]

    def _score(
        self, proofs: Sequence[Proofs], weights: Sequence[float], *, needed: Iterable[int]
    ) -> tuple[dict[int, float], set[int]]:
        """Return the score of each work that has enough of the words, and those that have all.

        Where words are missing, guesses do not count.
        """
        total = sum(weights)
        needed = list(needed)
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
                if proof := here.get(position):
                    share += weight * (proof.value if whole else proof.sure)
            share /= total
            length = min(1.0, share * len(proofs) / self._postings.lengths[position])
            scores[position] = (1 - _TITLE_SHARE) * share + _TITLE_SHARE * length
        return scores, complete

    def _compare(
        self,
        scores: dict[int, float],
        kept: Sequence[int],
        *,
        named: Iterable[int],
        likeness: Likeness,
        proofs: Sequence[Proofs],
    ) -> dict[int, float]:
        """Return the score of each work kept or named, the best of them compared as a whole."""
        best = nlargest(_RERANKED, kept, key=lambda position: (scores[position], -position))
        compared = dict.fromkeys([*best, *named])
        covering = _NAMELESS * (1 - _LIKENESS - _PLACE - _PAIRS)
        final = {position: covering * scores[position] for position in (*kept, *compared)}
        for position in compared:
            work = self._works[position]
            terms = _in_titles(position, proofs)
            alike = likeness.of_title(work, " ".join(dict.fromkeys(terms)))
            place = likeness.of_place(work, " ".join(terms) if len(terms) == len(proofs) else "")
            near = likeness.of_pairs(work)
            whole = _LIKENESS * alike + _PLACE * place + _PAIRS * near
            final[position] += _NAMELESS * whole
            final[position] = max(final[position], likeness.of_name(work))
        return final

    def _feed_back(
        self, final: dict[int, float], complete: Collection[int], *, strength: float
    ) -> dict[int, float]:
        """Raise the works that share topics and tags with the best: pseudo relevance feedback.

        See Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 9.1.6.
        """
        best = nlargest(_BEST, final, key=lambda at: (at in complete, final[at], -at))
        subjects = {at: _subjects(self._works[at]) for at in final}
        common: defaultdict[str, float] = defaultdict(float)
        for at in best:
            for subject in subjects[at]:
                common[subject] += final[at]
        total = sum(common.values()) or 1.0

        def shared(at: int) -> float:
            return sum(common.get(subject, 0.0) for subject in subjects[at]) / total

        return {
            at: max(score, min(_NAMELESS, score + strength * shared(at)))
            for at, score in final.items()
        }

    def _weigh(self, word: str, found: Proofs) -> float:
        """Return the word's weight: its inverse frequency, where a half match counts half."""
        frequency = sum(proof.value for proof in found.values())
        weight = log(1 + len(self._works) / (frequency + 0.5))
        if not found:
            weight *= _UNKNOWN_WORD
        if word in STOP_WORDS:
            weight *= _STOP_WORD
        if _is_year(word):
            weight = max(weight, _YEAR_WEIGHT)
        return weight


def _subjects(work: Work) -> set[str]:
    tags = {term for each in work.placements for _, term in each.iter_terms() if term != NO_STEP}
    return tags.union(work.topics)


def _split(asked: str) -> list[str]:
    return list(dict.fromkeys(split_words(asked)))[:_MOST_WORDS]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal()


def _says_something(word: str) -> bool:
    return word not in STOP_WORDS and not (len(word) == 1 and word.isalpha())  # an initial


def _is_sure(proof: Proof | None) -> bool:
    return proof is not None and not proof.guessed


def _is_believable(found: Sequence[Proof]) -> bool:
    """Tell whether guesses stand in names of the work, beside a word that is surely one."""
    if not any(proof.guessed for proof in found):
        return True
    firm = [proof for proof in found if not proof.guessed]
    if firm:
        return any(proof.field <= KEY for proof in firm)
    return not any(proof.doubtful for proof in found)


def _narrow(positions: Iterable[int], within: int) -> list[int]:
    # Bytes, since a shift of a long integer costs its whole length.
    bits = within.to_bytes(within.bit_length() // 8 + 1, "little")
    return [at for at in positions if at >> 3 < len(bits) and bits[at >> 3] >> (at & 7) & 1]


def _in_titles(position: int, proofs: Iterable[Proofs]) -> list[str]:
    found = [proof for at in proofs if (proof := at.get(position)) and proof.field <= ALT_TITLE]
    return [proof.term for proof in found]


def _explain(position: int, words: Iterable[str], proofs: Iterable[Proofs]) -> tuple[Match, ...]:
    return tuple(
        Match(word, FIELDS[found[position].field].name, found[position].term)
        for word, found in zip(words, proofs, strict=True)
        if position in found
    )
