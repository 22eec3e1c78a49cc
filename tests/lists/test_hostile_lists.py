"""Hostile texts are read to their end."""

from __future__ import annotations

import pytest

from effort import IN_CI
from mi_survey.lists.parser import parse_list

_MANY = 5000 if IN_CI else 1000


@pytest.mark.parametrize(
    "text",
    [
        "Some Good Title Words [x](http://a.org/x) **" + "()****(**()****" * (_MANY // 10) + "_",
        "* " + "`" * _MANY,
        "\t|-" * _MANY + "\n" + "\t|-" * _MANY,
        "[a](https://a.org) " * (_MANY // 2),
        "<table>\n" * _MANY,
        "- **" + "🍏" * _MANY + "a**",
        "<a " + "x " * _MANY + ">",
        "<p " + "='" * _MANY + ">",
        "- [a](" + " " * _MANY + "b)",
        "- http://a" + ").)" * _MANY,
        "## " + "a" * 4 * _MANY + " [x](http://a.b)",
        "- " + "2024 | " * _MANY,
        "(" * _MANY + "[a](" * _MANY,
        "- " + "[" * _MANY + "a" + "](b)" * _MANY,
    ],
    ids=range(14),
)
def test_a_hostile_text_is_read(text: str) -> None:
    assert len(parse_list(text, source="example", file="list.md").roles) == text.count("\n") + 1
