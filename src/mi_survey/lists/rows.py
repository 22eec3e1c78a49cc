"""The rows of a table, settled as entries, or as what else a table in a list can hold."""

from __future__ import annotations

from collections.abc import Sequence

from mi_survey.lists.account import Account
from mi_survey.lists.block import Block
from mi_survey.lists.inline import plain
from mi_survey.lists.list_table import Columns, read_columns, read_row
from mi_survey.lists.outline import Outline, normalize_heading
from mi_survey.lists.rules import ENTRY_TITLE, ENTRY_UNCLEAR, TABLE_CELLS

_GROUP_LEVEL = 19


def settle_rows(head: Block, rows: Sequence[Block], account: Account, outline: Outline) -> None:
    """Write a table's rows into the account."""
    columns = read_columns(head.cells, [row.cells for row in rows], axes=account.taxonomy.axes)
    for row in rows:
        filled = [cell for cell in row.cells if plain(cell)]
        if outline.aside:
            account.mark(row, "aside")
        elif not any(cell.strip(" -:") for cell in row.cells):
            account.mark(row, "empty")
        elif columns.title is None:
            account.mark(row, "table")
        elif (
            len(row.cells) > 1
            and len(filled) == 1
            and "](" not in row.text
            and "http" not in row.text
        ):
            account.mark(row, "group")
            outline = outline.leave(_GROUP_LEVEL).enter(_GROUP_LEVEL, normalize_heading(filled[0]))
        else:
            _settle_row(row, columns, account, outline)


def _settle_row(row: Block, columns: Columns, account: Account, outline: Outline) -> None:
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
