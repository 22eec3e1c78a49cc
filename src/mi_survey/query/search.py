"""Typo-tolerant text search over works: which works a query means, best first, and why.

An inverted index from each word of a work to where it stands, one compact array per word. A
work's score is the share of the query's weight that its words cover, where rare words weigh
more; ``query.ranking`` then compares the best with the query as a whole. The figures were
chosen with ``tests/bench/recall.py`` over generated noise, never for a single title.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

from mi_survey.query.ranking import Likeness
from mi_survey.query.synonyms import STOP_WORDS, iter_synonyms, strip_filler
from mi_survey.query.vocabulary import Vocabulary, index_words, split_words
from mi_survey.text import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mi_survey.model.work import Work

__all__ = ["Hit", "Match", "TextIndex"]

# A posting is a work's position and, in its last three bits, a field. A query names the first
# author more often than another, and a family name more often than a given one.
_FIELDS = ("title", "nicknames", "alt_titles", "authors", "authors", "authors", "year", "key")
_TITLE, _NICKNAME, _ALT_TITLE, _LEAD, _AUTHOR, _GIVEN, _YEAR, _KEY = range(8)
_FIELD_WEIGHTS = (1.0, 1.0, 0.9, 0.95, 0.8, 0.65, 1.0, 0.9)

_JOINED = 0.95
_SYNONYM = 0.85
_STOP_WORD = 0.55
_UNKNOWN_WORD = 0.5
_YEAR_WEIGHT = 2.5
_TITLE_SHARE = 0.08
_LIKENESS = 0.3
_NAMELESS = 0.95
_RERANKED = 60
# Works below both are left out: a share of the query's weight, and of the best work's score.
_LEAST = 0.35
_LEAST_OF_BEST = 0.6
_MOST_WORDS = 64


@dataclass(frozen=True, slots=True)
class Match:
    """Why a word of the query counted: the field it was found in, and the catalog's word."""

    word: str
    field: str
    term: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A work that answers: its position, its score in (0, 1] within the query, and why."""

    position: int
    score: float
    matches: tuple[Match, ...]


# What a word of the query is worth in a work: value, field, term. A plain tuple, since a
# search makes thousands.
_Proof = tuple[float, int, str]
_Proofs = dict[int, _Proof]


class TextIndex:
    """The words of a sequence of works, ready to be searched."""

    __slots__ = ("_lengths", "_names", "_postings", "_vocabulary", "_works")

    def __init__(self, works: Sequence[Work]) -> None:
        self._works = works
        self._lengths = array("H")
        self._vocabulary: Vocabulary | None = None
        postings: defaultdict[str, array[int]] = defaultdict(_new_postings)
        for position, work in enumerate(works):
            base = position << 3
            title = index_words(work.title)
            self._lengths.append(max(1, min(len(title), 0xFFFF)))
            code = base | _TITLE
            for word in title:
                postings[word].append(code)
            for field, words in _iter_fields(work):
                code = base | field
                for word in words:
                    postings[word].append(code)
        self._postings = dict(postings)
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
        proofs = self._find_proofs(words)
        if not any(proofs):
            return []
        scores = self._score(words, proofs)
        cut = max(_LEAST, _LEAST_OF_BEST * max(scores.values()))
        kept = [position for position, score in scores.items() if score >= cut]
        if within is not None:
            kept = _narrow(kept, within)
        best = nlargest(_RERANKED, kept, key=lambda position: (scores[position], -position))
        likeness = Likeness(query, asked=asked)
        # a work that bears the very name is compared however many cover the words as well
        named = [at for name in likeness.names for at in self._names.get(name, ()) if at in scores]
        best += set(_narrow(named, within) if within is not None else named).difference(best)
        kept += set(best).difference(kept)
        final = {position: _NAMELESS * (1 - _LIKENESS) * scores[position] for position in kept}
        for position in best:
            work = self._works[position]
            final[position] += (
                _NAMELESS * _LIKENESS * likeness.of_title(work, _in_titles(position, proofs))
            )
            final[position] = max(final[position], likeness.of_name(work))
        kept.sort(key=lambda position: (-final[position], position))
        return [Hit(at, final[at], _explain(at, words, proofs)) for at in kept]

    def _score(self, words: Sequence[str], proofs: Sequence[_Proofs]) -> dict[int, float]:
        """Return each work's share of the query's weight, with a little for its title's share."""
        weights = [self._weigh(word, found) for word, found in zip(words, proofs, strict=True)]
        total = sum(weights)
        covered: dict[int, float] = {}
        for weight, found in zip(weights, proofs, strict=True):
            share = weight / total
            for position, proof in found.items():
                covered[position] = covered.get(position, 0.0) + share * proof[0]
        count, lengths = len(words), self._lengths
        return {
            position: (1 - _TITLE_SHARE) * share
            + _TITLE_SHARE * min(1.0, share * count / lengths[position])
            for position, share in covered.items()
        }

    def _weigh(self, word: str, found: _Proofs) -> float:
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

    def _find_proofs(self, words: Sequence[str]) -> list[_Proofs]:
        """Return for each word the works it is found in, each with the best of its proofs."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._postings)
        candidates = [self._vocabulary.find_terms(word) for word in words]
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                joined = "".join(words[start : start + size])
                if joined in self._postings:
                    for found in candidates[start : start + size]:
                        found[joined] = max(_JOINED, found.get(joined, 0.0))
        proofs = [self._locate(found) for found in candidates]
        for start, stop, others in iter_synonyms(words):
            for phrase in others:
                self._add_phrase(proofs[start:stop], phrase, _SYNONYM)
        for word, found_in in zip(words, proofs, strict=True):
            for pair in self._vocabulary.find_splits(word):
                self._add_phrase([found_in], pair, _JOINED)
        return proofs

    def _locate(self, candidates: dict[str, float]) -> _Proofs:
        best: _Proofs = {}
        for term, similarity in candidates.items():
            proofs = [(similarity * weight, f, term) for f, weight in enumerate(_FIELD_WEIGHTS)]
            for code in self._postings[term]:
                position = code >> 3
                proof = proofs[code & 7]
                old = best.get(position)
                if old is None or old[0] < proof[0]:
                    best[position] = proof
        return best

    def _add_phrase(
        self, proofs: Iterable[_Proofs], phrase: Sequence[str], similarity: float
    ) -> None:
        """Let all the words of a phrase, found in the titles of one work, prove each word."""
        fields: dict[int, int] | None = None
        for stem in phrase:
            here: dict[int, int] = {}
            for term in (stem, f"{stem}s"):
                for code in self._postings.get(term, ()):
                    position, field = code >> 3, code & 7
                    if field <= _ALT_TITLE and (fields is None or position in fields):
                        here.setdefault(position, field)
            fields = here
        text = " ".join(phrase)
        for position, field in (fields or {}).items():
            proof = (similarity * _FIELD_WEIGHTS[field], field, text)
            for found in proofs:
                if position not in found or found[position][0] < proof[0]:
                    found[position] = proof


def _new_postings() -> array[int]:
    return array("I")


def _iter_fields(work: Work) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each field but the title."""
    for title in work.alt_titles:
        yield _ALT_TITLE, index_words(title)
    for nickname in work.nicknames:
        yield _NICKNAME, index_words(nickname)
    if work.authors:
        names = [name.family or name.literal or "" for name in work.authors]
        yield _LEAD, index_words(names[0])
        yield _AUTHOR, index_words(" ".join(names[1:]))
        yield _GIVEN, index_words(" ".join([name.given for name in work.authors if name.given]))
    if work.year:
        yield _YEAR, [str(work.year)]
    yield _KEY, [work.key, *work.aliases]


def _narrow(positions: Iterable[int], within: int) -> list[int]:
    # Bytes, since a shift of a long integer costs its whole length.
    bits = within.to_bytes(within.bit_length() // 8 + 1, "little")
    return [at for at in positions if at >> 3 < len(bits) and bits[at >> 3] >> (at & 7) & 1]


def _in_titles(position: int, proofs: Iterable[_Proofs]) -> str:
    found = [proof for at in proofs if (proof := at.get(position)) and proof[1] <= _ALT_TITLE]
    return " ".join(dict.fromkeys(term for _, _, term in found))


def _explain(position: int, words: Iterable[str], proofs: Iterable[_Proofs]) -> tuple[Match, ...]:
    return tuple(
        Match(word, _FIELDS[found[position][1]], found[position][2])
        for word, found in zip(words, proofs, strict=True)
        if position in found
    )
