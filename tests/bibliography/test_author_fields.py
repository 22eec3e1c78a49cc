"""Fields of authors that BibTeX reads otherwise than they are meant are found, and mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from bibliographies import CATALOG, check_text, rules_of, said
from effort import some
from mi_survey.bibliography.author_field import parse_authors
from mi_survey.bibliography.bibtex import parse_bibtex
from mi_survey.bibliography.fix import fix_bibliography
from mi_survey.model.name import Name
from mi_survey.reference.person import compare_authors

_BURNS = "Discovering Latent Knowledge in Language Models Without Supervision"
_SCALING = "Scaling and evaluating sparse autoencoders"
_FULL = "Collin Burns and Haotian Ye and Dan Klein and Jacob Steinhardt"
_SHORT = "Burns, C. and Ye, H. and Klein, D. and Steinhardt, J."
_TURNED = "Burns, Collin and Ye, Haotian and Klein, Dan and Steinhardt, Jacob"


def _entry(authors: str, title: str = _BURNS) -> str:
    year = 2025 if title == _SCALING else 2023
    return f"@inproceedings{{k, title={{{title}}}, author={{{authors}}}, booktitle={{ICLR}}, year={year}}}"  # noqa: E501


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("Collin Burns, Haotian Ye, Dan Klein, Jacob Steinhardt", _FULL),
        ("Collin Burns, Haotian Ye, Dan Klein, and Jacob Steinhardt", _FULL),
        ("Collin Burns, Haotian Ye and Dan Klein and Jacob Steinhardt", _FULL),
        ("Collin Burns; Haotian Ye; Dan Klein; Jacob Steinhardt", _FULL),
        (r"Collin Burns, Haotian Ye, Dan Klein \& Jacob Steinhardt", _FULL),
        ("Collin Burns & Haotian Ye & Dan Klein & Jacob Steinhardt", _FULL),
        (r"Burns, C., Ye, H., Klein, D., \& Steinhardt, J.", _SHORT),
        ("Burns, C.; Ye, H.; Klein, D.; Steinhardt, J.", _SHORT),
        ("Burns, Collin, Ye, Haotian, Klein, Dan, Steinhardt, Jacob", _TURNED),
        ("Burns, Ye, Klein, Steinhardt", _TURNED),
        ("{Collin Burns, Haotian Ye, Dan Klein, Jacob Steinhardt}", _TURNED),
        ("Collin Burns, Haotian Ye, et al.", "Collin Burns and Haotian Ye and others"),
        ("Burns, Collin et al.", "Burns, Collin and others"),
        ("C. Burns et~al.", "C. Burns and others"),
        ("Burns, Collin and Ye, Haotian and et al.", "Burns, Collin and Ye, Haotian and others"),
    ],
)
def test_what_bibtex_reads_as_one_name_becomes_several(written: str, mended: str) -> None:
    text = _entry(written)
    (verdict,) = check_text(text)
    assert [each.rule for each in verdict.findings if each.severity == "error"] == ["authors"]
    fixed = fix_bibliography(text, [verdict])
    assert parse_bibtex(fixed.text).entries[0].values["author"] == mended
    assert said(check_text(fixed.text)) == []


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Burns, Jr., Collin and Ye, Haotian and others", _BURNS),
        ("Burns, C. and Ye, H. and Klein, D. and Steinhardt, J.", _BURNS),
        (r"Gao, Leo and Dupr{\'e} la Tour, Tom and others", _SCALING),
        ("Gao, Leo and Dupré la Tour, Tom and others", _SCALING),
    ],
)
def test_names_with_commas_of_their_own_are_right(written: str, title: str) -> None:
    assert said(check_text(_entry(written, title))) == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Jane Roe, John Doe, Ann Lee, Bo Li", {"authors"}),
        ("Jane Roe et al.", {"authors"}),
        ("{Roe, Doe, Lee, and Partners}", set()),
        (r"Barnes \& Noble and AT\&T", set()),
        ("Roe, Jr., Jane and others", set()),
    ],
)
def test_of_works_unknown_only_what_bibtex_cannot_read_is_told(
    written: str, found: set[str]
) -> None:
    text = _entry(written, "Work that no catalog has")
    (verdict,) = check_text(text)
    assert rules_of(verdict) == found
    assert fix_bibliography(text, [verdict]).text == text


def test_names_that_are_not_the_works_are_not_taken_apart() -> None:
    text = _entry("Jane Roe, John Doe, Ann Lee, Bo Li").replace("year", "eprint=2212.03827, year")
    (verdict,) = check_text(text)
    assert "authors" in rules_of(verdict)
    assert "Roe" not in fix_bibliography(text, [verdict]).text


_PASTED: dict[str, Callable[[Sequence[Name]], str]] = {
    "commas": lambda names: ", ".join(name.display for name in names),
    "family names first": lambda names: ", ".join(name.sort_form for name in names),
    "semicolons": lambda names: "; ".join(name.sort_form for name in names),
    "ampersands": lambda names: r" \& ".join(name.display for name in names),
}


@pytest.mark.parametrize("form", _PASTED)
def test_the_authors_of_every_work_come_apart(form: str) -> None:
    works = [
        work
        for work in some(CATALOG.works, of=5)
        if work.status == "verified"
        and work.kind == "paper"
        and len(work.authors) > 1
        and all(name.given for name in work.authors)
        and "{" not in work.title
    ]
    assert len(works) > 50
    text = "\n".join(
        f"@misc{{k{at}, title={{{work.title}}}, author={{{_PASTED[form](work.authors)}}}}}"
        for at, work in enumerate(works)
    )
    assert all("authors" in rules_of(verdict) for verdict in check_text(text))
    fixed = parse_bibtex(CATALOG.fix(text, file="x.bib").text)
    for work, entry in zip(works, fixed.entries, strict=True):
        authors = parse_authors(entry.values["author"])
        assert compare_authors(authors, work.authors).places == tuple(range(len(work.authors)))
        assert authors.flaw == ""
