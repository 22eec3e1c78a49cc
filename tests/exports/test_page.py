"""The explorer page as a file: one of its own, the same for the same works, safe to open."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mi_survey
from explorer import whole_page
from hostile_texts import make_result, titles
from mi_survey.exports import page
from mi_survey.exports.page import render_page
from mi_survey.exports.registry import RenderOptions
from mi_survey.library import load_catalog
from program import Call

CATALOG = load_catalog()
page_text = cache(whole_page)
SOURCES = Path(mi_survey.__file__).parent / "page"


def _data(text: str) -> dict[str, Any]:
    [dumped] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    data: dict[str, Any] = json.loads(dumped)
    return data


def test_the_program_writes_this_page(call: Call) -> None:
    assert call("export", "--format", "html").text == page_text()
    assert whole_page() == page_text()


def test_a_page_of_420_works_has_at_most_600_kilobytes() -> None:
    assert len(page_text().encode()) / len(CATALOG) <= 600_000 / 420


def test_every_work_is_there_with_all_its_placements() -> None:
    data = _data(page_text())
    facets = {facet["id"]: (n, facet["values"]) for n, facet in enumerate(data["facets"])}
    assert [work["key"] for work in data["works"]] == [work.key for work in CATALOG.works]
    for record, work in zip(data["works"], CATALOG.works, strict=True):
        assert len(record["at"]) == len(work.placements)
        for place, placement in zip(record["at"], work.placements, strict=True):
            for axis in CATALOG.taxonomy.axes:
                n, values = facets[axis.id]
                assert tuple(values[code]["id"] for code in place[n]) == placement.terms(axis.id)


def test_the_policy_allows_the_script_and_style_of_the_page_and_nothing_else() -> None:
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page_text())
    [style] = re.findall(r"<style>(.*?)</style>", page_text(), re.S)
    [script] = re.findall(r"<script>(.*?)</script>", page_text(), re.S)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not re.search(r"<[^>]* (?:on\w+|style|src)=", page_text().replace(script, ""))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@given(st.lists(titles(), max_size=4))
def test_no_text_of_a_work_ends_the_data(texts: list[str]) -> None:
    results = [make_result(text, key=f"key{at}") for at, text in enumerate(texts)]
    text = render_page(results, RenderOptions(taxonomy=CATALOG.taxonomy))
    data = _data(text)
    assert [work["title"] for work in data["works"]] == texts
    assert text.count("<script") == page_text().count("<script")


def test_only_web_addresses_become_links() -> None:
    results = [make_result("a title", url="javascript:alert(1)")]
    [work] = _data(render_page(results, RenderOptions(taxonomy=CATALOG.taxonomy)))["works"]
    assert "url" not in work


def test_a_large_page_leaves_the_entries_out(monkeypatch: pytest.MonkeyPatch) -> None:
    works = _data(page_text())["works"]
    assert sum("bib" in work for work in works) > len(works) * 0.9
    monkeypatch.setattr(page, "MOST_ENTRIES", len(works) - 1)
    assert not any("bib" in work for work in _data(whole_page())["works"])


def test_a_page_of_an_unknown_selection_names_its_works() -> None:
    results = [make_result("a title", key="key1")]
    data = _data(render_page(results, RenderOptions(taxonomy=CATALOG.taxonomy)))
    assert data["within"] == "mi-survey export key1 --format keys"


def test_no_axis_or_term_is_spelt_in_what_makes_the_page() -> None:
    names: set[str] = {axis.id for axis in CATALOG.taxonomy.axes}
    names |= {term.id for axis in CATALOG.taxonomy.axes for term in axis.terms} - {"none"}
    spelt = {
        (path.name, name)
        for path in SOURCES.iterdir()
        for name in names
        if re.search(rf"""["'`.=]{re.escape(name)}["'`.=]""", path.read_text(encoding="utf-8"))
    }
    assert spelt == set()


def test_the_script_can_be_read_in_one_sitting() -> None:
    lines = (SOURCES / "page.js").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 700
    assert max(map(len, lines)) <= 120
