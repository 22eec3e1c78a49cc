"""Bulleted lists: items with what hangs below them, settled as entries, groups or notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mi_survey.lists.block import Block
from mi_survey.lists.draft import Account, Draft, absorb, is_prose
from mi_survey.lists.inline import parse_inline
from mi_survey.lists.item import read_item
from mi_survey.lists.label import is_attribute, is_authors, is_label, is_name
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.reading import Reading
from mi_survey.lists.rules import ENTRY_TITLE, ENTRY_UNCLEAR

_GROUP_LEVEL = 20
# So many capitalized words are rather who wrote a work than what it is called.
_NAME = 2
# "**Explain** behaviour by [probing](url)": the bold word begins a sentence.
# "**Name:** what it is", from after the first marks on.
_DEFINES = re.compile(r"[^*]+(?::(?:\*\*|__)|(?:\*\*|__)\s*[:–—-])")
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
    if reading.problems:
        return True
    clean = not reading.rest or is_authors(reading.rest) or len(reading.rest.split()) <= 2
    words = len(reading.title.split())
    told = words >= 2 and not _defines(text) and not _has_items(node)
    return reading.lead == "bold" and clean and told


def _defines(text: str) -> bool:
    """Whether a text is a term in bold and a colon or a dash."""
    words = text.lstrip(" \t\n*_")
    marks = text[: len(text) - len(words)]
    return ("**" in marks or "__" in marks) and bool(_DEFINES.match(words))


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
        person = words == _NAME and is_name(reading.title)
        told = is_label(reading.title) or is_authors(reading.title) or person
        return words >= (1 if reading.lead == "link" else 3) and not told
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


def build_tree(blocks: Sequence[Block], account: Account) -> list[Node]:
    """Hang items and paragraphs below the items that they are indented under."""
    roots: list[Node] = []
    above: list[Node] = []
    for block in blocks:
        node = Node(block, read_item(block.text, account.references))
        while above and block.indent < above[-1].block.indent + 2:
            if block.kind != "item" and len(above) == 1:
                break
            above.pop()
        (above[-1].children if above else roots).append(node)
        if block.kind == "item" and len(above) < 50:
            above.append(node)
    return roots


def settle(nodes: Sequence[Node], account: Account, outline: Outline) -> None:
    """Decide what each node of a list is, and write it into the account."""
    unclear: list[Node] = []
    before = len(account.drafts)
    _settle_siblings(nodes, account, outline, unclear)
    for node in unclear:
        if len(account.drafts) > before:
            account.find(
                node.block,
                ENTRY_UNCLEAR,
                "among entries, but neither a title nor a link is clear",
            )
        else:
            account.mark(node.block, "prose")


def _settle_siblings(
    nodes: Sequence[Node], account: Account, outline: Outline, unclear: list[Node]
) -> None:
    nodes = _hang_facts(nodes)
    for index, node in enumerate(nodes):
        reading, block = node.reading, node.block
        if outline.aside or (
            not reading.urls and node.children and is_aside(normalize_heading(block.text))
        ):
            for each in node.walk():
                account.mark(each.block, "aside")
        elif not block.text.strip() and not node.children:
            account.mark(block, "empty")
        elif reading.internal and not re.search(r"\.pdf\b", block.text):
            account.mark(block, "contents")
            _settle_siblings(node.children, account, outline, unclear)
        elif not reading.title:
            _settle_untitled(node, index and nodes[index - 1], account, outline, unclear)
        elif is_entry(node):
            _settle_entry(node, account, outline, unclear)
        elif is_group(node):
            account.mark(block, "group")
            name = normalize_heading(reading.title)
            _settle_siblings(
                node.children, account, outline.enter(_GROUP_LEVEL + block.indent, name), unclear
            )
        else:
            _settle_other(node, account, outline, unclear)


def _hang_facts(nodes: Sequence[Node]) -> list[Node]:
    """Hang items that hold only facts below the title before them, which they speak of."""
    kept: list[Node] = []
    for node in nodes:
        reading = node.reading
        last = kept[-1] if kept else None
        bare = not reading.title and (
            reading.urls or reading.labels or reading.venue or reading.date
        )
        fact = bare or (
            reading.attribute
            and reading.attribute not in ("paper", "papers", "title", "blog", "code", "github")
        )
        if (
            fact
            and last
            and last.reading.title
            and not last.reading.attribute
            and not (bare and reading.urls and last.reading.urls)
            and not (bare and last.reading.date)
        ):
            last.children.append(node)
        else:
            kept.append(node)
    return kept


def _settle_untitled(
    node: Node, last: Node | int, account: Account, outline: Outline, unclear: list[Node]
) -> None:
    reading, block = node.reading, node.block
    if reading.urls or reading.labels or reading.venue or reading.date:
        spans = parse_inline(block.text, account.references)
        only_badges = (
            bool(reading.urls)
            and "![" in block.text
            and all(span.kind == "badge" or not span.text.strip() for span in spans)
        )
        lost = (
            " (the item before it is empty)"
            if isinstance(last, Node) and not last.block.text.strip()
            else ""
        )
        if only_badges and not isinstance(last, Node):
            account.mark(block, "badges")
        else:
            account.find(block, ENTRY_TITLE, f"an entry without a title{lost}")
        for child in node.children:
            _mark_prose(child, account)
    elif node.children:
        account.mark(block, "group")
        _settle_siblings(node.children, account, outline, unclear)
    else:
        account.mark(block, "badges" if "![" in block.text else "empty")


def _settle_entry(node: Node, account: Account, outline: Outline, unclear: list[Node]) -> None:
    draft = account.draft(node.block, node.reading, outline)
    own: list[Node] = []
    for child in node.children:
        if is_own_entry(child):
            own.append(child)
        else:
            _take_note(child, draft, account)
    _settle_siblings(own, account, outline, unclear)


def _take_note(node: Node, draft: Draft, account: Account) -> None:
    for each in node.walk():
        account.mark(each.block, "note")
        absorb(draft, each.block.text, account.references)


def _settle_other(node: Node, account: Account, outline: Outline, unclear: list[Node]) -> None:
    reading, block = node.reading, node.block
    own = [child for child in node.children if is_own_entry(child)]
    for child in node.children:
        if child not in own:
            _mark_prose(child, account)
    _settle_siblings(own, account, outline, unclear)
    defines = reading.lead in ("bold", "code", "italic") and not reading.urls
    account.mark(block, "definition" if defines else "prose")
    if not defines and not is_prose(reading, block.text):
        unclear.append(node)


def _mark_prose(node: Node, account: Account) -> None:
    for each in node.walk():
        account.mark(each.block, "prose")
