"""The time to read a list grows in proportion to its length, whatever it repeats."""

from __future__ import annotations

import pytest

from growth import assert_linear
from mi_survey.lists.parser import parse_list

_BLOCKS = (
    "> ", ">\n", "> a\n", "- ", "-\n", "-\na\n", "* a\n", "- a\n\n", "- a\n  - b\n", "  - a\n",
    "1. ", "1. a\n", "+ a\n\n   b\n", "# a\n", "a\n---\n", "---\n", "=\n", "```\n", "~~~a\n", "\n",
    "a\n", "a\n\n", "**A b**\n\n", " ", "\t", "|a|b|\n", "|a|b|\n|-|-|\n", "| ", "|-", "\t|-",
    "[a]: b\n", "[a]:\n", "<!--\n", "<!-- a -->\n", "<?\n", "<![CDATA[\n", "<a>\n", "<div>\n",
    "<div>a\n", "<p>", "<pre>\n", "<script>\n", "<li>a\n", "<ul><li>a</li></ul>\n", "<h2>a\n",
    "<details><summary>a</summary>\n", "<table>\n", "<td>", "<tr><td>a\n", "<br>\n",
    "<table>\n<tr><td>a</td><td>http://b</td></tr>\n</table>\n", "- [T of x](http://a.b)\n",
    "[T of x y](http://a.b)\n\n", "- **T x y**\n  - Authors: a\n",
    "## A b c d\n- Authors: x\n- Link: http://a\n",
)  # fmt: skip
_INLINE = (
    "[", "![", "[a](", "[a](b ", "[a]", "[a][b] ", "]", "](", "[[a]](http://b) ", "(", ")", "{",
    "*a ", "**", "**a[b", "_", "`", "``a", "<", "<a ", "<!--", "<b>", "<br>", "<img src=x>",
    "<a href=x>", "</a>", "<a href=",
    "x ", "b='", "aaaa", "http://a", ",,,", "A,,,", "((", "(,",
    "&", "&amp;", "\\", "http://a ", "[a](http://b.org) ",
    "[ICLR 2024](http://b.org) ", "A, ", "A. ", "A; ", "A | ", "by A ", "(2024) ", "ICLR 2024 ",
    "|", '"a', "- ", "@ ", "()****(**", "?", "! ", "a ", "\ufe0f", "\u3000", ":fire:", "`a` ",
    "**Some Good Title** ", "*A B*, ", "2024.5 ", "et al. ", "Title: ", "et al., 2024; ",
)  # fmt: skip
_FIRST = "- Some Good Title Words [x](https://a.org/x) "


def _read(text: str) -> object:
    return parse_list(text, source="example", file="list.md")


@pytest.mark.parametrize("piece", _BLOCKS)
def test_blocks_take_time_in_proportion(piece: str) -> None:
    assert_linear(_read, piece)


@pytest.mark.parametrize("piece", _INLINE)
def test_words_take_time_in_proportion(piece: str) -> None:
    assert_linear(lambda text: _read(_FIRST + text), piece)


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
