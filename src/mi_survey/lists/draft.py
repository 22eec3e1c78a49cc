"""The account of a list's lines: what each of them is, and the entries and findings so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from mi_survey.lists.block import Block
from mi_survey.lists.inline import References, plain
from mi_survey.lists.item import Reading, read_item
from mi_survey.lists.label import (
    is_authors,
    is_label,
    is_year,
)
from mi_survey.lists.outline import Outline
from mi_survey.model.finding import Finding, Location, Rule
from mi_survey.model.taxonomy import NO_AXES, Taxonomy

Role = Literal[
    "blank", "entry", "note", "heading", "group", "contents", "aside", "badges", "prose", "empty",
    "front-matter", "code", "comment", "rule", "reference", "html", "table-head", "table-rule",
    "table", "finding",
]  # fmt: skip

# Before a link these mean that a sentence runs through it.
_DANGLES = re.compile(
    r"\b(?:see|in|via|from|at|on|using|by|our|the|a|an|to|of|with|and|for|this|these|is|are)$",
    re.IGNORECASE,
)
# "**Explain** behaviour by [probing](url)": a sentence begins with a word or two in bold.
_RUNS_ON = re.compile(r"\W{0,3}\*\*[^*\s]+(?: [^*\s]+)?\*\*\s+[a-z]")
_MOST_FACTS = 12


@dataclass(slots=True)
class Draft:
    """An entry in the making: what it says, where it stands, and its notes."""

    reading: Reading
    line: int
    column: int
    outline: Outline
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """What is known of a list's lines so far."""

    file: str
    references: References
    roles: list[Role]
    taxonomy: Taxonomy = NO_AXES
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def mark(self, block: Block, role: Role) -> None:
        """Say what a block's lines are; a line that an entry shares with others is its own."""
        for index in range(block.line - 1, block.end):
            if self.roles[index] != "entry":
                self.roles[index] = role

    def find(self, block: Block, rule: Rule[Any], message: str) -> None:
        """Tell that a block looks like an entry and was not understood."""
        self.mark(block, "finding")
        self.warn(block, rule, message)

    def warn(self, block: Block, rule: Rule[Any], message: str) -> None:
        """Tell what is wrong with a block that was understood all the same."""
        place = Location(self.file, block.line, block.column)
        self.findings.append(rule.finding(place, message))

    def draft(self, block: Block, reading: Reading, outline: Outline) -> Draft:
        """Begin an entry."""
        self.mark(block, "entry")
        draft = Draft(reading, block.line, block.column, outline)
        if reading.rest:
            draft.notes.append(reading.rest)
        self.drafts.append(draft)
        return draft


def absorb(draft: Draft, block: Block, account: Account) -> None:
    """Take what a note says of an entry into it: links, venue, date; and the note itself."""
    account.mark(block, "note")
    note, whole = read_item(block.text, account.references), draft.reading
    words = plain(block.text)
    if words and not words.endswith(":"):
        draft.notes.append(words)
    named = note.title and not is_authors(note.title)
    # beside what is announced, a link alone is the work's; so is one that stands for itself
    own = note.lead != "plain" if note.attribute else not (named and whole.urls)
    if own:
        if note.attribute and note.urls and note.title:
            whole.labels.append(note.title if is_label(note.title) else note.attribute)
        whole.urls |= note.urls
        whole.problems += note.problems
    if not note.title:
        whole.labels += [label for label in note.labels if label not in whole.labels]
    value = re.sub(r"^[^:]{1,30}:\s*", "", words).strip(" .")
    if re.match(r"venue|conf|journal|publi", note.attribute):
        whole.venue = whole.venue or value or None
    elif re.match(r"date|year", note.attribute) and is_year(value):
        whole.year = whole.year or value
    elif re.match(r"date|year", note.attribute):
        whole.date = whole.date or value or None
    elif not note.attribute and _states_facts(note, words):
        for said in (note.venue, note.date, note.year, note.title):
            whole.add_said(said or "")
        # of "[Anthropic] [2022.9]" the first is where the work appeared
        if note.date and not note.title and whole.venue is None and note.labels and not note.urls:
            whole.venue = note.labels[0]
            whole.labels.remove(note.labels[0])


def _states_facts(note: Reading, words: str) -> bool:
    """Whether a note's venue and date are the work's, and no part of a description or award."""
    if re.search(r"\b[Bb]est\b|[Aa]ward", words):
        return False
    return is_authors(note.title) or len(words.split()) <= _MOST_FACTS


def is_prose(reading: Reading, text: str) -> bool:
    """Whether words with a link are a sentence of the list's author rather than an entry."""
    if reading.midway or (reading.lead == "plain" and _DANGLES.search(reading.title)):
        return True
    if re.search(r"\]\]\(|\)\](?!\()", text):  # a label in brackets
        return False
    if reading.lead == "bold":
        return bool(_RUNS_ON.match(text))
    words = plain(text)
    return (
        reading.lead == "plain"
        and bool(re.search(r"\b(?:our|you|your|we)\b", words))
        and words.endswith((".", "!"))
    )
