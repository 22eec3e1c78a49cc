"""Hostile texts are read to their end."""

from __future__ import annotations

import pytest

from mi_survey.lists.parser import parse_list


@pytest.mark.parametrize(
    "text",
    [
        "Some Good Title Words [x](http://a.org/x) **" + "()****(**()****" * 500 + "_",
        "* " + "`" * 5000,
        "\t|-" * 5000 + "\n" + "\t|-" * 5000,
        "[a](https://a.org) " * 2000,
        "<table>\n" * 4000,
        "- **" + "🍏" * 5000 + "a**",
        "<a " + "x " * 5000 + ">",
        "<p " + "='" * 5000 + ">",
        "- [a](" + " " * 5000 + "b)",
        "- http://a" + ").)" * 5000,
        "## " + "a" * 20_000 + " [x](http://a.b)",
        "- " + "2024 | " * 5000,
        "(" * 5000 + "[a](" * 5000,
        "- " + "[" * 5000 + "a" + "](b)" * 5000,
    ],
    ids=range(14),
)
def test_a_hostile_text_is_read(text: str) -> None:
    assert len(parse_list(text, source="example", file="list.md").roles) == text.count("\n") + 1
