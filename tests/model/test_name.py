from __future__ import annotations

import pytest
from hypothesis import given

from mi_survey.model.name import Name, problem
from strategies import names

WEIJ = Name(given="Teun", family="van der Weij")
JUNIOR = Name(given="Ken", family="Griffey", suffix="Jr.")

UNSOUND = {
    Name(): "nothing is there",
    Name(given="Neel"): "a given name or suffix without a family name",
    Name(suffix="Jr."): "a given name or suffix without a family name",
    Name(literal="Anthropic", family="Nanda"): "both a literal and parts of a person's name",
    Name(literal=""): "literal is empty",
    Name(given="", family="Nanda"): "given is empty",
    Name(given="Neel ", family="Nanda"): "given holds stray white space",
    Name(given="Neel", family="Nanda, Neel"): "family holds a comma",
    Name(given="Neel", family="{Nanda}"): "family holds braces",
    Name(given="Neel", family="Nanda", suffix="Esq."): "Esq. is no suffix such as Jr. or III",
    Name(literal="Anthropic\x07"): "literal holds control characters",
}


@pytest.mark.parametrize(("name", "reason"), UNSOUND.items())
def test_unsound_records_have_a_problem(name: Name, reason: str) -> None:
    assert problem(name) == reason


def test_names_show_in_reading_and_in_list_order() -> None:
    assert (WEIJ.display, WEIJ.sort_form) == ("Teun van der Weij", "van der Weij, Teun")
    assert (JUNIOR.display, JUNIOR.sort_form) == ("Ken Griffey, Jr.", "Griffey, Ken, Jr.")
    literal = Name(literal="Anthropic")
    assert literal.display == literal.sort_form == literal.family_or_literal == "Anthropic"


@pytest.mark.parametrize(
    ("family", "particle"),
    [
        ("van der Weij", "van der"),
        ("van 't Hoff", "van 't"),
        ("Van Durme", ""),
        ("Dupré la Tour", ""),
        ("hooks", ""),
    ],
)
def test_particles_are_the_lower_case_words_before_the_family_name(
    family: str, particle: str
) -> None:
    assert Name(family=family).particle == particle


def test_names_match_without_case_and_accents() -> None:
    assert Name(family="Kıcıman").match_key == Name(family="KICIMAN").match_key
    assert Name(literal="OpenAI").match_key == "openai"


@given(names())
def test_names_with_their_parts_in_order_are_sound(name: Name) -> None:
    assert problem(name) is None
