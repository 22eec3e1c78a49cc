"""The lines of a Markdown file as blocks: headings, items, paragraphs, table rows, and the rest.

markdown-it-py finds the blocks, html.parser those within HTML. What neither knows is read here:
front matter, bullets that are none in Markdown, a dash alone above its item's words, and rows
that a blank line cuts off their table. A fence or comment that never ends takes one line instead
of the whole file. Each line belongs to a block, or to several if rows share it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from mi_survey.lists.block import (
    LEAST_INDENT,
    NAMED_URL,
    QUOTE,
    Block,
    BlockKind,
    measure_column,
    measure_indent,
    read_html,
)
from mi_survey.lists.inline import References

_MOST_FRONT_MATTER = 200
_MOST_HEADING = 100
_KEYED = re.compile(r"^[\w-]+\s*[:=]")
_FENCE = re.compile(r"^[\s>]*(?:[-*+]\s+)?(`{3,}(?=[^`]*$)|~{3,})")
_BULLET = re.compile(r"^(\s*)[•·‣◦▪●○–](?=\s)")
_TIGHT_BULLET = re.compile(r"^(\s*)([-+•])(?=\[|\*\*|<a )")
_BARE_MARKER = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s*)?")
_NO_WORDS = re.compile(r"[#<>|`~=]|(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
_TIGHT_HEADING = re.compile(r"^(\s{0,3}#{2,6})(?=[^#\s])")
_REFERENCE = re.compile(r"^[\s>]*\[[^\]^][^\]]*\]:")
# A line that begins as entries do: with a link or bold words, after an emoji perhaps.
_STARTER = re.compile(r"^[^\w\[*(<|]{0,8}(?:(\*\*)|\[(?!\[)[^\]]|\[!\[|<a\b)")
_TABLE = re.compile(r"\s*(?:<\w[^<>]*>\s*)*<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)


def split_lines(text: str) -> list[str]:
    """Split text at line ends as editors count them."""
    return re.split(r"\r\n|\n|\r", text)


def read_document(lines: Sequence[str]) -> tuple[list[Block], References]:
    r"""Split lines into blocks, in order; return the definitions of links beside them.

    >>> blocks, _ = read_document(["# A", "* b", "  c", "-", "d"])
    >>> [(block.kind, block.line, block.text) for block in blocks]
    [('heading', 1, 'A'), ('item', 2, 'b\nc'), ('marker', 4, ''), ('item', 5, 'd')]
    """
    kept = list(lines)
    blocks = list(_iter_hidden(lines))
    for block in blocks:
        kept[block.line - 1 : block.end] = [""] * (block.end - block.line + 1)
    blocks += _mend_bullets(kept)
    environment: dict[str, Any] = {}
    tokens = _markdown(html=True).parse("\n".join(kept), environment)
    blocks += _join_rows(list(_Walk(kept).iter_blocks(tokens)))
    blocks += _iter_uncovered(lines, blocks)
    blocks.sort(key=lambda block: (block.line, block.kind != "html"))
    return blocks, environment.get("references", {})


@cache
def _markdown(*, html: bool) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": html, "maxNesting": 60})
    markdown.enable("table").disable("code")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    markdown.block.ruler.before("html_block", "html_table", _read_html_table)
    return markdown


def _read_html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- a rule of markdown-it
    """Take a table of HTML as one block, whatever blank lines it has."""
    first = state.bMarks[start]
    if not state.md.options["html"] or not _TABLE.match(state.src, first, state.eMarks[start]):
        return False
    close = state.env.get("table_end", -1)
    if close is not None and close < first:
        found = _TABLE_END.search(state.src, first)
        close = state.env["table_end"] = found.start() if found else None
    if close is None or close > state.eMarks[end - 1]:
        return False
    if not silent:
        state.line = start + state.src.count("\n", first, close) + 1
        token = state.push("html_block", "", 0)
        token.map = [start, state.line]
    return True


def _iter_hidden(lines: Sequence[str]) -> Iterator[Block]:
    """Yield what no rule of Markdown should see: front matter, comments, fences without end."""
    index = _find_front_matter(lines)
    if index:
        yield Block("front-matter", 1, index)
    longest = {mark: _measure_fences(lines, mark) for mark in "`~"}
    ends = [number for number, line in enumerate(lines) if "-->" in line]
    while index < len(lines):
        line = lines[index]
        if fence := _FENCE.match(line):
            mark, length = fence[1][0], len(fence[1])
            if length > longest[mark][index + 1]:
                yield Block("code", index + 1, index + 1, "unclosed")
            else:
                index += 1
                while _closing(lines[index], mark) < length:
                    index += 1
        elif line.lstrip().startswith("<!--"):
            at = bisect_left(ends, index)
            last = ends[at] if at < len(ends) else -1
            if last < 0:
                yield Block("comment", index + 1, index + 1, "unclosed")
            # what follows the comment in its last line would be lost with it
            elif not lines[last].rpartition("-->")[2].strip():
                yield Block("comment", index + 1, last + 1)
                index = last
        index += 1


def _find_front_matter(lines: Sequence[str]) -> int:
    """Return the last line of the front matter; 0 where there is none."""
    mark = lines[0].strip()
    if mark in ("---", "+++"):
        for index in range(1, min(len(lines), _MOST_FRONT_MATTER)):
            if lines[index].strip() in (mark, "..."):
                return index + 1 if any(map(_KEYED.match, lines[1:index])) else 0
    return 0


def _measure_fences(lines: Sequence[str], mark: str) -> list[int]:
    """Return for each line, and for the end, the longest closing fence from there on."""
    lengths = (_closing(line, mark) for line in reversed(lines))
    return list(accumulate(lengths, max, initial=0))[::-1]


def _closing(line: str, mark: str) -> int:
    """Return the length of a closing fence; 0 where the line is none."""
    bare = line.strip(" \t>")
    return len(bare) if len(bare) >= len("```") and not bare.strip(mark) else 0


def _mend_bullets(lines: list[str]) -> Iterator[Block]:
    """Make bullets that Markdown does not know ones that it knows, line by line.

    A dash alone above words that are not indented is their marker; Markdown would take the
    words for a paragraph, and the dash for the underline of a heading.
    """
    for index in range(len(lines)):
        line = _TIGHT_HEADING.sub(r"\1 ", _BULLET.sub(r"\1-", lines[index]))
        lines[index] = line = _TIGHT_BULLET.sub(r"\1- ", line)
        after = lines[index + 1] if index + 1 < len(lines) else ""
        if line.strip() == "-" and not after[:1].isspace():
            lines[index] = ""
            empty = not after or bool(_NO_WORDS.match(after))
            kind: BlockKind = "item" if empty else "marker"
            yield Block(kind, index + 1, index + 1, "", measure_column(line), measure_indent(line))
            if not empty:
                lines[index + 1] = f"- {after}"


def _iter_uncovered(lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the lines that are in no block: blank, definitions of links, nested too deeply."""
    covered = bytearray(len(lines) + 1)
    for block in blocks:
        covered[block.line : block.end + 1] = b"\1" * (block.end + 1 - block.line)
    for number, line in enumerate(lines, 1):
        if not covered[number]:
            body, kind = QUOTE.sub("", line).strip(), _find_kind(line)
            yield Block(kind, number, number, body, measure_column(line), measure_indent(line))


def _find_kind(line: str) -> BlockKind:
    """Tell what a line is that no block has; words that are nested too deeply are none's."""
    if not line.strip():
        return "blank"
    if _BARE_MARKER.fullmatch(line):
        return "marker"
    return "reference" if _REFERENCE.match(line) else "paragraph"


class _Walk:
    """Walks over markdown-it's tokens, with the item and the quotation that they stand in."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._items = 0
        self._quotes = 0
        self._is_head = False

    def iter_blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token, before, after in zip(tokens, (None, *tokens), (*tokens[1:], None), strict=False):
            start, end = token.map or (0, 0)
            if token.type in ("paragraph_open", "heading_open") and after:
                is_item = before is not None and before.type == "list_item_open"
                kind: BlockKind = "quote" if self._quotes else "paragraph"
                yield from self._read_words(token, after.content, "item" if is_item else kind)
            elif token.type in ("fence", "hr"):
                yield Block("rule" if token.type == "hr" else "code", start + 1, end)
            elif token.type == "html_block":
                yield from self._read_html(start, end)
            elif token.type == "tr_open":
                yield from self._read_row(start)
            self._items += token.nesting * token.type.startswith("list_item")
            self._quotes += token.nesting * token.type.startswith("blockquote")
            self._is_head = (self._is_head or token.type == "thead_open") and (
                token.type != "thead_close"
            )

    def _read_words(self, token: Token, text: str, kind: BlockKind) -> Iterator[Block]:
        start, end = token.map or (0, 0)
        if token.type == "heading_open" and kind == "paragraph":
            long = "\n" in text or len(text) > _MOST_HEADING or "](" in text
            if token.markup.startswith("#") or not long:
                column, level = measure_column(self._lines[start]), int(token.tag[1])
                yield Block("heading", start + 1, end, text, column, level=level)
                return
            yield Block("rule", end, end)
        yield from self._split(kind, text.split("\n"), start)

    def _split(self, kind: BlockKind, parts: Sequence[str], start: int) -> Iterator[Block]:
        """Split words that have an entry on every line, as the lines' beginnings tell."""
        run: list[str] = []
        for index, part in enumerate(parts):
            apart = index and kind != "quote" and not self._lines[start + index][:1].isspace()
            number = _NUMBERED.match(part) if apart else None
            if apart and (
                number or (_find_start(part) and _find_start(part) == _find_start(run[0]))
            ):
                yield self._make(kind, run, start + index - len(run))
                kind, run = "item" if number else "paragraph", []
            run.append(part[number.end() :] if number else part)
        yield self._make(kind, run, start + len(parts) - len(run))

    def _make(self, kind: BlockKind, parts: Sequence[str], start: int) -> Block:
        line = self._lines[start]
        # a quotation stands where its mark does
        indent = measure_column(line) - 1 if kind == "quote" else measure_indent(line)
        text = "\n".join(parts)
        return Block(kind, start + 1, start + len(parts), text, measure_column(line), indent)

    def _read_row(self, start: int) -> Iterator[Block]:
        line = self._lines[start]
        if self._is_head:
            yield _make_row("table-head", start, line)
            yield Block("table-rule", start + 2, start + 2)
        elif "|" in line:
            yield _make_row("row", start, line)
        else:
            yield self._make("paragraph", [line.strip()], start)

    def _read_html(self, start: int, end: int) -> Iterator[Block]:
        while not self._lines[end - 1].strip():
            end -= 1
        yield Block("html", start + 1, end, column=measure_column(self._lines[start]))
        for block in read_html("\n".join(self._lines[start:end]), start):
            if self._items and block.kind in ("heading", "paragraph", "item"):
                # what is folded within an item is a part of it
                indent = max(LEAST_INDENT, measure_indent(self._lines[block.line - 1]))
                yield replace(block, kind="paragraph", indent=indent, level=0)
            elif block.kind == "paragraph" and not block.level:
                yield from _read_again(block)
            else:
                yield block


def _read_again(block: Block) -> Iterator[Block]:
    """Read the words of a block of HTML as Markdown."""
    first, *rest = block.text.split("\n")
    margin = min(map(measure_indent, filter(str.strip, rest)), default=0)
    lines = [first.strip(), *(line.expandtabs(4)[margin:] for line in rest)]
    tokens = _markdown(html=False).parse("\n".join(lines))
    for part in _Walk(lines).iter_blocks(tokens):
        start = block.line - 1
        yield replace(part, line=part.line + start, end=part.end + start)


def _join_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks; paragraphs of rows that Markdown does not count to a table as rows.

    Such rows come after a blank line, or their header has more or fewer cells than its rule.
    """
    in_table = False
    for block in blocks:
        lines = block.text.split("\n")
        headed = len(lines) > 1 and "|" in lines[0] and _is_rule(lines[1])
        rows = headed or (in_table and all(line.startswith("|") for line in lines))
        if block.kind != "paragraph" or not rows:
            in_table = block.kind in ("row", "table-rule", "table-head")
            yield block
            continue
        in_table = True
        for index, line in enumerate(lines):
            start = block.line - 1 + index
            if headed and index == 1:
                yield Block("table-rule", start + 1, start + 1)
            else:
                yield _make_row("table-head" if headed and not index else "row", start, line)


def _find_start(line: str) -> str:
    """Return how a line begins, if as entries do."""
    match = _STARTER.match(line)
    return (match[1] or "[") if match else ":" if NAMED_URL.match(line) else ""


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip(" \t|:-")


def _make_row(kind: BlockKind, start: int, line: str) -> Block:
    words = QUOTE.sub("", line).strip()
    cells = [cell.strip() for cell in escapedSplit(words)]
    cells = cells[1:] if words.startswith("|") else cells
    cells = cells[:-1] if len(cells) > 1 and not cells[-1] else cells
    return Block(kind, start + 1, start + 1, words, measure_column(line), cells=tuple(cells))
