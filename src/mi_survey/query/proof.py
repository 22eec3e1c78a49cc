"""Proofs: in which works the words of a query are found, where in them, and how well.

An inverted index from each word of a work to where it stands, one compact array per word.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from mi_survey.query.field import (
    ALT_TITLE,
    BEGUN_WEIGHTS,
    BITS,
    MASK,
    NAMELESS_WEIGHTS,
    TITLE,
    WEIGHTS,
    iter_fields,
    iter_spellings,
)
from mi_survey.query.synonyms import iter_synonyms
from mi_survey.query.vocabulary import Meaning, Vocabulary, index_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mi_survey.model.work import Work

_JOINED = 0.95
_SYNONYM = 0.85

# What a word of the query is worth in a work: value, field, term, and whether it is doubtful.
# A plain tuple, since a search makes thousands.
Proof = tuple[float, int, str, bool]
Proofs = dict[int, Proof]
NO_PROOF: Proof = (0.0, 0, "", True)


class Postings:
    """The words of a sequence of works, each with the works and the fields that it stands in."""

    __slots__ = ("_postings", "_spellings", "_vocabulary", "lengths")

    def __init__(self, works: Sequence[Work]) -> None:
        """Take the works; ``lengths`` counts the words of their titles, at least one."""
        self.lengths = array("H")
        self._vocabulary: Vocabulary | None = None
        self._spellings: dict[str, str] = {}
        postings: defaultdict[str, array[int]] = defaultdict(_new_postings)
        for position, work in enumerate(works):
            base = position << BITS
            title = index_words(work.title)
            self.lengths.append(max(1, min(len(title), 0xFFFF)))
            code = base | TITLE
            for word in title:
                postings[word].append(code)
            for field, words in iter_fields(work):
                code = base | field
                for word in words:
                    postings[word].append(code)
            for word, other in iter_spellings(work):
                self._spellings.update({word: other, other: word})
        self._postings = dict(postings)

    def find_proofs(self, words: Sequence[str]) -> list[Proofs]:
        """Return for each word the works it is found in, each with the best of its proofs."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._postings)
        candidates = [self._vocabulary.find_terms(word) for word in words]
        for word, found in zip(words, candidates, strict=True):
            spelt = [each for each in (word, self._spellings.get(word)) if each in self._postings]
            found.update(dict.fromkeys(spelt, Meaning(1.0)))
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                joined = "".join(words[start : start + size])
                if joined in self._postings:
                    for found in candidates[start : start + size]:
                        found[joined] = max(Meaning(_JOINED), found.get(joined, Meaning(0.0)))
        proofs = [self._locate(found) for found in candidates]
        for start, stop, others in iter_synonyms(words):
            for phrase in others:
                self._add_phrase(proofs[start:stop], phrase, _SYNONYM)
        for word, found_in in zip(words, proofs, strict=True):
            for pair in self._vocabulary.find_splits(word):
                self._add_phrase([found_in], pair, _JOINED)
        return _without_doubtful(proofs)

    def _locate(self, candidates: dict[str, Meaning]) -> Proofs:
        best: Proofs = {}
        for term, (similarity, names, doubtful) in candidates.items():
            weights = WEIGHTS if similarity == 1 else BEGUN_WEIGHTS if names else NAMELESS_WEIGHTS
            proofs = [(similarity * each, f, term, doubtful) for f, each in enumerate(weights)]
            for code in self._postings[term]:
                position = code >> BITS
                proof = proofs[code & MASK]
                old = best.get(position, NO_PROOF)
                if old[0] < proof[0]:
                    best[position] = proof
        return best

    def _add_phrase(
        self, proofs: Iterable[Proofs], phrase: Sequence[str], similarity: float
    ) -> None:
        """Let all the words of a phrase, found in the titles of one work, prove each word."""
        fields: dict[int, int] | None = None
        for stem in phrase:
            here: dict[int, int] = {}
            for term in (stem, f"{stem}s"):
                for code in self._postings.get(term, ()):
                    position, field = code >> BITS, code & MASK
                    if field <= ALT_TITLE and (fields is None or position in fields):
                        here.setdefault(position, field)
            fields = here
        text = " ".join(phrase)
        for position, field in (fields or {}).items():
            proof = (similarity * WEIGHTS[field], field, text, False)
            for found in proofs:
                if position not in found or found[position][0] < proof[0]:
                    found[position] = proof


def _new_postings() -> array[int]:
    return array("I")


def _without_doubtful(proofs: Sequence[Proofs]) -> list[Proofs]:
    """Keep doubtful proofs only of works that another word of the query stands for as well."""
    support: dict[int, int] = {}
    for found in proofs:
        for position in found:
            support[position] = support.get(position, 0) + 1
    return [
        {at: proof for at, proof in found.items() if not proof[3] or support[at] > 1}
        for found in proofs
    ]
