"""One item of a list, read: its title, links, labels, venue, date, and what is left over.

Structure comes before vocabulary: a link or bold words at the item's head are its title; only
plain words are told from authors and venues by their look. What stands around are labels and
facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal

from mi_survey.lists.inline import References, Span, is_external, parse_inline
from mi_survey.lists.label import (
    GENERIC,
    is_attribute,
    is_authors,
    is_citation,
    is_date,
    is_label,
    is_pointer,
    is_venue,
    is_year,
)
from mi_survey.lists.title import find_title, is_fact, strip_lead, tidy_title
from mi_survey.text import normalize_space

Lead = Literal["link", "bold", "italic", "code", "plain", ""]
_EMOJI = re.compile(r":[a-z0-9_+-]{2,30}:|^[^\w\[(]+")
_COUNTER = re.compile(r"(?i)\bstars?\b|\bawesome\b|visitors|license|\bforks?\b|last.commit")
_BADGE_NAME = re.compile(r"(?i)^(?:conference|venue|publi\w+|journal|paper)\s+(?=\S)")


_DATED = re.compile(r"[A-Z][^.!?,:]{2,80}?\s(?:19|20)\d\d$")
_JOINERS = frozenset("a and for in of on the to with &".split())
_YEAR_END = re.compile(r"\(((?:19|20)\d\d)[a-z]?\)\W*$")
# A title follows what stands before it within so many spans.
_REACH = 10
_SEPARATES = re.compile(r"[\s:|,·–—-]*")
# What a title goes on with after a label.
_GOES_ON = re.compile(r"\s*+(?:[:|]\s*+)?[\"“'‘]?[A-Z]")
_ANNOUNCED = re.compile(r"\s*([A-Za-z;()][A-Za-z;() ]{1,19}?)\s*[:：]\s*(.*)", re.DOTALL)


@dataclass(slots=True)
class Reading:
    """What an item says; ``rest`` are its words that are none of the other fields.

    ``lead`` is the markup that the title has; ``midway`` that a link stands within a sentence;
    ``urls`` are in order, each once; ``internal`` says that all links lead to places within the
    list; ``tags`` are the terms of axes, as columns of a table have them.
    """

    title: str = ""
    lead: Lead = ""
    urls: dict[str, None] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    venue: str | None = None
    year: str | None = None
    date: str | None = None
    rest: str = ""
    attribute: str = ""
    midway: bool = False
    internal: bool = False
    problems: list[str] = field(default_factory=list)
    tags: Mapping[str, str] = field(default_factory=dict)

    def keep_link(self, span: Span) -> None:
        """Keep a link's URL, and what is wrong with it."""
        if span.problem:
            self.problems.append(span.problem)
        if span.url:
            self.urls[span.url] = None

    def add_link(self, span: Span) -> None:
        """Keep a link's URL and, where its text says something, its label."""
        self.keep_link(span)
        label = normalize_space(_EMOJI.sub("", span.text))
        if span.url and any(map(str.isalnum, label)) and label.lower() not in GENERIC:
            self.labels.append(label)

    def add_said(self, text: str, *, group: bool = False) -> bool:
        """Keep a date, a year or a venue; with ``group``, any other words as a label."""
        text = normalize_space(text).strip(" .,;:|/")
        if is_date(text) and self.date is None:
            self.date = text
        elif is_year(text) and self.year is None:
            self.year = text
        elif is_venue(text) and self.venue is None:
            self.venue = text
        elif group and any(map(str.isalnum, text)):
            self.labels.append(text)
        else:
            return False
        return True


def read_item(text: str, references: References | None = None) -> Reading:
    """Read an item's inline Markdown.

    >>> reading = read_item("🌟**Title** (ICLR 2024) [[code](https://g.org/c)] fast and small")
    >>> reading.title, reading.venue, reading.labels, [*reading.urls], reading.rest
    ('Title', 'ICLR 2024', ['code'], ['https://g.org/c'], 'fast and small')
    """
    spans = list(parse_inline(text, references))
    reading = Reading()
    links = [span.url for span in spans if span.url]
    reading.internal = bool(links) and not any(map(is_external, links))
    _read_rest(_take_title(_skip_lead(spans, reading), reading), reading)
    return reading


def _skip_lead(spans: list[Span], reading: Reading) -> list[Span]:
    """Read what comes before the title; return the spans from the title on."""
    for index, span in enumerate(spans):
        later = spans[index + 1 : index + _REACH]
        if span.kind == "text":
            text, said = strip_lead(span.text, marked=span.bold)
            for words in said:
                reading.add_said(words, group=True)
            if begins := _find_beginning(text, later, reading):
                return [Span("text", begins, "", span.bold, span.italic), *spans[index + 1 :]]
        elif span.kind == "badge":
            _add_badge(span, reading)
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
    return []


def _stands_before(span: Span, later: Sequence[Span]) -> bool:
    """Whether a link or code at the head only labels a title that follows."""
    if not (is_label(span.text) or is_citation(span.text)):
        return False
    if span.kind == "code" or span.bracketed:
        return _has_title(later)
    after = next((s for s in later if s.kind != "text" or not _SEPARATES.fullmatch(s.text)), None)
    if is_pointer(span.text):
        # "[Slides](url). What was told" has no other title
        return not (after and re.match(r"\.\s+\w", after.text))
    if after is None or _is_marked_title(after):
        return after is not None
    return after.kind == "text" and bool(_GOES_ON.match(after.text))


def _find_beginning(text: str, later: Sequence[Span], reading: Reading) -> str:
    """Return the text that the title begins with; empty where all of it comes before."""
    words = normalize_space(text).strip(" :.,-–—|()")
    if not any(map(str.isalnum, words)):
        return ""
    announced = _ANNOUNCED.match(text)
    if announced and is_attribute(announced[1]):
        reading.attribute = announced[1].strip().lower()
        return announced[2]
    if is_attribute(words) and later and later[0].text.lstrip("* ").startswith(":"):
        reading.attribute = words.lower()
        return ""
    marked = [_is_marked_title(each) for each in later]
    told = (is_fact(words) or is_citation(words)) and _has_title(later)
    announces = bool(re.search(r"[:|–—-]\s*$", text)) and any(marked[:1])
    # a title may look like a row of names
    if told or announces or (is_authors(words) and any(marked)):
        if not (is_fact(words) and reading.add_said(words)):
            reading.rest = f"{reading.rest} {words}".strip()
        return ""
    return text


def _has_title(spans: Sequence[Span]) -> bool:
    plain = "".join(s.text for s in spans if s.kind == "text" and not s.bold)
    return any(map(_is_marked_title, spans)) or len(re.findall(r"[^\W\d_]{2,}", plain)) > 2


def _is_marked_title(span: Span) -> bool:
    """Whether a link or emphasis can be a title."""
    words = len(span.text.split())
    if span.kind == "link":
        return words > 1 and not (span.bracketed or is_label(span.text))
    told = is_authors(span.text) or is_venue(span.text)
    return span.kind == "text" and (span.bold or span.italic) and words > 2 and not told


def _take_title(spans: list[Span], reading: Reading) -> list[Span]:
    """Read the title that the spans begin with; return the spans after it."""
    if not spans:
        return []
    first = spans[0]
    if first.kind == "link":
        reading.keep_link(first)
        _set_title(first.text, "link", reading)
        return spans[1:]
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
    reading.title, said = tidy_title(text, marked=lead != "italic")
    for words in said:
        reading.add_said(words, group=not is_citation(words))
    # a venue that ends a marked title stays in it
    if ", " in reading.title:
        reading.add_said(reading.title.rpartition(", ")[2])
    reading.lead = lead


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


def _take_marked(spans: list[Span], reading: Reading) -> list[Span]:
    """Read a title in bold or italics, with the links in it; or the link that it announces."""
    bold = spans[0].bold
    parts: list[str] = []
    for span, after in zip_longest(spans, spans[1:]):
        marked = span.bold if bold else span.italic
        if marked and span.kind in ("text", "code"):
            parts.append(span.text)
        elif marked and bold and span.kind == "link" and span.text and not is_label(span.text):
            parts.append(span.text)
            reading.keep_link(span)
        elif span.kind == "soft" and after and (after.bold if bold else after.italic):
            parts.append(" ")
        else:
            break
    text, rest = "".join(parts), spans[len(parts) :]
    gap = rest[0].text.strip() if rest and rest[0].kind == "text" else ""
    link = next((span for span in rest[:2] if span.kind == "link"), None)
    least = 2 if text.rstrip().endswith(":") or gap == ":" else 3
    if (
        link
        and not reading.urls
        and gap in ("", ":", "-", "–", "—")
        and _is_marked_title(link)
        and len(link.text.split()) >= least
    ):
        reading.labels.append(normalize_space(text).strip(" :"))
        return _take_title(rest[rest.index(link) :], reading)
    _set_title(text, "bold" if bold else "italic", reading)
    return rest


def _take_plain(spans: list[Span], reading: Reading) -> list[Span]:
    parts: list[str] = []
    for span, after in zip_longest(spans, spans[1:]):
        if span.kind == "soft" and after and not is_authors(after.text):
            parts.append(" ")
        elif span.kind == "code" or (
            span.kind == "text" and not span.bold and not (span.italic and parts)
        ):
            parts.append(span.text)
        else:
            break
    text, rest = "".join(parts), spans[len(parts) :]
    words = normalize_space(text).strip(' :.,-–—|(“"')
    first = rest[0] if rest and _is_marked_title(rest[0]) else None
    if first and (is_authors(words) or is_citation(words)):
        reading.rest = f"{reading.rest} {words}".strip()
        return _take_title(rest, reading)
    if first and first.kind == "link" and len(words.split()) <= 2 < len(first.text.split()) - 2:
        # "Read [the title](url) first"
        rest = _take_title(rest, reading)
        reading.lead = "plain"
        return rest
    title, left = find_title(text)
    reading.title, reading.lead = title, "plain"
    return [Span("text", f"\n{left}\n"), *rest] if left else rest


def _read_rest(spans: Sequence[Span], reading: Reading) -> None:
    words = [reading.rest]
    has_words = any(map(str.isalnum, reading.rest))  # in the line that is read
    for span, after in zip_longest(spans, spans[1:]):
        said = ""
        if span.kind in ("soft", "hard"):
            said = "\n"
        elif span.kind == "badge":
            _add_badge(span, reading)
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
    goes_on = bool(after and re.match(r"\s+[a-z]+\s", after.text))
    own = not span.text or span.bracketed or is_label(span.text)
    midway = reading.lead == "plain" and not reading.urls and goes_on
    if own or not (has_words or midway or is_authors(span.text)):
        reading.add_link(span)
        return ""
    reading.midway = reading.midway or midway
    if not reading.urls:
        reading.keep_link(span)
    return span.text


def _take_facts(text: str, reading: Reading) -> str:
    def take(match: re.Match[str]) -> str:
        pieces = re.split(r"[,;|/]\s", match[1])
        said = reading.add_said(match[1]) or all(map(reading.add_said, pieces))
        return " " if said else match[0]

    text = re.sub(r"[(（]([^()（）]{2,60})[)）]", take, text)
    kept: list[str] = []
    for piece in re.split(r"(\.\s+|[,;|\n]|\s[–—-]\s|$)", text):
        short = 0 < len(piece.split()) <= 9
        said = short and (reading.add_said(piece) or _add_dated(piece, reading))
        kept.append("" if said else piece)
    return normalize_space("".join(kept)).strip(" ,;:|/&·•()[]–—-.*{}")


def _add_dated(text: str, reading: Reading) -> bool:
    """Keep a venue that no word tells but the year at its end, as in ``Digital Craft 2017``."""
    text = normalize_space(text).strip(" .,")
    named = all(word[0].isupper() or word in _JOINERS for word in text.split()[:-1])
    if not named or reading.venue is not None or is_citation(text) or not _DATED.match(text):
        return False
    reading.venue = text
    return True


def _add_badge(span: Span, reading: Reading) -> None:
    """Take a badge's link, or what it says; badges that count stars say nothing."""
    if _COUNTER.search(span.text):
        if is_external(span.url) and "stargazers" not in span.url:
            reading.urls[span.url] = None
    elif is_external(span.url):
        reading.add_link(span)
    elif not span.url:
        reading.add_said(_BADGE_NAME.sub("", span.text))
