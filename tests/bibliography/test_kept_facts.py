"""What is right, or the user's own, is kept when an entry is mended; what goes is told."""

from __future__ import annotations

import pytest

from bibliographies import check_text, rules_of, said
from mi_survey.bibliography.bibtex import parse_bibtex
from mi_survey.bibliography.fix import Fixed, fix_bibliography

_TITLES = {
    "ACDC": "Towards Automated Circuit Discovery for Mechanistic Interpretability",
    "ROME": "Locating and Editing Factual Associations in GPT",
    "MEMIT": "Mass-Editing Memory in a Transformer",
    "LRH": "The Linear Representation Hypothesis and the Geometry of Large Language Models",
    "KN": "Knowledge Neurons in Pretrained Transformers",
}
_AUTHORS = {
    "ACDC": "Conmy, Arthur and others",
    "ROME": "Meng, Kevin and others",
    "MEMIT": "Meng, Kevin and others",
    "LRH": "Park, Kiho and others",
    "KN": "Dai, Damai and others",
}


def _entry(name: str, fields: str, type: str = "article") -> str:
    named = f"title={{{_TITLES[name]}}}, author={{{_AUTHORS[name]}}}"
    return f"@{type}{{k, {named}, {fields}}}\n"


def _fix(text: str) -> tuple[dict[str, str], Fixed]:
    fixed = fix_bibliography(text, check_text(text))
    assert fixed.left == ()
    return parse_bibtex(fixed.text).entries[0].values, fixed


@pytest.mark.parametrize("venue", ["ICML", "NIPS 2024"])
def test_the_volume_of_proceedings_stays_under_the_right_name(venue: str) -> None:
    text = _entry("ACDC", f"booktitle={{{venue}}}, volume={{36}}, year=2023", "inproceedings")
    values, fixed = _fix(text)
    assert values["booktitle"].startswith("NeurIPS")
    assert values["volume"] == "36"
    assert (fixed.keys, fixed.dropped) == (("k",), ())


@pytest.mark.parametrize(
    ("fields", "dropped"),
    [
        ("journal={CoRR}, volume={abs/2202.05262}, year=2022", []),
        ("journal={Nature}, volume=3, year=2022", ["volume = {3}"]),
        ("journal={CoRR}, pages={1--35}, year=2022", ["pages = {1--35}"]),
        ("journal={CoRR}, month=feb, year=2022", ["month = {feb}"]),
        (
            "journal={CoRR}, doi={10.48550/arXiv.2202.05262}, year=2022",
            ["doi = {10.48550/arXiv.2202.05262}"],
        ),
    ],
)
def test_what_was_of_another_venue_goes_and_is_told(fields: str, dropped: list[str]) -> None:
    values, fixed = _fix(_entry("ROME", fields))
    assert not {"volume", "pages", "month", "doi", "journal"} & set(values)
    assert fixed.dropped == tuple(("k", field) for field in dropped)


def test_pages_of_a_publication_stay_in_what_was_a_preprints_entry() -> None:
    values, fixed = _fix(_entry("ROME", "journal={CoRR}, pages={17359--17372}, year=2022"))
    assert (values["pages"], fixed.dropped) == ("17359--17372", ())


@pytest.mark.parametrize(
    ("note", "stays"),
    [
        ("Under review", True),
        ("preprint, read 2023-05-01", True),
        ("arXiv preprint, see my thesis", True),
        ("arXiv preprint", False),
        ("Preprint.", False),
        ("CoRR", False),
    ],
)
def test_a_note_goes_only_if_it_says_no_more_than_preprint(note: str, *, stays: bool) -> None:
    values, _ = _fix(_entry("ROME", f"journal={{CoRR}}, note={{{note}}}, year=2022"))
    assert values.get("note") == (note if stays else None)


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("Submitted to ICLR; see my thesis p. 12", {"published"}),
        ("To appear at ICLR 2023", {"published"}),
        ("Under review at ICLR", {"published"}),
        ("Published at ICLR 2023", set()),
        ("ICLR 2023", set()),
    ],
)
def test_a_plan_to_publish_is_no_publication(note: str, found: set[str]) -> None:
    fields = f"journal={{arXiv preprint arXiv:2210.07229}}, note={{{note}}}, year=2022"
    (verdict,) = check_text(_entry("MEMIT", fields))
    assert rules_of(verdict) == found


@pytest.mark.parametrize(
    ("venue", "year", "severities"),
    [
        ("Causal Representation Learning Workshop at NeurIPS 2023", 2023, {"note"}),
        ("Workshop on Interpretability at ICLR 2024", 2024, {"note"}),
        ("ICML 2024 Workshop on Mechanistic Interpretability", 2024, {"error"}),
        ("Workshop on Interpretability at NeurIPS 2025", 2025, {"error"}),
        ("NeurIPS 2023", 2023, {"error"}),
    ],
)
def test_a_work_may_have_been_at_a_workshop_before(
    venue: str, year: int, severities: set[str]
) -> None:
    fields = f"booktitle={{{venue}}}, year={year}"
    (verdict,) = check_text(_entry("LRH", fields, "inproceedings"))
    assert {each.severity for each in verdict.findings} == severities
    assert "venue" in rules_of(verdict)


def test_pages_that_count_the_papers_own_are_noted() -> None:
    fields = "booktitle={ACL}, year=2022, pages="
    (verdict,) = check_text(_entry("KN", fields + "{1--10}", "inproceedings"))
    assert [(each.rule, each.severity) for each in verdict.findings] == [("pages", "note")]
    assert said(check_text(_entry("KN", fields + "{8493--8502}", "inproceedings"))) == []
