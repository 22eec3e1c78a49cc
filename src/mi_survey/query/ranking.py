"""How much a query looks like a work as a whole: its very name, or its words in order.

The index knows which words of a query a work covers; this tells apart the works that cover
them about equally.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mi_survey.query.field import ALT_TITLE, FIELDS, SUMMARY, TITLE, TOPICS
from mi_survey.query.synonyms import STOP_WORDS
from mi_survey.query.words import root, split_words
from mi_survey.text import fold, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mi_survey.model.work import Work

Pair = tuple[str, str]

# What stands before the first word of a title; that a title begins alike says less than that
# two words stand together.
_START = ""
_AT_START = 0.1
_STOP_WORD = 0.4


def iter_names(work: Work) -> Iterator[tuple[str, float]]:
    """Yield what a work is called, as a slug, with how surely who says it means the work.

    Its keys, nicknames, title, other titles, and its title up to the colon: in this order.
    """
    for key in (work.key, *work.aliases):
        yield key, 1.0
    for nickname in work.nicknames:
        yield fold(nickname), 0.99
        yield slug(nickname), 0.985
    yield slug(work.title), 0.98
    for title in work.alt_titles:
        yield slug(title), 0.97
    head, colon, _ = work.title.partition(":")
    if colon:
        yield slug(head), 0.96


def weigh_pairs(work: Work) -> dict[Pair, float]:
    """Return the words that are neighbours in a work, each pair with the worth of its field."""
    worths: dict[Pair, float] = {}
    for field, texts in (
        (SUMMARY, [work.summary or ""]),
        (TOPICS, work.topics),
        (ALT_TITLE, work.alt_titles),
        (TITLE, [*work.nicknames, work.title]),
    ):
        for text in texts:
            pairs = _pair(split_words(text))
            worths |= dict.fromkeys(pairs[field in (SUMMARY, TOPICS) :], FIELDS[field].weight)
    return worths


def compare_order(
    words: Sequence[str], terms: Sequence[str], worths: Mapping[Pair, float]
) -> float:
    """Return the share of the neighbours in a query that are neighbours in a work, from 0 to 1.

    ``terms`` is what the words stand for in the work: with typos mended and cut words whole, it
    may show their order better.
    """
    spelt = [word if " " in term and terms.count(term) == 1 else term  # one word for a phrase
             for word, term in zip(words, terms, strict=True)]  # fmt: skip
    mended = " ".join(dict.fromkeys(spelt)).split()
    return _share(_pair(mended), worths)


def _pair(words: Sequence[str]) -> list[Pair]:
    """Pair each word that says something with the next such, and each stop word literally."""
    telling = [_START, *(root(word) for word in words if word not in STOP_WORDS)]
    literal = (pair for pair in pairwise(words) if not STOP_WORDS.isdisjoint(pair))
    return [*pairwise(telling), *literal]


def _share(pairs: Iterable[Pair], worths: Mapping[Pair, float]) -> float:
    found = total = 0.0
    for pair in pairs:
        weight = 1.0
        if pair[0] == _START:
            weight = _AT_START
        elif not STOP_WORDS.isdisjoint(pair):
            weight = _STOP_WORD
        found += weight * worths.get(pair, 0.0)
        total += weight
    return found / max(1.0, total)
