"""The lines of a Markdown file as blocks: headings, items, paragraphs, table rows, and the rest.

Written for lists as they are, not for CommonMark: a fence or comment that never ends takes one
line instead of the whole file, a lone dash opens an item, a heading needs no blank line around
it. Each line belongs to exactly one block, or to several if a table row of HTML shares it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mi_survey.lists.html_table import iter_rows

BlockKind = Literal[
    "blank", "front-matter", "code", "comment", "heading", "rule", "reference", "html",
    "details", "table-head", "table-rule", "row", "marker", "item", "paragraph", "quote",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: their kind, their first line and its column, their words.

    ``indent`` is the column of an item's marker from 0; ``level`` a heading's level, or 7 for
    a summary; ``cells`` a table row's cells; ``end`` the last line.
    """

    kind: BlockKind
    line: int
    end: int
    text: str = ""
    column: int = 1
    indent: int = 0
    level: int = 0
    cells: tuple[str, ...] = ()


_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?!#)\s*(\S.*?)?(?:\s+#+)?\s*$")
_HTML_HEADING = re.compile(
    r"^\s*(?:<\w+\b[^>]*>\s*)*?<h([1-6])\b[^>]*>(.*)$", re.IGNORECASE | re.DOTALL
)
_SUMMARY = re.compile(r"^(.*?)<summary[^>]*>(.*?)(?:</summary>(.*))?$", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"^\s{0,3}(?:([-*_])(?:\s*\1){2,}|={3,})\s*$")
_ITEM = re.compile(
    r"^(\s*)(?:([-*+•·‣◦▪●○–]|\d{1,4}[.)]|[a-z]\))(?:\s+|$)|([-+•])(?=\[|\*\*|<a )"
    r"|(<li[^>]*>)\s*)(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]^][^\]]*\]:\s*\S+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_STARTER = re.compile(r"^[^\w\[*(<]*(?:\*\*|\[(?!\[)[^\]]|\[!\[|<a\b)")


def split_lines(text: str) -> list[str]:
    """Split text at line ends as editors count them."""
    return re.split(r"\r\n|\n|\r", text)


def split_blocks(lines: list[str]) -> list[Block]:
    r"""Split lines into blocks, in order.

    >>> [(b.kind, b.line, b.text) for b in split_blocks(["# A", "* b", "  c", "-", "d"])]
    [('heading', 1, 'A'), ('item', 2, 'b\nc'), ('marker', 4, ''), ('item', 5, 'd')]
    """
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        found = (
            _front_matter(lines, index)
            or _enclosed(lines, index)
            or _html_table(lines, index)
            or _table(lines, index, blocks)
            or _single(lines, index)
            or _words(lines, index)
        )
        blocks += found
        index = max(block.end for block in found)
    return blocks


def _front_matter(lines: list[str], index: int) -> list[Block]:
    if index or lines[0].strip() not in ("---", "+++"):
        return []
    for end in range(1, min(len(lines), 200)):
        if lines[end].strip() in (lines[0].strip(), "..."):
            keyed = any(re.match(r"^[\w-]+\s*[:=]", line) for line in lines[1:end])
            return [Block("front-matter", 1, end + 1)] if keyed else []
    return []


def _enclosed(lines: list[str], index: int) -> list[Block]:
    if fence := _FENCE.match(lines[index]):
        closing = re.compile(rf"^\s*{re.escape(fence[1][0])}{{{len(fence[1])},}}\s*$")
        for end in range(index + 1, len(lines)):
            if closing.match(lines[end]):
                return [Block("code", index + 1, end + 1)]
        return [Block("code", index + 1, index + 1, "unclosed")]
    if lines[index].lstrip().startswith("<!--"):
        for end in range(index, len(lines)):
            if "-->" in lines[end]:
                after = lines[end].rpartition("-->")[2]
                # what follows the comment in its own line would be lost with it
                return [] if after.strip() else [Block("comment", index + 1, end + 1)]
        return [Block("comment", index + 1, index + 1, "unclosed")]
    return []


def _html_table(lines: list[str], index: int) -> list[Block]:
    if not re.match(r"^\s*(?:<\w+\b[^>]*>\s*)*<table\b", lines[index], re.IGNORECASE):
        return []
    end = next(
        (i for i in range(index, len(lines)) if re.search(r"</table\s*>", lines[i], re.I)), None
    )
    if end is None:
        return []
    rows = list(iter_rows("\n".join(lines[index : end + 1])))
    blocks: list[Block] = []
    for number, (start, stop, cells, head) in enumerate(rows):
        kind: BlockKind = "table-head" if head or (number == 0 and len(rows) > 1) else "row"
        first, last = index + start, index + stop
        blocks.append(Block(kind, first, last, " ".join(cells), 1, 0, 0, cells))
    if len(rows) < 2 or max((len(row[2]) for row in rows), default=0) < 2:
        return [Block("paragraph", index + 1, end + 1, " ".join(b.text for b in blocks), level=1)]
    return [Block("html", index + 1, end + 1), *blocks]


def _table(lines: list[str], index: int, before: list[Block]) -> list[Block]:
    line = lines[index]
    rule = index + 1 < len(lines) and "|" in line and "-" in lines[index + 1]
    if rule and "|" in lines[index + 1] and _TABLE_RULE.match(lines[index + 1]):
        cells = _cells(line)
        head = Block("table-head", index + 1, index + 1, line, _column(line), cells=cells)
        return [head, Block("table-rule", index + 2, index + 2)]
    last = next((b for b in reversed(before) if b.kind not in ("blank", "comment")), None)
    if last and last.kind in ("row", "table-rule") and line.strip():
        near = before[-1].kind != "blank"
        if (near and "|" in line and not _HEADING.match(line)) or line.lstrip().startswith("|"):
            cells = _cells(line)
            return [Block("row", index + 1, index + 1, line, _column(line), cells=cells)]
    return []


def _single(lines: list[str], index: int) -> list[Block]:
    line, number = lines[index], index + 1
    if not line.strip():
        return [Block("blank", number, number)]
    if _RULE.match(line):
        return [Block("rule", number, number)]
    if _REFERENCE.match(line):
        return [Block("reference", number, number, line.strip())]
    if (heading := _HEADING.match(line)) and (
        line.lstrip()[len(heading[1]) :][:1] in (" ", "\t", "") or len(heading[1]) > 1
    ):
        return [
            Block("heading", number, number, heading[2] or "", _column(line), level=len(heading[1]))
        ]
    if heading := _HTML_HEADING.match(line):
        end, text = _until(lines, index, heading[2], f"</h{heading[1]}>")
        return [Block("heading", number, end, text, _column(line), level=int(heading[1]))]
    if re.match(r"\s{2,}.*<summary", line, re.I):
        # it folds a part of an item
        return [Block("html", number, number, line.strip(), _column(line))]
    if "<summary" in line.lower() and (summary := _SUMMARY.match(line)):
        end, text = (
            (number, summary[2])
            if summary[3] is not None
            else _until(lines, index, summary[2], "</summary>")
        )
        return [Block("heading", number, end, text, _column(line), level=7)]
    linked = re.search(r"<(?:a|li)\b|https?:.*\]\(|<https?:", line, re.IGNORECASE)
    if "<" in line and not linked and not any(char.isalnum() for char in _TAG.sub("", line)):
        kind: BlockKind = "details" if "</details" in line.lower() else "html"
        return [Block(kind, number, number, line.strip(), _column(line))]
    return []


def _words(lines: list[str], index: int) -> list[Block]:
    line, number = lines[index], index + 1
    quoted = re.match(r"^\s*(?:>\s?)+", line)
    body = line[quoted.end() :] if quoted else line
    item = _ITEM.match(body.expandtabs(4))
    if item and not (item[5].strip() == "" and item[2] is None and item[3] is None and not item[4]):
        text, end = _gather(lines, index, item[5])
        if not item[5].strip() and text:
            # a lone marker: the item begins where its words do
            first = _column(lines[index + 1])
            words = Block("item", number + 1, end, text, first, len(item[1]))
            return [Block("marker", number, number), words]
        return [Block("item", number, end, text, _column(line), len(item[1]))]
    text, end = _gather(lines, index, body.lstrip())
    after = lines[end].strip() if end < len(lines) else ""
    if end == number and re.fullmatch(r"=+|-{3,}", after) and len(text) <= 100 and "](" not in text:
        level = 1 if after[0] == "=" else 2
        return [Block("heading", number, end + 1, text, _column(line), level=level)]
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    return [Block("quote" if quoted else "paragraph", number, end, text, _column(line), indent)]


def _gather(lines: list[str], index: int, first: str) -> tuple[str, int]:
    """Join the lines that go on with an item or a paragraph."""
    # two spaces at a line's end are a line break that is meant
    parts = [first]
    end = index + 1
    while end < len(lines):
        line = lines[end]
        body = re.sub(r"^\s*(?:>\s?)+", "", line) if lines[index].lstrip().startswith(">") else line
        if not body.strip() or _ITEM.match(body.expandtabs(4)) or _RULE.match(line):
            break
        if _FENCE.match(line) or _single(lines, end) or line.lstrip().startswith(("<!--", "|")):
            break
        if _html_table(lines, end) or (line.lstrip().startswith(">") and body is line):
            break
        if _STARTER.match(body) and not body[:1].isspace() and _STARTER.match(first):
            break
        parts.append(body.lstrip())
        end += 1
    return "\n".join(parts).lstrip("\n"), end


def _until(lines: list[str], index: int, text: str, closing: str) -> tuple[int, str]:
    for end in range(index, min(len(lines), index + 6)):
        text = text if end == index else f"{text}\n{lines[end]}"
        if closing in text.lower():
            return end + 1, text[: text.lower().index(closing)].strip()
    return index + 1, text.partition("\n")[0].strip()


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_iter_cells(line.strip()))


def _iter_cells(line: str) -> Iterator[str]:
    inner = line[1:] if line.startswith("|") else line
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    for cell in re.split(r"(?<!\\)\|", inner):
        yield cell.replace("\\|", "|").strip()


def _column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1
