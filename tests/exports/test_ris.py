"""RIS: records of one tag to a line, whatever the titles and names hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

from catalog_results import CITABLE
from hostile_texts import flat, make_result, results
from mi_survey.exports.citation import keywords_of
from mi_survey.exports.registry import RenderOptions
from mi_survey.exports.ris import render_ris
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Venue, VenueType, Work
from mi_survey.query.result import Result

_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_RECORD_END = "ER  - \r\n"


def _lines(found: list[Result], **options: Any) -> list[tuple[str, str]]:
    """Read the lines as the specification has them; whatever else is there fails."""
    lines = render_ris(found, RenderOptions(**options)).split("\r\n")
    matches = [_LINE.fullmatch(line) for line in lines if line]
    return [(match[1], match[2]) if match else pytest.fail("no RIS line") for match in matches]


def _record(**changes: Any) -> list[tuple[str, str]]:
    facts = {"key": "a2024b", "title": "GPT-2", "kind": "paper", "status": "verified"}
    return _lines([Result(Work(**(facts | changes)), ())])


@given(results())
def test_every_record_starts_with_its_type_and_ends_with_its_end(found: list[Result]) -> None:
    text = render_ris(found, RenderOptions())
    records = text.split("\r\n\r\n")
    assert len(records) == len(found)
    for record in records:
        tags = [line[:6] for line in record.splitlines()]
        assert (tags[0], tags[-1]) == ("TY  - ", "ER  - ")
        assert tags.count("TY  - ") == tags.count("ER  - ") == 1
    assert text.endswith(_RECORD_END)


@given(results())
def test_hostile_values_stay_on_one_line_and_keep_their_text(found: list[Result]) -> None:
    lines = _lines(found)
    titles = [value for tag, value in lines if tag == "TI"]
    authors = [value for tag, value in lines if tag == "AU"]
    assert titles == [flat(result.work.title) for result in found]
    assert authors == [flat(name.sort_form) for result in found for name in result.work.authors]


def test_every_tag_has_a_value() -> None:
    assert all(value.strip() for tag, value in _lines(CITABLE) if tag != "ER")


def test_no_works_are_no_text() -> None:
    assert render_ris([], RenderOptions()) == ""


@pytest.mark.parametrize(
    ("kind", "venue_type", "expected"),
    [
        ("paper", "conference", "CPAPER"),
        ("paper", "workshop", "CPAPER"),
        ("paper", "journal", "JOUR"),
        ("preprint", "preprint", "UNPB"),
        ("blog", "site", "BLOG"),
        ("tutorial", "site", "ELEC"),
        ("tool", "site", "COMP"),
        ("video", "site", "VIDEO"),
    ],
)
def test_a_record_has_the_type_of_its_work(kind: str, venue_type: VenueType, expected: str) -> None:
    assert _record(kind=kind, venue=Venue("X", "X", venue_type))[0] == ("TY", expected)


def test_a_name_is_written_family_first_with_its_particle_and_suffix() -> None:
    authors = (Name("Teun", "van der Weij"), Name("Sam", "Hill", "Jr."), Name(literal="OpenAI"))
    written = [value for tag, value in _record(authors=authors) if tag == "AU"]
    assert written == ["van der Weij, Teun", "Hill, Sam, Jr.", "OpenAI"]


def test_an_arxiv_id_is_the_accession_number_in_the_database_arxiv() -> None:
    record = dict(_record(ids=Ids(arxiv="2406.11717")))
    assert (record["DB"], record["AN"]) == ("arXiv", "2406.11717")


def test_a_range_of_pages_is_its_first_and_its_last() -> None:
    record = dict(_record(pages="17359-17372"))
    assert (record["SP"], record["EP"]) == ("17359", "17372")
    assert "EP" not in dict(_record(pages="61"))


def test_a_date_has_a_month_where_one_is_known() -> None:
    assert dict(_record(year=2024, month=5))["DA"] == "2024/05"
    assert "DA" not in dict(_record(year=2024))


def test_a_semicolon_does_not_split_an_address() -> None:
    (url,) = [
        value
        for tag, value in _lines([make_result("x", url="https://example.org/a;b")])
        if tag == "UR"
    ]
    assert url == "https://example.org/a%3Bb"


def test_keywords_are_one_line_each_unless_unwanted() -> None:
    keywords = [term for result in CITABLE for term in keywords_of(result.work, ())]
    assert [value for tag, value in _lines(CITABLE) if tag == "KW"] == keywords
    assert not [tag for tag, _ in _lines(CITABLE, keywords=False) if tag == "KW"]
