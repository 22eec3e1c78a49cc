"""Bulleted lists: items with what hangs below them, settled as entries, groups or notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mi_survey.lists.block import Block
from mi_survey.lists.draft import Account, Draft, absorb, is_prose
from mi_survey.lists.inline import parse_inline
from mi_survey.lists.item import Reading, read_item
from mi_survey.lists.label import is_attribute, is_authors, is_label, is_name
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.rules import ENTRY_TITLE, ENTRY_UNCLEAR

_GROUP_LEVEL = 20
_MOST_NESTING = 50
# So many capitalized words are rather who wrote a work than what it is called.
_NAME = 2
# So many words of an item below an entry are the title of another one, by their markup.
_LEAST_WORDS = {"link": 1, "bold": 3, "plain": 4}
# What links lead to, rather than facts of the work above.
_LEADING = frozenset("paper papers title blog code github".split())


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
        if block.kind == "item" and len(above) < _MOST_NESTING:
            above.append(node)
    return roots


def is_entry(node: Node) -> bool:
    """Whether an item lists a work: a title with a link, or with facts in a link's place."""
    reading = node.reading
    if node.block.kind != "item" or not reading.title or is_prose(reading, node.block.text):
        return False
    if reading.lead != "link" and is_attribute(reading.title):
        return False
    if reading.urls or reading.problems:
        return True
    if any(map(is_own_entry, node.children)):
        return False
    said = [reading, *(child.reading for child in node.children)]
    if any(each.venue or each.date or each.year for each in said):
        return True
    clean = not reading.rest or is_authors(reading.rest)
    return any(map(_offers_link, node.children)) or (reading.lead == "bold" and clean)


def is_own_entry(node: Node) -> bool:
    """Whether an item below an entry is one itself, rather than a note on it."""
    reading = node.reading
    if node.block.kind != "item" or not reading.urls or reading.attribute:
        return False
    words = len(reading.title.split())
    person = words == _NAME and is_name(reading.title)
    if person or is_label(reading.title) or is_authors(reading.title):
        return False
    # plain words need a link that follows them, and is not they themselves
    text, itself = node.block.text, f"[{reading.title}"
    if reading.lead == "plain" and ("](" not in text or itself in text):
        return False
    if is_prose(reading, text):
        return False
    least = _LEAST_WORDS.get(reading.lead)
    return least is not None and words >= least


def is_group(node: Node) -> bool:
    """Whether an item only names what the entries below it have in common."""
    return not node.reading.urls and any(
        is_entry(child) or is_group(child) for child in node.children
    )


def is_note(node: Node) -> bool:
    """Whether an item below a heading that is an entry speaks of it, rather than lists works."""
    return bool(node.reading.attribute) or not any(map(is_entry, node.walk()))


def _offers_link(node: Node) -> bool:
    reading = node.reading
    named = reading.title and not (is_label(reading.title) or is_authors(reading.title))
    return bool(reading.urls) and (not named or bool(reading.attribute))


def settle(nodes: Sequence[Node], account: Account, outline: Outline) -> None:
    """Decide what each node of a list is, and write it into the account."""
    before = len(account.drafts)
    unclear = list(_settle_siblings(nodes, account, outline))
    for block in unclear if len(account.drafts) > before else ():
        message = "among entries, but neither a title nor a link is clear"
        account.find(block, ENTRY_UNCLEAR, message)


def _settle_siblings(nodes: Sequence[Node], account: Account, outline: Outline) -> Iterator[Block]:
    """Settle nodes at one level and below; yield the blocks that may be entries or words."""
    for node in _hang_facts(nodes):
        reading, block = node.reading, node.block
        heads = bool(node.children) and not reading.urls
        below, inner, draft = node.children, outline, None
        if outline.aside or (heads and is_aside(normalize_heading(block.text))):
            for each in node.walk():
                account.mark(each.block, "aside")
            continue
        if reading.internal and not re.search(r"\.pdf\b", block.text):
            account.mark(block, "contents")
        elif not reading.title:
            _mark_untitled(node, account)
        elif is_entry(node):
            draft = account.draft(block, reading, outline)
            below = _take_notes(node, account, draft)
        elif is_group(node):
            account.mark(block, "group")
            name = normalize_heading(reading.title)
            inner = outline.enter(_GROUP_LEVEL + block.indent, name)
        else:
            account.mark(block, "prose")
            # bold words without a link are a term, and what follows its definition
            if (reading.urls or reading.lead == "plain") and not is_prose(reading, block.text):
                yield block
            below = _take_notes(node, account)
        yield from _settle_siblings(below, account, inner)


def _mark_untitled(node: Node, account: Account) -> None:
    reading, block = node.reading, node.block
    spans = parse_inline(block.text, account.references)
    shown = [span for span in spans if span.kind == "badge" or span.text.strip()]
    if shown and all(span.kind == "badge" for span in shown):
        account.mark(block, "badges")
    elif reading.urls or reading.labels or reading.venue or reading.date:
        account.find(block, ENTRY_TITLE, "an entry without a title")
    else:
        account.mark(block, "group" if node.children else "empty")


def _take_notes(node: Node, account: Account, draft: Draft | None = None) -> list[Node]:
    """Read what speaks of an entry, or of nothing; return the items that are entries themselves."""
    own = [child for child in node.children if is_own_entry(child)]
    for note in (each for child in node.children if child not in own for each in child.walk()):
        if draft is None:
            account.mark(note.block, "prose")
        else:
            absorb(draft, note.block, account)
    return own


def _hang_facts(nodes: Sequence[Node]) -> list[Node]:
    """Hang items that hold only facts below the title before them, which they speak of."""
    kept: list[Node] = []
    for node in nodes:
        fact = node.reading
        last = kept[-1].reading if kept else None
        bare = not fact.title and (fact.labels or fact.venue or fact.date)
        named = fact.attribute and fact.attribute not in _LEADING
        free = last and last.title and not last.attribute and not (bare and last.date)
        if free and (bare or named):
            kept[-1].children.append(node)
        else:
            kept.append(node)
    return kept
