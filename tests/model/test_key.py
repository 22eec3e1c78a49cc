"""Keys follow the rule, are ASCII whatever the names, and never run out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.model.key import is_key, make_key
from mi_survey.model.name import Name


@pytest.mark.parametrize(
    ("title", "authors", "year", "key"),
    [
        (
            "A Language Model’s Guide Through Latent Space",
            ["Von Rütte"],
            2024,
            "vonrutte2024language",
        ),
        ("In-Context Learning Creates Task Vectors", ["Hendel"], 2023, "hendel2023incontext"),
        ("200 Concrete Open Problems", ["Nanda"], 2022, "nanda2022concrete"),
        ("CircuitsVis", [], None, "circuitsvis"),
        ("AI Alignment: A Contemporary Survey", [], 2025, "ai2025alignment"),
        ("图", ["图"], 2024, "work2024"),
    ],
)
def test_a_key_is_family_year_and_first_significant_word(
    title: str, authors: list[str], year: int | None, key: str
) -> None:
    names = [Name(family=family) for family in authors]
    assert make_key(title, authors=names, year=year) == key


@given(st.text(max_size=60), st.text(max_size=20), st.integers(1950, 2030) | st.none())
def test_keys_are_ascii_distinct_and_endless(title: str, family: str, year: int | None) -> None:
    authors, keys = [Name(family=family)], list[str]()
    for _ in range(30):
        keys.append(make_key(title, authors=authors, year=year, is_taken=keys.__contains__))
    assert all(is_key(key) for key in keys)
    assert len(set(keys)) == 30
