"""Words: how texts are split into them, and which of the catalog's words a query's may mean.

A word of a query may be cut short, misspelt, cut short and misspelt, inflected otherwise, or
run together from two. Each word of the catalog that it may stand for has a similarity in
(0, 1]. The figures were chosen with ``tests/bench/recall.py`` over generated noise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.query.inflection import inflections
from mi_survey.query.synonyms import singular
from mi_survey.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_APOSTROPHE = re.compile(r"(?<=\w)'(?:s\b)?")
_SPELT_ENDINGS = (
    ",able,ability,al,ally,ation,d,e,ed,er,ers,es,ies,ing,ion,ions,ise,ity,ive,ize,izing,ly,or,s,y"
)
_ENDINGS = frozenset(_SPELT_ENDINGS.split(","))

_PLURAL = 0.96
_INFLECTED = 0.9
_ENDING = 0.8
_BEGUN = 0.8
_MISSPELT = 1.4
_BEGUN_MISSPELT = 0.5
_NEXT_YEAR = 0.5
# What a word that the catalog has means beyond itself counts less.
_KNOWN_BEGUN = 0.85
_KNOWN_MISSPELT = 0.5
_LONGEST = 64
# A short word with a typo is mostly another word: mend is no end, mind or men. The first letter
# is rarely mistyped, and a short surname with a typo is somebody else's.
_TRUSTED = 0.65
_TRUSTED_BEGUN = 0.35
_SHORTEST_MISSPELT = 5
_SHORTEST_OTHER_START = 7
_SHORTEST_MISSPELT_NAME = 6


def split_words(text: str) -> list[str]:
    """Split text into folded words; a possessive's s goes, hyphens separate.

    >>> split_words("CLIP’s Text-Based Decomposition: don't")
    ['clip', 'text', 'based', 'decomposition', 'dont']
    """
    return _WORD.findall(_fold(text))


def index_words(text: str) -> list[str]:
    """Return the words of a text, then what its hyphenated words become without hyphens.

    >>> index_words("Chain-of-Thought in GPT-2")
    ['chain', 'of', 'thought', 'in', 'gpt', '2', 'chainofthought', 'chainof', 'ofthought', 'gpt2']
    """
    folded = _fold(text)
    words: list[str] = _WORD.findall(folded)
    if "-" in folded:
        for compound in _COMPOUND.findall(folded):
            parts = compound.split("-")
            words.append("".join(parts))
            if len(parts) > 2:
                words += [first + second for first, second in pairwise(parts)]
    return words


def _fold(text: str) -> str:
    folded = fold(text)
    return _APOSTROPHE.sub("", folded) if "'" in folded else folded


class Meaning(NamedTuple):
    """How near a word of the catalog is to one of the query, and how far to be trusted.

    ``names``: it may be a person's name. ``doubtful``: it counts only beside a better match.
    """

    similarity: float
    names: bool = True
    doubtful: bool = False


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

    def find_terms(self, word: str) -> dict[str, Meaning]:
        """Return the catalog's words that the word may stand for, each with how near it is.

        A number stands for itself; a year a little for its neighbours, since a work's year is
        often given as that of its preprint.
        """
        known = word in self._terms
        found: dict[str, Meaning] = {}
        if word.isdecimal():
            if len(word) == 4:
                years = (str(int(word) - 1), str(int(word) + 1))
                found = {year: Meaning(_NEXT_YEAR) for year in years if year in self._terms}
        elif 1 < len(word) <= _LONGEST:
            self._add_begun(word, found, known=known)
            for form in inflections(word):
                if form in self._terms and found.get(form, _NONE).similarity < _INFLECTED:
                    found[form] = Meaning(_INFLECTED, names=False)
            if len(word) > 2:
                begun = any(term.startswith(word) for term in found)
                self._add_misspelt(word, found, known=known)
                if len(word) > 3 and not known and not begun:
                    self._add_begun_misspelt(word, found)
        if known:
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

    def _add_begun(self, word: str, found: dict[str, Meaning], *, known: bool) -> None:
        factor = _KNOWN_BEGUN if known else 1.0
        stem = word[: max(4, len(word) - 4)]
        number = singular(word)
        for at in range(bisect_left(self._sorted, stem), len(self._sorted)):
            term = self._sorted[at]
            if not term.startswith(stem):
                break
            if singular(term) == number:
                found[term] = Meaning(_PLURAL)
            elif term.startswith(word):
                found[term] = Meaning((_BEGUN + (1 - _BEGUN) * len(word) / len(term)) * factor)
            elif _differ_in_ending(word, term, len(stem)):
                found[term] = Meaning(_ENDING * factor, names=False)

    def _add_misspelt(self, word: str, found: dict[str, Meaning], *, known: bool) -> None:
        # Saves 13 ms wherever no text is searched.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        size = len(word)
        edits = _tolerated_edits(size, known=known)
        factor = _KNOWN_MISSPELT if known else 1.0
        for length in range(max(3, size - edits), size + edits + 1) if edits else ():
            terms = self._by_length.get(length, ())
            near = extract(word, terms, scorer=OSA.distance, score_cutoff=edits, limit=None)
            for term, distance, _ in near:
                similarity = (1 - _MISSPELT * distance / max(size, length)) * factor
                if found.get(term, _NONE).similarity < similarity:
                    names = size >= _SHORTEST_MISSPELT_NAME and term[0] == word[0]
                    doubtful = similarity < _TRUSTED * factor or _is_doubtful(word, term, distance)
                    found[term] = Meaning(similarity, names, doubtful)

    def _add_begun_misspelt(self, word: str, found: dict[str, Meaning]) -> None:
        # As above.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        size = len(word)
        edits = 2 if size > 6 else 1
        longer = [
            term for length, terms in self._by_length.items() if length > size for term in terms
        ]
        starts = [term[:size] for term in longer]
        near = extract(word, starts, scorer=OSA.distance, score_cutoff=edits, limit=None)
        for _, distance, at in near:
            similarity = _BEGUN_MISSPELT * (1 - distance / size)
            term = longer[at]
            if found.get(term, _NONE).similarity < similarity:
                doubtful = similarity < _TRUSTED_BEGUN or _is_doubtful(word, term, distance)
                found[term] = Meaning(similarity, names=False, doubtful=doubtful)


def _is_doubtful(word: str, term: str, edits: float) -> bool:
    """Tell whether a word with a typo is too short, or begins too unlike, to be trusted alone."""
    if len(word) < _SHORTEST_MISSPELT:
        return True
    if word[0] == term[0] or word[:2] == term[1::-1]:
        return False
    return len(word) < _SHORTEST_OTHER_START + 2 * (edits > 1)


def _tolerated_edits(size: int, *, known: bool) -> int:
    if known:
        return (size > 3) + (size > 7)
    return 1 + (size > 5) + (size > 11)


def _differ_in_ending(word: str, term: str, common: int) -> bool:
    while common < min(len(word), len(term)) and word[common] == term[common]:
        common += 1
    return word[common:] in _ENDINGS and term[common:] in _ENDINGS
