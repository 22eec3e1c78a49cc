"""No field of an entry, however hostile, takes a check more than time in proportion."""

from __future__ import annotations

import pytest

from bibliographies import check_text
from effort import some
from growth import assert_linear

_PIECES = {
    "title": ["a ", "a-", ": ", "{", "\\'"],
    "author": ["a ", "A. ", "a-", "a and ", "meng, ", "{", "\\'", "http://a "],
    "booktitle": ["int", "journal ", "first ", "systems ", "'2", "a-"],
    "note": ["arXiv:2202.05262 ", "http://a ", "a-", "\\url{"],
    "pages": ["-", "1-", "1 "],
}


@pytest.mark.parametrize(
    ("field", "piece"), some([(field, each) for field in _PIECES for each in _PIECES[field]], of=3)
)
def test_a_long_field_of_a_known_work_takes_time_in_proportion(field: str, piece: str) -> None:
    def check(text: str) -> None:
        text += "}" * text.count("{")
        check_text(f"@article{{k, eprint = {{2202.05262}}, {field} = {{{text}}}}}")

    assert_linear(check, piece)


@pytest.mark.parametrize(
    ("file", "piece"),
    [
        ("x.md", "[a](https://arxiv.org/abs/2406.11717) "),
        ("x.md", "[Locating and Editing Factual Associations in GPT](https://a.org/b)\n"),
        ("x.md", "<!-- mi-survey: ignore -->\n"),
        ("x.tex", "\\cite{a}\\bibitem{a} A. B. Title of it. NeurIPS 2020. "),
        ("x.bib", "% mi-survey: ignore[year]\n@misc{a, eprint = {2202.05262}}\n"),
    ],
)
def test_many_references_take_time_in_proportion(file: str, piece: str) -> None:
    assert_linear(lambda text: check_text(text, file=file), piece)
