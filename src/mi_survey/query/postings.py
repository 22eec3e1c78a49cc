"""Postings: in which works and fields the words of a query are found, and how well."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.term import normalize_value
from mi_survey.query.field import (
    ALT_TITLE,
    BITS,
    FIELDS,
    KIND,
    MASK,
    SUMMARY,
    TAGS,
    TITLE,
    TOPICS,
    iter_fields,
    iter_spellings,
)
from mi_survey.query.synonyms import KIND_WORDS, STOP_WORDS, iter_synonyms
from mi_survey.query.vocabulary import FUZZY, Meaning, Vocabulary
from mi_survey.query.words import index_words, singular, split_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mi_survey.model.person import Person
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Work

_JOINED = 0.95
_SYNONYM = 0.9
# How fast further fields with the same word stop to matter (k1 of BM25F, Robertson and Zaragoza,
# The Probabilistic Relevance Framework, section 3.6, over fields that are as long as each other).
_SATURATION = 0.5
_LONGEST_NAME = 4
_TITLES = frozenset((TITLE, ALT_TITLE))
# Where the words of a phrase make sense together.
_TEXTS = frozenset((TITLE, ALT_TITLE, TOPICS, SUMMARY))

_NONE = Meaning(0.0)


class Proof(NamedTuple):
    """What a word of the query is worth in a work, and where it was best found.

    ``sure`` is what it is worth without guesses at misspelt words.
    """

    value: float
    sure: float
    field: int
    term: str
    guessed: bool
    doubtful: bool


Proofs = dict[int, Proof]


class Tag(NamedTuple):
    """A term of an axis that some words of a query name: from the word ``start`` to ``stop``.

    ``exact`` tells whether they mean the term itself, or only lead to it.
    """

    start: int
    stop: int
    axis: str
    term: str
    exact: bool


class Postings:
    """The words of a sequence of works, each with the works and the fields that it stands in."""

    def __init__(
        self,
        works: Sequence[Work],
        taxonomy: Taxonomy | None = None,
        *,
        people: Iterable[Person] = (),
    ) -> None:
        """Take the works; ``lengths`` counts the words of their titles, at least one."""
        self.lengths = array("H")
        self._vocabulary: Vocabulary | None = None
        self._spellings: dict[str, str] = {}
        self._kinds: dict[str, list[int]] = {}
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
            self._kinds.setdefault(work.kind, []).append(base | KIND)
        for person in people:
            for name, other in permutations(person.names, 2):
                mine, others = set(split_words(name)), set(split_words(other))
                self._spellings.update(zip(mine - others, others - mine, strict=False))
        self._postings = dict(postings)
        self._works = works
        self._taxonomy = taxonomy
        self._names = _tag_names(taxonomy) if taxonomy else {}

    @property
    def words(self) -> Collection[str]:
        """Every word that stands in a work."""
        return self._postings.keys()

    @property
    def vocabulary(self) -> Vocabulary:
        """All the words."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._postings)
        return self._vocabulary

    def find_tags(self, words: Sequence[str]) -> list[Tag]:
        """Return the terms that the words name, longest names first at each place."""
        numbers = [singular(word) for word in words]
        found = []
        for start in range(len(words)):
            for stop in range(min(len(words), start + _LONGEST_NAME), start, -1):
                named = self._names.get("-".join(numbers[start:stop]), ())
                found += [Tag(start, stop, axis, term, exact) for axis, term, exact in named]
        return found

    def find_proofs(self, words: Sequence[str]) -> list[Proofs]:
        """Return for each word the works it is found in, each with what that is worth."""
        spans = list(iter_synonyms(words))
        tags = [tag for tag in self.find_tags(words) if tag.exact]
        whole = {at for at, word in enumerate(words) if word in STOP_WORDS}
        for start, stop in [each[:2] for each in spans] + [each[:2] for each in tags]:
            whole.update(range(start, stop))
        located = self._locate_words(words, whole)
        for start, stop, others in spans:
            for phrase in others:
                found = self._find_phrase(phrase)
                _add(located[start:stop], found, " ".join(phrase), _SYNONYM)
        for at, word in enumerate(words):
            for pair in self.vocabulary.find_splits(word):
                _add([located[at]], self._find_phrase(pair), " ".join(pair), _JOINED)
            if kind := KIND_WORDS.get(singular(word)):
                _add([located[at]], self._kinds.get(kind, ()), kind, 1.0)
        for start, stop, axis, term, _ in tags:
            _add(located[start:stop], self._find_tagged(axis, term), term, 1.0)
        return [_weigh(found) for found in located]

    def _locate_words(
        self, words: Sequence[str], whole: Collection[int]
    ) -> list[dict[int, tuple[Meaning, str]]]:
        """Locate each word with all that it may stand for, alone and run together with others."""
        candidates = [
            self.vocabulary.find_terms(word, whole=at in whole) for at, word in enumerate(words)
        ]
        for word, found in zip(words, candidates, strict=True):
            spelt = [each for each in (word, self._spellings.get(word)) if each in self._postings]
            found.update(dict.fromkeys(spelt, Meaning(1.0)))
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                joined = "".join(words[start : start + size])
                if joined in self._postings:
                    for found in candidates[start : start + size]:
                        found[joined] = max(Meaning(_JOINED), found.get(joined, _NONE))
        return [self._locate(found) for found in candidates]

    def _locate(self, candidates: dict[str, Meaning]) -> dict[int, tuple[Meaning, str]]:
        """Return the codes at which the terms stand, each with the best of them."""
        best: dict[int, tuple[Meaning, str]] = {}
        nothing = (_NONE, "")
        for term, meaning in candidates.items():
            accepted = [meaning.way in field.ways for field in FIELDS]
            for code in self._postings[term]:
                if accepted[code & MASK] and best.get(code, nothing)[0][0] < meaning[0]:
                    best[code] = (meaning, term)
        return best

    def _find_phrase(self, phrase: Sequence[str]) -> Iterable[int]:
        """Return the codes at which all the words of a phrase stand, in whatever number."""
        common: set[int] | None = None
        for stem in phrase:
            here = {
                code
                for term in (stem, f"{stem}s")
                for code in self._postings.get(term, ())
                if code & MASK in _TEXTS
            }
            common = here if common is None else common & here
        return common or ()

    def _find_tagged(self, axis: str, term: str) -> list[int]:
        assert self._taxonomy is not None
        wider = self._taxonomy.axis(axis).wider()
        terms = {term, *(each for each, above in wider.items() if term in above)}
        return [
            position << BITS | TAGS
            for position, work in enumerate(self._works)
            if any(not terms.isdisjoint(each.terms(axis)) for each in work.placements)
        ]


def _tag_names(taxonomy: Taxonomy) -> dict[str, list[tuple[str, str, bool]]]:
    names: dict[str, list[tuple[str, str, bool]]] = {}
    for axis in taxonomy.axes:
        for term in axis.terms:
            if term.id == NO_STEP:
                continue
            for name in term.names:
                number = "-".join(singular(word) for word in split_words(normalize_value(name)))
                meant = (axis.id, term.id, name not in term.hints)
                if number and meant not in names.setdefault(number, []):
                    names[number].append(meant)
    return names


def _add(
    located: Iterable[dict[int, tuple[Meaning, str]]],
    codes: Iterable[int],
    term: str,
    similarity: float,
) -> None:
    meaning = Meaning(similarity, "form")
    for code in codes:
        for found in located:
            if code not in found or found[code][0].similarity < meaning.similarity:
                found[code] = (meaning, term)


def _weigh(located: dict[int, tuple[Meaning, str]]) -> Proofs:
    """Join what was found in the fields of each work; further fields add less and less."""
    grouped: dict[int, list[tuple[float, int, str, str]]] = {}
    for code, ((similarity, way), term) in located.items():
        field = code & MASK
        value = similarity * FIELDS[field].weight
        grouped.setdefault(code >> BITS, []).append((value, field, term, way))
    proofs = {}
    for position, found in grouped.items():
        sure = [each for each in found if each[3] not in FUZZY]
        _, field, term, _ = max(sure or found, key=lambda each: (each[0], each[2]))
        doubtful = all(each[3] == "doubtful" for each in found)
        proofs[position] = Proof(_join(found), _join(sure), field, term, not sure, doubtful)
    return proofs


def _join(found: Sequence[tuple[float, int, str, str]]) -> float:
    """Add up what was found in the fields; a title and another title of the work count once."""
    titles = max((value for value, field, _, _ in found if field in _TITLES), default=0.0)
    return _saturate(titles + sum(value for value, field, _, _ in found if field not in _TITLES))


def _saturate(value: float) -> float:
    return value * (1 + _SATURATION) / (value + _SATURATION) / (1 + _SATURATION / 2)


def _new_postings() -> array[int]:
    return array("I")
