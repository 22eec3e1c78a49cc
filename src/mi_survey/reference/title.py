"""Titles: whether two are the same, one cut short, one misspelt, or simply others.

Case, punctuation, hyphens and braces never tell titles apart; a single word may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

from mi_survey.text import tokenize

TitleGrade = Literal["same", "short", "typo", "alike", "other"]

_NEAR = 92  # of 100: a title with a typo
_ALIKE = 70  # of 100: one title in two wordings
_SMALL = frozenset("a an and at by for from in into of on or the to via with s".split())
# Of as many letters as a slip may have; longer ones are none.
_PREFIXES = frozenset("a an bi de il im in ir l re un".split())
_BREAK = re.compile(r"(?::|\?|!|\s[-–—]+)\s+")


def grade_title(written: str, titles: Iterable[str]) -> TitleGrade:
    """Say how near a title is to the nearest of several.

    ``short`` leaves out what follows a colon, ``typo`` has misspelt or small words more or
    less, ``alike`` may be another wording or another paper.

    >>> title = "Locating and Editing Factual Associations in GPT"
    >>> [grade_title(each, [title]) for each in (title.lower(), "Locating and Editting Factual "
    ...  "Association in GPT", "Locating and Editing Factual Associations in Mamba", "Refusal")]
    ['same', 'typo', 'alike', 'other']
    """
    order: tuple[TitleGrade, ...] = ("same", "short", "typo", "alike", "other")
    grades = (_grade(written, title) for title in titles)
    return min(grades, key=order.index, default="other")


def normalize_title(title: str) -> str:
    """Reduce a title to its folded words, by which equal titles are equal.

    >>> normalize_title("“Chain-of-Thought”: Why?")
    'chain of thought why'
    """
    return " ".join(tokenize(title)) or title


def title_forms(title: str) -> tuple[str, ...]:
    """Return a title, and where it has several parts the first of them.

    >>> title_forms("Toy Models: A Story")
    ('Toy Models: A Story', 'Toy Models')
    """
    head, *rest = _BREAK.split(title, maxsplit=1)
    return (title, head) if rest else (title,)


def _grade(written: str, title: str) -> TitleGrade:
    ours, theirs = _words(written), _words(title)
    joined, other = "".join(ours), "".join(theirs)
    if joined == other:
        return "same"
    if _is_head(ours, title) or _is_head(theirs, written):
        return "short"
    from rapidfuzz import fuzz  # 13 ms, where titles differ only

    similarity = fuzz.ratio(" ".join(ours), " ".join(theirs))
    if similarity >= _NEAR and _differ_by_slips(ours, theirs):
        return "typo"
    return "alike" if similarity >= _ALIKE else "other"


def _words(title: str) -> list[str]:
    return [word.removesuffix("'s") for word in tokenize(title.replace("&", " and "))]


def _is_head(words: list[str], title: str) -> bool:
    return bool(words) and any(words == _words(head) for head in title_forms(title)[1:])


def _differ_by_slips(ours: list[str], theirs: list[str]) -> bool:
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for change, start, end, to, until in matcher.get_opcodes():
        one, other = ours[start:end], theirs[to:until]
        if change == "equal" or "".join(one) == "".join(other):
            continue
        if len(one) != len(other):
            one = [word for word in one if word not in _SMALL]
            other = [word for word in other if word not in _SMALL]
        if len(one) != len(other) or not all(map(_is_slip, one, other)):
            return False
    return True


def _is_slip(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    short, long = sorted((one, other), key=len)
    # digits tell parts and models apart, and prefixes turn words into their contrary
    if any(char.isdigit() for char in one + other):
        return False
    if long.endswith(short) and long.removesuffix(short) in _PREFIXES:
        return False
    if {one, other} <= _SMALL:
        return True
    allowed = 0 if len(short) < 3 else 1 if len(short) < 7 else 2
    if len(short) == len(long) == 3:
        allowed = 0  # as in BOS and EOS
    if {one, other} & _SMALL:
        allowed = 1
    return bool(OSA.distance(one, other) <= allowed)
