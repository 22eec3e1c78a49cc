"""Queries made from works by spoiling their words as people do, to measure the search by.

A few of a title's words, or all of them, or a name, with typos, cut short, without hyphens,
run together, after filler. What fits another work just as well before it is spoilt is not
asked, so that every query has one right answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mi_survey.model.work import Work
from mi_survey.text import fold, tokenize

Ask = Callable[[random.Random, Work], str]
Spoil = Callable[[random.Random, str], str]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SMALL_WORDS = (
    "a all an and are as at be by can do does for from how in into is it its of on or that the"
    " their they to via what when where which who why with within without"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_FILLERS = ("paper on", "that paper about", "papers about", "a paper on", "the one about")


@dataclass(frozen=True, slots=True)
class Query:
    """A query, the kind it is of, and the title of the work that it means."""

    kind: str
    text: str
    title: str


# -- noise: what is asked before it is spoilt ------------------------------------------------


def _plain(work: Work) -> list[str]:
    """Return the title's words with their hyphens, without other punctuation, folded."""
    return re.findall(r"[^\W_][\w'-]*", fold(work.title))


def _authors(work: Work) -> list[str]:
    return [name.family or name.literal or "" for name in work.authors]


def _content(work: Work) -> list[str]:
    return [word for word in _plain(work) if word not in _SMALL]


def _whole(_: random.Random, work: Work) -> str:
    return " ".join(_plain(work))


def _opening(rng: random.Random, work: Work) -> str:
    return " ".join(_plain(work)[: rng.randint(4, 6)])


def _middle(rng: random.Random, work: Work) -> str:
    words = _plain(work)
    size = rng.randint(3, 5)
    start = rng.randint(1, max(1, len(words) - size))
    return " ".join(words[start : start + size])


def _some(rng: random.Random, work: Work) -> str:
    words = list(dict.fromkeys(_content(work)))
    return " ".join(rng.sample(words, min(len(words), rng.randint(3, 5))))


def _authored(rng: random.Random, work: Work) -> str:
    if not work.authors:
        return ""
    words = [fold(_authors(work)[0])]
    content = list(dict.fromkeys(_content(work)))
    words += rng.sample(content, min(len(content), rng.randint(1, 2)))
    if work.year and rng.random() < 0.5:
        words.append(str(work.year))
    return " ".join(words)


def _acronym(_: random.Random, work: Work) -> str:
    head, colon, _tail = fold(work.title).partition(":")
    return head if colon and " " not in head else ""


def _nickname(rng: random.Random, work: Work) -> str:
    return fold(rng.choice(work.nicknames)) if work.nicknames else ""


# -- noise: how it is spoilt -----------------------------------------------------------------


def _spoil_word(rng: random.Random, word: str) -> str:
    at = rng.randrange(len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    return word[:at] + rng.choice(_LETTERS) + word[at + (kind == 2) :]


def _typos(rng: random.Random, text: str, *, count: int = 2) -> str:
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) > 3]
    for at in rng.sample(long, min(count, len(long))):
        words[at] = _spoil_word(rng, words[at])
    return " ".join(words)


def _cut(rng: random.Random, text: str) -> str:
    return " ".join(word[: rng.randint(3, 5)] for word in text.replace("-", " ").split())


def _lose_hyphens(rng: random.Random, text: str) -> str:
    return text.replace("-", rng.choice(["", " "])) if "-" in text else ""


def _hyphenate(rng: random.Random, text: str) -> str:
    at = [match.start() for match in re.finditer(" ", text)]
    gap = rng.choice(at) if at else 0
    return f"{text[:gap]}-{text[gap + 1 :]}" if at else ""


def _glue(rng: random.Random, text: str) -> str:
    return _hyphenate(rng, text.replace("-", " ")).replace("-", "")


def _part(rng: random.Random, text: str) -> str:
    word = max(text.split(), key=len)
    at = rng.randint(2, max(2, len(word) - 2))
    return text.replace(word, f"{word[:at]} {word[at:]}", 1)


def _fill(rng: random.Random, text: str) -> str:
    return f"{rng.choice(_FILLERS)} {text}"


def _keep(_: random.Random, text: str) -> str:
    return text


KINDS: dict[str, tuple[Ask, tuple[Spoil, ...]]] = {
    "whole": (_whole, (_keep,)),
    "opening": (_opening, (_keep,)),
    "middle": (_middle, (_keep,)),
    "some words": (_some, (_keep,)),
    "author": (_authored, (_keep,)),
    "acronym": (_acronym, (_keep,)),
    "nickname": (_nickname, (_keep,)),
    "two typos": (_whole, (_typos,)),
    "opening, typos": (_opening, (_typos,)),
    "middle, typos": (_middle, (_typos,)),
    "some words, typos": (_some, (_typos,)),
    "cut short": (_whole, (_cut,)),
    "opening, cut short": (_opening, (_cut,)),
    "some words, cut short": (_some, (_cut,)),
    "hyphens lost": (_whole, (_lose_hyphens,)),
    "opening, hyphens lost": (_opening, (_lose_hyphens,)),
    "hyphen added": (_opening, (_hyphenate,)),
    "words glued": (_opening, (_glue,)),
    "word parted": (_opening, (_part,)),
    "paper on": (_opening, (_fill,)),
    "paper on, typos": (_middle, (_typos, _fill)),
    "all at once": (_whole, (_lose_hyphens, _typos, _fill)),
}


def generate_queries(works: Sequence[Work], *, seed: int) -> list[Query]:
    """Ask for every work in every kind of way that suits it and fits no other work."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    bags = [_bag(work) for work in works]
    return [
        Query(kind, query, work.title)
        for kind, (ask, spoils) in KINDS.items()
        for position, work in enumerate(works)
        if (query := _ask(rng, position, works, bags, kind))
    ]


def _ask(
    rng: random.Random,
    position: int,
    works: Sequence[Work],
    bags: Sequence[frozenset[str]],
    kind: str,
) -> str:
    source, spoils = KINDS[kind]
    for _ in range(5):
        clean = source(rng, works[position])
        if not clean:
            return ""
        text = clean
        for spoil in spoils:
            text = spoil(rng, text) if text else ""
        words = tokenize(text if _cut in spoils else clean)
        fits = _fits_begun if _cut in spoils else _fits
        others = (bag for at, bag in enumerate(bags) if at != position)
        if text and not any(fits(words, bag) for bag in others):
            return text
    return ""


def _bag(work: Work) -> frozenset[str]:
    texts = [work.title, *work.alt_titles, *work.nicknames, *_authors(work), str(work.year)]
    return frozenset(word for text in texts for word in tokenize(text))


def _fits(words: Sequence[str], bag: frozenset[str]) -> bool:
    return bag.issuperset(words)


def _fits_begun(words: Sequence[str], bag: frozenset[str]) -> bool:
    return all(any(other.startswith(word) for other in bag) for word in words)
