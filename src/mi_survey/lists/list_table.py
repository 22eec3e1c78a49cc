"""Tables of works: what each column holds, and a row read by it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mi_survey.lists.block import Block
from mi_survey.lists.draft import Account, Draft
from mi_survey.lists.inline import References, Span, is_external, parse_inline, plain
from mi_survey.lists.item import read_item
from mi_survey.lists.label import GENERIC, is_label
from mi_survey.lists.outline import Outline, normalize_heading
from mi_survey.lists.reading import Reading
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
    r"|benchmarks?|datasets?|courses?|videos?|methods?|approach(?:es)?|models?|items?|topics?"
    r"|talks?|books?|software",
    "venue": r"venues?|conf(?:erence)?s?\.?|journals?|published(?:\s(?:in|at|venue))?|pub\.?"
    r"|publish(?:er)?|source|where|proceedings|会议|出处"
    r"|(?:venue|conference|journal|source|pub\w*)\s?[/&,]?\s?"
    r"(?:venue|year|date|journal|conference|month)?",
    "year": r"years?|yr\.?",
    "date": r"dates?|time|month|released?|when|日期|时间"
    r"|(?:publication|published|release|publish|submission|first|arxiv|update|paper)"
    r"\s(?:date|time|on)",
    "authors": r"(?:first\s)?authors?.*|作者",
    "prose": r"(?:short\s|brief\s)?(?:summar(?:y|ies)|description|desc|abstract|tl;?\s?dr|notes?"
    r"|comments?|key\s.*|main\s.*|highlights?|contributions?|keywords?|tags?|findings?|remarks?"
    r"|overview|introduction|intro|takeaways?)",
    "number": r"#|no\.?|id|idx|index|stars?|序号|citations?|rank",
}
_KINDS = {kind: re.compile(rf"^(?:{pattern})$", re.I) for kind, pattern in _HEADERS.items()}
_FIELDS = ("venue", "year", "date")
# What may follow the name of an axis: a plural, or that its terms are methods.
_ENDING = re.compile(r"(?:-methods?|s)$")


_GROUP_LEVEL = 19


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table's columns hold: their headers, which one has titles, which have facts.

    ``works`` says that the header promises works, whatever the heading above it says, and
    ``sure`` that it also names their facts, so that rows without links are entries too.
    """

    headers: tuple[str, ...]
    title: int | None
    facts: Mapping[str, int]
    sure: bool = False
    works: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row read: its title's cell, the facts of other columns, and the other cells' words."""

    reading: Reading
    facts: Mapping[str, str]
    notes: tuple[str, ...]


def read_columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, axes: Sequence[Axis] = ()
) -> Columns:
    """Find what the columns hold, by their headers and, where those are silent, their cells.

    A column that is called as one of the axes holds its terms.

    >>> columns = read_columns(["Year", "Paper", "Link"], [["2024", "A Title", "[x](http://y)"]])
    >>> columns.title, columns.facts
    (1, {'year': 0})
    """
    names = tuple(
        normalize_space(re.sub(r"[^\w\s&/+#;.,(-]", " ", plain(h))).strip() for h in headers
    )
    tags = {
        _column_name(name): axis.id
        for axis in axes
        for name in (axis.id, axis.label, *axis.aliases)
    }
    # the space keeps axes apart from the kinds, whatever they are called
    kinds = [
        f"axis {tags[_column_name(name)]}"
        if _column_name(name) in tags
        else next((kind for kind, pattern in _KINDS.items() if pattern.match(name)), "")
        for name in names
    ]
    # "Publication" names works where nothing else does, and venues beside them
    for index, name in enumerate(names):
        if re.match(r"publications?$", name, re.I) and {"title", "work"} & set(
            kinds[:index] + kinds[index + 1 :]
        ):
            kinds[index] = "venue"
    facts = {field: kinds.index(field) for field in _FIELDS if field in kinds}
    facts |= {axis.id: kinds.index(kind) for axis in axes if (kind := f"axis {axis.id}") in kinds}
    title = _title_column(kinds, rows)
    linked = sum(any("](" in c or "http" in c or "href" in c for c in row) for row in rows)
    named = "" if title is None or title >= len(kinds) else kinds[title]
    promises = named in ("title", "work")
    dated = bool({"venue", "year", "date", "authors"} & set(kinds)) and promises
    if linked * 2 < len(rows) and not dated:
        title = None
    return Columns(names, title, facts, dated, named in ("title", "work", "thing"))


def _column_name(text: str) -> str:
    return _ENDING.sub("", normalize_value(text))


def _title_column(kinds: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    width = max(len(kinds), max((len(row) for row in rows), default=0))
    lengths = [_mean_words(rows, index) for index in range(width)]
    for kind in ("title", "work", "thing"):
        named = [index for index, found in enumerate(kinds) if found == kind]
        # a column of icons or labels alone has no titles, whatever its header
        full = [index for index in named if lengths[index] >= (1 if kind != "work" else 0.5)]
        if full and not (kind == "thing" and _much_longer(lengths, kinds, full[0])):
            return max(full, key=lambda index: lengths[index]) if kind == "work" else full[0]
    free = [
        i for i in range(width) if (kinds[i] if i < len(kinds) else "") in ("", "thing", "work")
    ]
    best = max(free, key=lambda index: lengths[index], default=None)
    return best if best is not None and lengths[best] >= 1 else None


def _much_longer(lengths: Sequence[float], kinds: Sequence[str], index: int) -> bool:
    others = [lengths[i] for i, kind in enumerate(kinds) if kind in ("", "work") and i != index]
    return lengths[index] < 3 and max(others, default=0) >= 5


def _mean_words(rows: Sequence[Sequence[str]], index: int) -> float:
    counts = []
    for row in rows[:60]:
        if index < len(row):
            readable = [
                s.text
                for s in parse_inline(row[index])
                if s.kind != "badge" and not (s.kind == "link" and is_label(s.text))
            ]
            counts.append(len(re.findall(r"[^\W\d_]{2,}", " ".join(readable))))
    return sum(counts) / len(counts) if counts else 0.0


def read_row(cells: Sequence[str], columns: Columns, references: References) -> Row:
    """Read a row by its table's columns."""
    assert columns.title is not None
    title_cell = cells[columns.title] if columns.title < len(cells) else ""
    reading = read_item(title_cell, references)
    facts: dict[str, str] = {}
    notes = [reading.rest] if reading.rest else []
    by_index = {index: name for name, index in columns.facts.items()}
    for index, cell in enumerate(cells):
        if index == columns.title or not cell:
            continue
        header = columns.headers[index] if index < len(columns.headers) else ""
        words = plain(cell)
        _add_links(cell, header, references, reading)
        if index in by_index:
            facts[by_index[index]] = words or _badge_words(cell)
        elif words and not (is_label(words) or words.lower() in GENERIC or words in "-–—x✓✗"):
            notes.append(words)
    return Row(reading, facts, tuple(notes))


def _add_links(cell: str, header: str, references: References, reading: Reading) -> None:
    for span in parse_inline(cell, references):
        if span.kind not in ("link", "badge") or not is_external(span.url):
            if span.problem:
                reading.problems.append(span.problem)
            continue
        if (
            span.kind == "badge"
            or span.text.lower() in GENERIC
            or not any(c.isalnum() for c in span.text)
        ):
            # a link that says nothing is named by its column
            silent = re.fullmatch(r"(?i)(?:paper )?(?:links?|urls?)|papers?|", header)
            named = span.text if span.kind == "badge" and span.text else header
            if silent and span.kind == "link":
                named = ""
            reading.add_link(Span("link", named, span.url, problem=span.problem))
        else:
            reading.add_link(span)


def _badge_words(cell: str) -> str:
    return normalize_space(" ".join(s.text for s in parse_inline(cell) if s.kind == "badge"))


def settle_rows(head: Block, rows: Sequence[Block], account: Account, outline: Outline) -> None:
    """Write a table's rows into the account."""
    columns = read_columns(head.cells, [row.cells for row in rows], axes=account.taxonomy.axes)
    last: Draft | None = None
    for row in rows:
        filled = [cell for cell in row.cells if plain(cell)]
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
        elif (
            len(row.cells) > 1
            and len(filled) == 1
            and "](" not in row.text
            and "http" not in row.text
        ):
            account.mark(row, "group")
            outline = outline.leave(_GROUP_LEVEL).enter(_GROUP_LEVEL, normalize_heading(filled[0]))
        else:
            last = _settle_row(row, columns, account, outline)


def _settle_row(row: Block, columns: Columns, account: Account, outline: Outline) -> Draft | None:
    read = read_row(row.cells, columns, account.references)
    reading = read.reading
    if reading.internal and not any(cell.startswith("http") for cell in reading.urls):
        account.mark(row, "contents")
    elif not reading.title:
        account.find(row, ENTRY_TITLE, "a row without a title")
    elif not reading.urls and not columns.sure and not reading.problems:
        account.find(row, ENTRY_UNCLEAR, "a row without a link in a table of links")
    else:
        reading.rest = ""
        draft = account.draft(row, reading, outline)
        draft.facts = read.facts
        draft.notes += read.notes
        if len(row.cells) != len(columns.headers):
            said = f"the row has {len(row.cells)} cells, its header {len(columns.headers)}"
            account.warn(row, TABLE_CELLS, said)
        return draft
    return None
