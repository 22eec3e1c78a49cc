"""The words of a title whose capitals a bibliography style must not lower.

Styles lower the capitals of titles; braces keep them. Braces around the whole title would take
the choice from the style, so each word is judged by itself, as the ACL Anthology does
(https://github.com/acl-org/acl-anthology/wiki/Fixed-case).
"""

from __future__ import annotations

import re

Span = tuple[int, int]

# The words that keep their capital in every title. A word stands here if its capital always makes
# it a name; ``Falcon`` or ``Transformer`` are left out, since titles mean the common noun as well.
# Plurals and possessives are found by the rule, and words with inner capitals need no entry. First
# come people, then languages and peoples, places, models and works.
PROPER_NAMES = frozenset(
    """
    Bayes Bayesian Bernoulli Boltzmann Boolean Cartesian Chomsky Chris Dirichlet Euclidean Fisher
    Fourier Frobenius Galois Gauss Gaussian Gibbs Goodhart Granger Hamiltonian Hebbian Hessian
    Hilbert Hopfield Jacobian Kolmogorov Kullback Lagrangian Laplace Leibler Leibniz Lipschitz
    Lyapunov Mahalanobis Makelov Markov Markovian Nanda Neel Newton Newtonian Occam Olah Pareto
    Pearson Platonic Poisson Rademacher Riemannian Shapley Simpson Sinkhorn Socratic Turing
    Wasserstein Winograd Zipf Zipfian

    African Afrikaans American Amharic Arabic Asian Basque Bengali Brazilian British Bulgarian
    Catalan Chinese Croatian Czech Danish Dutch English Esperanto Estonian European Finnish French
    Georgian German Germanic Greek Gujarati Hausa Hebrew Hindi Hungarian Icelandic Igbo Indian
    Indic Indonesian Irish Italian Japanese Javanese Kannada Kazakh Korean Latin Latvian
    Lithuanian Malay Malayalam Mandarin Marathi Mongolian Nepali Norwegian Persian Portuguese
    Punjabi Quechua Romanian Russian Sanskrit Serbian Sinhala Slavic Slovak Slovenian Somali
    Spanish Swahili Swedish Tagalog Tamil Telugu Thai Tibetan Turkish Ukrainian Urdu Uyghur
    Vietnamese Welsh Yiddish Yoruba Zulu

    Africa America Asia Babel Berlin Brazil Britain Canada China Europe France Germany Hanoi India
    Italy Japan Korea London Mexico Paris Rome Russia Spain

    Alpaca Anthropic Atari Chinchilla Claude Codex Copilot Fakepedia Galactica Gemini Gemma Google
    Haiku Llama Mamba Minecraft Mistral Mixtral Olmo Othello Prisma Pythia Python Qwen Sonnet
    Vicuna Wikipedia
    """.split()
)

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
