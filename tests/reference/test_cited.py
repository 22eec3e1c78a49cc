"""References mean works by identifier, or by title and author together; never by title alone."""

from __future__ import annotations

import pytest

from mi_survey import load_catalog
from mi_survey.bibliography.reading import read_bibtex
from mi_survey.reference.cited import find_cited

NAMES = load_catalog().names
TITLE = "Refusal in Language Models Is Mediated by a Single Direction"


def find(fields: str) -> str | None:
    reference = read_bibtex(f"@misc{{k,\n{fields}\n}}").entries[0]
    work = find_cited(reference, NAMES).work
    return work.key if work else None


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2406.11717}, archiveprefix = {arXiv}",
        "eprint = {2406.11717v2}",
        "doi = {10.48550/arXiv.2406.11717}",
        "doi = {https://doi.org/10.52202/079017-4322}",
        "url = {https://openreview.net/forum?id=pH3XAQME6c}",
        r"howpublished = {\url{https://arxiv.org/abs/2406.11717}}",
        "note = {arXiv:2406.11717}",
        f"title = {{{{{TITLE}}}}}, author = {{Arditi, Andy and others}}",
        f"title = {{{TITLE.upper()}}}, author = {{Andy Arditi and Oscar Obeso}}",
    ],
)
def test_an_entry_means_the_work_that_it_identifies(fields: str) -> None:
    assert find(fields) == "arditi2024refusal"


def test_what_stands_before_a_colon_is_a_title_however_short() -> None:
    by_zou = "author = {Zou, Andy and Phan, Long and others}"
    for fields in (f"eprint = {{2310.01405}}, {by_zou}", by_zou):
        assert find(f"title = {{Representation Engineering}}, {fields}") == "zou2023representation"
    by_another = "title = {Representation Learning}, eprint = {2310.01405}, "
    assert find(by_another + by_zou) is None
    assert find("title = {Representation Engineering}, author = {Roe, Jane}") is None


@pytest.mark.parametrize(
    "fields",
    [
        f"title = {{{TITLE}}}",
        f"title = {{{TITLE}}}, author = {{Somebody, Else}}",
        "title = {Refusal in Models}, author = {Arditi, Andy}",
        "eprint = {2406.11717}, archiveprefix = {hal}",
        "eprint = {9999.11717}, archiveprefix = {arXiv}",
    ],
)
def test_a_title_alone_or_another_paper_means_none(fields: str) -> None:
    assert find(fields) is None


def test_a_retitled_preprint_is_found_by_its_earlier_title() -> None:
    title = "Causal Mediation Analysis for Interpreting Neural NLP: The Case of Gender Bias"
    assert find(f"title = {{{title}}}, author = {{Vig, Jesse}}") == "vig2020investigating"
