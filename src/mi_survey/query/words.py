"""Words: how texts are split into them, and the root that the forms of a word share.

Rules alone, no dictionary: a root need be no word, it has only to be the same for all forms.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mi_survey.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]+(?:-[^\W_]+)+")
_APOSTROPHE = re.compile(r"(?<=\w)'(?:s\b)?")
# British spelling, after which both are American.
BRITISH = (
    (re.compile(r"is(?=(?:e[drs]?|ing|ation|ations|able|ability)$)"), "iz"),
    (re.compile(r"ys(?=(?:is|e[drs]?|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|al|ed$|ing$|able$|ful$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"(?<=nt|bt|et)re(?=s?$)"), "er"),
)
# What a form adds to its root, longest first, with the letters that must be left before it.
ENDINGS = tuple(
    (ending, least)
    for least, endings in (
        (5, "ization ability ibility ational iveness ousness ically ating ated ates ate ics tic"),
        (5, "ancy ency ance ence ant ent cy"),
        (4, "ations ation ators ator ities ality ments ment ness ings ally ical able ible izing"),
        (4, "ized izes izer ize isms ism ists ist ity ive ful ions ion ers er al ic ly ety age"),
        (3, "ing ies ied ed es is s e y"),
    )
    for ending in endings.split()
)
UNDOUBLED = re.compile(r"([bdfgkmnprtvz])\1$")
ROUNDS = 2


def split_words(text: str) -> list[str]:
    """Split text into folded words; a possessive's s goes, hyphens separate.

    >>> split_words("CLIP’s Text-Based Decomposition: don't")
    ['clip', 'text', 'based', 'decomposition', 'dont']
    """
    return _WORD.findall(_fold(text))


def index_words(text: str) -> list[str]:
    """Return the words of a text, then what its hyphenated words become without hyphens.

    >>> index_words("Chain-of-Thought in GPT-2")
    ['chain', 'of', 'thought', 'in', 'gpt', '2', 'chainofthought', 'gpt2']
    """
    folded = _fold(text)
    words: list[str] = _WORD.findall(folded)
    if "-" in folded:
        words += [compound.replace("-", "") for compound in _COMPOUND.findall(folded)]
    return words


def singular(word: str) -> str:
    """Strip the plural's s from a word that is long enough to have one.

    >>> singular("autoencoders"), singular("llms"), singular("bias")
    ('autoencoder', 'llm', 'bias')
    """
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word[:-1]
    return word


def join_words(words: Iterable[str]) -> str:
    """Return what a phrase is known by, however it is spaced and in whatever number.

    >>> join_words(["feed", "forward", "layers"]), join_words(["autoencoders"])
    ('feedforwardlayer', 'autoencoder')
    """
    return "".join(map(singular, words))


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """Return what the forms of a word have in common, inflected, derived or British.

    >>> root("probing") == root("probes"), root("visualisation") == root("visualize")
    (True, True)
    >>> root("truthfulness"), root("interpretability"), root("behaviours"), root("gpt")
    ('truth', 'interpret', 'behavior', 'gpt')
    """
    if len(word) < 4 or not word.isalpha():
        return word
    for pattern, american in BRITISH:
        word = pattern.sub(american, word)
    for _ in range(ROUNDS):
        shorter = _strip_ending(word)
        if shorter == word:
            break
        word = shorter
    return word


def _strip_ending(word: str) -> str:
    kept = word.endswith(("ss", "us", "as"))
    for ending, least in ENDINGS:
        if ending == "s" and kept:
            break
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return UNDOUBLED.sub(r"\1", word.removesuffix(ending))
    return word


def _fold(text: str) -> str:
    folded = fold(text)
    return _APOSTROPHE.sub("", folded) if "'" in folded else folded
