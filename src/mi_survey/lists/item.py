"""One item of a list, read: its title, links, labels, venue, date, and what is left over.

Structure comes before vocabulary: a link or bold words at the item's head are its title; only
plain words are told from authors and venues by their look. What stands around are labels and
facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from mi_survey.lists.inline import References, Span, is_external, parse_inline
from mi_survey.lists.label import (
    is_attribute,
    is_authors,
    is_citation,
    is_date,
    is_label,
    is_name,
    is_pointer,
    is_venue,
    is_year,
)
from mi_survey.lists.reading import Reading, add_badge
from mi_survey.lists.title import has_marked_title, strip_lead, take_title
from mi_survey.text import normalize_space

_DATED = re.compile(r"([A-Z][^.!?,:]{2,80}?)\s((?:19|20)\d\d)$")
_JOINERS = frozenset("a and for in of on the to with &".split())
# A title follows what stands before it within so many spans.
_REACH = 10
_SEPARATES = re.compile(r"[\s:|,·–—-]*")
# What a title goes on with after a label.
_GOES_ON = re.compile(r"\s+[\"“'‘]?[A-Z]")
_GOES_ON_AFTER_FACT = re.compile(r"\s*+(?:[:|]\s*+)?[\"“'‘]?[A-Z]")


def read_item(text: str, references: References | None = None) -> Reading:
    """Read an item's inline Markdown.

    >>> reading = read_item("🌟**Title** (ICLR 2024) [[code](https://g.org/c)] fast and small")
    >>> reading.title, reading.venue, reading.labels, [*reading.urls], reading.rest
    ('Title', 'ICLR 2024', ['code'], ['https://g.org/c'], 'fast and small')
    """
    spans = list(parse_inline(text, references))
    reading = Reading()
    links = [span for span in spans if span.kind in ("link", "badge") and span.url]
    reading.internal = bool(links) and not any(is_external(span.url) for span in links)
    spans = skip_lead(spans, reading)
    spans = take_title(spans, reading)
    _read_rest(spans, reading)
    reading.prefer_own()
    return reading


def _read_rest(spans: Sequence[Span], reading: Reading) -> None:
    words = [reading.rest]
    has_words = any(map(str.isalnum, reading.rest))  # in the line that is read
    for span, after in zip_longest(spans, spans[1:]):
        said = ""
        if span.kind in ("soft", "hard"):
            said = "\n"
        elif span.kind == "badge":
            add_badge(span, reading)
        elif span.kind == "group":
            reading.add_said(span.text, group=True)
        elif span.kind == "link":
            said = _read_rest_link(span, after, reading, has_words=has_words)
        elif not (span.kind == "code" or span.italic) or not reading.add_said(span.text):
            said = span.text
        words.append(said)
        _, newline, line = said.rpartition("\n")
        has_words = any(map(str.isalnum, line)) or (has_words and not newline)
    reading.rest = _take_facts("".join(words), reading)


def _read_rest_link(span: Span, after: Span | None, reading: Reading, *, has_words: bool) -> str:
    """Keep a link after the title; return its words where they are a part of the rest."""
    follows = after.text if after and after.kind == "text" else ""
    goes_on = (
        reading.lead == "plain" and not reading.urls and bool(re.match(r"\s+[a-z]+\s", follows))
    )
    labels = not has_words and not goes_on
    if (
        not span.text
        or span.bracketed
        or is_label(span.text)
        or (labels and not is_authors(span.text))
    ):
        reading.add_link(span)
        return ""
    reading.midway = reading.midway or goes_on
    if span.problem:
        reading.problems.append(span.problem)
    if span.url and not reading.urls:
        reading.urls[span.url] = None
        reading.mentions.append(span.url)
    return span.text


def _take_facts(text: str, reading: Reading) -> str:
    def take(match: re.Match[str]) -> str:
        pieces = re.split(r"[,;|/]\s", match[1])
        return (
            " "
            if all(reading.add_said(piece) for piece in [match[1]])
            or all(reading.add_said(p) for p in pieces)
            else match[0]
        )

    text = re.sub(r"[(（]([^()（）]{2,60})[)）]", take, text)
    kept: list[str] = []
    for piece in re.split(r"(\.\s+|[,;|\n]|\s[–—-]\s|$)", text):
        short = 0 < len(piece.split()) <= 9
        said = short and (reading.add_said(piece) or _add_dated(piece, reading))
        kept.append("" if said else piece)
    rest = normalize_space("".join(kept))
    rest = re.sub(r"\([,;|/&\s]*\)", "", rest)
    return normalize_space(rest).strip(" ,;:|/&·•()[]–—-.*{}")


def _add_dated(text: str, reading: Reading) -> bool:
    """Keep a venue that no word tells but the year at its end, as in ``Digital Craft 2017``."""
    match = _DATED.match(text.strip(" .,"))
    if match is None or reading.venue is not None or is_citation(text) or is_name(match[1]):
        return False
    if not all(word[0].isupper() or word in _JOINERS for word in match[1].split()):
        return False
    reading.venue = normalize_space(match[0])
    return True


def skip_lead(spans: list[Span], reading: Reading) -> list[Span]:
    """Read what comes before the title; return the spans from the title on."""
    index = 0
    while index < len(spans):
        span, later = spans[index], spans[index + 1 : index + _REACH]
        if span.kind == "text":
            text, said = strip_lead(span.text, marked=span.bold)
            for words in said:
                reading.add_said(words, group=True)
            stops = _stops_lead(text, span, later, reading)
            if stops:
                kept = Span("text", stops, "", span.bold, span.italic)
                return [kept, *spans[index + 1 :]]
        elif span.kind == "badge":
            add_badge(span, reading)
        elif span.kind == "group":
            if not re.fullmatch(r"[xX ]?|\d{1,3}", span.text):
                reading.add_said(span.text, group=True)
        elif span.kind in ("link", "code"):
            if span.text and not _stands_before(span, later):
                return spans[index:]
            if span.kind == "link":
                reading.add_link(span)
            else:
                reading.add_said(span.text, group=True)
        index += 1
    return []


def _stands_before(span: Span, later: Sequence[Span]) -> bool:
    """Whether a link or code at the head only labels a title that follows."""
    if not (is_label(span.text) or is_citation(span.text)):
        return False
    if span.kind == "code" or span.bracketed:
        return _has_title(later)
    after = next((s for s in later if not _SEPARATES.fullmatch(s.text) or s.kind != "text"), None)
    if is_pointer(span.text):
        # "[Slides](url). What was told" has no other title
        return not (after and after.kind == "text" and re.match(r"\.\s+\w", after.text))
    if after is None or after.kind != "text" or has_marked_title([after]):
        return after is not None and has_marked_title([after])
    # words that a full stop or a dash cuts off describe what the link leads to
    fact = bool(re.search(r"\d", span.text))
    goes_on = _GOES_ON_AFTER_FACT.match(after.text) if fact else _GOES_ON.match(after.text)
    return bool(goes_on) and _has_title([after])


def _stops_lead(text: str, span: Span, later: Sequence[Span], reading: Reading) -> str:
    """Return the text that the title begins with; empty where all of it comes before."""
    words = normalize_space(text).strip(" :.,-–—|()")
    if not any(char.isalnum() for char in words):
        return ""
    announced = re.match(r"([A-Za-z;() ]{2,20}?)\s*[:：]\s*(.*)", text.lstrip(), re.DOTALL)
    if announced and is_attribute(announced[1]):
        reading.attribute = announced[1].strip().lower()
        return announced[2] if announced[2].strip() else ""
    follows = normalize_space("".join(s.text for s in later[:1])).lstrip("* ")
    if is_attribute(words) and (text.rstrip().endswith(":") or follows.startswith(":")):
        reading.attribute = words.lower()
        return ""
    fact = is_date(words) or is_year(words) or (is_venue(words) and re.search(r"\d\d", words))
    name = is_authors(words) or is_citation(words)
    if (
        fact
        or (
            name
            and (has_marked_title(later) or ((span.bold or span.italic) and is_citation(words)))
        )
    ) and _has_title(later):
        if not name:
            reading.add_said(words, group=True)
        else:
            reading.rest = f"{reading.rest} {words}".strip()
        return ""
    if not span.bold and not span.italic and _is_prefix(text) and has_marked_title(later[:1]):
        reading.rest = f"{reading.rest} {words}".strip()
        return ""
    return text


def _is_prefix(text: str) -> bool:
    words = text.split()
    return len(words) <= 4 and bool(re.search(r"[:|–—-]\s*$", text))


def _has_title(spans: Sequence[Span]) -> bool:
    plain = "".join(s.text for s in spans if s.kind == "text" and not s.bold)
    words = re.findall(r"[^\W\d_]{2,}", plain)
    return has_marked_title(spans) or (len(words) >= 3 and not is_authors(plain))
