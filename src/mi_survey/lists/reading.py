"""What an item of a list says, gathered while it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mi_survey.lists.inline import Span, is_external
from mi_survey.lists.label import GENERIC, is_date, is_venue, is_year
from mi_survey.text import normalize_space

Lead = Literal["link", "bold", "italic", "code", "plain", "none"]
_EMOJI = re.compile(r":[a-z0-9_+-]{2,30}:|^[^\w\[(]+")
_COUNTER = re.compile(r"(?i)\bstars?\b|\bawesome\b|visitors|license|\bforks?\b|last.commit")
_BADGE_NAME = re.compile(r"(?i)^(?:conference|venue|publi\w+|journal|paper)\s+(?=\S)")


@dataclass(slots=True)
class Reading:
    """What an item says; ``rest`` are its words that are none of the other fields.

    ``lead`` is the markup that the title has; ``midway`` that a link stands within a sentence;
    ``urls`` are in order, each once; ``internal`` says that all links lead to places within the
    list; ``tags`` are the terms of axes, as columns of a table have them.
    """

    title: str = ""
    lead: Lead = "none"
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
        text = normalize_space(text).strip(" .,;:|")
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


def add_badge(span: Span, reading: Reading) -> None:
    """Take a badge's link, or what it says; badges that count stars say nothing."""
    if _COUNTER.search(span.text):
        if is_external(span.url) and "stargazers" not in span.url:
            reading.urls[span.url] = None
    elif is_external(span.url):
        reading.add_link(span)
    elif not span.url:
        reading.add_said(_BADGE_NAME.sub("", span.text))
