"""Markdown: the survey's own tables, a list and references, in which text stays text."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given

from catalog_results import CITABLE, RESULTS, TAXONOMY
from hostile_texts import flat, make_result, titles
from mi_survey.exports.markdown import render_markdown
from mi_survey.exports.markdown_text import escape, escape_around_links, guard_start, link_target
from mi_survey.exports.registry import RenderOptions
from mi_survey.model.name import Name
from mi_survey.model.taxonomy import NO_AXES, Axis, Taxonomy, Term
from mi_survey.model.work import Ids, Placement, Venue, Work
from mi_survey.query.result import Result

# What the survey's page has, heading by heading, in the order of its table of contents.
_HEADINGS = [
    "### 1. Improve Alignment", "#### Safety and Reliability", "#### Fairness and Bias",
    "#### Persona and Role", "### 2. Improve Capability", "#### Multilingualism",
    "#### Knowledge Management", "#### Logic and Reasoning", "### 3. Improve Efficiency",
    "#### Efficient Training", "#### Efficient Inference", "### Other",
]  # fmt: skip
_HEAD = "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |"
_ALIGNMENT = "| :--- | :--- | :--- | :--- | :---: | :---: | :---: |"
_REFUSAL = Work(
    key="arditi2024refusal",
    title="Refusal in Language Models Is Mediated by a Single Direction",
    kind="paper",
    status="verified",
    authors=(Name("Andy", "Arditi"), Name("Oscar", "Obeso")),
    year=2024,
    venue=Venue("Advances in Neural Information Processing Systems", "NeurIPS", "conference"),
    volume="37",
    pages="136037-136083",
    ids=Ids(doi="10.52202/079017-4322", arxiv="2406.11717"),
    url="https://proceedings.neurips.cc/paper/2024",
)


def _render(found: list[Result], **options: Any) -> str:
    return render_markdown(found, RenderOptions(**({"taxonomy": TAXONOMY} | options)))


def _rows(*placements: Placement, **options: Any) -> list[str]:
    text = _render([Result(_REFUSAL, placements)], style="survey", **options)
    return [line for line in text.splitlines() if line.startswith("| **")]


def test_the_survey_has_the_headings_and_tables_of_its_page() -> None:
    lines = _render(RESULTS, style="survey").splitlines()
    assert [line for line in lines if line.startswith("#")] == _HEADINGS
    # a heading of the third level has its tables below the next level, but for the last
    assert lines.count(_HEAD) == lines.count(_ALIGNMENT) == len(_HEADINGS) - 3


def test_a_row_is_written_as_the_survey_writes_it() -> None:
    placement = Placement.of(
        "survey", area="safety", object=("ffn", "mha"), locate="probing", steer="none"
    )
    (row,) = _rows(placement)
    assert row == (
        "| **Refusal in Language Models Is Mediated by a Single Direction** | MHA & FFN | Probing |"
        " - | NeurIPS | 2024 | [Link](https://proceedings.neurips.cc/paper/2024) |"
    )


def test_tags_that_are_not_the_surveys_are_in_italics_with_a_note() -> None:
    curated = Placement.of("curated", area="safety", object=("neuron",), locate="probing")
    (row,) = _rows(curated)
    assert "| *Neuron* | *Probing* |  |" in row
    note = "assigned for this catalog"
    assert note in _render([Result(_REFUSAL, (curated,))], style="survey")
    assert note not in _render([Result(_REFUSAL, (Placement("survey"),))], style="survey")


def test_a_work_placed_in_two_areas_stands_in_both_with_the_tags_of_each() -> None:
    placements = (
        Placement.of("survey", area="safety", object=("neuron",)),
        Placement.of("survey", area="training"),
    )
    text = _render([Result(_REFUSAL, placements)], style="survey")
    safety, training = text.split("### 3. Improve Efficiency")
    assert "| Neuron |" in safety
    assert "| Neuron |" not in training
    assert safety.count(_REFUSAL.title) == training.count(_REFUSAL.title) == 1


def test_a_group_without_works_has_no_heading() -> None:
    text = _render([Result(_REFUSAL, (Placement.of("survey", area="training"),))], style="survey")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == ["### 3. Improve Efficiency", "#### Efficient Training"]


@pytest.mark.parametrize(
    "placements", [(), (Placement.of("survey", area="none"),), (Placement("survey"),)]
)
def test_a_work_without_an_area_stands_under_other(placements: tuple[Placement, ...]) -> None:
    text = _render([Result(_REFUSAL, placements)], style="survey")
    assert text.startswith(f"### Other\n\n{_HEAD}\n{_ALIGNMENT}\n| **Refusal")


def test_without_axes_a_table_has_neither_headings_of_terms_nor_tags() -> None:
    placement = Placement.of("survey", area="safety", locate="none")
    text = _render([Result(_REFUSAL, (placement,))], style="survey", taxonomy=NO_AXES)
    assert text.startswith("### Other\n\n| Paper | Venue | Year | Link |\n| :--- | :---: |")


def test_headings_are_as_deep_as_the_terms() -> None:
    terms = (
        Term("a", "a", "", 1),
        *(Term(name, name, "", 1, parent=above) for above, name in pairwise("abcde")),
    )
    axis = Axis(id="goal", label="Goal", definition="", heading=True, terms=terms)
    text = _render(
        [Result(_REFUSAL, (Placement.of("survey", goal="e"),))],
        style="survey",
        taxonomy=Taxonomy((axis,)),
    )
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == ["### 1. a", "#### b", "##### c", "###### d", "###### e"]


def test_a_list_has_a_line_for_every_work() -> None:
    lines = _render(RESULTS).splitlines()
    assert len(lines) == len(RESULTS)
    for line, result in zip(lines, RESULTS, strict=True):
        assert line.startswith("- **")
        assert line.endswith(f"`{result.work.key}`")


def test_a_line_of_a_list_says_who_where_and_when() -> None:
    assert _render([Result(_REFUSAL, ())]) == (
        "- **[Refusal in Language Models Is Mediated by a Single Direction]"
        "(https://proceedings.neurips.cc/paper/2024)**."
        " Andy Arditi and Oscar Obeso. *NeurIPS* 2024. `arditi2024refusal`\n"
    )


def test_a_reference_has_every_fact() -> None:
    assert _render([Result(_REFUSAL, ())], style="references") == (
        "1. Andy Arditi and Oscar Obeso. 2024."
        " [Refusal in Language Models Is Mediated by a Single Direction]"
        "(https://proceedings.neurips.cc/paper/2024)."
        " In *Advances in Neural Information Processing Systems*, 37, pages 136037–136083."
        " doi:[10.52202/079017-4322](https://doi.org/10.52202/079017-4322)."
        " arXiv:[2406.11717](https://arxiv.org/abs/2406.11717).\n"
    )


def test_references_name_every_author() -> None:
    lines = _render(CITABLE, style="references").splitlines()
    for line, result in zip(lines, CITABLE, strict=True):
        assert all(name.display in line for name in result.work.authors)


@pytest.mark.parametrize("style", ["list", "references", "survey"])
def test_no_works_are_no_text(style: str) -> None:
    assert _render([], style=style) == ""


def test_a_question_ends_its_sentence() -> None:
    assert _render([make_result("Why?")]) == "- **Why?** `arditi2024refusal`\n"


@given(titles())
def test_an_escaped_text_is_one_line_that_holds_the_text(title: str) -> None:
    escaped = escape(title)
    assert len(escaped.splitlines()) == 1
    assert _unescape(escaped) == flat(title)


@given(titles())
def test_a_pipe_never_ends_a_cell(title: str) -> None:
    bare = escape(title).replace("\\\\", "")
    assert bare.count("|") == bare.count("\\|")


def _unescape(text: str) -> str:
    """Drop the backslashes that escape: every other of a run, and each before a mark."""
    characters = iter(text)
    return "".join(next(characters) if char == "\\" else char for char in characters)


@pytest.mark.parametrize("start", ["# ", "## ", "- ", "+ ", "=== ", "--- ", "1. ", "2024) "])
def test_a_line_does_not_start_a_block(start: str) -> None:
    guarded = guard_start(escape(start + "x"))
    assert "\\" in guarded[:5]
    assert _unescape(guarded) == start + "x"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://x.org/a_(b)", "https://x.org/a_%28b%29"),
        ("https://x.org/a b", "https://x.org/a%20b"),
        ("https://x.org/a|b", "https://x.org/a%7Cb"),
        ("https://x.org/50%", "https://x.org/50%25"),
        ("https://x.org/a%20b", "https://x.org/a%20b"),
        ("https://x.org/?a=1&copy;=2", "https://x.org/?a=1&amp;copy;=2"),
        ("https://x.org/é", "https://x.org/%C3%A9"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//x.org", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, target: str | None) -> None:
    assert link_target(url) == target


@pytest.mark.parametrize("ending", ["", ".", ";", "),", "'"])
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a_b/",
        "https://en.wikipedia.org/wiki/A_(b)",
        "http://example.org/?a=1&copy;=2*3",
        "https://example.org/[x]|y~z",
    ],
)
def test_an_address_in_a_text_is_a_link_to_itself(address: str, ending: str) -> None:
    from markdown_it import MarkdownIt

    text = escape_around_links(f"*see* {address}{ending} <b>")
    (paragraph,) = [t for t in MarkdownIt().parse(text) if t.type == "inline"]
    links = [t.attrGet("href") for t in paragraph.children or () if t.type == "link_open"]
    assert [unquote(str(link)) for link in links] == [address]
    said = "".join(t.content for t in paragraph.children or ())
    assert said == f"*see* {address}{ending} <b>"


@given(titles())
def test_a_text_without_an_address_is_only_escaped(text: str) -> None:
    if "://" not in text:
        assert escape_around_links(text) == escape(text)
