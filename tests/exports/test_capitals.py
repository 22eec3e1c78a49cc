"""Capitals: which words of a title keep theirs, and which are left to the style."""

from __future__ import annotations

import pytest
from hypothesis import given

from catalog_results import CITABLE
from hostile_texts import titles
from mi_survey.exports.capitals import PROPER_NAMES, find_fixed_words
from mi_survey.exports.latex import clean


def _fixed(title: str) -> list[str]:
    return [title[start:end] for start, end in find_fixed_words(title)]


@pytest.mark.parametrize(
    ("title", "fixed"),
    [
        ("Inspecting LLMs and the KV Cache of an LLM", ["LLMs", "KV", "LLM"]),
        ("How RoBERTa, LLaVA and Mix-QViT See", ["RoBERTa", "LLaVA", "QViT"]),
        ("From GPT-2 Small to GPT2-Small and Qwen2.5", ["GPT-2", "GPT2", "Qwen2.5"]),
        ("Llama-2-7b-chat Beside SAE-VIS", ["Llama-2-7b", "SAE-VIS"]),
        ("Do Llamas Think in English-Centric Ways?", ["Llamas", "English"]),
        ("CLIP's View, and Neel Nanda’s", ["CLIP", "Neel", "Nanda"]),
        ("A Bayesian Look at Wasserstein Distances", ["Bayesian", "Wasserstein"]),
        ("Do They Differ? A Study! Yes. No: Indeed", ["A", "Yes"]),
        ("What I Know of N-gram and X", ["I", "N", "X"]),
        ("Attention Is All You Need: A Survey of the Transformer", []),
        ("2024 in 10 Steps, Part 2.1", []),
        ("ALL OF IT IS LOUD", []),
        ("Mälardalen, ÖBB and Łódź", ["ÖBB"]),
        ("G̃PT of a kind", ["G̃PT"]),
        ("", []),
    ],
)
def test_capitals_are_fixed_where_lowering_them_would_be_wrong(
    title: str, fixed: list[str]
) -> None:
    assert _fixed(title) == fixed


@given(titles())
def test_fixed_words_are_in_order_apart_and_without_spaces(title: str) -> None:
    end = -1
    for start, stop in find_fixed_words(title):
        assert end < start < stop <= len(title)
        assert " " not in title[start:stop]
        end = stop


def test_no_title_of_the_catalog_is_fixed_whole_unless_it_is_one_name() -> None:
    for result in CITABLE:
        title = clean(result.work.title)
        if " " in title:
            assert find_fixed_words(title) != [(0, len(title))], title


def test_every_proper_name_is_one_capitalised_word_that_no_other_rule_finds() -> None:
    for name in PROPER_NAMES:
        assert name.istitle(), name
        assert _fixed(f"Of {name}s and {name}") == [f"{name}s", name]
