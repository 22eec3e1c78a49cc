from __future__ import annotations

import pytest
from hypothesis import given, settings

from mi_survey.errors import InvalidName
from mi_survey.model.name import Name
from mi_survey.model.written_name import parse_name, problem, render_name
from strategies import names, texts

repeatable = settings(max_examples=100, derandomize=True, deadline=None)

WEIJ = Name(given="Teun", family="van der Weij")
TOUR = Name(given="Tom", family="Dupré la Tour")
JUNIOR = Name(given="Ken", family="Griffey", suffix="Jr.")

WRITTEN = {
    "Neel Nanda": Name(given="Neel", family="Nanda"),
    "  Neel \n Nanda ": Name(given="Neel", family="Nanda"),
    "Nanda,": Name(family="Nanda"),
    "J. Zico Kolter": Name(given="J. Zico", family="Kolter"),
    "Teun van der Weij": WEIJ,
    "van der Weij, Teun": WEIJ,
    "{van der Weij}, Teun": WEIJ,
    "teun van der weij": Name(given="teun", family="van der weij"),
    "Éric de la Clergerie": Name(given="Éric", family="de la Clergerie"),
    "van Genabith": Name(family="van Genabith"),
    "Dupré la Tour, Tom": TOUR,
    "Tom {Dupré la Tour}": TOUR,
    "Tom Dupré la Tour": Name(given="Tom Dupré", family="la Tour"),
    "Van Durme, Benjamin": Name(given="Benjamin", family="Van Durme"),
    "Ken Griffey Jr.": JUNIOR,
    "Ken Griffey, Jr.": JUNIOR,
    "Griffey, Ken Jr.": JUNIOR,
    "Griffey, Jr., Ken": JUNIOR,
    "Griffey, Ken, Jr.": JUNIOR,
    "Griffey, Jr.": Name(family="Griffey", suffix="Jr."),
    "Notsawo, Pascal Jr. Tikeng": Name(given="Pascal Jr. Tikeng", family="Notsawo"),
    "{Anthropic}": Name(literal="Anthropic"),
    "{{OpenAI}}": Name(literal="OpenAI"),
    "{Egg Syntax}": Name(literal="Egg Syntax"),
    "{Foo, Bar, and Sons}": Name(literal="Foo, Bar, and Sons"),
    "nostalgebraist": Name(literal="nostalgebraist"),
    "Ken Jr.": Name(literal="Ken Jr."),
    "le wang": Name(literal="le wang"),
}

NO_NAMES = {
    "": "nothing is there",
    " \t": "nothing is there",
    "{}": "nothing is there",
    ", Neel": "without a family name",
    "{Anthropic": "braces",
    "a}{b": "braces",
    "One, Two, Three, Four": "two commas",
    "Nanda, Junior, Neel": "no suffix",
    "Neel Nanda, PhD": "degree",
    "Neel Nanda Ph.D.": "degree",
    "Neel {Nanda, Inc.}": "comma",
    "Neel \x1b[31mNanda": "control characters",
    "Neel Nan\u202eda": "control characters",
}

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


@pytest.mark.parametrize(("text", "expected"), WRITTEN.items())
def test_written_names_are_read(text: str, expected: Name) -> None:
    assert parse_name(text) == expected


@pytest.mark.parametrize(("text", "reason"), NO_NAMES.items())
def test_what_is_no_name_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidName, match=reason):
        parse_name(text)


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


@repeatable
@given(names())
def test_rendered_names_are_read_back_as_the_same_record(name: Name) -> None:
    assert problem(name) is None
    assert parse_name(render_name(name)) == name


@repeatable
@given(names())
def test_list_order_is_read_back_where_the_family_name_is_a_single_word(name: Name) -> None:
    plain = Name(given="Neel", family=(name.family or "Nanda").split()[-1], suffix=name.suffix)
    assert parse_name(plain.sort_form) == plain


@repeatable
@given(texts())
def test_any_text_is_a_sound_name_or_refused(text: str) -> None:
    try:
        name = parse_name(text)
    except InvalidName:
        return
    assert problem(name) is None
    assert parse_name(render_name(name)) == name
