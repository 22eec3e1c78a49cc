"""What the field's words mean to a search: synonyms, stop words, and words that only ask.

Data, and the functions that read it. A group of synonyms holds phrases that name the same
thing in this literature without reservation; near relations (steering vector and activation
steering) are not synonyms and stay out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.query.words import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

# Singular; a phrase is known by its letters, in one word or several.
_ABBREVIATED = """
    causal mediation analysis, chain of thought, contrast consistent search, contrastive activation
    addition, deep neural network, direct logit attribution, direct preference optimization,
    distributed alignment search, edge attribution patching, in context learning, indirect object
    identification, inference time intervention, language model, large language model, large
    multimodal model, large vision language model, masked language model, mixture of expert, multi
    head attention, natural language processing, neural machine translation, out of distribution,
    parameter efficient fine tuning, post training quantization, pretrained language model, question
    answering, recurrent neural network, reinforcement learning, retrieval augmented generation,
    singular learning theory, singular value decomposition, state space model, theory of mind,
    vision language model, visual question answering
"""
SYNONYMS: tuple[tuple[str, ...], ...] = (
    *(
        (phrase, "".join(word[0] for word in phrase.split()))
        for phrase in " ".join(_ABBREVIATED.split()).split(", ")
    ),
    ("activation patching", "causal tracing"),
    ("automated circuit discovery", "automatic circuit discovery", "acdc"),
    ("automated interpretability", "automatic interpretability", "auto interp"),
    ("backdoor", "trojan"),
    ("dictionary learning", "sparse coding"),
    ("explainable ai", "explainable artificial intelligence", "xai"),
    ("fact", "factual"),
    ("grammar", "grammatical"),
    ("key value", "kv"),
    ("knowledge editing", "model editing"),
    ("lie", "lying"),
    ("layernorm", "layer normalization"),
    ("layer wise relevance propagation", "lrp"),
    ("low rank adaptation", "lora"),
    ("math", "mathematic", "mathematical"),
    ("mechanistic interpretability", "mech interp", "mi"),
    ("mlp", "multi layer perceptron", "feed forward", "ffn"),
    ("multimodal large language model", "multimodal llm", "mllm"),
    ("rank one model editing", "rome"),
    ("reinforcement learning from human feedback", "rlhf"),
    ("representation engineering", "repe"),
    ("representation finetuning", "reft"),
    ("rotary position embedding", "rotary positional embedding", "rope"),
    ("sparse autoencoder", "sae"),
    ("supervised finetuning", "sft"),
    ("syntax", "syntactic"),
    ("vision transformer", "vit"),
)
_OTHERS = {
    join_words(phrase.split()): [other for other in group if other != phrase]
    for group in SYNONYMS
    for phrase in group
}


def find_synonyms(words: Sequence[str]) -> list[str]:
    """Return the phrases that mean the same as some words; may be empty.

    >>> find_synonyms(["saes"]), find_synonyms(["feedforward"])
    (['sparse autoencoder'], ['mlp', 'multi layer perceptron', 'ffn'])
    """
    return _OTHERS.get(join_words(words), [])


# What a searcher calls a kind of work, singular.
KIND_WORDS = {
    "survey": "survey", "review": "survey", "overview": "survey",
    "tool": "tool", "toolkit": "tool", "library": "tool", "package": "tool", "software": "tool",
    "tutorial": "tutorial", "introduction": "tutorial", "intro": "tutorial", "guide": "tutorial",
    "course": "tutorial", "primer": "tutorial", "beginner": "tutorial", "start": "tutorial",
    "blog": "blog", "post": "blog",
    "video": "video", "talk": "video", "lecture": "video",
}  # fmt: skip

_STOP_WORDS = (
    "about after all an and any are as at be been by can do does for from had has have how if"
    " in into is it its more not of on or our out over paper papers than that the their they this"
    " through to toward towards under up using via was we were what when where which who why will"
    " with within without you your"
)
# A letter alone is an initial.
STOP_WORDS = frozenset((*_STOP_WORDS.split(), *"abcdefghijklmnopqrstuvwxyz"))

# Whom a question is about where it says nothing else: models, as everything here is.
SUBJECTS = frozenset(
    "ai language large llm llms lm lms model models network networks neural transformer"
    " transformers".split()
)
_QUESTION = frozenset("can do does how is are what when where which why".split())


def is_question(words: Sequence[str]) -> bool:
    """Tell whether words ask something, so that their subject may go without saying."""
    return bool(words) and words[0] in _QUESTION


# What says in a query that works are asked for, and what else may stand before what they are about.
_PAPERS = frozenset(
    "paper papers article articles publication publications preprint preprints".split()
)
_ASKING = _PAPERS.union(
    "work works literature research one ones something anything stuff know known said learned"
    " discovered published written wrote introduced proposed invented worked".split()
)
_ASIDE = STOP_WORDS.union(
    "please could find search looking look get give show me i want need some all recent new famous"
    " original read list there whose many called titled named entitled talk talks talking discuss"
    " discusses discussing regarding concerning shows showing exist exists deals dealing".split()
)
_WHAT_IS = frozenset("what is are a an the".split())


def strip_filler(words: Sequence[str]) -> Sequence[str]:
    """Take away the words around a query that only say that a work is asked for.

    >>> strip_filler(["that", "paper", "about", "refusal"]), strip_filler(["rome", "paper"])
    (['refusal'], ['rome'])
    >>> strip_filler(["what", "has", "been", "published", "on", "probes"]), strip_filler(["paper"])
    (['probes'], ['paper'])
    """
    words = [word for word in words if word not in ("et", "al")] or words
    if len(words) > 1 and words[-1] in _PAPERS:
        words = words[:-1]
    telling = (at for at, word in enumerate(words) if word not in _ASKING | _ASIDE)
    start = next(telling, 0)
    lead = set(words[:start])
    return words[start:] if lead & _ASKING or {"what"} <= lead <= _WHAT_IS else words
