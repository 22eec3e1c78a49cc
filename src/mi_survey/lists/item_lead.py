"""What stands before the title of an item: emoji, badges, venues, dates, authors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.inline import Span
from mi_survey.lists.label import (
    is_attribute,
    is_authors,
    is_citation,
    is_date,
    is_label,
    is_pointer,
    is_venue,
    is_year,
)
from mi_survey.lists.plain_title import strip_lead
from mi_survey.lists.reading import Reading, add_badge
from mi_survey.text import normalize_space


def skip_lead(spans: list[Span], reading: Reading) -> list[Span]:
    """Read what comes before the title; return the spans from the title on."""
    index = 0
    while index < len(spans):
        span, later = spans[index], spans[index + 1 :]
        if span.kind == "text":
            text, said = strip_lead(span.text)
            for words in said:
                reading.add_said(words, group=True)
            stops = _stops_lead(text, span, later, reading)
            if stops:
                kept = Span("text", stops, "", span.bold, span.italic)
                return [kept, *later]
        elif span.kind == "badge":
            add_badge(span, reading)
        elif span.kind == "group":
            if not re.fullmatch(r"[xX ]?|\d{1,3}", span.text):
                reading.add_said(span.text, group=True)
        elif span.kind in ("link", "code"):
            meta = is_label(span.text) or is_citation(span.text)
            pointer = span.kind == "link" and is_pointer(span.text)
            if span.text and not pointer and not (meta and _has_title(later)):
                return spans[index:]
            if span.kind == "link":
                reading.add_link(span)
            else:
                reading.add_said(span.text, group=True)
        index += 1
    return []


def _stops_lead(text: str, span: Span, later: Sequence[Span], reading: Reading) -> str:
    """Return the text that the title begins with; empty where all of it comes before."""
    words = normalize_space(text).strip(" :.,-–—|()")
    if not any(char.isalnum() for char in words):
        return ""
    announced = re.match(r"^\s*([A-Za-z;() ]{2,20}?)\s*[:：]\s*(.*)$", text, re.DOTALL)
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
        or words.lower() in ("new", "paper")
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
    plain_words = re.findall(
        r"[^\W\d_]{2,}", re.sub(r"^\s*[-–—:]\s+[a-z].*", "", plain, flags=re.DOTALL)
    )
    return has_marked_title(spans) or (len(plain_words) >= 3 and not is_authors(plain))


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
