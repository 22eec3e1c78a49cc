"""The catalog's words that a word of a query may stand for, and how near each is to it.

A word may be in another form, cut short, misspelt, or run together from two. The figures were
chosen with ``tests/bench/recall.py`` over generated noise.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, NamedTuple

from mi_survey.query.synonyms import STOP_WORDS
from mi_survey.query.words import root, singular

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# How a word was recognized; what is doubtful counts only beside what is not.
Way = Literal["whole", "begun", "misspelt", "doubtful"]

_PLURAL = 0.9
_FORM = 0.7
_BEGUN = 0.8
_MISSPELT = 1.4
# What a word that the catalog has means beyond itself counts less.
_KNOWN = 0.5
_LONGEST = 64
# A short word with a typo is mostly another word: mend is no end, mind or men. The first letter
# is rarely mistyped.
_TRUSTED = 0.65
_SHORTEST_MISSPELT = 6
_SHORTEST_OTHER_START = 7


class Meaning(NamedTuple):
    """How near a word of the catalog is to one of the query, in (0, 1], and in what way."""

    similarity: float
    way: Way = "whole"

    @property
    def guessed(self) -> bool:
        """Whether the word is taken for a misspelt one."""
        return self.way in ("misspelt", "doubtful")


class Vocabulary:
    """All the words of a catalog, to be asked for those that a word may stand for."""

    __slots__ = ("_by_length", "_sorted", "_terms")

    def __init__(self, terms: Collection[str]) -> None:
        self._terms = terms
        self._sorted = sorted(terms)
        self._by_length: dict[int, list[str]] = {}
        for term in terms:
            self._by_length.setdefault(len(term), []).append(term)

    def find_terms(self, word: str, *, doubting: bool) -> dict[str, Meaning]:
        """Return the catalog's words that the word may stand for, each with how near it is.

        A number or stop word stands for itself. Only if doubting, a word of the catalog may be
        another one, misspelt.
        """
        found: dict[str, Meaning] = {}
        if 1 < len(word) <= _LONGEST and not word.isdecimal() and word not in STOP_WORDS:
            if len(word) > 2 and (doubting or word not in self._terms):
                found.update(self._iter_misspelt(word))
            found.update(self._iter_forms(word))
        if word in self._terms:
            found = {
                term: Meaning(_KNOWN * similarity if way != "whole" else similarity, way)
                for term, (similarity, way) in found.items()
            }
            found[word] = Meaning(1.0)
        return found

    def find_splits(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield the pairs of the catalog's words that give the word when run together."""
        if len(word) > _LONGEST or (word in self._terms and len(word) < 8):
            return
        for at in range(2, len(word)):
            first, second = word[:at], word[at:]
            whole = len(second) > 1 or second.isdecimal()
            if whole and first in self._terms and second in self._terms:
                yield first, second

    def _iter_forms(self, word: str) -> Iterator[tuple[str, Meaning]]:
        """Yield the other forms of a word, and the words that begin with it."""
        for at, letter in enumerate(word, 1):  # as Schütze is spelt where there is no ü
            if letter in "aou" and (term := f"{word[:at]}e{word[at:]}") in self._terms:
                yield term, Meaning(_PLURAL)
        number, common = singular(word), root(word)
        start = common[: max(3, len(common) - 1)] if len(word) > 3 else word
        for at in range(bisect_left(self._sorted, start), len(self._sorted)):
            term = self._sorted[at]
            if not term.startswith(start):
                break
            if singular(term) == number:
                yield term, Meaning(_PLURAL)
            elif root(term) == common:
                yield term, Meaning(_FORM)
            elif term.startswith(word):
                yield term, Meaning(_BEGUN + (1 - _BEGUN) * len(word) / len(term), "begun")

    def _iter_misspelt(self, word: str) -> Iterator[tuple[str, Meaning]]:
        known = word in self._terms
        size = len(word)
        edits = (size > 3) + (size > 7) if known else 1 + (size > 5) + (size > 11)
        for length in range(max(3, size - edits), size + edits + 1) if edits else ():
            for term, distance in _find_near(word, self._by_length.get(length, ()), edits):
                similarity = 1 - _MISSPELT * distance / max(size, length)
                likely = similarity >= _TRUSTED and _is_likely(word, term, distance)
                yield term, Meaning(similarity, "misspelt" if likely else "doubtful")


def _find_near(word: str, terms: Sequence[str], edits: int) -> Iterator[tuple[str, float]]:
    # Saves 13 ms wherever no text is searched.
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = extract(word, terms, scorer=OSA.distance, score_cutoff=edits, limit=None)
    yield from ((term, distance) for term, distance, _ in near)


def _is_likely(word: str, term: str, edits: float) -> bool:
    """Tell whether a word with typos is to be trusted: not where it is short, or begins else.

    A word with a prefix, such as misinformation, is another word.
    """
    if edits > 1 and (word.endswith(term) or term.endswith(word)):
        return False
    begins_alike = word[0] == term[0] or word[:2] == term[1::-1]
    long = len(word) >= _SHORTEST_OTHER_START + 2 * (edits > 1)
    return len(word) >= _SHORTEST_MISSPELT and (begins_alike or long)
