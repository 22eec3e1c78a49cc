"""RIS through rispy: every fact of every work comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from catalog_results import CITABLE
from hostile_texts import LONG, flat, make_result, results
from mi_survey.exports.citation import choose_version, keywords_of
from mi_survey.exports.registry import RenderOptions
from mi_survey.exports.ris import render_ris
from mi_survey.model.work import Work
from mi_survey.query.result import Result
from programs import need_package

pytestmark = pytest.mark.external

FACTS = (
    "key", "title", "authors", "year", "month", "venue", "short venue", "volume", "number",
    "pages", "publisher", "address", "doi", "url", "arxiv", "keywords",
)  # fmt: skip


def _read(text: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = need_package("rispy").loads(text)
    return records


def _facts_of_record(record: dict[str, Any]) -> dict[str, Any]:
    pages = filter(None, (record.get("start_page"), record.get("end_page")))
    return {
        "key": record["id"],
        "title": record["title"],
        "authors": record.get("authors", []),
        "year": record.get("year"),
        "month": record.get("date", "").partition("/")[2] or None,
        "venue": record.get("secondary_title"),
        "short venue": record.get("alternate_title1"),
        "volume": record.get("volume"),
        "number": record.get("number"),
        "pages": "-".join(pages) or None,
        "publisher": record.get("publisher"),
        "address": record.get("place_published"),
        "doi": record.get("doi"),
        "url": record.get("urls", [None])[0],
        "arxiv": record.get("accession_number"),
        "keywords": record.get("keywords", []),
    }


def _facts_of_work(work: Work) -> dict[str, Any]:
    short, year, month = work.venue_short, work.year, work.month
    return {
        "key": work.key,
        "title": work.title,
        "authors": [name.sort_form for name in work.authors],
        "year": str(year) if year else None,
        "month": f"{month:02}" if month and year else None,
        "venue": work.venue_name or None,
        "short venue": short if short != work.venue_name else None,
        "volume": work.volume,
        "number": work.number,
        "pages": work.pages,
        "publisher": work.publisher,
        "address": work.address,
        "doi": work.ids.doi,
        "url": work.url,
        "arxiv": work.ids.arxiv,
        "keywords": list(keywords_of(work, ())),
    }


@pytest.mark.parametrize("prefer", ["published", "preprint"])
def test_rispy_reads_every_fact_of_every_work(prefer: Any) -> None:
    records = _read(render_ris(CITABLE, RenderOptions(prefer=prefer)))
    works = [choose_version(result.work, prefer) for result in CITABLE]
    for record, work in zip(records, works, strict=True):
        read, known = _facts_of_record(record), _facts_of_work(work)
        assert {fact: read[fact] for fact in FACTS} == {fact: known[fact] for fact in FACTS}


def test_rispy_reads_the_same_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "works.ris"
    path.write_bytes(render_ris(CITABLE, RenderOptions()).encode())
    with path.open(encoding="utf-8") as file:
        assert need_package("rispy").load(file) == _read(render_ris(CITABLE, RenderOptions()))


def test_rispy_knows_every_type_and_every_tag() -> None:
    config = need_package("rispy.config")
    for record in _read(render_ris(CITABLE, RenderOptions())):
        assert record["type_of_reference"] in config.TYPE_OF_REFERENCE_MAPPING
        assert "unknown_tag" not in record


@given(results())
def test_rispy_reads_hostile_titles_and_names(found: list[Result]) -> None:
    records = _read(render_ris(found, RenderOptions()))
    for record, result in zip(records, found, strict=True):
        assert record["title"] == flat(result.work.title)
        assert record.get("authors", []) == [flat(name.sort_form) for name in result.work.authors]


def test_rispy_reads_a_title_of_ten_kilobytes() -> None:
    (record,) = _read(render_ris([make_result(LONG)], RenderOptions()))
    assert record["title"] == flat(LONG)
