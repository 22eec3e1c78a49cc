"""The words that keep their capital in every title: names of people, peoples, places and models.

Data for ``exports.capitals``, one group each. A word stands here if its capital always makes it
a name; ``Falcon`` or ``Transformer`` are left out, since titles mean the common noun as well.
Plurals and possessives are found by the rule, and words with inner capitals need no entry.
"""

from __future__ import annotations

_PEOPLE = """
    Bayes Bayesian Bernoulli Boltzmann Boolean Cartesian Chomsky Chris Dirichlet Euclidean Fisher
    Fourier Frobenius Galois Gauss Gaussian Gibbs Goodhart Granger Hamiltonian Hebbian Hessian
    Hilbert Hopfield Jacobian Kolmogorov Kullback Lagrangian Laplace Leibler Leibniz Lipschitz
    Lyapunov Mahalanobis Makelov Markov Markovian Nanda Neel Newton Newtonian Occam Olah Pareto
    Pearson Platonic Poisson Rademacher Riemannian Shapley Simpson Sinkhorn Socratic Turing
    Wasserstein Winograd Zipf Zipfian
""".split()
_LANGUAGES_AND_PEOPLES = """
    African Afrikaans American Amharic Arabic Asian Basque Bengali Brazilian British Bulgarian
    Catalan Chinese Croatian Czech Danish Dutch English Esperanto Estonian European Finnish French
    Georgian German Germanic Greek Gujarati Hausa Hebrew Hindi Hungarian Icelandic Igbo Indian
    Indic Indonesian Irish Italian Japanese Javanese Kannada Kazakh Korean Latin Latvian
    Lithuanian Malay Malayalam Mandarin Marathi Mongolian Nepali Norwegian Persian Portuguese
    Punjabi Quechua Romanian Russian Sanskrit Serbian Sinhala Slavic Slovak Slovenian Somali
    Spanish Swahili Swedish Tagalog Tamil Telugu Thai Tibetan Turkish Ukrainian Urdu Uyghur
    Vietnamese Welsh Yiddish Yoruba Zulu
""".split()
_PLACES = """
    Africa America Asia Babel Berlin Brazil Britain Canada China Europe France Germany Hanoi India
    Italy Japan Korea London Mexico Paris Rome Russia Spain
""".split()
_MODELS_AND_WORKS = """
    Alpaca Anthropic Atari Chinchilla Claude Codex Copilot Fakepedia Galactica Gemini Gemma Google
    Haiku Llama Mamba Minecraft Mistral Mixtral Olmo Othello Prisma Pythia Python Qwen Sonnet
    Vicuna Wikipedia
""".split()

PROPER_NAMES = frozenset((*_PEOPLE, *_LANGUAGES_AND_PEOPLES, *_PLACES, *_MODELS_AND_WORKS))
