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
    from collections.abc import Collection, Iterator

# How a word was recognized; what is doubtful counts only beside what is not.
Way = Literal["whole", "begun", "misspelt", "doubtful"]

_PLURAL = 0.9
_FORM = 0.7
_BEGUN = 0.8
_MISSPELT = 1.4
# A word that the catalog has is seldom the beginning of another.
_KNOWN = 0.5
_LONGEST = 64
_LEAST_JOINED = 8  # letters of a word of the catalog: within is not "with in"
# How many letters there are in a word for each typo: a short word with one is mostly another word,
# as mend is no end, mind or men. The first letter is rarely mistyped, and counts as another typo.
_LETTERS = 6


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

    __slots__ = ("_sorted", "_terms")

    def __init__(self, terms: Collection[str]) -> None:
        self._terms = terms
        self._sorted = sorted(terms)

    def find_terms(self, word: str, *, doubting: bool) -> dict[str, Meaning]:
        """Return the catalog's words that the word may stand for, each with how near it is.

        A number or stop word stands for itself. Only if doubting, a word of the catalog may be
        another one, misspelt.
        """
        known = word in self._terms
        found: dict[str, Meaning] = {}
        if 1 < len(word) <= _LONGEST and not word.isdecimal() and word not in STOP_WORDS:
            if len(word) > 2 and (doubting or not known):
                found.update(self._iter_misspelt(word))
            found.update(self._iter_forms(word, known=known))
        if known:
            found[word] = Meaning(1.0)
        return found

    def find_splits(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield the pairs of the catalog's words that give the word when run together."""
        if len(word) > _LONGEST or (word in self._terms and len(word) < _LEAST_JOINED):
            return
        for at in range(2, len(word)):
            first, second = word[:at], word[at:]
            whole = len(second) > 1 or second.isdecimal()
            if whole and first in self._terms and second in self._terms:
                yield first, second

    def _iter_forms(self, word: str, *, known: bool) -> Iterator[tuple[str, Meaning]]:
        """Yield the other forms of a word, and the words that begin with it."""
        if len(word) > 4:  # as Schütze is spelt where there is no ü, but no SAEs for SAS
            vowels = [at for at, letter in enumerate(word, 1) if letter in "aou"]
            spelt = (f"{word[:at]}e{word[at:]}" for at in vowels)
            yield from ((term, Meaning(_PLURAL)) for term in spelt if term in self._terms)
        number, common = singular(word), root(word)
        factor = _KNOWN if known else 1.0
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
                share = _BEGUN + (1 - _BEGUN) * len(word) / len(term)
                yield term, Meaning(share * factor, "begun")

    def _iter_misspelt(self, word: str) -> Iterator[tuple[str, Meaning]]:
        # Saves 13 ms wherever no text is searched.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        size = len(word)
        edits = 1 + (size > 5) + (size > 11)
        near = extract(word, self._sorted, scorer=OSA.distance, score_cutoff=edits, limit=None)
        for term, distance, _ in near:
            typos = distance + (word[0] != term[0])
            similarity = 1 - _MISSPELT * distance / max(size, len(term))
            yield term, Meaning(similarity, "misspelt" if size >= _LETTERS * typos else "doubtful")
