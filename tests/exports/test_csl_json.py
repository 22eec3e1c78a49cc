"""CSL-JSON: items of the published schema, and every fact of the catalog in them."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # has no types of its own
import pytest
from hypothesis import given

from catalog_results import CITABLE
from csl_items import facts_of_item, facts_of_work
from hostile_texts import LONG, make_result, results
from mi_survey.exports.citation import choose_version
from mi_survey.exports.csl_json import render_csl_json
from mi_survey.exports.registry import RenderOptions
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Venue, Work
from mi_survey.query.result import Result
from mi_survey.text import printable

# The types and fields of CSL 1.0.2 that exports may use, and no others, as in
# https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
    " collection dataset document entry entry-dictionary entry-encyclopedia figure graphic hearing"
    " interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
    " paper-conference patent performance periodical personal_communication post post-weblog"
    " regulation report review review-book software song speech standard thesis treaty webpage"
).split()
_TEXTS = (
    "title container-title container-title-short event-title publisher publisher-place note keyword"
    " DOI URL archive archive_location genre"
).split()
_NUMBERS = "volume issue page number".split()
_NAME_PARTS = "family given dropping-particle non-dropping-particle suffix literal".split()
_TEXT = {"type": "string"}
_NUMBER = {"type": ["string", "number"]}
_NAME = {
    "type": "object",
    "properties": dict.fromkeys(_NAME_PARTS, _TEXT),
    "additionalProperties": False,
}
_DATE_PARTS = {
    "type": "array",
    "items": {"type": "array", "items": _NUMBER, "minItems": 1, "maxItems": 3},
    "minItems": 1,
    "maxItems": 2,
}
_DATE = {
    "type": "object",
    "properties": {"date-parts": _DATE_PARTS},
    "additionalProperties": False,
}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": _NUMBER,
            "type": {"enum": _TYPES},
            "author": {"type": "array", "items": _NAME},
            "issued": _DATE,
            "custom": {"type": "object"},
            **dict.fromkeys(_TEXTS, _TEXT),
            **dict.fromkeys(_NUMBERS, _NUMBER),
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
_VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def _render(found: list[Result], **options: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(render_csl_json(found, RenderOptions(**options)))
    return items


def _item(**changes: Any) -> dict[str, Any]:
    facts = {"key": "a2024b", "title": "GPT-2", "kind": "paper", "status": "verified"}
    (item,) = _render([Result(Work(**(facts | changes)), ())])
    return item


@pytest.mark.parametrize("prefer", ["published", "preprint"])
def test_every_work_of_the_catalog_is_an_item_of_the_schema(prefer: str) -> None:
    items = _render(CITABLE, prefer=prefer)
    _VALIDATOR.validate(items)
    assert [item["id"] for item in items] == [result.work.key for result in CITABLE]


@pytest.mark.parametrize("prefer", ["published", "preprint"])
def test_every_fact_of_the_catalog_is_in_its_item(prefer: Any) -> None:
    for result, item in zip(CITABLE, _render(CITABLE, prefer=prefer), strict=True):
        work = choose_version(result.work, prefer)
        assert facts_of_item(item) == facts_of_work(work), work.key


@given(results())
def test_hostile_titles_and_names_read_back_as_the_same_text(found: list[Result]) -> None:
    items = _render(found)
    _VALIDATOR.validate(items)
    for result, item in zip(found, items, strict=True):
        assert facts_of_item(item) == facts_of_work(result.work)


@given(results())
def test_no_character_reaches_a_terminal_that_must_not(found: list[Result]) -> None:
    text = render_csl_json(found, RenderOptions())
    assert all(printable(line) == line for line in text.split("\n"))


@given(results())
def test_ascii_changes_the_bytes_and_not_the_values(found: list[Result]) -> None:
    text = render_csl_json(found, RenderOptions(ascii=True))
    assert text.isascii()
    assert json.loads(text) == _render(found)


def test_no_works_are_an_empty_array() -> None:
    assert render_csl_json([], RenderOptions()) == "[]\n"


def test_a_particle_stands_apart_from_the_family_name() -> None:
    authors = (Name("Teun", "van der Weij"), Name("Tom", "Dupré la Tour"), Name(literal="OpenAI"))
    assert _item(authors=authors)["author"] == [
        {"family": "Weij", "given": "Teun", "non-dropping-particle": "van der"},
        {"family": "Dupré la Tour", "given": "Tom"},
        {"literal": "OpenAI"},
    ]


def test_a_preprint_has_its_archive_for_publisher_and_its_id_for_number() -> None:
    item = _item(venue=Venue("arXiv", "arXiv", "preprint"), ids=Ids(arxiv="2406.11717"))
    assert item["type"] == "article"
    assert (item["publisher"], item["number"]) == ("arXiv", "arXiv:2406.11717")
    assert not {"note", "container-title"} & set(item)


def test_a_published_paper_keeps_its_arxiv_id_in_the_note() -> None:
    venue = Venue("Findings of the ACL: EMNLP 2024", "Findings of EMNLP", "conference")
    item = _item(venue=venue, ids=Ids(arxiv="2406.11717"))
    assert (item["type"], item["event-title"]) == ("paper-conference", "EMNLP")
    assert item["note"] == "arXiv:2406.11717"
    assert "number" not in item


@pytest.mark.parametrize(("year", "month"), [(2024, 5), (2024, None)])
def test_a_date_is_as_exact_as_what_is_known(year: int, month: int | None) -> None:
    expected = [year, month] if month else [year]
    assert _item(year=year, month=month)["issued"] == {"date-parts": [expected]}


def test_what_is_not_known_is_left_out() -> None:
    assert _item() == {"id": "a2024b", "type": "webpage", "title": "GPT-2"}


def test_the_axes_are_keywords_and_custom_values_unless_unwanted() -> None:
    for result, item in zip(CITABLE, _render(CITABLE), strict=True):
        for axis in ("object", "locate", "steer", "area"):
            terms = {term for each in result.work.placements for term in each.terms(axis)}
            assert set(item.get("custom", {}).get(axis, ())) == terms
            assert terms - {"none"} <= set(item.get("keyword", "").split(", "))
    assert not any({"custom", "keyword"} & set(item) for item in _render(CITABLE, keywords=False))


@pytest.mark.parametrize("title", ['Why <i>not</i> "GPT-2" & {LLMs}?', LONG])
def test_a_title_of_markup_stays_as_it_is(title: str) -> None:
    (item,) = _render([make_result(title)])
    assert item["title"] == title
