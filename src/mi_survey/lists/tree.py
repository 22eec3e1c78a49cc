"""Bulleted lists: items with what hangs below them, settled as entries, groups or notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.account import Account, Draft, absorb, is_prose
from mi_survey.lists.block import Block
from mi_survey.lists.inline import plain
from mi_survey.lists.item import read_item
from mi_survey.lists.node import Node, is_entry, is_group, is_own_entry
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.rules import ENTRY_TITLE, ENTRY_UNCLEAR

_GROUP_LEVEL = 20


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
            _settle_other(node, account, unclear)


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
        only_badges = (
            bool(reading.urls)
            and "![" in block.text
            and not plain(re.sub(r"\[?!\[[^\]]*\]\([^)]*\)\]?(?:\([^)]*\))?", "", block.text))
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
            _mark_notes(child, account)
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


def _settle_other(node: Node, account: Account, unclear: list[Node]) -> None:
    reading, block = node.reading, node.block
    for child in node.children:
        _mark_notes(child, account)
    if is_prose(reading, block.text):
        account.mark(block, "prose")
    elif reading.lead in ("bold", "code", "italic") and not reading.urls:
        account.mark(block, "definition")
    elif reading.urls or reading.lead == "plain":
        unclear.append(node)
        account.mark(block, "prose")
    else:
        account.mark(block, "prose")


def _mark_notes(node: Node, account: Account) -> None:
    for each in node.walk():
        account.mark(each.block, "note")
