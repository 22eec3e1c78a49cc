"""What the field's words mean to a search: synonyms, stop words, and phrases that only ask.

Data, and the functions that read it. A group of synonyms holds phrases that name the same
thing in this literature without reservation; near relations (steering vector and activation
steering) are not synonyms and stay out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mi_survey.query.words import singular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Phrase = tuple[str, ...]

# Folded, hyphens written as spaces, singular: a plural in the query or a title counts too.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("activation patching", "causal tracing"),
    ("automated circuit discovery", "automatic circuit discovery", "acdc"),
    ("automated interpretability", "automatic interpretability", "auto interp", "autointerp"),
    ("backdoor", "trojan"),
    ("causal mediation analysis", "cma"),
    ("chain of thought", "cot"),
    ("contrast consistent search", "ccs"),
    ("contrastive activation addition", "caa"),
    ("convolutional neural network", "cnn"),
    ("deep neural network", "dnn"),
    ("dictionary learning", "sparse coding"),
    ("direct logit attribution", "dla"),
    ("direct preference optimization", "dpo"),
    ("distributed alignment search", "das"),
    ("edge attribution patching", "eap"),
    ("explainable ai", "explainable artificial intelligence", "xai"),
    ("fact", "factual"),
    ("grammar", "grammatical"),
    ("graph neural network", "gnn"),
    ("in context learning", "incontext learning", "icl"),
    ("indirect object identification", "ioi"),
    ("inference time intervention", "iti"),
    ("key value", "kv"),
    ("knowledge editing", "model editing"),
    ("language model", "lm"),
    ("large language model", "llm"),
    ("large multimodal model", "lmm"),
    ("large vision language model", "lvlm"),
    ("layer normalization", "layer norm", "layernorm"),
    ("layer wise relevance propagation", "lrp"),
    ("low rank adaptation", "lora"),
    ("masked language model", "mlm"),
    ("math", "mathematic", "mathematical"),
    ("mechanistic interpretability", "mech interp", "mechinterp", "mi"),
    ("mixture of expert", "moe"),
    (
        "mlp",
        "multi layer perceptron",
        "multilayer perceptron",
        "feed forward",
        "feedforward",
        "ffn",
    ),
    ("multi head attention", "multihead attention", "mha"),
    (
        "multimodal large language model",
        "multi modal large language model",
        "multimodal llm",
        "mllm",
    ),
    ("natural language processing", "nlp"),
    ("neural machine translation", "nmt"),
    ("out of distribution", "ood"),
    ("parameter efficient fine tuning", "parameter efficient finetuning", "peft"),
    ("post training quantization", "ptq"),
    ("pretrained language model", "pre trained language model", "plm"),
    ("principal component analysis", "pca"),
    ("question answering", "qa"),
    ("rank one model editing", "rome"),
    ("recurrent neural network", "rnn"),
    ("reinforcement learning", "rl"),
    ("reinforcement learning from human feedback", "rlhf"),
    ("representation engineering", "repe"),
    ("representation finetuning", "representation fine tuning", "reft"),
    ("retrieval augmented generation", "rag"),
    ("rotary position embedding", "rotary positional embedding", "rope"),
    ("singular learning theory", "slt"),
    ("singular value decomposition", "svd"),
    ("sparse autoencoder", "sparse auto encoder", "sae"),
    ("state space model", "ssm"),
    ("supervised fine tuning", "supervised finetuning", "sft"),
    ("syntax", "syntactic"),
    ("theory of mind", "tom"),
    ("vision language model", "vlm"),
    ("vision transformer", "vit"),
    ("visual question answering", "vqa"),
)

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
    "a about after all an and any are as at be been by can do does for from had has have how if"
    " in into is it its more not of on or our out over paper papers than that the their they this"
    " through to toward towards under up using via was we were what when where which who why will"
    " with within without you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Whom a question is about where it says nothing else: models, as everything here is.
SUBJECTS = frozenset(
    "ai language large llm llms lm lms model models network networks neural transformer"
    " transformers".split()
)
_QUESTION = frozenset("can do does how is are what when where which why".split())


def is_question(words: Sequence[str]) -> bool:
    """Tell whether words ask something, so that their subject may go without saying."""
    return bool(words) and words[0] in _QUESTION


_ASKS = (
    r"(?:please|can|could|you|find|search|looking|look|for|get|give|show|me|i|want|need|the|that"
    r"|this|a|an|some|any|all|recent|new|famous|original|read|is|are|there|list|of)"
)
_WORK = (
    r"(?:papers?|articles?|works?|publications?|preprints?|literature|research|ones?|something"
    r"|anything|stuff)"
)
_JOINS = (
    r"(?:that|which|is|was|are|were|on|about|by|from|with|where|called|titled|named|entitled"
    r"|talks?|talking|discuss(?:es|ing)?|regarding|concerning|shows?|showing|there|exists?|have"
    r"|has|been|published|written|deals?|dealing)"
)
_KNOWN = r"(?:published|written|done|said|known|found|learn(?:ed|t)|discovered)"
_OPENINGS = (
    rf"(?:{_ASKS} )*{_WORK} (?:{_JOINS} )+",
    rf"(?:which|what|whose|how many) (?:{_ASKS} )*{_WORK} (?:{_JOINS} )*",
    rf"what (?:is|has|have|was) (?:there|(?:been )?{_KNOWN}) (?:on|about|by|with|of|for) ",
    r"what do (?:we|you) know (?:about|of) ",
    r"what (?:is|are) (?:an? |the )?",
    r"who (?:wrote|published|introduced|proposed|invented|(?:has |have )?(?:works?|worked) on) ",
)
_OPENING = re.compile(rf"^(?:{'|'.join(_OPENINGS)})(?=\S)", re.IGNORECASE)
_CLOSING = re.compile(r"(?<=\S) (?:papers?|articles?|publications?|preprints?)\W*$", re.IGNORECASE)
_AND_OTHERS = re.compile(r"(?<=[^\s,])[ ,]+et\.? al\b\.?", re.IGNORECASE)


def strip_filler(query: str) -> str:
    """Take away the words around a query that only say that a work is asked for.

    >>> strip_filler("that paper about refusal"), strip_filler("the one by meng on factual recall")
    ('refusal', 'meng on factual recall')
    >>> strip_filler("ROME paper"), strip_filler("paper"), strip_filler("Meng et al., 2022")
    ('ROME', 'paper', 'Meng, 2022')
    >>> strip_filler("which works edit neurons"), strip_filler("what has been published on probes?")
    ('edit neurons', 'probes?')
    """
    asked = _AND_OTHERS.sub("", " ".join(query.split()))
    return _CLOSING.sub("", _OPENING.sub("", asked, count=1))


def iter_synonyms(words: Sequence[str]) -> Iterator[tuple[int, int, list[Phrase]]]:
    """Yield ``(start, stop, others)``: the words from start to stop mean each of the others.

    >>> [(start, stop, others[0]) for start, stop, others in iter_synonyms(["gender", "saes"])]
    [(1, 2, ('sparse', 'autoencoder'))]
    """
    stems = [singular(word) for word in words]
    for start, stem in enumerate(stems):
        for phrase, others in _BY_FIRST_WORD.get(stem, ()):
            stop = start + len(phrase)
            if tuple(stems[start:stop]) == phrase:
                yield start, stop, others


def _by_first_word() -> dict[str, list[tuple[Phrase, list[Phrase]]]]:
    table: dict[str, list[tuple[Phrase, list[Phrase]]]] = {}
    for group in SYNONYMS:
        phrases: list[Phrase] = [tuple(singular(word) for word in text.split()) for text in group]
        for phrase in phrases:
            others = [other for other in phrases if other != phrase]
            table.setdefault(phrase[0], []).append((phrase, others))
    return table


_BY_FIRST_WORD = _by_first_word()
