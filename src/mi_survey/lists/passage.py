"""Entries that are no list items: headings that bear a work, and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.account import Account, Draft, absorb, is_prose
from mi_survey.lists.block import Block
from mi_survey.lists.inline import plain
from mi_survey.lists.item import read_item
from mi_survey.lists.label import is_authors, is_label, is_venue
from mi_survey.lists.node import attributes
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.reading import Reading
from mi_survey.lists.tree import build_tree

_BOLD_LINE = re.compile(
    r"^\s*(?:[^\w\s*_<\[]+\s*)?(?:\*\*|__|<b>|<strong>)(?!\s)(.+?)(?:\*\*|__|</b>|</strong>)\s*:?\s*$"
)
_GOES_ON = re.compile(
    r"^(?:is|are|was|were|has|have|had|can|will|provides?|contains?|aims?|shows?|offers?|gives?|which|that|and|or|to|in|of|for|on|by|from|as|with|about)\s"
)


def read_heading(
    block: Block, following: Sequence[Block], account: Account, outline: Outline
) -> Draft | None:
    """Return the entry that a heading is, if it is one."""
    if block.level == 1 or is_aside(normalize_heading(block.text)):
        return None
    reading = read_item(block.text, account.references)
    words = len(reading.title.split())
    if words >= 4 and not reading.internal and _outward(reading):
        return account.draft(block, reading, outline)
    if block.level == 7:
        return None
    nodes = build_tree([b for b in following if b.kind == "item"], account)
    told = attributes(nodes)
    linked = any(node.reading.urls for node in nodes) or reading.venue
    own = {"paper", "link", "links", "authors", "author", "arxiv", "url", "pdf", "paper link"}
    if (
        words >= 3
        and len(told) >= 2
        and told & own
        and linked
        and not re.match(r"\d+[.)]?\s\w+$", reading.title)
    ):
        return account.draft(block, reading, outline)
    return None


def find_name(block: Block, after: Block | None, account: Account) -> str:
    """Return the name of the part that a line in bold opens; empty where it opens none."""
    match = _BOLD_LINE.match(block.text)
    if match is None or "\n" in block.text or "**" in match[1]:
        return ""
    reading = read_item(block.text, account.references)
    if reading.urls or len(match[1].split()) > 12:
        return ""
    if after is not None and after.kind == "paragraph" and _only_labels(after, account):
        return ""
    return normalize_heading(match[1])


def read_paragraph(
    block: Block, after: Block | None, account: Account, outline: Outline
) -> Draft | None:
    """Write a paragraph into the account; return the entry that it is, if it is one."""
    if outline.aside:
        account.mark(block, "aside")
        return None
    reading = read_item(block.text, account.references)
    if not reading.title:
        _mark_untitled(block, reading, account)
        return None
    if reading.internal and ".pdf" not in block.text:
        account.mark(block, "contents")
        return None
    if _is_entry(block, reading):
        return account.draft(block, reading, outline)
    if _one_by_line(block, account):
        lines = block.text.split("\n")
        for number, line in enumerate(lines):
            part = Block("paragraph", block.line + number, block.line + number, line, block.column)
            account.draft(part, read_item(line, account.references), outline)
        return None
    bold = _BOLD_LINE.match(block.text)
    if bold and after is not None and after.kind == "paragraph" and _only_labels(after, account):
        draft = account.draft(block, reading, outline)
        account.mark(after, "note")
        absorb(draft, after.text, account.references)
        return draft
    account.mark(block, "prose")
    return None


def _mark_untitled(block: Block, reading: Reading, account: Account) -> None:
    if "![" in block.text or "<img" in block.text or not reading.urls:
        account.mark(
            block, "badges" if reading.urls or "!" in block.text or "<" in block.text else "prose"
        )
    else:
        account.mark(block, "prose")


def _only_labels(block: Block, account: Account) -> bool:
    reading = read_item(block.text, account.references)
    return bool(reading.urls) and not reading.title and not reading.internal


def _outward(reading: Reading) -> bool:
    return any(not re.search(r"img\.shields|awesome\.re", url) for url in reading.urls)


def _is_entry(block: Block, reading: Reading) -> bool:
    words = len(reading.title.split())
    if not reading.urls or is_prose(reading, block.text) or block.level == 1:
        return False
    if reading.title.endswith("!") and reading.lead != "link" and not reading.labels:
        return False
    rest = reading.rest
    if reading.lead == "link" and not reading.labels and _GOES_ON.match(rest):
        return False
    settled = (
        not rest
        or is_authors(rest)
        or is_venue(rest)
        or len(rest.split()) <= 6
        or "\n" in block.text
    )
    if reading.lead == "link":
        return words >= 3 and (settled or bool(reading.labels)) and not re.match(r"[a-z]", rest)
    if reading.lead in ("bold", "italic"):
        return words >= 3 and (settled or bool(reading.labels))
    if reading.lead != "plain" or words < 4:
        return False
    ending = re.sub(r"(?:\s|:[a-z_]+:|\*\*\([^)]*\)\*\*|[^\w\s)\]])+$", "", block.text[-300:])
    label = bool(reading.labels) and bool(re.search(r"\]\(\s*http\S*\)[\]\s|,/·)]*$", ending))
    lines = block.text.strip().split("\n")
    bare = len(lines) > 1 and bool(re.match(r"<?https?://\S+$", lines[-1].strip()))
    sentence = (
        re.search(r"[a-z]{3,}\.\s+[A-Z]", plain(block.text).split("http")[0])
        and len(rest.split()) > 25
    )
    return (label or bare) and not sentence


def _one_by_line(block: Block, account: Account) -> bool:
    lines = block.text.split("\n")
    if len(lines) < 2:
        return False
    readings = [read_item(line, account.references) for line in lines]
    return all(
        r.title
        and r.urls
        and len(r.title.split()) >= 3
        and not is_prose(r, line)
        and not is_label(r.title)
        for r, line in zip(readings, lines, strict=True)
    )
