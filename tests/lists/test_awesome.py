"""What is read of the lists that the catalog was made from, and that no line is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mi_survey.catalog.store import load_taxonomy
from mi_survey.lists.document import split_lines
from mi_survey.lists.parser import ParsedList, parse_list
from mi_survey.model.work import Listing

_SURVEY = """\
<h1 align="center"> 🔎 Locate, Steer, and Improve </h1>

- [Overview](#-overview)

## 📑 Paper List
> For studies employing multiple objects, we annotate the primary tag.

### 1. Improve Alignment

#### Safety and Reliability
| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |
| :--- | :--- | :--- | :--- | :---: | :---: | :---: |
| **LLMs Encode Harmfulness and Refusal Separately** | Residual Stream | Causal Attribution | \
Vector Arithmetic | NeurIPS | 2025 | [Link](https://openreview.net/forum?id=zLkpt30ngy) |
| **Understanding Addition in Transformers** | MHA & FFN | Causal Attribution | - | ICLR | 2024 \
| [Link](https://openreview.net/forum?id=rIx1YXVWZb) |

## 🌟 Citation
```bibtex
@misc{zhang2026locate}
```
"""
_INTERPRETABILITY = """\
# Awesome-LLM-Interpretability

## Code

### Library

* **pyvene** [[github]](https://github.com/stanfordnlp/pyvene)
  * Supports customizable interventions on a range of different PyTorch modules

## Paper & Blog

* **Is This the Subspace You Are Looking for?** \
[[ICLR 2024 oral]](https://openreview.net/forum?id=1)
  * **A Reply to Makelov et al. (2023)'s "Interpretability Illusion" Arguments** \
[[arxiv 2401]](https://arxiv.org/abs/2401.12631)
* **Attention Dynamic Memory** \
[[arxiv 2305]]([10.48550/arXiv.2305.13417](http://arxiv.org/abs/2305.13417)) \
[[github]](https://github.com/s/v)
* 🌟**In-context learning and induction heads**
  * EMNLP 2023 best paper
* **Locating and Editing Factual Associations in GPT** (*ROME*) \
[[NIPS 2022]](https://papers.nips.cc/1)

*Note: These surveys discuss the relation between Interpretability and Alignment.*
"""
_MANIPULATION = """\
---
title: "Neuron-Level Manipulation Resources"
license: "CC-BY-4.0"
---

The references below expand the bibliography.

## Research Papers

- [Repetition Neurons: How Do Language Models Produce Repetitions?]\
(https://arxiv.org/abs/2410.13497) – isolates neuron circuits responsible for repeated outputs.
"""
_NEURONS = """\
This list focuses on neuron-level techniques in LLMs.
-
- [arxiv] [2025.5]
-
Scaling Automatic Neuron Description
- [Transluce AI] [2024.10]
-
Neuron-level Interpretation of Deep NLP Models: A Survey
- [survey] [2022.8]"""


def _parse(text: str) -> ParsedList:
    return parse_list(text, source="example", file="list.md", taxonomy=load_taxonomy())


def _listings(text: str) -> list[Listing]:
    return [entry.listing for entry in _parse(text).entries]


def test_the_surveys_tables_give_tags_and_the_area_above_them() -> None:
    assert _listings(_SURVEY) == [
        Listing(
            source="example",
            title="LLMs Encode Harmfulness and Refusal Separately",
            urls=("https://openreview.net/forum?id=zLkpt30ngy",),
            tags=(
                ("area", "Safety and Reliability"),
                ("object", "Residual Stream"),
                ("locate", "Causal Attribution"),
                ("steer", "Vector Arithmetic"),
            ),
            venue="NeurIPS",
            year="2025",
        ),
        Listing(
            source="example",
            title="Understanding Addition in Transformers",
            urls=("https://openreview.net/forum?id=rIx1YXVWZb",),
            tags=(
                ("area", "Safety and Reliability"),
                ("object", "MHA & FFN"),
                ("locate", "Causal Attribution"),
                ("steer", "-"),
            ),
            venue="ICLR",
            year="2024",
        ),
    ]


def test_links_in_brackets_give_labels_and_headings_give_sections() -> None:
    pyvene, subspace, reply, *_ = _listings(_INTERPRETABILITY)
    assert pyvene.section == ("Code", "Library")
    assert pyvene.labels == ("github",)
    assert subspace.labels == ("ICLR 2024 oral",)
    assert reply.section == ("Paper & Blog",)
    assert (
        reply.title == 'A Reply to Makelov et al. (2023)\'s "Interpretability Illusion" Arguments'
    )


def test_a_note_below_an_entry_is_its_note_and_an_entry_below_one_is_an_entry() -> None:
    entries = _parse(_INTERPRETABILITY).entries
    assert len(entries) == 6
    assert entries[0].notes == (
        "Supports customizable interventions on a range of different PyTorch modules",
    )
    assert entries[4].notes == ("EMNLP 2023 best paper",)
    assert (entries[2].line, entries[2].column) == (13, 3)


def test_a_broken_link_is_mended_and_told() -> None:
    parsed = _parse(_INTERPRETABILITY)
    assert parsed.entries[3].listing.urls == (
        "http://arxiv.org/abs/2305.13417",
        "https://github.com/s/v",
    )
    assert [(each.rule, each.place.line) for each in parsed.findings] == [
        ("link-broken", 14),
        ("entry-link", 15),
    ]


def test_front_matter_is_no_entry_and_a_description_is_a_note() -> None:
    parsed = _parse(_MANIPULATION)
    assert parsed.roles[:4] == ("front-matter",) * 4
    (entry,) = parsed.entries
    assert entry.listing.section == ("Research Papers",)
    assert entry.notes == ("isolates neuron circuits responsible for repeated outputs",)


def test_venue_and_date_in_brackets_belong_to_the_title_before_them() -> None:
    assert [(each.title, each.venue, each.date) for each in _listings(_NEURONS)] == [
        ("Scaling Automatic Neuron Description", "Transluce AI", "2024.10"),
        ("Neuron-level Interpretation of Deep NLP Models: A Survey", "survey", "2022.8"),
    ]


def test_a_lost_title_is_told() -> None:
    findings = [f for f in _parse(_NEURONS).findings if f.rule == "entry-title"]
    assert [finding.where for finding in findings] == ["3:1"]


def test_what_never_ends_takes_one_line_only() -> None:
    parsed = _parse("```\n- [One title here](https://a.org/1)\n<!-- x\n- [Two](https://a.org/2)")
    assert [entry.listing.title for entry in parsed.entries] == ["One title here", "Two"]
    assert [finding.rule for finding in parsed.findings] == ["block-unclosed", "block-unclosed"]


def test_a_row_that_does_not_fit_its_header_is_read_and_told() -> None:
    parsed = _parse("| Title | Link |\n|--|--|\n| A title | [x](https://a.org) | more |")
    assert [entry.listing.title for entry in parsed.entries] == ["A title"]
    assert [finding.rule for finding in parsed.findings] == ["table-cells"]


_PIECES = st.sampled_from(
    [
        "- ", "* ", "  - ", "1. ", "> ", "# ", "## News", "**", "*", "[", "]", "(", ")", "](", "|",
        "| Title | Link |", "|--|--|", "---", "===", "```", "<!--", "-->", "<table>", "</table>",
        "<tr><td>", "<details><summary>", "</details>", "<h2>", "<li>", "<a href='https://a.org'>",
        "![", "https://arxiv.org/abs/2401.00001", "[1]: https://a.org", "ICLR 2024", "2024.5",
        "Kevin Meng, David Bau", "Locating and Editing Facts", "[[paper](https://a.org)]", ". ",
        "\\", "`", '"', "🌟", "\ufe0f", ":star:", "\n", "\n\n", "\r\n", "\t", " ", "Authors:", "$",
    ]
)  # fmt: skip


def _check_account(text: str) -> None:
    parsed = _parse(text)
    lines = split_lines(text)
    assert len(parsed.roles) == len(lines)
    for line, role in zip(lines, parsed.roles, strict=True):
        # "blank" stands also for what nothing accounted for
        assert role != "blank" or not line.strip()
    for entry in parsed.entries:
        assert parsed.roles[entry.line - 1] == "entry"
        assert entry.listing.title.strip()
        assert "\n" not in entry.listing.title
    entry_lines = {entry.line for entry in parsed.entries}
    told = {each.place.line for each in parsed.findings}
    for number, role in enumerate(parsed.roles, 1):
        starts = number == 1 or parsed.roles[number - 2] != role
        if role == "entry" and starts:
            assert number in entry_lines
        if role == "finding" and starts:
            assert number in told


@given(st.lists(_PIECES, max_size=40).map("".join))
@example("| a\n---\nwords\nb | c")
@example("<table>\n<td>a<p>b<tr>\n<td>a</td><td>http://b</td></tr>\n</table> (a](</tr>")
def test_every_line_of_a_list_is_accounted_for(text: str) -> None:
    _check_account(text)


@given(st.text(max_size=300))
def test_every_line_of_any_text_is_accounted_for(text: str) -> None:
    _check_account(text)


@pytest.mark.parametrize(
    "piece", ["[", "*", "<table>", "<a ", "A, ", "A. ", "| a ", "> ", "!", "\ufe0f"]
)
def test_a_long_line_of_one_thing_is_read_at_once(piece: str) -> None:
    """A rule that tries every way to split such a line would not end."""
    _check_account("- " + piece * 2000)
    _check_account(piece * 2000)
