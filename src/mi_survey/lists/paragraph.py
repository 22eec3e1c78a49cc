"""Entries that are no list items: headings that bear a work, and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mi_survey.lists.block import NAMED_URL, Block
from mi_survey.lists.draft import Account, Draft, absorb, is_prose
from mi_survey.lists.inline import is_external, parse_inline
from mi_survey.lists.item import Reading, read_item
from mi_survey.lists.label import is_attribute, is_authors, is_venue
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.title import strip_end

# A link, then what it leads to: "[Name](url): a description".
_DESCRIBED = re.compile(r"\W{0,4}\[[^\]]+\]\([^)\s]*\)\**(?:\s?[:,–—-]\s+(?!which|and |or )|\s*\n)")
_URL_WORD = re.compile(r"[(<\[]*https?:")
_LEAST_WORDS = 3
_LEAST_FACTS = 2
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
    below = [each for each in following if each.kind != "blank"]
    if reading.urls and not reading.internal:
        # a section too can be linked, but lists what it is about
        marked = reading.lead == "link" or (reading.lead == "bold" and reading.labels)
        lists = any(each.kind == "item" for each in below)
        is_entry = words > _LEAST_WORDS or bool(marked and not lists)
    else:
        first = [read_item(each.text, account.references) for each in below[:_LEAST_FACTS]]
        told = len(first) == _LEAST_FACTS and all(each.attribute for each in first)
        is_entry = words >= _LEAST_WORDS and (
            told or _only_labels(next(iter(below), None), account)
        )
    return account.draft(block, reading, outline) if is_entry else None


def find_name(block: Block, after: Block | None, account: Account) -> str:
    """Return the name of the part that a line in bold opens; empty where it opens none."""
    name = normalize_heading(block.text)
    opens = _is_bold(block) and len(name.split()) <= _MOST_NAME
    return name if opens and not _only_labels(after, account) else ""


def read_paragraph(block: Block, after: Block | None, account: Account, outline: Outline) -> None:
    """Write a paragraph into the account, as the entry that it is, or as words."""
    reading = read_item(block.text, account.references)
    if outline.aside:
        account.mark(block, "aside")
    elif reading.title and reading.internal:
        account.mark(block, "contents")
    elif _is_entry(block, reading):
        account.draft(block, reading, outline)
    elif after is not None and _is_bold(block) and _only_labels(after, account):
        absorb(account.draft(block, reading, outline), after, account)
    else:
        pictures = not reading.title and ("![" in block.text or "<" in block.text)
        account.mark(block, "badges" if pictures else "prose")


def _only_labels(block: Block | None, account: Account) -> bool:
    if block is None or block.kind != "paragraph":
        return False
    reading = read_item(block.text, account.references)
    return bool(reading.urls) and not reading.title and not reading.internal


def _is_bold(block: Block) -> bool:
    """Whether a paragraph is one line in bold, after an emoji perhaps."""
    spans = [s for s in parse_inline(block.text) if any(map(str.isalnum, s.text)) or s.url]
    return bool(spans) and all(s.bold and s.kind in ("text", "code", "group") for s in spans)


def _is_entry(block: Block, reading: Reading) -> bool:
    """Whether a paragraph is a title with a link, and what follows it no running words."""
    words, rest, lines = len(reading.title.split()), reading.rest, block.text.count("\n")
    if not words or not reading.urls or is_prose(reading, block.text) or block.level == 1:
        return False
    if NAMED_URL.match(block.text):
        return not is_attribute(reading.title)
    facts = not rest or is_authors(rest) or is_venue(rest) or lines > 0
    settled = facts or len(rest.split()) <= _MOST_REST or bool(reading.labels)
    if reading.lead == "link":
        single = not rest and len(reading.urls) == 1
        sound = words >= _LEAST_WORDS and settled and not rest[:1].islower()
        return single or sound or bool(_DESCRIBED.match(block.text))
    if reading.lead in ("bold", "italic"):
        return settled and (words >= _LEAST_WORDS or (bool(reading.labels) and facts))
    placed = bool(reading.labels) or bool(_URL_WORD.match(block.text.rsplit(None, 1)[-1]))
    return words > _LEAST_WORDS and settled and placed and _ends_in_link(block.text)


def _ends_in_link(text: str) -> bool:
    """Whether the last words are a link's, but for an aside in bold, as ``**(new)**``."""
    for span in reversed(parse_inline(text)):
        if span.url:
            return is_external(span.url)
        said = any(map(str.isalnum, strip_end(span.text)))
        if said and not (span.bold and span.text.startswith("(")):
            return False
    return False
