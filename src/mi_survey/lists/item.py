"""One item of a list, read: its title, links, labels, venue, date, and what is left over.

The title is found by its markup first (a link, bold, quotation marks), else by the plain
words; what stands around it are labels and facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.inline import References, Span, is_external, parse_inline
from mi_survey.lists.item_lead import skip_lead
from mi_survey.lists.item_title import take_title
from mi_survey.lists.label import is_authors, is_label
from mi_survey.lists.reading import Reading, add_badge
from mi_survey.text import normalize_space


def read_item(text: str, references: References | None = None) -> Reading:
    """Read an item's inline Markdown.

    >>> reading = read_item("🌟**Title** (ICLR 2024) [[code](https://g.org/c)] fast and small")
    >>> reading.title, reading.venue, reading.labels, reading.urls, reading.rest
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
    words: list[str] = [reading.rest] if reading.rest else []
    for index, span in enumerate(spans):
        if span.kind in ("soft", "hard"):
            words.append("\n")
        elif span.kind == "badge":
            add_badge(span, reading)
        elif span.kind == "group":
            reading.add_said(span.text, group=True)
        elif span.kind == "link":
            _add_rest_link(span, "".join(words), spans[index + 1 :], reading, words)
        elif not (span.kind == "code" or span.italic) or not reading.add_said(span.text):
            words.append(span.text)
    reading.rest = _take_facts("".join(words), reading)


def _add_rest_link(
    span: Span, before: str, later: Sequence[Span], reading: Reading, words: list[str]
) -> None:
    line = before.rpartition("\n")[2]
    follows = later[0].text if later and later[0].kind == "text" else ""
    goes_on = (
        reading.lead == "plain" and not reading.urls and bool(re.match(r"\s+[a-z]+\s", follows))
    )
    labels = not any(char.isalnum() for char in line) and not goes_on
    if (
        not span.text
        or span.bracketed
        or is_label(span.text)
        or (labels and not is_authors(span.text))
    ):
        reading.add_link(span)
        return
    reading.midway = reading.midway or goes_on
    if span.problem:
        reading.problems.append(span.problem)
    if span.url and not reading.urls:
        reading.urls.append(span.url)
        reading.mentions.append(span.url)
    words.append(span.text)


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
        kept.append("" if short and reading.add_said(piece) else piece)
    if reading.venue is None and reading.date and reading.labels and reading.lead != "link":
        pass
    rest = normalize_space("".join(kept))
    rest = re.sub(r"\(\s*[,;|/&\s]*\)", "", rest)
    return normalize_space(rest).strip(" ,;:|/&·•()[]–—-.*{}")
