"""Postings: in which works and fields the words of a query are found, and how well."""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.model.taxonomy import NO_AXES, NO_STEP
from mi_survey.query.field import BITS, FIELDS, KIND, MASK, TAGS, TITLE, iter_fields
from mi_survey.query.synonyms import KIND_WORDS, find_synonyms
from mi_survey.query.vocabulary import Meaning, Vocabulary
from mi_survey.query.words import join_words, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from mi_survey.model.person import Person
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Work

    # By code, the best that a word means there, and the word or phrase of the catalog.
    Located = dict[int, tuple[Meaning, str]]
    # An axis, its term, and whether a name means the term itself.
    TermName = tuple[str, str, bool]

_JOINED = 0.95
_SYNONYM = 0.9
# How fast further fields with the same word stop to matter (k1 of BM25F, Robertson and Zaragoza,
# The Probabilistic Relevance Framework, section 3.6, over fields that are as long as each other).
_SATURATION = 0.5
_LONGEST_RUN = 5


class Proof(NamedTuple):
    """What a word of the query is worth in a work, and where it was best found.

    ``guessed`` says that it is misspelt wherever it was found, ``doubtful`` that it hardly is.
    """

    value: float
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
        taxonomy: Taxonomy = NO_AXES,
        *,
        people: Iterable[Person] = (),
    ) -> None:
        """Take the works; ``lengths`` counts the words of their titles, at least one."""
        known_as = {name: person.names for person in people for name in person.names}
        self.lengths = array("H")
        postings: defaultdict[str, array[int]] = defaultdict(_new_postings)
        for position, work in enumerate(works):
            for field, words in iter_fields(work, known_as):
                code = position << BITS | field
                if field == TITLE:
                    self.lengths.append(max(1, min(len(words), 0xFFFF)))
                for word in words:
                    postings[word].append(code)
        self._postings = dict(postings)
        self._works = works
        self._taxonomy = taxonomy
        self._names = _tag_names(taxonomy)

    @property
    def words(self) -> Collection[str]:
        """Every word that stands in a work."""
        return self._postings.keys()

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._postings)

    def find_tags(self, words: Sequence[str]) -> list[Tag]:
        """Return the terms that the words name."""
        return [
            Tag(start, stop, *named)
            for start, stop in _iter_runs(words)
            for named in self._names.get(join_words(words[start:stop]), ())
        ]

    def find_proofs(self, words: Sequence[str], *, doubting: bool) -> list[Proofs]:
        """Return for each word the works it is found in, each with what that is worth.

        ``doubting`` tells whether words that the catalog has may be misspelt, too.
        """
        located: list[Located] = [{} for _ in words]
        for start, stop in _iter_runs(words):
            for term, similarity, codes in self._read_run(words[start:stop]):
                _note(located[start:stop], codes, Meaning(similarity), term)
        for word, found in zip(words, located, strict=True):
            named = bool(found)  # and so not cut short
            for term, meaning in self._vocabulary.find_terms(word, doubting=doubting).items():
                if meaning.way != "begun" or not named:
                    _note([found], self._postings[term], meaning, term)
            for pair in self._vocabulary.find_splits(word):
                _note([found], self._find_phrase(pair), Meaning(_JOINED), " ".join(pair))
        return [_weigh(found) for found in located]

    def _read_run(self, run: Sequence[str]) -> Iterator[tuple[str, float, Iterable[int]]]:
        """Yield what words mean as a whole, how near that is, and the codes where it stands."""
        joined = "".join(run)
        if len(run) > 1:
            yield joined, _JOINED, self._postings.get(joined, ())
        if kind := KIND_WORDS.get(join_words(run)):
            yield kind, 1.0, self._find_codes(KIND, lambda work: work.kind == kind)
        for phrase in find_synonyms(run):
            yield phrase, _SYNONYM, self._find_phrase(phrase.split())
        for axis, term, exact in self._names.get(join_words(run), ()):
            if exact:
                yield term, 1.0, self._find_tagged(axis, term)

    def _find_phrase(self, phrase: Sequence[str]) -> Iterable[int]:
        """Return the codes at which all the words of a phrase stand, in whatever number."""
        forms = [(stem, f"{stem}s") for stem in phrase]
        found = [{code for form in each for code in self._postings.get(form, ())} for each in forms]
        return set.intersection(*found)

    def _find_tagged(self, axis: str, term: str) -> list[int]:
        wider = self._taxonomy.axis(axis).wider()
        terms = {term, *(each for each, above in wider.items() if term in above)}
        return self._find_codes(
            TAGS, lambda work: any(terms.intersection(each.terms(axis)) for each in work.placements)
        )

    def _find_codes(self, field: int, holds: Callable[[Work], bool]) -> list[int]:
        return [at << BITS | field for at, work in enumerate(self._works) if holds(work)]


def _tag_names(taxonomy: Taxonomy) -> dict[str, dict[TermName, None]]:
    """Return the terms of axes by the letters of their names; what is no choice has none."""
    names: defaultdict[str, dict[TermName, None]] = defaultdict(dict)
    for axis in taxonomy.axes:
        for term in axis.terms:
            for name in term.names if term.id != NO_STEP else ():
                meant = (axis.id, term.id, name not in term.hints)
                names[join_words(split_words(name))][meant] = None
    return names


def _iter_runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(words)):
        for stop in range(start + 1, min(len(words), start + _LONGEST_RUN) + 1):
            yield start, stop


def _note(located: Iterable[Located], codes: Iterable[int], meaning: Meaning, term: str) -> None:
    accepted = [meaning.way in field.ways for field in FIELDS]
    for code in codes:
        if accepted[code & MASK]:
            for found in located:
                if code not in found or found[code][0].similarity < meaning.similarity:
                    found[code] = (meaning, term)


def _weigh(located: Located) -> Proofs:
    """Join what was found in the fields of each work; further fields add less and less."""
    grouped: defaultdict[int, list[tuple[float, int, str, Meaning]]] = defaultdict(list)
    for code, (meaning, term) in located.items():
        field = code & MASK
        value = meaning.similarity * FIELDS[field].weight
        grouped[code >> BITS].append((value, field, term, meaning))
    proofs = {}
    for position, found in grouped.items():
        sure = [each for each in found if not each[3].guessed]
        counted = sure or found
        _, field, term, _ = max(counted, key=lambda each: (each[0], -each[1]))
        doubtful = all(each[3].way == "doubtful" for each in counted)
        value = _saturate(sum(each[0] for each in counted))
        proofs[position] = Proof(value, field, term, not sure, doubtful)
    return proofs


def _saturate(value: float) -> float:
    return value * (1 + _SATURATION) / (value + _SATURATION) / (1 + _SATURATION / 2)


def _new_postings() -> array[int]:
    return array("I")
