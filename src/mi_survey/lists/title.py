"""The title of an item: by its markup, else told from authors and venues by the look of words.

No rule cuts inside what a link or bold marks. Without markup only punctuation and the look of
names tell a title, so each rule names the habit that it reads. What is cut off is handed back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mi_survey.lists.inline import Span
from mi_survey.lists.label import (
    is_authors,
    is_citation,
    is_date,
    is_label,
    is_name,
    is_venue,
    is_year,
)
from mi_survey.lists.reading import Lead, Reading
from mi_survey.text import normalize_space

_DECORATION = re.compile(r"^(?:\s|:[a-z0-9_+-]{2,30}:|[^\w\s\[\]()“\"'‘`$<{#&~@/\\.…¿¡*-])++")
# The same at the end, read from there.
_ENDING = re.compile(r"(?:\s|:[a-z0-9_+-]{2,30}:|[^\w\s\[\](){}.,:;!?'\"“”‘’`*$%+&@#<>=/\\^~|-])*+")
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,300})[”\"]")
# What follows reads texts whose white space is single spaces.
_APA_YEAR = re.compile(r"\(((?:19|20)\d\d)[a-z]?(?:, \w+(?: \d+)?)?\) ?[.,:]? (?=.)")
_LEAST_AUTHORS, _MOST_AUTHORS = 3, 400
_YEAR_END = re.compile(r"\(((?:19|20)\d\d)[a-z]?\)\W*$")
_TAIL = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]] ?[.:,;]? ?$")
_HEAD = re.compile(r"^[(\[]([^()\[\]]{2,40})[)\]] ?[-–—:.]? ?(?=\S)")
_PIECE = re.compile(r"^([^|:–—]{2,60}?) ?(?:[|:,]|\. | [-–—] ) ?(?=\S)")
_MARKED_PIECE = re.compile(r"^([^|:–—]{2,60}?) ?(?:\|| [-–—] ) ?(?=\S)")
_SOURCE = re.compile(r" [-–—|] ([^-–—|]{2,40})$")
_LEAST_BEFORE_SOURCE = 13
_ARXIV = re.compile(r"^(?:arxiv[:\s]*)?\d{4}\.\d{4,5}(?:v\d+)?$", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])()(?:\s+|$)")
# Longer words are no title, and trying to cut them takes long.
_MOST_LENGTH = 1200
_QUOTES = frozenset('“”"')
_MOST_PIECES = 20
_ENDS = " \t\n-–—:|,;·•/"


def has_marked_title(spans: Sequence[Span]) -> bool:
    """Whether a link or emphasis among the spans can be a title."""
    for span in spans:
        words = len(span.text.split())
        if (
            span.kind == "link"
            and not span.bracketed
            and words >= 2
            and not is_label(span.text)
            and not is_authors(span.text)
        ):
            return True
        if (
            span.kind == "text"
            and (span.bold or span.italic)
            and words >= 3
            and not (is_authors(span.text) or is_venue(span.text))
        ):
            return True
    return False


def take_title(spans: list[Span], reading: Reading) -> list[Span]:
    """Read the title that the spans begin with; return the spans after it."""
    if not spans:
        return []
    first = spans[0]
    if first.kind == "link":
        return _take_link(spans, reading)
    if first.kind == "code":
        reading.title, reading.lead = first.text, "code"
        return spans[1:]
    if first.bold or (first.italic and not first.text.strip().endswith(",")):
        return _take_marked(spans, reading)
    return _take_plain(spans, reading)


def _set_title(text: str, lead: Lead, reading: Reading) -> None:
    text, names, year = _cut_citation(text)
    if year:
        reading.add_said(year)
        reading.rest = f"{reading.rest} {names}".strip()
    title, said = tidy_title(text, marked=lead != "italic")
    for words in said:
        reading.add_said(words, group=not is_citation(words))
    # a venue that ends a title in bold stays in it
    if ", " in title:
        reading.add_said(title.rpartition(", ")[2])
    reading.title, reading.lead = title, lead


def _cut_citation(text: str) -> tuple[str, str, str]:
    """Cut off who wrote a work and when, as in ``Title, Lab: Authors (2024)``."""
    match = _YEAR_END.search(text)
    head = text[: match.start()].rstrip().removesuffix(",") if match else ""
    for mark in (": ", ", "):
        title, _, names = head.rpartition(mark)
        if match and title and is_citation(f"{names}, {match[1]}"):
            lab = title.rpartition(", ")
            return (lab[0] or title) if mark == ": " else title, names, match[1]
    return text, "", ""


def _take_link(spans: list[Span], reading: Reading) -> list[Span]:
    first = spans[0]
    if first.problem:
        reading.problems.append(first.problem)
    if first.url:
        reading.urls[first.url] = None
    _set_title(first.text, "link", reading)
    return spans[1:]


def _take_marked(spans: list[Span], reading: Reading) -> list[Span]:
    bold = spans[0].bold
    parts: list[str] = []
    index = 0
    while index < len(spans):
        span = spans[index]
        if span.kind in ("text", "code") and (span.bold if bold else span.italic):
            parts.append(span.text)
        elif (
            span.kind == "link"
            and span.text
            and bold
            and span.bold
            and not span.bracketed
            and not (parts and is_label(span.text))
        ):
            parts.append(span.text)
            reading.urls[span.url] = None
        elif (
            span.kind == "soft" and index + 1 < len(spans) and _marked(spans[index + 1], bold=bold)
        ):
            parts.append(" ")
        else:
            break
        index += 1
    text = "".join(parts)
    rest = spans[index:]
    named = [s for s in rest[:2] if s.kind == "link" and not s.bracketed]
    gap = "".join(s.text for s in rest[:1] if s.kind == "text").strip()
    announces = text.rstrip().endswith(":") or gap == ":"
    if (
        named
        and gap in ("", ":", "-", "–", "—")
        and not reading.urls
        and len(named[0].text.split()) >= (2 if announces else 3)
        and not is_label(named[0].text)
        and not is_authors(named[0].text)
    ):
        reading.labels.append(normalize_space(text).strip(" :"))
        return _take_link(rest[rest.index(named[0]) :], reading)
    _set_title(text, "bold" if bold else "italic", reading)
    return rest


def _marked(span: Span, *, bold: bool) -> bool:
    return span.kind == "text" and (span.bold if bold else span.italic)


def _take_plain(spans: list[Span], reading: Reading) -> list[Span]:
    parts: list[str] = []
    index = 0
    while index < len(spans):
        span = spans[index]
        if span.kind == "soft" and not _breaks(spans[index + 1 : index + 2]):
            parts.append(" ")
        elif span.kind == "code" or (
            span.kind == "text" and not span.bold and not (span.italic and parts)
        ):
            parts.append(span.text)
        else:
            break
        index += 1
    text = "".join(parts)
    rest = spans[index:]
    words = normalize_space(text).strip(' :.,-–—|(“"')
    if has_marked_title(rest[:1]) and (is_authors(words) or is_citation(words)):
        reading.rest = f"{reading.rest} {words}".strip()
        return take_title(rest, reading)
    if len(words.split()) <= 2 and rest and _is_long_link(rest[0]):
        # "Read [the title](url) first"
        rest = _take_link(rest, reading)
        reading.lead = "plain"
        return rest
    title, left = find_title(text)
    reading.title, reading.lead = title, "plain"
    return [Span("text", f"\n{left}\n"), *rest] if left else rest


def _is_long_link(span: Span) -> bool:
    long = len(span.text.split()) >= 5 and not is_label(span.text)
    return span.kind == "link" and not span.bracketed and long


def _breaks(spans: Sequence[Span]) -> bool:
    if not spans or spans[0].kind != "text" or spans[0].italic or spans[0].bold:
        return True
    words = spans[0].text.strip()
    return not words or is_authors(words) or is_name(words) or is_venue(words) or is_date(words)


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
    quoted = _QUOTED.search(text)
    if quoted and not _ends_there(text[quoted.end() :]):
        quoted = None
    prefix = text[: quoted.start()].strip(_ENDS + ".") if quoted else ""
    if quoted and (_is_meta(prefix) or is_name(prefix)):
        rest = f"{text[: quoted.start()]} {text[quoted.end() :]}"
        return tidy_title(quoted[1])[0], normalize_space(rest).strip(_ENDS)
    if apa := _APA_YEAR.search(text, _LEAST_AUTHORS, _MOST_AUTHORS):
        names, rest = text[: apa.start()].rstrip().removesuffix(","), text[apa.end() :]
        if not is_authors(rest) and (is_authors(names) or is_citation(f"{names} {apa[1]}")):
            sentences = list(_sentences(rest))
            return _tidy_end(sentences[0]), f"{names} ({apa[1]}). " + ". ".join(sentences[1:])
    pieces = [piece for piece in re.split(r" [|·•] ?|[|·•] ", text) if piece.strip(_ENDS)]
    if len(pieces) > 1:
        index = next((i for i, piece in enumerate(pieces) if not _is_meta(piece)), 0)
        return find_title_alone(pieces[index], pieces[:index] + pieces[index + 1 :])
    return find_title_alone(text, [])


def _ends_there(rest: str) -> bool:
    """Whether what follows a quotation shows that the title ends with it."""
    return not rest or rest[0] in ".,;|([" or _is_meta(re.split(r"[.,;(\[|]", rest)[0])


def find_title_alone(text: str, others: list[str]) -> tuple[str, str]:
    """Split one piece into a title and the rest; ``others`` are told to be rest already."""
    sentences = list(_sentences(text))
    if len(sentences) > 1 and is_name(sentences[0]) and len(sentences[1].split()) >= 4:
        # one author alone
        return find_title_alone(sentences[1], [*others, sentences[0], *sentences[2:]])
    index = next((i for i, part in enumerate(sentences) if not _is_meta(part)), 0)
    rest = [*others, *sentences[:index], *sentences[index + 1 :]]
    title, cut = _cut_authors(sentences[index])
    title, said = tidy_title(title)
    return title, " | ".join(part for part in [cut, *said, ". ".join(rest)] if part)


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
        pieces = [p for p in re.split(r"[,;|/]\s+", match[1]) if p] if match else []
        if match is None or not (all(map(_is_fact, pieces)) or match[1].strip().lower() == "new"):
            return text, said
        # "BlackboxNLP: Analyzing ..." is a title
        if re.search(r"[:,.]\s*$", match[0]) and not re.search(r"\d\d", match[1]):
            return text, said
        said += map(normalize_space, pieces)
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
    if source and _is_fact(source[1]):
        title = title[: source.start()]
        said.append(source[1])
    sentences = list(_sentences(title))
    while len(sentences) > 1 and _is_fact(sentences[-1]):
        said.append(sentences.pop())
        title = ". ".join(sentences)
    while match := _TAIL.search(title):
        words = match[1]
        if marked and not re.search(r"\d", words):
            break
        pieces = [piece for piece in re.split(r"[,;|]\s+", words) if piece]
        told = is_citation(words) or all(_is_fact(p) or is_citation(p) for p in pieces)
        if (
            not (told or is_authors(", ".join(p for p in pieces if not _is_fact(p))))
            or not title[: match.start()].strip()
        ):
            break
        said.append(normalize_space(words))
        title = title[: match.start()].rstrip()
    return _tidy_end(title) or normalize_space(text), said


def strip_end(text: str) -> str:
    """Strip emoji off the end.

    >>> strip_end("A title :fire: 🌟")
    'A title'
    """
    match = _ENDING.match(text[::-1])
    return text[: len(text) - match.end()] if match else text


def _tidy_end(title: str) -> str:
    title = strip_end(title.strip(_ENDS))
    title = re.sub(r"[(\[] ?[)\]]?$", "", title.strip(_ENDS)).rstrip()
    if title[:1] in _QUOTES and title[-1:] in _QUOTES and not set(title[1:-1]) & _QUOTES:
        title = title[1:-1]
    return (
        title.strip(_ENDS)
        if re.search(r"\.\.\.$|\b[A-Z]\.$", title)
        else title.rstrip(".").strip(_ENDS)
    )


def _all_full(names: str) -> bool:
    """Whether names are full ones, as the words of a list within a title seldom look."""
    parts = [part for part in re.split(r",\s*(?:and\s+)?|\sand\s+", names) if part]
    return "et al" in names or all(is_name(part) for part in parts)


def _is_fact(text: str) -> bool:
    text = text.strip(_ENDS + ".")
    return (
        bool(_ARXIV.match(text))
        or is_date(text)
        or is_year(text)
        or (is_venue(text) and (bool(re.search(r"\d\d", text)) or len(text.split()) == 1))
    )


def _is_meta(text: str) -> bool:
    text = text.strip(_ENDS + ".()")
    return not text or is_authors(text) or is_citation(text) or _is_fact(text) or is_label(text)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in re.finditer(r"[.?!]\s+(?=[^\s])", text):
        before = text[start : match.start() + 1]
        if re.search(r"(?:\b[A-Z]|\bvs|\bet al|\betc|\bDr|\bv|\bNo|\be\.g|\bi\.e|\bal)\.$", before):
            continue
        # a question is followed by the rest of its title more often than by authors
        rest = text[match.end() :]
        if text[match.start()] in "?!" and not is_authors(re.split(r"\.\s|\s\(", rest)[0]):
            continue
        yield before.rstrip(".") if before.endswith(".") else before
        start = match.end()
    if start < len(text) or start == 0:
        yield text[start:]


def _cut_authors(text: str) -> tuple[str, str]:
    for match in re.finditer(r"[,;] | (?:by|@|//|[-–—]+) ", text):
        head, tail = text[: match.start()], text[match.end() :]
        if head.count("(") != head.count(")") or len(head.split()) < 2:
            continue
        pieces = re.split(r"[,;|]\s+|\s(?:[-–—]+|//)\s|(?<![A-Z])\.\s+|[()]", tail)
        names = ", ".join(p for p in pieces if p.strip(_ENDS + ".") and not _is_fact(p))
        mark = match[0].strip()
        named = is_authors(names) and (mark != "," or _all_full(names))
        if is_name(names) and len(pieces) > 1:
            named = named or is_authors(f"{names} et al.")
        if (named or not names) and (len(head.split()) >= 3 or mark != ","):
            return head, tail
        if mark in ("-", "–", "—") and tail[:1].islower():
            return head, tail
    return text, ""
