# ruff: noqa: E501 -- a list's lines are as long as its entries
"""Structure before vocabulary: markup, not words, says what a list's entries are.

Titles and names are made up.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.lists.document import split_lines
from mi_survey.lists.inline import is_external, parse_inline
from mi_survey.lists.parser import ParsedList, parse_list

_HEAD = "# Example list\n\nAn introduction.\n\n## Part one\n\n"


def _parse(text: str) -> ParsedList:
    return parse_list(_HEAD + text, source="example", file="list.md")


def _titles(text: str) -> list[str]:
    return [entry.listing.title for entry in _parse(text).entries]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # a link at the head is the title, whatever its words
        ("- [Slides](https://a.org/1). What the workshop was about.", "Slides"),
        ("- [Workshop](https://a.org/1) ([Accepted papers](https://a.org/2))", "Workshop"),
        ("- [Video Library](https://a.org/1)", "Video Library"),
        ("- (ACL 2020) [Apple Trees, Pear Gardens, and Plums](https://a.org/1)", "Apple Trees, Pear Gardens, and Plums"),
        ("- [Lab One: Toolkit](https://a.org/1) (2019)", "Lab One: Toolkit"),
        ("- [Apple by Pear: A Tale?](https://a.org/1)", "Apple by Pear: A Tale?"),
        # bold words before a longer link only label it
        ("- **Apples for everyone** [Growing Apples in Toy Gardens](https://a.org/1)", "Growing Apples in Toy Gardens"),
        ("- **Apples**: [Growing Apples](https://a.org/1)", "Growing Apples"),
        # in brackets it is a label
        ("- **Growing Apples** [[A page on apple trees]](https://a.org/1)", "Growing Apples"),
        # no cut inside what a link or bold marks
        ("- **APPLE at FAIR 2019: Toy Gardens and Trees**. *Ada Example, Bob Example*. [[pdf](https://a.org/1)]", "APPLE at FAIR 2019: Toy Gardens and Trees"),
        ("- [APPLE-53: Growing Toy Trees](https://a.org/1)", "APPLE-53: Growing Toy Trees"),
        ("- [Growing Toy Trees (TREES)](https://a.org/1)", "Growing Toy Trees (TREES)"),
        ('- ["Why do trees grow?": Explaining apples](https://a.org/1)', '"Why do trees grow?": Explaining apples'),
        ('- "Why do trees grow?": Explaining apples [[pdf](https://a.org/1)]', '"Why do trees grow?": Explaining apples'),
        ("- Growing apples in gardens, Bob Example (2020) https://a.org/1", "Growing apples in gardens"),
        # paragraphs
        ("Toolkit: [https://a.org/1](https://a.org/1), Python ![](https://a.org/star.svg)", "Toolkit"),
        ("Toolkit: https://a.org/1", "Toolkit"),
        ("[Apples](https://a.org/1)", "Apples"),
        ("[Apples](https://a.org/1): a toolkit for growing them in many ways and places", "Apples"),
        ("[Growing Apples](https://a.org/1), Journal of Fruit 2017", "Growing Apples"),
        ("**Growing Apples in Toy Gardens, Fruit Lab: Example et al. (2024)**\n[pdf](https://a.org/1)\n[code](https://a.org/2)", "Growing Apples in Toy Gardens"),
        ("🍏 🌟 **Growing Apples, Example (2024)**\n[blog](https://a.org/1)", "Growing Apples"),
        ("### [Apples](https://a.org/1)\n\nWords on it.", "Apples"),
        ("[Apples](https://a.org/1)\nAda Example, Bob Example\nFRUIT 2024", "Apples"),
        ("**Apples** Ada Example, Bob Example. [pdf](https://a.org/1)", "Apples"),
        ("#### **Apples** [pdf](https://a.org/1)", "Apples"),
        ('- ["Apples" and "Pears"](https://a.org/1)', '"Apples" and "Pears"'),
        ("1. Growing Apples (2020), Ada Example et al. [pdf](https://a.org/1)", "Growing Apples"),
        ("**Growing Apples in Gardens**\n\n[pdf](https://a.org/1)", "Growing Apples in Gardens"),
        # bold words may hold a link, and go on in the next line
        ("- **Growing [Apples](https://a.org/1) in Gardens** [[pdf](https://a.org/2)]", "Growing Apples in Gardens"),
        ("- **Growing Apples\n  in Gardens** [[pdf](https://a.org/1)]", "Growing Apples in Gardens"),
        # targets that are no URL alone
        ("- **Growing Apples** [[arxiv 2404]](arXiv:2404.03646)", "Growing Apples"),
        ("- [Growing Apples](Ihttps://a.org/1)", "Growing Apples"),
        ("- [Growing Apples](https://a.org/1}", "Growing Apples"),
    ],
)  # fmt: skip
def test_markup_says_what_the_title_is(text: str, title: str) -> None:
    assert _titles(text) == [title]


def test_an_identifier_in_a_links_place_is_a_link_that_is_told() -> None:
    parsed = _parse("- **Growing Apples** [[arxiv 2404]](arXiv:2404.03646)")
    assert parsed.entries[0].listing.urls == ("https://arxiv.org/abs/2404.03646",)
    assert [finding.rule for finding in parsed.findings] == ["link-broken"]


def test_entries_stand_on_a_line_each_in_one_paragraph() -> None:
    text = "Apples: https://a.org/1\nPears: https://a.org/2\nPlums: <https://a.org/3>"
    assert _titles(text) == ["Apples", "Pears", "Plums"]
    text = "**Apples grow** [[1](https://a.org/1)]\n**Pears grow** [[2](https://a.org/2)]"
    assert _titles(text) == ["Apples grow", "Pears grow"]


def test_a_table_of_papers_has_entries_whatever_the_heading_above_it() -> None:
    table = "| Paper | Venue |\n|---|---|\n| [Growing Apples](https://a.org/1) | FRUIT 2020 |\n"
    assert _titles("## News\n\n" + table) == ["Growing Apples"]
    assert _titles("## News\n\n- [We are on air](https://a.org/1)\n") == []


def test_an_entry_below_a_sentence_is_one() -> None:
    text = "- We like [fruit](https://a.org/1) and more of it.\n  - [Growing Apples Well](https://a.org/2)"
    parsed = _parse(text)
    assert [entry.listing.title for entry in parsed.entries] == ["Growing Apples Well"]
    assert [finding.place.line for finding in parsed.findings] == [7]


@pytest.mark.parametrize("group", ["- Fruit", "- **Fruit**", "- 2023"])
@pytest.mark.parametrize("form", ["{} [[pdf]({})]", "{}, ACL 2019 [link]({})", "[{}]({})"])
def test_what_groups_entries_is_none(group: str, form: str) -> None:
    titles = ["Growing Apples in Gardens", "Growing Pears in Gardens"]
    items = (form.format(title, f"https://a.org/{n}") for n, title in enumerate(titles))
    assert _titles("\n  - ".join([group, *items])) == titles


def test_a_term_and_its_definition_among_entries_are_neither_entry_nor_told() -> None:
    parsed = _parse("- **Apples**: fruit that grows on trees\n- [Plums](https://a.org/1)")
    assert [entry.listing.title for entry in parsed.entries] == ["Plums"]
    assert not parsed.findings


def test_a_table_of_html_may_have_blank_lines_and_notes_as_wide_as_itself() -> None:
    parsed = _parse(
        "<table>\n<tr><th>Date</th><th>Title</th><th>Link</th></tr>\n\n<tr>\n<td>2025</td>\n"
        '<td><b>Growing Apples</b></td>\n\n<td><a href="https://a.org/1">pdf</a></td>\n</tr>\n'
        "<tr><td colspan=3>Says how apples grow.</td></tr>\n</table>"
    )
    (entry,) = parsed.entries
    assert (entry.listing.title, entry.notes) == ("Growing Apples", ("Says how apples grow.",))
    assert not parsed.findings


def test_rows_after_a_blank_line_and_under_an_uneven_header_are_rows() -> None:
    rows = "| [Growing Apples](https://a.org/1) | x |\n\n| [Growing Pears](https://a.org/2) | x |"
    assert _titles("| Title | Notes |\n|--|--|\n" + rows) == ["Growing Apples", "Growing Pears"]
    assert _titles("| Title | Notes |\n|--|--|--|\n" + rows) == ["Growing Apples", "Growing Pears"]


def test_a_row_of_a_table_that_lacks_title_or_link_is_told() -> None:
    rows = "| [Growing Apples](https://a.org/1) | x |\n| | [pdf](https://a.org/2) |\n| Pears | x |"
    parsed = _parse("| Title | Notes |\n|--|--|\n" + rows)
    assert [entry.listing.title for entry in parsed.entries] == ["Growing Apples"]
    assert [finding.rule for finding in parsed.findings] == ["entry-title", "entry-unclear"]


def test_what_is_announced_below_an_entry_is_a_fact_of_it() -> None:
    facts = ("Year: 2019", "Venue: FRUIT", "Paper: [Growing them well](https://a.org/1)")
    text = "- **Growing Apples**\n" + "\n".join(f"  - {fact}" for fact in facts)
    (listing,) = (entry.listing for entry in _parse(text).entries)
    assert (listing.year, listing.venue, listing.urls) == ("2019", "FRUIT", ("https://a.org/1",))
    assert listing.labels == ("paper",)


def test_markdown_within_html_is_read() -> None:
    text = "<div>\n- [Growing Apples](https://a.org/1)\n- [Growing Pears](https://a.org/2)\n</div>"
    assert _titles(text) == ["Growing Apples", "Growing Pears"]


def test_what_is_hidden_is_no_entry() -> None:
    hidden = "- [Growing Apples](https://a.org/1)"
    for text in (f"<!--\n{hidden}\n-->", f"<pre>\n{hidden}\n</pre>", f"~~~\n{hidden}\n~~~"):
        assert _parse(text).entries == ()
        assert _parse(text).findings == ()


@pytest.mark.parametrize(
    "note",
    [
        "*Ada Example, Bob Example, Cid Example, Dan Example, Eve Example, Fay Example.* FRUIT'24",
        "Ada Example, Bob Example, Cid Example, Dan Example, Eve Example, Fay Example. ACL 2024",
    ],
)
def test_a_long_note_of_authors_says_venue_and_year(note: str) -> None:
    (entry,) = _parse(f"1. **[Growing Apples](https://a.org/1)**\n\n    {note}").entries
    said = f"{entry.listing.venue} {entry.listing.date}"
    assert "24" in said


def test_a_description_says_no_venue() -> None:
    note = "A long tale of how apples were grown, which was told at the ACL 2019 and then forgotten"
    (entry,) = _parse(f"- [Growing Apples](https://a.org/1)\n  - {note}").entries
    assert entry.listing.venue is None


_LINES = st.sampled_from(
    [
        "- [Growing Apples](https://a.org/1)", "See [the apples](https://a.org/2) for more.",
        "  - [code](https://a.org/3)", "> Read [this](https://a.org/4).", "## [Pears](https://a.org/5)",
        "| [Apples](https://a.org/6) | x |", "| Title | x |\n|--|--|", "## News", "", "- Apples",
        "**Growing Pears**", "[pdf](https://a.org/7)", "<li><a href='https://a.org/8'>Plums</a></li>",
        "<p>Go to <a href='https://a.org/9'>us</a></p>", "1. Why? https://a.org/10", "# Example",
        "- **Q**: where? [here](https://a.org/11)", "    Ada Example, [web](https://a.org/12)",
        "<table>", "<tr><td>A</td><td>https://a.org/13</td></tr>", "</table>", "- ", "-",
        "<details><summary>More</summary>", "</details>", "We like [plums](https://a.org/14)!",
    ]
)  # fmt: skip


@given(st.lists(_LINES, max_size=14).map("\n".join))
def test_a_link_belongs_to_an_entry_or_is_told(text: str) -> None:
    """What leads out of the list, and is no badge or code, cannot be lost without a word."""
    parsed = parse_list(text, source="example", file="list.md")
    taken = {url for entry in parsed.entries for url in entry.listing.urls}
    quiet = {"code", "comment", "front-matter", "reference", "badges"}
    for line, role in zip(split_lines(text), parsed.roles, strict=True):
        links = {s.url for s in parse_inline(line) if s.kind == "link" and is_external(s.url)}
        if links - taken and role not in quiet:
            assert role in ("entry", "note", "finding"), (line, role)


def test_deep_nesting_loses_nothing() -> None:
    text = "\n".join(
        "  " * depth + f"- [Apples {depth}](https://a.org/{depth})" for depth in range(200)
    )
    parsed = _parse(text)
    assert set(parsed.roles[6:]) <= {"entry", "note", "finding"}
    _parse("> " * 300 + "[Apples](https://a.org/1)")
    _parse("<div>" * 300 + "[Apples](https://a.org/1)")
