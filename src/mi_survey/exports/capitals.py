"""The words of a title whose capitals a bibliography style must not lower.

Styles lower the capitals of titles; braces keep them. Braces around the whole title would take
the choice from the style, so each word is judged by itself, as the ACL Anthology does
(https://github.com/acl-org/acl-anthology/wiki/Fixed-case).
"""

from __future__ import annotations

import re

from mi_survey.exports.proper_names import PROPER_NAMES

Span = tuple[int, int]

# Letters and digits, with combining accents that have no composed form.
_WORD = r"(?:[^\W_]|[\u0300-\u036f])+"
_JOINTS = frozenset("-./+")
# BibTeX keeps the capital after a colon by itself, and no other that begins a sentence.
_SENTENCE_END = r"[?!]['\"’”)]*\s+"


def find_fixed_words(title: str) -> list[Span]:
    """Find where the words with fixed capitals stand, as pairs of start and end.

    Fixed are inner capitals (acronyms, CamelCase), capitals with digits, single letters but
    for the article, proper names, and what begins a sentence after ``?`` or ``!``. Words that
    a hyphen, full stop, slash or plus sign joins are one, as are numbers that follow (``GPT-2``).

    >>> title = "Do MLPs Beat RoBERTa's Heads? Views of GPT-2: A Bayesian Answer"
    >>> [title[start:end] for start, end in find_fixed_words(title)]
    ['MLPs', 'RoBERTa', 'Views', 'GPT-2', 'Bayesian']
    """
    # where everything is a capital, capitals tell nothing
    shouted = not any(char.islower() for char in title)
    beginnings = {match.end() for match in re.finditer(_SENTENCE_END, title)}
    spans: list[Span] = []
    for match in re.finditer(_WORD, title):
        start, end = match.span()
        joined = bool(spans) and spans[-1][1] == start - 1 and title[start - 1] in _JOINTS
        word = match[0]
        fixed = (
            (joined and word[0].isdigit())
            or _is_fixed(word, shouted=shouted)
            or (start in beginnings and word[0].isupper())
        )
        if fixed:
            spans.append((spans.pop()[0] if joined else start, end))
    return spans


def _is_fixed(word: str, *, shouted: bool) -> bool:
    if word in PROPER_NAMES or word.removesuffix("s") in PROPER_NAMES:
        return True
    if not any(char.isupper() for char in word):
        return False
    if any(char.isdigit() for char in word):
        return True
    return not shouted and ((len(word) == 1 and word != "A") or any(map(str.isupper, word[1:])))
