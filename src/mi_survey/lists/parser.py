"""Awesome lists: Markdown read into listings, with every line accounted for.

A line is an entry, belongs to one, is of a kind that is known to be none, or is told in a
finding. ``ParsedList.roles`` says which, line by line; nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from mi_survey.lists.block import LEAST_INDENT, Block
from mi_survey.lists.document import read_document, split_lines
from mi_survey.lists.draft import Account, Draft, Role, absorb
from mi_survey.lists.inline import is_external, parse_inline
from mi_survey.lists.item import read_item
from mi_survey.lists.list_table import settle_rows
from mi_survey.lists.outline import Outline, is_aside, normalize_heading
from mi_survey.lists.paragraph import find_name, read_heading, read_paragraph
from mi_survey.lists.rules import BLOCK_UNCLOSED, ENTRY_LINK, LINK_BROKEN, LINK_UNLISTED
from mi_survey.lists.tree import build_tree, is_note, settle
from mi_survey.model.finding import Finding, Location
from mi_survey.model.taxonomy import NO_AXES, Taxonomy
from mi_survey.model.work import Listing
from mi_survey.watching import Watch, watched

_BOLD_LEVEL = 8
_KNOWN: dict[str, Role] = {
    "blank": "blank",
    "front-matter": "front-matter",
    "code": "code",
    "comment": "comment",
    "rule": "rule",
    "reference": "reference",
    "html": "html",
    "details": "html",
    "table-rule": "table-rule",
    "marker": "empty",
}
# Blocks whose words a reader sees, and what need not be told of their links.
_SHOWN = frozenset(("item", "paragraph", "quote", "heading", "row", "table-head"))
_TOLD = frozenset(("entry", "note", "contents", "finding"))
# Blocks that may stand between the items of one list.
_BETWEEN = frozenset(("blank", "comment", "code", "reference", "marker"))


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list: what it says, where it begins (from 1), and the notes on it."""

    listing: Listing
    line: int
    column: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A list's entries in order, what was not understood, and what each of its lines is."""

    entries: tuple[ListEntry, ...]
    findings: tuple[Finding, ...]
    roles: tuple[Role, ...]


def parse_list(
    text: str,
    *,
    source: str,
    file: str,
    taxonomy: Taxonomy = NO_AXES,
    watch: Watch | None = None,
) -> ParsedList:
    r"""Read an awesome list.

    ``source`` is its id in listings, ``file`` is named in findings; the columns of tables that
    are called as axes of ``taxonomy`` hold tags.

    >>> text = "# List\n## Editing\n* **A Title** (ICLR 2024) [[pdf](https://a.org/x)]"
    >>> entry = parse_list(text, source="example", file="README.md").entries[0]
    >>> entry.line, entry.listing.title, entry.listing.section, entry.listing.venue
    (3, 'A Title', ('Editing',), 'ICLR 2024')
    """
    lines = split_lines(text)
    blocks, references = read_document(lines)
    account = Account(file, references, ["blank"] * len(lines), taxonomy)
    _Reader(blocks, account).read(watch)
    for block in blocks:
        if block.kind in ("code", "comment") and block.text == "unclosed":
            message = f"a {block.kind} begins here and never ends; only this line was left out"
            account.find(block, BLOCK_UNCLOSED, message)
        elif account.roles[block.line - 1] not in _TOLD and _leads_out(block, account):
            account.find(block, LINK_UNLISTED, "a link that belongs to no entry")
    tops = [block for block in blocks if block.kind == "heading" and block.level == 1]
    title_level = 1 if len(tops) == 1 else 0
    drafts = sorted(account.drafts, key=lambda draft: (draft.line, draft.column))
    entries = tuple(_entry(draft, source, title_level, taxonomy) for draft in drafts)
    findings = [*account.findings, *(f for draft in drafts for f in _faults(draft, file))]
    findings.sort(key=lambda finding: finding.place.line or 0)
    return ParsedList(entries, tuple(findings), tuple(account.roles))


def _leads_out(block: Block, account: Account) -> bool:
    spans = parse_inline(block.text, account.references) if block.kind in _SHOWN else ()
    return any(span.kind == "link" and is_external(span.url) for span in spans)


class _Reader:
    """Walks over the blocks with the headings above them in mind."""

    def __init__(self, blocks: Sequence[Block], account: Account) -> None:
        self._blocks = blocks
        self._account = account
        self._outline = Outline()
        self._bearer: Draft | None = None
        self._first = _first_part(blocks)

    def read(self, watch: Watch | None) -> None:
        following = 0
        for index in watched(range(len(self._blocks)), "reading the list", watch):
            if index == following:
                following = self._step(index)

    def _step(self, index: int) -> int:
        block = self._blocks[index]
        if block.kind == "heading":
            self._read_heading(index)
        elif block.kind == "item":
            return self._read_run(index)
        elif block.kind == "table-head":
            return self._read_table(index)
        elif block.kind in ("paragraph", "quote", "row"):
            # a row that other words cut off its table is read as words
            self._read_words(index)
        else:
            self._account.mark(block, _KNOWN[block.kind])
            if block.kind == "details":
                self._outline = self._outline.leave(7)
                self._bearer = None
        return index + 1

    def _after(self, index: int) -> Iterator[Block]:
        return (self._blocks[later] for later in range(index + 1, len(self._blocks)))

    def _read_heading(self, index: int) -> None:
        block = self._blocks[index]
        parts = ("heading", "table-head", "row")
        following = list(takewhile(lambda each: each.kind not in parts, self._after(index)))
        name = normalize_heading(block.text)
        above = self._outline.enter(block.level, name).leave(block.level)
        self._bearer = None
        if not above.aside:
            self._bearer = read_heading(block, following, self._account, above)
        if self._bearer is None:
            self._account.mark(block, "heading")
            above = above.enter(block.level, name)
        self._outline = above

    def _read_run(self, index: int) -> int:
        end, run = index, list[Block]()
        for at in range(index, len(self._blocks)):
            block = self._blocks[at]
            within = block.indent >= LEAST_INDENT or (
                block.kind == "quote" and self._blocks[at - 1].kind == "item"
            )
            if block.kind == "item" or (block.kind in ("paragraph", "quote") and within):
                run.append(block)
                end = at + 1
            # HTML within an item is told by where it stands
            elif block.kind not in _BETWEEN and not (
                block.kind in ("html", "details") and block.column > LEAST_INDENT
            ):
                break
        for block in self._blocks[index:end]:
            if block.kind in _KNOWN:
                self._account.mark(block, _KNOWN[block.kind])
        nodes = build_tree(run, self._account)
        if self._bearer is not None:
            notes = [node for node in nodes if is_note(node)]
            for node in (each for note in notes for each in note.walk()):
                absorb(self._bearer, node.block, self._account)
            nodes = [node for node in nodes if node not in notes]
        settle(nodes, self._account, self._outline)
        return end

    def _read_words(self, index: int) -> None:
        block = self._blocks[index]
        after = next((b for b in self._after(index) if b.kind != "blank"), None)
        if self._account.roles[block.line - 1] == "note":
            return
        if self._bearer is not None:
            absorb(self._bearer, block, self._account)
            return
        name = find_name(block, after, self._account) if block.kind == "paragraph" else ""
        if name and not self._outline.aside:
            self._account.mark(block, "heading")
            self._outline = self._outline.leave(_BOLD_LEVEL).enter(_BOLD_LEVEL, name)
        elif block.line < self._first and not is_aside(name):
            untitled = not read_item(block.text).title
            self._account.mark(block, "badges" if untitled else "prose")
        else:
            read_paragraph(block, after, self._account, self._outline)

    def _read_table(self, index: int) -> int:
        head = self._blocks[index]
        self._account.mark(head, "table-head")
        rows: list[Block] = []
        end = index + 1
        while end < len(self._blocks):
            block = self._blocks[end]
            if block.kind == "row":
                rows.append(block)
            elif block.kind in ("table-rule", "blank", "comment"):
                self._account.mark(block, _KNOWN[block.kind])
            else:
                break
            end += 1
        settle_rows(head, rows, self._account, self._outline)
        return end


def _first_part(blocks: Sequence[Block]) -> int:
    """Return the line of a list's first part: the words before it speak of the list."""
    headings = [block for block in blocks if block.kind == "heading"]
    tops = [block for block in headings if block.level == 1]
    if len(headings) > 1 and headings[0].level == 1 and len(tops) == 1:
        return headings[1].line
    return headings[0].line if len(headings) > 1 else 0


def _entry(draft: Draft, source: str, title_level: int, taxonomy: Taxonomy) -> ListEntry:
    reading = draft.reading
    path = draft.outline.path(title_level=title_level)
    said = {axis.id: reading.tags.get(axis.id) for axis in taxonomy.in_file_order()}
    tags = {axis: tag for axis, tag in said.items() if tag is not None}
    heading = taxonomy.heading
    if tags and heading and heading.id not in tags and path:
        # tables with tags stand below what they are about
        tags, path = {heading.id: path[-1], **tags}, ()
    listing = Listing(
        source=source,
        title=reading.title,
        urls=tuple(reading.urls),
        section=path,
        labels=tuple(reading.labels),
        tags=tuple(tags.items()),
        venue=reading.venue,
        year=reading.year,
        date=reading.date,
    )
    return ListEntry(listing, draft.line, draft.column, tuple(draft.notes))


def _faults(draft: Draft, file: str) -> Iterator[Finding]:
    place = Location(file, draft.line, draft.column)
    title = draft.reading.title
    for problem in dict.fromkeys(draft.reading.problems):
        yield LINK_BROKEN.finding(place, f"{title!r}: {problem}")
    if not draft.reading.urls:
        yield ENTRY_LINK.finding(place, f"{title!r} has no link")
