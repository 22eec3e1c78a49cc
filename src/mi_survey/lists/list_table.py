"""Tables of works: what each column holds, and the rows read by it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mi_survey.lists.block import Block
from mi_survey.lists.draft import Account, Draft
from mi_survey.lists.inline import References, is_external, parse_inline, plain
from mi_survey.lists.item import Reading, read_item
from mi_survey.lists.label import GENERIC, is_label
from mi_survey.lists.outline import Outline, normalize_heading
from mi_survey.lists.rules import ENTRY_TITLE, ENTRY_UNCLEAR, TABLE_CELLS
from mi_survey.model.taxonomy import Axis
from mi_survey.model.term import normalize_value
from mi_survey.text import normalize_space

# Headers by what they say, the surest first; a column with another header holds notes.
_HEADERS: dict[str, str] = {
    "title": r"(?:paper|article|work|publication)?\s?(?:titles?|names?)"
    r"(?:\s?[&/+]\s?(?:authors?|links?|papers?|summary|venue|abstract).*)?|标题|题目|论文",
    "work": r"papers?(?:\s?[&/+].*)?|articles?|works?|publications?|resources?|posts?"
    r"|blogs?(?:\sposts?)?|references?|paper\s(?:and|with|\().*|surveys?",
    "thing": r"projects?|tools?|repo(?:sitor(?:y|ies))?s?|librar(?:y|ies)|packages?|frameworks?"
    r"|benchmarks?|datasets?|courses?|videos?|methods?|models?|topics?|talks?|books?|software",
    "venue": r"(?:published\s(?:in|at)|venue|conf(?:erence)?\.?|journal|source|publish(?:ed|er)"
    r"|proceedings|会议|出处)s?(?:\s?[/&,]?\s?(?:venue|year|date|journal|conference|month))?",
    "year": r"years?",
    "date": r"dates?|time|month|released?|日期|时间"
    r"|(?:publication|published|release|submission|first|arxiv|update|paper)\s(?:date|time|on)",
    "other": r"(?:first\s)?authors?.*|作者|(?:short\s|brief\s)?(?:summar(?:y|ies)|description"
    r"|abstract|tl;?\s?dr|notes?|comments?|key\s.*|main\s.*|highlights?|contributions?|keywords?"
    r"|tags?|findings?|remarks?|overview|introduction|takeaways?)"
    r"|#|no\.?|id|idx|index|stars?|序号|citations?|rank",
}
_KINDS = {kind: re.compile(rf"^(?:{pattern})$", re.I) for kind, pattern in _HEADERS.items()}
_NAMING = ("title", "work", "thing")
_FACTS = ("venue", "year", "date")
# What may follow the name of an axis: a plural, or that its terms are methods.
_ENDING = re.compile(r"(?:-methods?|s)$")
_GROUP_LEVEL = 19
_MOST_SAMPLED = 60
_LEAST_MEAN = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table's columns hold: their headers, which one has titles, what facts others have.

    ``works`` says that the header promises works, whatever the heading above it says, and
    ``sure`` that it also names their facts, so that rows without links are entries too.
    """

    headers: tuple[str, ...]
    title: int | None
    facts: Mapping[int, str]
    sure: bool = False
    works: bool = False


def read_columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, axes: Sequence[Axis] = ()
) -> Columns:
    """Find what the columns hold, by their headers and, where those are silent, their cells.

    A column that is called as one of the axes holds its terms.

    >>> columns = read_columns(["Year", "Paper", "Link"], [["2024", "A Title", "[x](http://y)"]])
    >>> columns.title, columns.facts
    (1, {0: 'year'})
    """
    names = tuple(
        normalize_space(re.sub(r"[^\w\s&/+#;.,(-]", " ", plain(header))) for header in headers
    )
    tags = {
        _column_name(name): axis.id
        for axis in axes
        for name in (axis.id, axis.label, *axis.aliases)
    }
    facts = {
        at: tags[_column_name(name)] for at, name in enumerate(names) if _column_name(name) in tags
    }
    # an axis is none of the kinds, whatever it is called
    kinds = ["other" if at in facts else _find_kind(name) for at, name in enumerate(names)]
    for at, name in enumerate(names):
        # "Publication" names works where nothing else does, and venues beside them
        others = {*kinds[:at], *kinds[at + 1 :]}
        if re.fullmatch(r"(?i)publications?", name) and others & {"title", "work"}:
            kinds[at] = "venue"
    facts |= {kinds.index(fact): fact for fact in _FACTS if fact in kinds}
    title = _find_titles(kinds, rows)
    named = kinds[title] if title is not None and title < len(kinds) else ""
    sure = named in ("title", "work") and any(fact in kinds for fact in _FACTS)
    linked = sum(any("](" in c or "http" in c or "href" in c for c in row) for row in rows)
    if linked * 2 < len(rows) and not sure:
        title = None
    return Columns(names, title, facts, sure, named in _NAMING)


def _column_name(text: str) -> str:
    return _ENDING.sub("", normalize_value(text))


def _find_kind(name: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(name)), "")


def _find_titles(kinds: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Find the column of titles: of those whose header fits best, the one with most words."""
    width = max(len(kinds), max(map(len, rows), default=0))
    means = [_count_words(rows[:_MOST_SAMPLED], index) for index in range(width)]
    for kind in (*_NAMING, ""):
        # a column of icons or labels alone has no titles, whatever its header
        named = [at for at in range(width) if (*kinds, *[""] * width)[at] == kind]
        full = [at for at in named if means[at] >= _LEAST_MEAN]
        if full:
            return max(full, key=means.__getitem__)
    return None


def _count_words(rows: Sequence[Sequence[str]], index: int) -> float:
    """Return how many words the cells of a column have, labels apart, in the mean."""
    cells = [row[index] for row in rows if index < len(row)]
    words = 0
    for span in (span for cell in cells for span in parse_inline(cell)):
        if span.kind != "badge" and not (span.kind == "link" and is_label(span.text)):
            words += len(re.findall(r"[^\W\d_]{2,}", span.text))
    return words / max(len(cells), 1)


def settle_rows(head: Block, rows: Sequence[Block], account: Account, outline: Outline) -> None:
    """Write a table's rows into the account."""
    columns = read_columns(head.cells, [row.cells for row in rows], axes=account.taxonomy.axes)
    last: Draft | None = None
    for row in rows:
        filled = [cell for cell in row.cells if plain(cell)]
        links = "](" in row.text or "http" in row.text
        if outline.aside and not columns.works:
            account.mark(row, "aside")
        elif not any(cell.strip(" -:") for cell in row.cells):
            account.mark(row, "empty")
        elif columns.title is None:
            account.mark(row, "table")
        elif len(row.cells) == 1 < len(columns.headers) and last is not None:
            # a cell as wide as the table speaks of the work above it
            account.mark(row, "note")
            last.notes.append(plain(row.text))
        elif len(filled) == 1 < len(row.cells) and not links:
            account.mark(row, "group")
            outline = outline.leave(_GROUP_LEVEL).enter(_GROUP_LEVEL, normalize_heading(filled[0]))
        else:
            last = _settle_row(row, columns, account, outline)


def _settle_row(row: Block, columns: Columns, account: Account, outline: Outline) -> Draft | None:
    at = columns.title or 0
    reading = read_item(row.cells[at] if at < len(row.cells) else "", account.references)
    notes = [reading.rest] if reading.rest else []
    facts: dict[str, str] = {}
    for index, cell in enumerate(row.cells):
        if index != at:
            header = columns.headers[index] if index < len(columns.headers) else ""
            words = _read_cell(cell, header, account.references, reading)
            if index in columns.facts:
                facts.setdefault(columns.facts[index], words)
            elif not is_label(words):
                notes.append(words)
    if not reading.title:
        account.find(row, ENTRY_TITLE, "a row without a title")
        return None
    if not (reading.urls or reading.problems or columns.sure):
        account.find(row, ENTRY_UNCLEAR, "a row without a link in a table of links")
        return None
    reading.rest = ""
    reading.venue = facts.pop("venue", "") or reading.venue
    reading.year = facts.pop("year", "") or reading.year
    reading.date = facts.pop("date", "") or reading.date
    reading.tags = facts
    draft = account.draft(row, reading, outline)
    draft.notes += notes
    if len(row.cells) != len(columns.headers):
        said = f"the row has {len(row.cells)} cells, its header {len(columns.headers)}"
        account.warn(row, TABLE_CELLS, said)
    return draft


def _read_cell(cell: str, header: str, references: References, reading: Reading) -> str:
    """Keep the links of a cell; return its words, or those of its badges."""
    spans = parse_inline(cell, references)
    for span in spans:
        if span.kind in ("link", "badge") and is_external(span.url):
            says = span.text.lower() not in GENERIC and any(map(str.isalnum, span.text))
            # a link that says nothing is named by its column
            reading.add_link(span if says else replace(span, text=header))
    return plain(cell) or normalize_space(" ".join(s.text for s in spans if s.kind == "badge"))
