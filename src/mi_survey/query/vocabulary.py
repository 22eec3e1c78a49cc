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

# How a word was recognized. A slip is misspelt as names are not: in a short word, or its first
# letter. What is doubtful counts only beside what is not.
Way = Literal["same", "form", "begun", "misspelt", "slip", "doubtful"]
FUZZY: frozenset[Way] = frozenset(("misspelt", "slip", "doubtful"))

_PLURAL = 0.9
_FORM = 0.7
_BEGUN = 0.8
_MISSPELT = 1.4
# What a word that the catalog has means beyond itself counts less.
_KNOWN_BEGUN = 0.7
_KNOWN_MISSPELT = 0.5
_LONGEST = 64
# A short word with a typo is mostly another word: mend is no end, mind or men. The first letter
# is rarely mistyped.
_TRUSTED = 0.65
_SHORTEST_MISSPELT = 5
_SHORTEST_OTHER_START = 7
_SHORTEST_MISSPELT_NAME = 6


class Meaning(NamedTuple):
    """How near a word of the catalog is to one of the query, in (0, 1], and in what way."""

    similarity: float
    way: Way = "same"


_NONE = Meaning(0.0)


class Vocabulary:
    """All the words of a catalog, to be asked for those that a word may stand for."""

    __slots__ = ("_by_length", "_sorted", "_terms")

    def __init__(self, terms: Collection[str]) -> None:
        self._terms = terms
        self._sorted = sorted(terms)
        self._by_length: dict[int, list[str]] = {}
        for term in terms:
            self._by_length.setdefault(len(term), []).append(term)

    def find_terms(self, word: str, *, whole: bool = False) -> dict[str, Meaning]:
        """Return the catalog's words that the word may stand for, each with how near it is.

        A number or stop word stands for itself. A ``whole`` word is known not to be cut short.
        """
        known = word in self._terms
        found: dict[str, Meaning] = {}
        if 1 < len(word) <= _LONGEST and not word.isdecimal() and word not in STOP_WORDS:
            self._add_forms(word, found, known=known)
            if whole:
                found = {term: each for term, each in found.items() if each.way == "form"}
            if len(word) > 2:
                known = known or any(meaning.way == "form" for meaning in found.values())
                self._add_misspelt(word, found, known=known)
        if word in self._terms:
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

    def _add_forms(self, word: str, found: dict[str, Meaning], *, known: bool) -> None:
        """Add the other forms of a word, and the words that begin with it."""
        factor = _KNOWN_BEGUN if known else 1.0
        number, common = singular(word), root(word)
        start = common[: max(3, len(common) - 1)] if len(word) > 3 else word
        if common.endswith("ie") and (form := f"{common[:-2]}ying") in self._terms:
            found[form] = Meaning(_FORM, "form")
        for at in range(bisect_left(self._sorted, start), len(self._sorted)):
            term = self._sorted[at]
            if not term.startswith(start):
                break
            if singular(term) == number:
                found[term] = Meaning(_PLURAL, "form")
            elif root(term) == common:
                found[term] = Meaning(_FORM, "form")
            elif term.startswith(word):
                share = _BEGUN + (1 - _BEGUN) * len(word) / len(term)
                found[term] = Meaning(share * factor, "begun")

    def _add_misspelt(self, word: str, found: dict[str, Meaning], *, known: bool) -> None:
        size = len(word)
        edits = _tolerated_edits(size, known=known)
        factor = _KNOWN_MISSPELT if known else 1.0
        for length in range(max(3, size - edits), size + edits + 1) if edits else ():
            terms = self._by_length.get(length, ())
            for term, distance in _find_near(word, terms, edits):
                similarity = (1 - _MISSPELT * distance / max(size, length)) * factor
                sure = similarity >= _TRUSTED * factor
                _add(found, term, Meaning(similarity, _judge(word, term, distance, sure=sure)))


def _find_near(word: str, terms: Sequence[str], edits: int) -> Iterator[tuple[str, float]]:
    # Saves 13 ms wherever no text is searched.
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = extract(word, terms, scorer=OSA.distance, score_cutoff=edits, limit=None)
    yield from ((term, distance) for term, distance, _ in near)


def _add(found: dict[str, Meaning], term: str, meaning: Meaning) -> None:
    if found.get(term, _NONE).similarity < meaning.similarity:
        found[term] = meaning


def _judge(word: str, term: str, edits: float, *, sure: bool) -> Way:
    """Tell how far a word with typos is to be trusted: not where it is too short, or too unlike."""
    begins_alike = word[0] == term[0] or word[:2] == term[1::-1]
    long = len(word) >= _SHORTEST_OTHER_START + 2 * (edits > 1)
    if not sure or len(word) < _SHORTEST_MISSPELT or not (begins_alike or long):
        return "doubtful"
    named = len(word) >= _SHORTEST_MISSPELT_NAME and word[0] == term[0]
    return "misspelt" if named else "slip"


def _tolerated_edits(size: int, *, known: bool) -> int:
    if known:
        return (size > 3) + (size > 7)
    return 1 + (size > 5) + (size > 11)
