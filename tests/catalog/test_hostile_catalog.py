"""Whatever JSON a stranger sends is told from a catalog, and what is told is safe to print."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # has no types of its own
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.catalog.fit import render_json_schema
from mi_survey.catalog.schema import check_values
from mi_survey.catalog.store import FILES
from sample_catalog import BASE, axis, source, taxonomy, term, work


def _json_values() -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    surrogates = st.text(st.characters(categories=["Cs", "Cc"]), max_size=3)
    return st.recursive(
        leaves | surrogates,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(max_size=4) | surrogates, inner, max_size=3)
        ),
        max_leaves=10,
    )


def _spoiled(record: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Make records with some fields replaced by anything, or taken away."""
    changes = st.dictionaries(st.sampled_from(sorted(record)), _json_values(), max_size=3)
    missing = st.sets(st.sampled_from(sorted(record)), max_size=2)
    return st.builds(
        lambda change, gone: {k: v for k, v in (record | change).items() if k not in gone},
        changes,
        missing,
    )


@cache
def get_validator(name: str) -> Any:
    schema = json.loads(render_json_schema(name, BASE.taxonomy))
    return jsonschema.Draft202012Validator(schema)


FULL = work(
    month=6,
    venue={"name": "ICML", "short": "ICML", "type": "conference"},
    ids={"arxiv": "2406.11717"},
    aliases=["refusal"],
    placements=[{"by": "curated", "area": "safety"}],
    listings=[{"source": "survey", "title": "Refusal"}],
    evidence=["https://arxiv.org/abs/2406.11717"],
)
INNER = [("venue", None), ("ids", None), ("authors", 0), ("placements", 0), ("listings", 0)]


def _nested_spoiled() -> st.SearchStrategy[dict[str, Any]]:
    def spoil(step: tuple[str, int | None]) -> st.SearchStrategy[dict[str, Any]]:
        name, index = step
        inner = FULL[name] if index is None else FULL[name][index]
        put = (lambda value: [value]) if index is not None else (lambda value: value)
        return _spoiled(inner).map(lambda value: FULL | {name: put(value)})

    return st.sampled_from(INNER).flatmap(spoil)


@given(values=st.dictionaries(st.sampled_from(FILES), _json_values()))
def test_any_json_is_checked_without_a_crash(values: dict[str, Any]) -> None:
    _assert_safe(values)


@given(works=st.lists(_spoiled(FULL) | _nested_spoiled(), max_size=3))
def test_any_spoiled_work_is_checked_without_a_crash(works: list[dict[str, Any]]) -> None:
    _assert_safe({"works.json": works})


@given(
    term=_spoiled(term("a", 1, parent="a", aliases=["b"])),
    entry=_spoiled(source(url="https://a.b", collected="2025-06-20", citation=FULL)),
)
def test_any_spoiled_term_or_source_is_checked_without_a_crash(term: Any, entry: Any) -> None:
    _assert_safe({"taxonomy.json": taxonomy(axis("area", term)), "sources.json": [entry, entry]})


def _assert_safe(values: dict[str, Any]) -> None:
    checked = check_values(values, base=BASE)
    for finding in checked.findings:
        assert all(line.isprintable() for line in str(finding).split("\n"))
        str(finding).encode("utf-8")
    for name, value in values.items():
        fits = get_validator(name).is_valid(value)
        errors = [each for each in checked.findings if each.place.file == name]
        assert fits or errors
