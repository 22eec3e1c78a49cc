"""JSON Lines in DuckDB: loaded as they are, they count as ``matrix`` and ``axes`` do."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mi_survey.exports.registry import RenderOptions
from mi_survey.library import load_catalog
from programs import need_package

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.external
CATALOG = load_catalog()
TAXONOMY = CATALOG.taxonomy
# Every placement of a work on an axis, under each term that includes its own.
_PLACED = """
    select tags.key, tags.number, wider.term
    from (
        select key, number, unnest({terms}) as own
        from (
            select key, unnest(range(len(placements))) as number, unnest(placements) as placement
            from works
        )
    ) as tags join wider on wider.axis = '{axis}' and wider.own = tags.own
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("jsonl") / "works.jsonl"
    path.write_text(CATALOG.export(CATALOG.results(), format="jsonl"), encoding="utf-8")
    with need_package("duckdb").connect() as connection:
        connection.execute(f"create table works as from read_json('{path}')")
        connection.execute("create table wider (axis varchar, own varchar, term varchar)")
        for axis in TAXONOMY.axes:
            for own, wider in axis.wider().items():
                for term in (own, *wider):
                    connection.execute("insert into wider values (?, ?, ?)", [axis.id, own, term])
        yield connection


def _placed(axis: str) -> str:
    terms = f"placement.{axis}" if TAXONOMY.axis(axis).most > 1 else f"[placement.{axis}]"
    return _PLACED.format(axis=axis, terms=terms)


@pytest.mark.parametrize("axis", TAXONOMY.ids)
def test_duckdb_counts_the_terms_of_an_axis_alike(database: Any, axis: str) -> None:
    query = f"select term, count(distinct key) from ({_placed(axis)}) group by term"  # noqa: S608 - ids of ours
    counted = dict(database.execute(query).fetchall())
    ours = CATALOG.counts(axis).counts
    assert sum(ours.values())
    assert {term: counted.get(term, 0) for term in ours} == ours


@pytest.mark.parametrize(("rows", "columns"), [*permutations(TAXONOMY.ids, 2)])
def test_duckdb_counts_the_cells_of_two_axes_alike(database: Any, rows: str, columns: str) -> None:
    query = f"""
        select one.term, other.term, count(distinct one.key)
        from ({_placed(rows)}) as one join ({_placed(columns)}) as other using (key, number)
        group by all
    """  # noqa: S608 - ids of ours
    counted = {(row, column): count for row, column, count in database.execute(query).fetchall()}
    table = CATALOG.matrix(rows, columns)
    ours = {
        (row, column): count
        for row, counts in zip(table.row_terms, table.counts, strict=True)
        for column, count in zip(table.column_terms, counts, strict=True)
    }
    assert sum(ours.values())
    assert {cell: counted.get(cell, 0) for cell in ours} == ours


def test_fields_that_are_named_are_columns_even_where_no_work_has_them(tmp_path: Path) -> None:
    fields = ("key", "volume", "nicknames", "placements")
    bare = [each for each in CATALOG.results() if not (each.work.volume or each.work.nicknames)]
    options = RenderOptions(taxonomy=TAXONOMY, fields=fields)
    path = tmp_path / "works.jsonl"
    path.write_text(CATALOG.export(bare, format="jsonl", options=options), encoding="utf-8")
    with need_package("duckdb").connect() as connection:
        described = connection.execute(f"describe from read_json('{path}')").fetchall()
    assert [column[0] for column in described] == [*fields]
