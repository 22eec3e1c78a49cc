"""An item of a list with the items below it, and what it looks like: entry, group, note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mi_survey.lists.account import is_prose
from mi_survey.lists.block import Block
from mi_survey.lists.label import is_attribute, is_authors, is_label
from mi_survey.lists.reading import Reading

# "**Explain** behaviour by [probing](url)": the bold word begins a sentence.
_RUNS_ON = re.compile(r"^\W{0,3}\*\*[^*]{2,40}\*\*\s+[a-z]")


@dataclass(slots=True)
class Node:
    """An item or an indented paragraph, read, with the items below it."""

    block: Block
    reading: Reading
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def is_entry(node: Node) -> bool:
    """Whether an item lists a work: a title with a link, or with facts in a link's place."""
    reading, text = node.reading, node.block.text
    if not reading.title or is_prose(reading, text) or not any(c.isalpha() for c in reading.title):
        return False
    if node.block.kind != "item" or (reading.lead != "link" and is_attribute(reading.title)):
        return False
    if len(reading.title.split()) <= 2 and _RUNS_ON.match(text):
        return False
    if reading.urls:
        return True
    if any(
        is_own_entry(child)
        or (
            not child.reading.attribute
            and child.reading.lead == "link"
            and child.reading.urls
            and not is_label(child.reading.title)
            and len(child.reading.title.split()) >= 3
        )
        for child in node.children
    ):
        return False
    if any(_offers_link(child) for child in node.children):
        return True
    if reading.venue or reading.date or reading.year:
        return len(reading.title.split()) >= 2 or reading.lead != "plain"
    if any(child.reading.venue or child.reading.date for child in node.children):
        return True
    if reading.lead == "group":
        return len(reading.title.split()) >= 4
    if reading.problems:
        return True
    defines = re.search(r"^[\s*_]*(?:\*\*|__)[^*]+(?::(?:\*\*|__)|(?:\*\*|__)\s*[:–—-])", text)
    clean = not reading.rest or is_authors(reading.rest) or len(reading.rest.split()) <= 2
    words = len(reading.title.split())
    return reading.lead == "bold" and clean and not defines and words >= 2 and not _has_items(node)


def is_group(node: Node) -> bool:
    """Whether an item only names what the entries below it have in common."""
    return not node.reading.urls and any(
        is_entry(child) or is_group(child) for child in node.children
    )


def is_own_entry(node: Node) -> bool:
    """Whether an item below an entry is one itself, rather than a note on it."""
    reading, text = node.reading, node.block.text
    if (
        node.block.kind != "item"
        or not reading.urls
        or reading.attribute
        or is_prose(reading, text)
    ):
        return False
    words = len(reading.title.split())
    if reading.lead in ("link", "bold"):
        return words >= 3 and not is_label(reading.title) and not is_authors(reading.title)
    label_follows = re.search(
        r"\[\[|\[\s*(?:paper|pdf|arxiv|link|code)\s*\]\(", text, re.IGNORECASE
    )
    return (
        reading.lead == "plain"
        and words >= 4
        and bool(label_follows)
        and text[:1].isupper()
        and not is_authors(reading.title)
    )


def attributes(nodes: Sequence[Node]) -> set[str]:
    """Return what the items of a list announce, as ``Authors:`` does."""
    return {node.reading.attribute for node in nodes if node.reading.attribute}


def is_note(node: Node) -> bool:
    """Whether an item below a heading that is an entry speaks of it, rather than lists works."""
    entries = any(is_entry(each) for each in node.walk() if not each.reading.attribute)
    return bool(node.reading.attribute) or not entries


def _has_items(node: Node) -> bool:
    return any(_is_titled(child) for child in node.children)


def _is_titled(node: Node) -> bool:
    return bool(node.reading.title and node.reading.urls and not node.reading.attribute)


def _offers_link(node: Node) -> bool:
    reading = node.reading
    return bool(reading.urls) and (
        not reading.title
        or bool(reading.attribute)
        or is_label(reading.title)
        or is_authors(reading.title)
    )
