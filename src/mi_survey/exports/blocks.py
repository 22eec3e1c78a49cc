"""Labelled blocks: a line for each thing that is known of a work, or stands in a row of a table.

For narrow terminals and for readers that speak: no columns, no marks, every label a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mi_survey.exports.record import Group, Line
from mi_survey.exports.table import Table, cell_text
from mi_survey.exports.works import result_table
from mi_survey.model.address import is_web_url
from mi_survey.text import printable

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.query.result import Result

_SOME = Line("found by", "only some of the words")


def table_blocks(table: Table) -> list[Group]:
    """Make a block of each row, without what it says nothing of.

    >>> table_blocks(Table(("key", "year"), [("a1", None)]))
    [(Line(label='key', text='a1', link=None),)]
    """
    return [
        tuple(
            Line(label, text, text if is_web_url(text) else None)
            for label, text in zip(table.columns, map(cell_text, row), strict=True)
            if text
        )
        for row in table.rows
    ]


def result_blocks(
    results: Sequence[Result], taxonomy: Taxonomy, *, explained: bool = False
) -> list[Group]:
    """Make a block of each work; what was found by some of the words only says so."""
    blocks = table_blocks(result_table(results, taxonomy, explained=explained))
    pairs = zip(results, blocks, strict=True)
    return [block if result.complete else (*block, _SOME) for result, block in pairs]


def render_blocks(blocks: Sequence[Group]) -> str:
    """Render blocks with an empty line between them, and a line for each thing, however long."""
    drawn = (
        "".join(f"{line.label}: {printable(line.text)}\n" for line in block) for block in blocks
    )
    return "\n".join(drawn)


def render_list(results: Sequence[Result], options: RenderOptions) -> str:
    """Render a labelled block for each work."""
    return render_blocks(result_blocks(results, options.taxonomy, explained=options.explained))
