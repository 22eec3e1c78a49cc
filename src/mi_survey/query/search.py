"""Typo-tolerant text search over works: which works a query means, best first, and why.

A work's score is the share of the query's weight that its words cover, where rare words weigh
more; ``query.ranking`` then compares the best with the query as a whole. The figures were
chosen with ``tests/bench/recall.py`` over generated noise, never for a single title.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

from mi_survey.query.field import ALT_TITLE, FIELDS
from mi_survey.query.proof import NO_PROOF, Postings, Proofs
from mi_survey.query.ranking import Likeness
from mi_survey.query.result import Match
from mi_survey.query.synonyms import STOP_WORDS, strip_filler
from mi_survey.query.vocabulary import split_words
from mi_survey.text import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mi_survey.model.work import Work

_STOP_WORD = 0.55
_UNKNOWN_WORD = 0.5
_YEAR_WEIGHT = 2.5
_TITLE_SHARE = 0.08
_LIKENESS = 0.22
_PLACE = 0.14
_NAMELESS = 0.95
_RERANKED = 60
# Works below both are left out: a share of the query's weight, and of the best work's score,
# which is more where a word of the query is missing.
_LEAST = 0.28
_LEAST_OF_BEST = 0.6
_LEAST_OF_BEST_PARTIAL = 0.75
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

    def __init__(self, works: Sequence[Work]) -> None:
        self._works = works
        self._postings = Postings(works)
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        for position, work in enumerate(works):
            for name in (work.key, *work.aliases, *map(slug, work.nicknames)):
                self._names[name].append(position)

    def search(self, query: str, *, within: int | None = None) -> list[Hit]:
        """Return the works that the query may mean, best first; empty if it means none.

        ``within`` is a bit set of the positions allowed: it narrows the answer and does not
        change what is near enough to be one. Equal scores stand in order of position. Words
        beyond the first 64 are not looked at.
        """
        asked = strip_filler(query)
        words = list(dict.fromkeys(split_words(asked)))[:_MOST_WORDS]
        proofs = self._postings.find_proofs(words)
        if not any(proofs):
            return []
        scores = self._score(words, proofs)
        telling = [at for at, word in enumerate(words) if _says_something(word)]
        needed = [proofs[at] for at in telling or range(len(words))]
        likeness = Likeness(query, asked=asked)
        # a work that bears the very name is compared however many cover the words as well
        named = [at for name in likeness.names for at in self._names.get(name, ()) if at in scores]
        kept = _keep(scores, needed)
        if within is not None:
            kept, named = _narrow(kept, within), _narrow(named, within)
        final = self._compare(scores, kept, named=named, likeness=likeness, proofs=proofs)
        return [
            Hit(at, score, _explain(at, words, proofs), _is_complete(at, needed))
            for at, score in sorted(final.items(), key=lambda item: (-item[1], item[0]))
        ]

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
        covering = _NAMELESS * (1 - _LIKENESS - _PLACE)
        final = {position: covering * scores[position] for position in (*kept, *compared)}
        for position in compared:
            work = self._works[position]
            terms = _in_titles(position, proofs)
            alike = likeness.of_title(work, " ".join(dict.fromkeys(terms)))
            place = likeness.of_place(work, " ".join(terms) if len(terms) == len(proofs) else "")
            final[position] += _NAMELESS * (_LIKENESS * alike + _PLACE * place)
            final[position] = max(final[position], likeness.of_name(work))
        return final

    def _score(self, words: Sequence[str], proofs: Sequence[Proofs]) -> dict[int, float]:
        """Return each work's share of the query's weight, with a little for its title's share."""
        weights = [self._weigh(word, found) for word, found in zip(words, proofs, strict=True)]
        total = sum(weights)
        covered: dict[int, float] = {}
        for weight, found in zip(weights, proofs, strict=True):
            share = weight / total
            for position, proof in found.items():
                covered[position] = covered.get(position, 0.0) + share * proof[0]
        count, lengths = len(words), self._postings.lengths
        return {
            position: (1 - _TITLE_SHARE) * share
            + _TITLE_SHARE * min(1.0, share * count / lengths[position])
            for position, share in covered.items()
        }

    def _weigh(self, word: str, found: Proofs) -> float:
        """Return the word's weight: its inverse frequency, where a half match counts half."""
        frequency = sum(proof[0] for proof in found.values())
        weight = log(1 + len(self._works) / (frequency + 0.5))
        if not found:
            weight *= _UNKNOWN_WORD
        if word in STOP_WORDS:
            weight *= _STOP_WORD
        if len(word) == 4 and word.isdecimal():
            weight = max(weight, _YEAR_WEIGHT)
        return weight


def _says_something(word: str) -> bool:
    return word not in STOP_WORDS and not (len(word) == 1 and word.isalpha())  # an initial


def _keep(scores: dict[int, float], needed: Sequence[Proofs]) -> list[int]:
    best = max(scores.values())
    least, partial = (max(_LEAST, part * best) for part in (_LEAST_OF_BEST, _LEAST_OF_BEST_PARTIAL))
    return [
        position
        for position, score in scores.items()
        if score >= partial or (score >= least and _is_complete(position, needed))
    ]


def _narrow(positions: Iterable[int], within: int) -> list[int]:
    # Bytes, since a shift of a long integer costs its whole length.
    bits = within.to_bytes(within.bit_length() // 8 + 1, "little")
    return [at for at in positions if at >> 3 < len(bits) and bits[at >> 3] >> (at & 7) & 1]


def _is_complete(position: int, proofs: Iterable[Proofs]) -> bool:
    return all(not found.get(position, NO_PROOF)[3] for found in proofs)


def _in_titles(position: int, proofs: Iterable[Proofs]) -> list[str]:
    found = [proof for at in proofs if (proof := at.get(position)) and proof[1] <= ALT_TITLE]
    return [term for _, _, term, _ in found]


def _explain(position: int, words: Iterable[str], proofs: Iterable[Proofs]) -> tuple[Match, ...]:
    return tuple(
        Match(word, FIELDS[found[position][1]][0], found[position][2])
        for word, found in zip(words, proofs, strict=True)
        if position in found
    )
