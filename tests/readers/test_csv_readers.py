"""CSV through Python's reader and DuckDB: every row and column, and no formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from catalog_results import RESULTS, TAXONOMY
from hostile_texts import make_result, results
from mi_survey.exports.registry import RenderOptions
from mi_survey.exports.works import render_csv
from mi_survey.query.result import Result
from mi_survey.text import printable
from programs import need_package

COLUMNS = "key title object locate steer area by venue year authors url topics summary".split()
_OPTIONS = RenderOptions(taxonomy=TAXONOMY)
_FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://x.org";"a")')


def _cells(result: Result) -> list[str]:
    """Return what the row of a work says, with several values in a cell joined by ``; ``."""
    work = result.work
    return [
        work.key,
        work.title,
        *("; ".join(result.terms(axis)) for axis in ("object", "locate", "steer", "area")),
        "; ".join(result.said_by),
        work.venue.short if work.venue else "",
        str(work.year or ""),
        "; ".join(name.display for name in work.authors),
        work.url or "",
        "; ".join(work.topics),
        work.summary or "",
    ]


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _defused(cell: str) -> str:
    shown = printable(cell)  # control characters are spaces in every table
    return f"'{shown}" if shown.lstrip().startswith(("=", "+", "-", "@")) else shown


def _query(path: Path, query: str) -> list[Any]:
    """Ask DuckDB, which is to keep to the RFC: no guess, no row left out."""
    with need_package("duckdb").connect() as connection:
        source = "read_csv(?, header = true, all_varchar = true, strict_mode = true)"
        rows: list[Any] = connection.execute(query.format(source), [str(path)]).fetchall()
        return rows


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csv") / "works.csv"
    path.write_bytes(render_csv(RESULTS, _OPTIONS).encode())
    return path


def test_python_reads_every_cell_of_every_work(exported: Path) -> None:
    header, *rows = _read(exported.read_bytes().decode())
    assert header == COLUMNS
    assert rows == [_cells(result) for result in RESULTS]


@pytest.mark.external
def test_duckdb_reads_every_cell_of_every_work(exported: Path) -> None:
    rows = _query(exported, "select * from {}")
    assert [[cell or "" for cell in row] for row in rows] == [_cells(each) for each in RESULTS]
    described = _query(exported, "describe select * from {}")
    assert [row[0] for row in described] == COLUMNS


@pytest.mark.external
def test_duckdb_splits_a_cell_into_its_values(exported: Path) -> None:
    found = _query(exported, "select key, unnest(string_split(authors, '; ')) from {}")
    authors = [(each.work.key, name.display) for each in RESULTS for name in each.work.authors]
    assert [row for row in found if row[1]] == authors


@given(results())
def test_hostile_texts_read_back_with_their_formulas_defused(found: list[Result]) -> None:
    _, *rows = _read(render_csv(found, _OPTIONS))
    assert rows == [[_defused(cell) for cell in _cells(result)] for result in found]


@pytest.mark.parametrize("title", _FORMULAS)
def test_a_formula_is_text_for_every_spreadsheet(title: str) -> None:
    _, row = _read(render_csv([make_result(title)], _OPTIONS))
    assert row[COLUMNS.index("title")] == f"'{printable(title)}"
