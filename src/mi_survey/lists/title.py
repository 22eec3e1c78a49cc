"""The title among plain words: told from authors, venues and labels by punctuation and looks.

Without markup nothing else tells a title, so each rule names the habit that it reads. What is cut
off is handed back. What a link or bold marks is cut only at its ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mi_survey.lists.label import (
    is_authors,
    is_citation,
    is_date,
    is_label,
    is_name,
    is_venue,
    is_year,
)
from mi_survey.text import normalize_space

_DECORATION = re.compile(r"^(?:\s|:[a-z0-9_+-]{2,30}:|[^\w\s\[\]()“\"'‘`$<{#&~@/\\.…¿¡*-])++")
# The same at the end, read from there.
_ENDING = re.compile(r"(?:\s|:[a-z0-9_+-]{2,30}:|[^\w\s\[\](){}.,:;!?'\"“”‘’`*$%+&@#<>=/\\^~|-])*+")
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,300})[”\"]")
# What follows reads texts whose white space is single spaces.
_APA_YEAR = re.compile(r"\(((?:19|20)\d\d)[a-z]?(?:, \w+(?: \d+)?)?\) ?[.,:]? (?=.)")
_LEAST_AUTHORS, _MOST_AUTHORS = 3, 400
_TAIL = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]] ?[.:,;]? ?$")
_HEAD = re.compile(r"^[(\[]([^()\[\]]{2,40})[)\]] ?[-–—:.]? ?(?=\S)")
_PIECE = re.compile(r"^([^|:–—]{2,60}?) ?(?:[|:,]|\. | [-–—] ) ?(?=\S)")
_MARKED_PIECE = re.compile(r"^([^|:–—]{2,60}?) ?(?:\|| [-–—] ) ?(?=\S)")
_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])()(?:\s+|$)")
_SOURCE = re.compile(r" [-–—|] ([^-–—|]{2,40})$")
_LEAST_BEFORE_SOURCE = 13
_BARS = re.compile(r" [|·•] ?|[|·•] | / ")
_SENTENCE_END = re.compile(r"[.?!]\s+(?=[^\s])")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\bvs|\betc|\bDr|\bv|\bNo|\be\.g|\bi\.e|\bal)\.$")
_ARXIV = re.compile(r"^(?:arxiv[:\s]*)?\d{4}\.\d{4,5}(?:v\d+)?$", re.IGNORECASE)
# Longer words are no title, and trying to cut them takes long.
_MOST_LENGTH = 1200
_QUOTES = frozenset('“”"')
_MOST_PIECES = 20
_LEAST_WORDS = 4
_ENDS = " \t\n-–—:|,;·•/"


def find_title(text: str) -> tuple[str, str]:
    """Split plain words into a title and the rest.

    >>> find_title("Locating Facts in GPT. Kevin Meng, David Bau. NeurIPS 2022.")
    ('Locating Facts in GPT', 'Kevin Meng, David Bau. NeurIPS 2022.')
    >>> find_title("Meng, K., & Bau, D. (2022). Locating facts in GPT. NeurIPS.")
    ('Locating facts in GPT', 'Meng, K., & Bau, D. (2022). NeurIPS.')
    """
    text = normalize_space(text)
    if len(text) > _MOST_LENGTH:
        return text, ""
    if quoted := _QUOTED.search(text):
        before, after = text[: quoted.start()].strip(_ENDS + "."), text[quoted.end() :]
        if (_is_meta(before) or is_name(before)) and _is_meta(re.split(r"[.,;(\[|]", after)[0]):
            rest = f"{text[: quoted.start()]} {after}"
            return tidy_title(quoted[1])[0], normalize_space(rest).strip(_ENDS)
    if apa := _APA_YEAR.search(text, _LEAST_AUTHORS, _MOST_AUTHORS):
        names, rest = text[: apa.start()].rstrip().removesuffix(","), text[apa.end() :]
        if not is_authors(rest) and (is_authors(names) or is_citation(f"{names} {apa[1]}")):
            title, *others = _sentences(rest)
            return _tidy_end(title), f"{names} ({apa[1]}). " + ". ".join(others)
    piece, others = _choose([piece for piece in _BARS.split(text) if piece.strip(_ENDS)] or [text])
    sentences = list(_sentences(piece))
    if len(sentences) > 1 and is_name(sentences[0]) and len(sentences[1].split()) >= _LEAST_WORDS:
        # one author alone
        sentences.append(sentences.pop(0))
    sentence, more = _choose(sentences)
    title, cut = _cut_authors(sentence)
    title, said = tidy_title(title)
    return title, " | ".join(filter(None, [cut, *said, ". ".join([*others, *more])]))


def _choose(parts: list[str]) -> tuple[str, list[str]]:
    """Choose the part that has the title; return the others, too."""
    at = next((index for index, part in enumerate(parts) if not _is_meta(part)), 0)
    return parts[at], parts[:at] + parts[at + 1 :]


def strip_lead(text: str, *, marked: bool = False) -> tuple[str, list[str]]:
    """Strip emoji and leading labels off the front; return the labels' words too.

    >>> strip_lead("🌟 :fire: (ICLR 2024) | 2024.3 | Title: a case")
    ('Title: a case', ['ICLR 2024', '2024.3'])
    """
    said: list[str] = []
    text = re.sub(r"\s+", " ", text)
    for _ in range(_MOST_PIECES):
        text = _DECORATION.sub("", text).lstrip(" \t\n|,:;–—-.*)]")
        piece = (_MARKED_PIECE if marked else _PIECE).match(text)
        match = _HEAD.match(text) or piece or _NUMBER.match(text)
        facts = [fact for fact in re.split(r"[,;|/]\s+", match[1]) if fact] if match else []
        if match is None or not all(map(is_fact, facts)):
            return text, said
        # "BlackboxNLP: Analyzing ..." is a title
        if re.search(r"[:,.]\s*$", match[0]) and not re.search(r"\d\d", match[1]):
            return text, said
        said += map(normalize_space, facts)
        text = text[match.end() :]
    return text, said


def tidy_title(text: str, *, marked: bool = False) -> tuple[str, list[str]]:
    """Take labels off both ends of a title, and punctuation that only ends it.

    A title that is ``marked`` by a link or bold words holds what a colon or comma cuts off.

    >>> tidy_title("[ICLR 2024] A Title (Meng et al., 2022).")
    ('A Title', ['ICLR 2024', 'Meng et al., 2022'])
    """
    if len(text) > _MOST_LENGTH:
        return normalize_space(text), []
    title, said = strip_lead(normalize_space(text).strip(_ENDS), marked=marked)
    source = _SOURCE.search(title, _LEAST_BEFORE_SOURCE)
    if source and is_fact(source[1]):
        title = title[: source.start()]
        said.append(source[1])
    sentences = list(_sentences(title))
    while len(sentences) > 1 and is_fact(sentences[-1]):
        said.append(sentences.pop())
        title = ". ".join(sentences)
    while (tail := _TAIL.search(title)) and title[: tail.start()].strip():
        pieces = [piece for piece in re.split(r"[,;|]\s+", tail[1]) if piece]
        names = ", ".join(each for each in pieces if not (is_fact(each) or is_citation(each)))
        told = not names or is_authors(names) or is_citation(tail[1])
        if not told or (marked and not re.search(r"\d", tail[1])):
            break
        said.append(normalize_space(tail[1]))
        title = title[: tail.start()].rstrip()
    return _tidy_end(title) or normalize_space(text), said


def strip_end(text: str) -> str:
    """Strip emoji off the end.

    >>> strip_end("A title :fire: 🌟")
    'A title'
    """
    match = _ENDING.match(text[::-1])
    return text[: len(text) - match.end()] if match else text


def is_fact(text: str) -> bool:
    """Whether a text says when a work appeared, where for sure, or under which number."""
    text = text.strip(_ENDS + ".")
    if is_date(text) or is_year(text) or _ARXIV.match(text):
        return True
    return is_venue(text) and (bool(re.search(r"\d\d", text)) or " " not in text)


def _tidy_end(title: str) -> str:
    title = re.sub(r"[(\[] ?[)\]]?$", "", strip_end(title).strip(_ENDS)).rstrip()
    if title[:1] in _QUOTES and title[-1:] in _QUOTES and not set(title[1:-1]) & _QUOTES:
        title = title[1:-1]
    return title.rstrip(".").strip(_ENDS)


def _is_meta(text: str) -> bool:
    text = text.strip(_ENDS + ".()")
    return not text or is_authors(text) or is_citation(text) or is_fact(text) or is_label(text)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[start : match.start() + 1]
        if _ABBREVIATION.search(before):
            continue
        # a question is followed by the rest of its title more often than by authors
        rest = text[match.end() :]
        if text[match.start()] in "?!" and not is_authors(re.split(r"\.\s|\s\(", rest)[0]):
            continue
        yield before.rstrip(".")
        start = match.end()
    yield text[start:]


def _cut_authors(text: str) -> tuple[str, str]:
    """Cut off who wrote a work, and what is said after that."""
    for match in re.finditer(r"[,;] | (?:by|@|//|[-–—]+) ", text):
        head, tail = text[: match.start()], text[match.end() :]
        if head.count("(") != head.count(")") or len(head.split()) < 2:
            continue
        pieces = re.split(r"[,;|]\s+|\s(?:[-–—]+|//)\s|(?<![A-Z])\.\s+|[()]", tail)
        names = ", ".join(p for p in pieces if p.strip(_ENDS + ".") and not is_fact(p))
        # of one author alone facts must tell
        told = not names or is_authors(names) or (is_name(names) and len(pieces) > 1)
        # a comma may stand within the title, before words that look like names
        if match[0] == ", ":
            told = told and _all_full(names) and len(head.split()) > 2
        if told:
            return head, tail
    return text, ""


def _all_full(names: str) -> bool:
    """Whether names are full ones, as the words of a list within a title seldom look."""
    parts = [part for part in re.split(r",\s*(?:and\s+)?|\sand\s+", names) if part]
    return "et al" in names or all(map(is_name, parts))
