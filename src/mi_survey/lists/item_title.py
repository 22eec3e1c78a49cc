"""The title of an item: by its markup, else by the look of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.inline import Span
from mi_survey.lists.item_lead import has_marked_title
from mi_survey.lists.label import (
    is_attribute,
    is_authors,
    is_citation,
    is_date,
    is_label,
    is_name,
    is_venue,
)
from mi_survey.lists.plain_title import find_title, tidy_title
from mi_survey.lists.reading import Lead, Reading
from mi_survey.text import normalize_space


def take_title(spans: list[Span], reading: Reading) -> list[Span]:
    """Read the title that the spans begin with; return the spans after it."""
    if not spans:
        groups = [label for label in reading.labels if len(label.split()) >= 4]
        if groups and reading.lead == "none" and not reading.urls:
            reading.labels.remove(groups[0])
            reading.title, reading.lead = groups[0], "group"
            reading.problems.append("the title stands in brackets without a link")
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
    title, said = tidy_title(text)
    for words in said:
        reading.add_said(words, group=not is_citation(words))
    reading.title, reading.lead = title, lead


def _take_link(spans: list[Span], reading: Reading) -> list[Span]:
    first, index = spans[0], 1
    if first.problem:
        reading.problems.append(first.problem)
    if first.url:
        reading.urls.append(first.url)
    text = first.text
    between = spans[1].text.strip() if len(spans) > 1 and spans[1].kind == "text" else None
    if len(spans) > 2 and between in ("", ":", "-", "–", "—") and len(text.split()) <= 2:
        after = spans[2]
        if after.kind == "link" and not after.bracketed and len(after.text.split()) >= 5:
            reading.labels.append(text)
            return _take_link(spans[2:], reading)
    _set_title(text, "link", reading)
    return spans[index:]


def _take_marked(spans: list[Span], reading: Reading) -> list[Span]:
    bold = spans[0].bold
    parts: list[str] = []
    index = 0
    while index < len(spans):
        span = spans[index]
        if span.kind in ("text", "code") and (span.bold if bold else span.italic):
            parts.append(span.text)
        elif span.kind == "group" and (span.bold if bold else span.italic) and parts:
            parts.append(f"[{span.text}]")
        elif (
            span.kind == "link"
            and span.text
            and bold
            and span.bold
            and not span.bracketed
            and not (parts and is_label(span.text))
        ):
            parts.append(span.text)
            reading.urls.append(span.url)
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
        and len(text.split()) <= 3
        and gap in ("", ":", "-", "–", "—")
        and len(named[0].text.split()) >= (2 if announces else 4)
        and not is_label(named[0].text)
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
        if span.kind == "soft" and not _breaks(spans[index + 1 :]):
            parts.append(" ")
        elif span.kind == "code" or (
            span.kind == "text"
            and not span.bold
            and not (span.italic and parts and _ends_title(parts, span))
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


def _ends_title(parts: Sequence[str], span: Span) -> bool:
    before = "".join(parts).rstrip()
    return (
        before.endswith((".", ",", "?", "!", ":", "|", "-", "–"))
        or is_authors(span.text)
        or is_venue(span.text)
    )


def _breaks(spans: Sequence[Span]) -> bool:
    if not spans or spans[0].kind != "text" or spans[0].italic or spans[0].bold:
        return True
    words = spans[0].text.strip()
    return (
        not words
        or is_authors(words)
        or is_authors(words.split(". ")[0])
        or is_name(words)
        or is_venue(words)
        or is_date(words)
        or bool(re.match(r"[\w ]{2,20}:", words) and is_attribute(words.split(":")[0]))
    )
