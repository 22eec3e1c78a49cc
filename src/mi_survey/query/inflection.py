"""English inflection: the other forms that a word may have, as verb or noun.

Rules alone, no dictionary: many forms that this makes are no words, so the caller keeps those
that a catalog has. Derivation (edit, editor; prune, prunable) is not inflection.
"""

from __future__ import annotations

import re

_VOWEL = re.compile(r"[aeiouy]")
# A consonant that doubles before an ending: one vowel before it, and not w, x or y.
_DOUBLES = re.compile(r".*[^aeiou][aeiou][bdfgklmnprtvz]")
_DOUBLED = re.compile(r".*([bdfgklmnprtvz])\1")
_SHORTEST = 3


def inflections(word: str) -> set[str]:
    """Return the forms of the words that a word may be a form of, without the word itself.

    >>> sorted(form for form in inflections("probing") if form.startswith("probe"))
    ['probe', 'probed', 'probes']
    >>> "lying" in inflections("lies"), "steer" in inflections("steered")
    (True, True)
    >>> "plane" in inflections("plan"), inflections("gpt")
    (False, {'gpts'})
    """
    if not word.isalpha():
        return set()
    forms = {form for lemma in _lemmas(word) for form in _forms(lemma)}
    return forms - {word}


def _lemmas(word: str) -> set[str]:
    lemmas = {word}
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        lemmas.add(word[:-1])
        if word.endswith(("ses", "xes", "zes", "ches", "shes")):
            lemmas.add(word[:-2])
        if word.endswith("ies"):
            lemmas.add(f"{word[:-3]}y")
    elif word.endswith("ied"):
        lemmas |= {f"{word[:-3]}y", word[:-1]}
    elif word.endswith("ed") and not word.endswith("eed"):
        lemmas |= _verbs(word[:-2])
    elif word.endswith("ing"):
        lemmas |= _verbs(word[:-3])
        if word.endswith("ying"):
            lemmas.add(f"{word[:-4]}ie")
    return {lemma for lemma in lemmas if len(lemma) >= _SHORTEST}


def _verbs(stem: str) -> set[str]:
    """Return the verbs that may have lost an e, or doubled a consonant, before an ending."""
    if len(stem) < _SHORTEST or not _VOWEL.search(stem):
        return set()
    return {stem, f"{stem}e"} | ({stem[:-1]} if _DOUBLED.fullmatch(stem) else set())


def _forms(lemma: str) -> set[str]:
    if not _VOWEL.search(lemma):
        return {lemma, f"{lemma}s"}
    if lemma.endswith("ie"):
        return {lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-2]}ying"}
    if lemma.endswith("ee"):
        return {lemma, f"{lemma}s", f"{lemma}d", f"{lemma}ing"}
    if lemma.endswith("e"):
        return {lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"}
    if lemma.endswith("y") and lemma[-2:-1] not in set("aeiou"):
        return {lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"}
    if lemma.endswith(("ss", "x", "z", "ch", "sh")):
        return {lemma, f"{lemma}es", f"{lemma}ed", f"{lemma}ing"}
    forms = {lemma, f"{lemma}s", f"{lemma}ed", f"{lemma}ing"}
    if _DOUBLES.fullmatch(lemma):
        forms |= {f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return forms
