"""What the short words around a title say: paper, code, a venue, a date, an author.

Lists put them in brackets, links, badges and parentheses, before and after the title; here
they are told from titles and from each other. Every function is total.
"""

from __future__ import annotations

import re

from mi_survey.model.venue import LISTED_NAMES
from mi_survey.text import normalize_space

# Words of links that say nothing beyond "this leads to it".
GENERIC = frozenset({"link", "here", "url", "links", "this", ""})
# What a link leads to: words that are no title, and words that may be one.
_POINTERS = frozenset(
    """abs article arxiv blog code data dataset demo doc docs doi github here hf homepage html
    huggingface link model openreview page paper pdf post poster preprint project repo repository
    site slides twitter tweet url video web webpage website 论文 代码""".split()
)
_LABELS = _POINTERS | frozenset(
    """abstract acl alignmentforum annotated appendix audio benchmark bib bibtex blogpost book
    codebase colab course discussion documentation explorer forum googlescholar 🤗 implementation
    interactive kaggle leaderboard lesswrong library medium neuronpedia news notebook
    package podcast proceedings project pypi pytorch readme recording resource review scholar
    source substack summary supplement supplementary survey talk tensorflow text thread tutorial
    version view viewer visualization weights wiki wechat x youtube zhihu""".split()
)
_MOST_LABEL_WORDS, _MOST_VENUE_WORDS = 4, 6
_NUMBERED = re.compile(r"(?i)(?:(?:arxiv:?\s?)?\d{4}(?:\.\d{4,5})?(?:v\d+)?|\d+)$")
_FILLERS = frozenset("the of for in on and & + with to full official our their v2 v3".split())

_CAPITALIZED = frozenset(word for name in LISTED_NAMES for word in name.split("\\s"))
_YEAR = r"(?:19|20)\d\d"
_VENUE = re.compile(
    rf"^(?:in\s+|to appear (?:in|at)\s+|accepted (?:by|at|to)\s+|published (?:in|at)\s+|proc\.\s+)?"
    rf"(?:{_YEAR}\s+)?(?:the\s+)?(?:{'|'.join(LISTED_NAMES)})(?![a-z])(.*)$",
    re.IGNORECASE,
)
# What may follow a venue's name: years, volumes, other names, and these words.
_VENUE_WORD = re.compile(
    r"^(?:[A-Z0-9'’&:.\-–#*+].*|oral|spotlight|poster|workshops?|findings|main|long|short|best"
    r"|paper|conference|on|in|of|the|and|for|track|demo|preprint|under|review|submitted|accepted"
    r"|vol\.?|volume|pp\.?|pages?|to|appear|proceedings|tutorial|blog|post|talk|award|thread"
    r"|cs\.\w+|)$"
)
_NAMED_YEAR = re.compile(
    rf"^[A-Z][\w&@/+.:-]*(?:\s[\w&@/+.:()-]+){{0,6}}?[\s,]*(?:['’]?{_YEAR}|['’]\d\d)\b"
    r"(?:(?:[\s,]+\(?|\()\w+\)?){0,3}$"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"^(?:{_YEAR}\s?[./\-年]\s?\d{{1,2}}(?:\s?[./\-月]\s?\d{{1,2}})?[日月]?"
    rf"|(?:\d{{1,2}}[./-]){{1,2}}{_YEAR}"
    rf"|(?:\d{{1,2}}\s)?{_MONTH},?\s?(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?{_YEAR}"
    rf"|{_YEAR},?\s{_MONTH}(?:\s\d{{1,2}})?|{_MONTH}\s\d{{1,2}}|\d{{1,2}}/\d{{1,2}}|\d\d\.\d\d)$",
    re.IGNORECASE,
)
_CITATION = re.compile(
    rf"^([^\W\d][^:!?()\[\]]{{1,80}}?)(?:,?\s*\bet\.?\sal\b\.?,?\s*"
    rf"[(\[]?(?:{_YEAR})?[a-z]?[)\]]?|,?\s[(\[]?{_YEAR}[a-z]?[)\]]?)$"
)
_ATTRIBUTE = re.compile(
    r"""(?:authors?(?:\(s\))?|by|dates?|year|venue|conference|journal|publication
    |published(?:\s(?:in|at|date))?|(?:paper\s)?(?:title|link|url)|papers?|links|urls
    |code(?:base)?|github|repo(?:sitory)?|project(?:\spage)?|web(?:site|page)?|homepage
    |blog(?:\spost)?|arxiv|pdf|doi|openreview|demo|video|slides|bibtex|citation
    |summary|abstract|tl;?\s?dr|description|keywords?|tags?|topics?|notes?|comments?|remarks?
    |(?:(?:main|key)\s)?(?:idea|contribution|finding|result|takeaway|claim|insight|point)s?
    |methods?|datasets?|models?|tasks?|metrics?|motivation|approach|conclusion|limitations?
    |institutions?|affiliations?|organi[sz]ations?)$""",
    re.VERBOSE | re.IGNORECASE,
)
# Words that begin with a capital in titles, and are no names; their plurals are none either.
_NO_NAMES = frozenset(
    """activation alignment analysis application are attention behavior benchmark beyond causal
    chain circuit code concept data detection direction editing embedding evaluation explaining
    explanation feature for heads how in-context induction inference information
    interpretability interpreting intervention knowledge language large latent layer learning
    linear llm localization locating logic mechanistic memory method mitigating model
    multilingual network neural neurons not on paper patching perspective positional probing
    prompting reasoning representation retrieval safety scaling semantic sparse steering
    superposition survey task the theory time token tool towards toy training transformer tuning
    tutorial understanding unlearning vector vision what when with world""".split()
)
_PARTICLES = frozenset(
    "van von der den de la le da di del dos el al bin ibn ben ter ten zu".split()
)
_NAME_WORD = re.compile(r"^(?:[A-ZÀ-ÖØ-ÞŁŚŠŽĆČÖÜ](?:[\w'’-]*[\w])?\.?|[A-Z]\.(?:-?[A-Z]\.)*)$")


def is_label(text: str) -> bool:
    """Whether a link's text says what it leads to, rather than what the work is called.

    >>> [is_label(t) for t in ("Paper link", "ICLR 2024 oral", "2310.01405", "NNPatch")]
    [True, True, True, False]
    """
    text = normalize_space(text).strip(" []():|,.·•")
    if is_year(text) or is_date(text) or _NUMBERED.match(text):
        return True
    if is_venue(text) and len(text.split()) <= _MOST_VENUE_WORDS:
        return True
    words = re.findall(r"[^\W_][\w'’.]*|&|\+|🤗", text.lower())
    known = [w for w in words if w in _LABELS or w.rstrip("s0123456789") in _LABELS]
    rest = [w for w in words if w not in known and w not in _FILLERS and not w.isdigit()]
    return not rest and (bool(known) or not words) and len(words) <= _MOST_LABEL_WORDS


def is_pointer(text: str) -> bool:
    """Whether a text can be no title at all, as ``paper`` or ``official code`` cannot.

    >>> is_pointer("Official code"), is_pointer("Lesswrong")
    (True, False)
    """
    words = re.findall(r"[^\W_][\w'’.]*", text.lower())
    told = {*words, *(word.rstrip("s") for word in words)} & _POINTERS
    return bool(told) and all({w, w.rstrip("s")} & (_POINTERS | _FILLERS) for w in words)


def is_venue(text: str) -> bool:
    """Whether a text names where something appeared, with or without a year.

    >>> [is_venue(t) for t in ("EMNLP 2023 Findings", "arXiv", "ICML'24", "Probing in 2024?")]
    [True, True, True, False]
    """
    text = normalize_space(text).strip(" []():|,.")
    if "?" in text or ":" in text[:-8]:
        return False
    if match := _VENUE.match(text):
        name = text[: match.start(1)].split()[-1]
        words = re.split(r"[\s,/@|()]+", match[1])
        # "Chi" is a name, CHI a conference
        if name.istitle() and name not in _CAPITALIZED and not re.search(r"\d", text):
            return False
        return all(map(_VENUE_WORD.match, words))
    return (
        bool(_NAMED_YEAR.match(text))
        and len(text.split()) <= 5
        and len(re.findall("[A-Z]", text.split()[0])) > 1
    )


def is_year(text: str) -> bool:
    """Whether a text is a year alone."""
    return bool(re.fullmatch(rf"['’]?{_YEAR}", text.strip()))


def is_date(text: str) -> bool:
    """Whether a text is a date with at least a month.

    >>> [is_date(t) for t in ("2024.9", "2023/05", "May 2021", "Oct 10, 2023", "2024")]
    [True, True, True, True, False]
    """
    return bool(_DATE.match(normalize_space(text)))


def is_citation(text: str) -> bool:
    """Whether a text cites in short, as ``Meng et al., 2022`` does."""
    match = _CITATION.match(normalize_space(text).strip(" ,:;-–—"))
    if match is None or is_venue(text):
        return False
    return all(_is_name(name) for name in re.split(r",|&|\band\b", match[1]) if name.strip())


def is_attribute(text: str) -> bool:
    """Whether a text announces a fact of a work, as ``Authors:`` does."""
    return bool(_ATTRIBUTE.match(normalize_space(text).strip(" :*-–—")))


def is_authors(text: str) -> bool:
    """Whether a text is a row of names; a single name counts only with "et al." or initials.

    >>> [is_authors(t) for t in ("Kevin Meng, David Bau", "Meng et al.", "Attention Heads")]
    [True, True, False]
    """
    text = normalize_space(re.sub(r"[*†‡§¹²³⁴♠♣♥∗]|\(\d{4}\)", "", text)).strip(" .,;:-–—()|")
    text = re.sub(r"^(?:by|authors?:)\s+", "", text, flags=re.IGNORECASE)
    et_al = re.search(r"(?<![,\s])[,\s]*(?:\bet\.?\s?al\b\.?|\band others|\.\.\.|…)$", text)
    if et_al:
        text = text[: et_al.start()]
    parts = [p.strip() for p in re.split(r",|;|&|·|\band\b", text) if p.strip()]
    if not parts or (len(parts) == 1 and not et_al and not re.search(r"\b[A-Z]\.", text)):
        return False
    names = sum(_is_name(part) for part in parts)
    full = sum(_is_name(part) and (" " in part or "." in part) for part in parts)
    return names == len(parts) and (bool(et_al) or full * 2 >= len(parts))


def is_name(text: str) -> bool:
    """Whether a text looks like one person's full name.

    >>> is_name("Neel Nanda"), is_name("Michael A. Lepori"), is_name("Causal Tracing")
    (True, True, False)
    """
    return _is_name(text.strip()) and 2 <= len(text.split()) <= 4


def _is_name(text: str) -> bool:
    words = [word for word in text.split() if word.lower() not in _PARTICLES]
    return 1 <= len(words) <= 4 and all(
        _NAME_WORD.match(word) and not {word.lower(), word.lower().removesuffix("s")} & _NO_NAMES
        for word in words
    )
