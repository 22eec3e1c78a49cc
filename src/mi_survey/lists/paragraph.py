"""Entries that are no list items: headings that bear a work, and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.block import SUMMARY_LEVEL, Block
from mi_survey.lists.draft import Account, Draft, absorb, is_prose
from mi_survey.lists.inline import is_external, parse_inline, plain
from mi_survey.lists.item import read_item
from mi_survey.lists.label import is_attribute, is_authors, is_label, is_pointer, is_venue
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.reading import Reading
from mi_survey.lists.title import strip_end
from mi_survey.lists.tree import attributes, build_tree

_GOES_ON = re.compile(
    r"^(?:is|are|was|were|has|have|had|can|will|provides?|contains?|aims?|shows?|offers?|gives?|which|that|and|or|to|in|of|for|on|by|from|as|with|about)\s"
)
# A link, then what it leads to: "[Name](url): a description".
_DESCRIBED = re.compile(r"\W{0,4}\[[^\]]+\]\([^)\s]*\)\**(?:\s?[:,–—-]\s+(?!which|and |or )|\s*\n)")
# A name, then where it is: "Name: https://a.org".
_NAMED_URL = re.compile(r"[^\n:\[\]]{1,120}:\s*(?:\[https?:[^\]\s]+\]\(|<?https?:)")
_URL_WORD = re.compile(r"[(<\[]*https?:")
_LEAST_LINES = 2
_LEAST_WORDS = 3
_MOST_REST = 6
_MOST_NAME = 12


def read_heading(
    block: Block, following: Sequence[Block], account: Account, outline: Outline
) -> Draft | None:
    """Return the entry that a heading is, if it is one."""
    if block.level == 1 or is_aside(normalize_heading(block.text)):
        return None
    reading = read_item(block.text, account.references)
    words = len(reading.title.split())
    items = [b for b in following if b.kind == "item"]
    # a section too can be linked, but lists what it is about
    marked = reading.lead == "link" or (reading.lead == "bold" and reading.labels)
    named = words > _LEAST_WORDS or (marked and not items and words)
    if named and not reading.internal and _outward(reading):
        return account.draft(block, reading, outline)
    if block.level == SUMMARY_LEVEL:
        return None
    below = next((b for b in following if b.kind != "blank"), None)
    below_labels = below and below.kind == "paragraph" and _only_labels(below, account)
    if words > _LEAST_WORDS and below_labels:
        return account.draft(block, reading, outline)
    if words < _LEAST_WORDS:
        return None
    nodes = build_tree(items, account)
    told = attributes(nodes)
    linked = any(node.reading.urls for node in nodes) or reading.venue
    own = {"paper", "link", "links", "authors", "author", "arxiv", "url", "pdf", "paper link"}
    if len(told) >= 2 and told & own and linked and not re.match(r"\d+[.)]?\s\w+$", reading.title):
        return account.draft(block, reading, outline)
    return None


def find_name(block: Block, after: Block | None, account: Account) -> str:
    """Return the name of the part that a line in bold opens; empty where it opens none."""
    name = normalize_heading(block.text)
    if not _is_bold(block) or len(name.split()) > _MOST_NAME:
        return ""
    if after is not None and after.kind == "paragraph" and _only_labels(after, account):
        return ""
    return name


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
    if parts := _read_lines(block, account):
        for part, own in parts:
            account.draft(part, own, outline)
        return None
    if _is_entry(block, reading):
        return account.draft(block, reading, outline)
    if (
        _is_bold(block)
        and after is not None
        and after.kind == "paragraph"
        and _only_labels(after, account)
    ):
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


def _is_bold(block: Block) -> bool:
    """Whether a paragraph is one line in bold, after an emoji perhaps."""
    spans = [s for s in parse_inline(block.text) if any(map(str.isalnum, s.text)) or s.url]
    return bool(spans) and all(s.bold and s.kind in ("text", "code", "group") for s in spans)


def _outward(reading: Reading) -> bool:
    return any(not re.search(r"img\.shields|awesome\.re", url) for url in reading.urls)


def _is_entry(block: Block, reading: Reading) -> bool:
    words, rest = len(reading.title.split()), reading.rest
    if not reading.urls or is_prose(reading, block.text) or block.level == 1:
        return False
    settled = (
        not rest
        or is_authors(rest)
        or is_venue(rest)
        or len(rest.split()) <= _MOST_REST
        or "\n" in block.text
    )
    # all that stands here is a name and its bare URL
    alone = not rest and not reading.labels and _ends_in_url(block.text)
    alone = alone or bool(_NAMED_URL.match(block.text))
    if alone and "\n" not in block.text and reading.lead != "link":
        return not is_attribute(reading.title)
    if reading.lead == "link":
        single = not rest and len(reading.urls) == 1 and not is_label(reading.title)
        if single or _DESCRIBED.match(block.text):
            return True
        goes_on = re.match("[a-z]", rest) or (not reading.labels and _GOES_ON.match(rest))
        return words >= _LEAST_WORDS and (settled or bool(reading.labels)) and not goes_on
    if reading.lead in ("bold", "italic"):
        exclaims = reading.title.endswith("!") and not reading.labels
        facts = not rest or is_authors(rest) or is_venue(rest) or "\n" in block.text
        short = bool(reading.labels) and facts and not is_pointer(reading.title)
        return (
            (words >= _LEAST_WORDS or short) and (settled or bool(reading.labels)) and not exclaims
        )
    if reading.lead != "plain":
        return False
    if _ends_in_url(block.text) and (not rest or "\n" in block.text):
        return True
    label = bool(reading.labels) and _ends_in_link(block.text)
    sentence = (
        re.search(r"[a-z]{3}\.\s+[A-Z]", plain(block.text).split("http")[0])
        and len(rest.split()) > 25
    )
    return label and words > _LEAST_WORDS and not sentence


def _ends_in_url(text: str) -> bool:
    return bool(_URL_WORD.match(text.rsplit(None, 1)[-1])) if text.strip() else False


def _ends_in_link(text: str) -> bool:
    """Whether the last words are a link's, but for an aside in bold, as ``**(new)**``."""
    for span in reversed(parse_inline(text)):
        if span.url:
            return is_external(span.url)
        said = any(map(str.isalnum, strip_end(span.text)))
        if said and not (span.bold and span.text.startswith("(")):
            return False
    return False


def _read_lines(block: Block, account: Account) -> list[tuple[Block, Reading]]:
    """Read a paragraph line by line; empty where not every line is an entry by itself."""
    found: list[tuple[Block, Reading]] = []
    lines = block.text.split("\n")
    for number, text in enumerate(lines, block.line):
        line = Block("paragraph", number, number, text.strip(), block.column)
        reading = read_item(line.text, account.references)
        named = reading.title and not is_label(reading.title) and not is_authors(reading.title)
        if len(lines) < _LEAST_LINES or not named or not _is_entry(line, reading):
            return []
        found.append((line, reading))
    return found
