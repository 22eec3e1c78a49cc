"""Every rule on lists: a list that breaks it, and one that nearly does."""

from __future__ import annotations

import pytest

from mi_survey.library import Catalog
from mi_survey.lists import lint  # noqa: F401 - its rules register themselves
from mi_survey.lists.rules import RULES
from part_of_catalog import load_part

CATALOG = Catalog(load_part())
HEAD = (
    "### Safety and Reliability\n\n"
    "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |\n"
    "| :--- | :--- | :--- | :--- | :---: | :---: | :---: |\n"
)


def row(
    *,
    title: str = "TokenSkip: Controllable Chain-of-Thought Compression in LLMs",
    locate: str = "Magnitude Analysis",
    venue: str = "EMNLP",
    year: str = "2025",
    link: str = "https://aclanthology.org/2025.emnlp-main.165/",
) -> str:
    """Return a table of one row, right where nothing else is given."""
    cells = f"**{title}** | Token Embedding | {locate} | Amplitude Manipulation"
    return f"{HEAD}| {cells} | {venue} | {year} | [Link]({link}) |\n"


def item(*items: str) -> str:
    """Return a list of these items."""
    return "# List\n\n## Part\n\n" + "".join(f"* {each}\n" for each in items)


ROME = "Locating and Editing Factual Associations in GPT"
ROME_LINK = "https://arxiv.org/abs/2202.05262"
MEMIT = "Mass-Editing Memory in a Transformer"
MEMIT_LINK = "https://arxiv.org/abs/2210.07229"
PREPRINT = next(
    work
    for work in CATALOG.works
    if work.status == "verified"
    and work.kind == "preprint"
    and work.ids.arxiv
    and work.venue
    and work.venue.type == "preprint"
)
PREPRINT_LINK = f"[{PREPRINT.title}](https://arxiv.org/abs/{PREPRINT.ids.arxiv})"
# For every rule what breaks it, and what comes close and does not.
ROWS: dict[str, tuple[str, str]] = {
    "encoding": (item(f"[{ROME}]({ROME_LINK}) Donâ€™t"), item(f"[{ROME}]({ROME_LINK}) Â’ Don’t")),
    "link": (
        item(f"[{ROME}]({MEMIT_LINK})"),
        item(f"[{ROME}]({ROME_LINK}) [[follow-up]]({ROME_LINK}v5)"),
    ),
    "link-unknown": (
        item(f"[{ROME}](https://arxiv.org/abs/2912.00001)"),
        item(f"[{ROME}](https://arxiv.org/abs/2912.00001) [[pdf]]({ROME_LINK})"),
    ),
    "link-moved": (
        item("[A tool](https://github.com/neelnanda-io/TransformerLens)"),
        item("[A tool](https://github.com/TransformerLensOrg/TransformerLens)"),
    ),
    "link-broken": (
        item("**A Title of a Work** [[pdf](https://example.org/a"),
        item("**A Title of a Work** [[pdf](https://example.org/a)]"),
    ),
    "entry-link": (
        item("**A Title of a Work**, ICLR 2024", f"[{ROME}]({ROME_LINK})"),
        item(f"**{ROME}**, [NeurIPS 2022]({ROME_LINK})"),
    ),
    "entry-title": (item(f"[]({MEMIT_LINK})"), item(f"[M]({MEMIT_LINK})")),
    "entry-unclear": (
        item(f"[{ROME}]({ROME_LINK})", "see below"),
        item(f"[{ROME}]({ROME_LINK})\n  * see below"),
    ),
    "link-unlisted": (
        item(f"[{ROME}]({ROME_LINK})", "https://a.org/x and https://b.org/y"),
        item(f"[{ROME}]({ROME_LINK}) https://b.org/y"),
    ),
    "table-cells": (
        "| Title | Link |\n|--|--|\n| A title | [x](https://a.org) | more |\n",
        "| Title | Link | Notes |\n|--|--|--|\n| A title | [x](https://a.org) | more |\n",
    ),
    "block-unclosed": (
        item(f"[{ROME}]({ROME_LINK})") + "\n```\ncode\n",
        item(f"[{ROME}]({ROME_LINK})") + "\n```\ncode\n```\n",
    ),
    "duplicate": (
        item(f"[{ROME}]({ROME_LINK})", f"[{ROME}]({ROME_LINK})"),
        item(f"[{ROME}]({ROME_LINK})", f"[{MEMIT}]({MEMIT_LINK})"),
    ),
    "preprint": (row(venue="ArXiv"), row(venue="EMNLP")),
    "title": (
        row(title="TokenSkip: Controllable Chain-of-Thought Compresion in LLMs"),
        row(title="TokenSkip: controllable chain of thought compression in LLMs"),
    ),
    "venue": (row(venue="ICLR"), row(venue="EMNLP 2025")),
    "venue-unconfirmed": (item(f"{PREPRINT_LINK}, ICLR"), item(f"{PREPRINT_LINK}, arXiv")),
    "year": (row(year="2022"), row(year="2025")),
    "tag": (row(locate="Magitude Analysis"), row(locate="magnitude analysis")),
    "tag-unknown": (row(locate="Zzz"), row(locate="-")),
    "tag-misspelt": (row(locate="Magitude Analysis"), row(locate="Magnitude Analysis")),
    "list-empty": ("Words alone.\n", item(f"[{ROME}]({ROME_LINK})")),
    "title-differs": (
        item(f"[Quite Another Paper on Gardening]({ROME_LINK})"),
        item(f"[Locating Factual Associations in GPT]({ROME_LINK})"),
    ),
    "links-disagree": (
        item(f"[{ROME}]({ROME_LINK}) [[too]]({MEMIT_LINK})"),
        item(f"[{ROME}]({ROME_LINK}) [[too]]({ROME_LINK}v5)"),
    ),
    "link-elsewhere": (item(f"[{ROME}]({MEMIT_LINK})"), item(f"[{ROME}]({ROME_LINK})")),
}
# Which no two works of the bundled catalog can show: titles are shared by none.
ELSEWHERE = {"title-shared"}


def rules_of(text: str) -> set[str]:
    """Return the rules that a list breaks, checked and imported."""
    proposed = [
        CATALOG.propose(text, source=source, file="list.md").findings
        for source in ("survey", "example")
    ]
    findings = [*CATALOG.lint(text, file="list.md"), *proposed[0], *proposed[1]]
    return {finding.rule for finding in findings}


def test_every_rule_has_its_two_rows() -> None:
    assert set(ROWS) | ELSEWHERE == set(RULES.names())


def test_every_rule_says_in_one_sentence_what_is_wrong() -> None:
    assert all(rule.summary.endswith(".") and "\n" not in rule.summary for rule in RULES)


@pytest.mark.parametrize("rule", ROWS)
def test_a_rule_finds_what_breaks_it_and_nothing_that_nearly_does(rule: str) -> None:
    breach, near_miss = ROWS[rule]
    assert rule in rules_of(breach)
    assert rule not in rules_of(near_miss)
