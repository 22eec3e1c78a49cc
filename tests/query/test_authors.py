"""An author is found by any words of the name, in any spelling, and by initials."""

from __future__ import annotations

import pytest

from mi_survey import load_catalog
from mi_survey.errors import UnknownValue
from mi_survey.model.name import Name
from mi_survey.model.person import Person
from mi_survey.query.authors import AuthorIndex

CATALOG = load_catalog()
INDEX = AuthorIndex(work.authors for work in CATALOG)


def person(given: str, family: str) -> Name:
    return Name(given=given, family=family)


def test_every_author_is_found_by_every_form_of_the_name() -> None:
    for position, work in enumerate(CATALOG):
        for name in work.authors:
            assert position in INDEX.find_works(name.display)
            assert position in INDEX.find_works(name.sort_form)


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Schütze", "Schuetze"),
        ("Højer", "Hoejer"),
        ("Färber", "Faerber"),
        ("Ågren", "Aagren"),
        ("Strauß", "Strauss"),
    ],
)
def test_all_spellings_of_a_name_find_the_same_works(written: str, other: str) -> None:
    works = [[person("Ada", written)], [person("Ada", other)], [person("Ada", "Muller")]]
    index = AuthorIndex(works)
    for text in (written, other, written.upper(), f"ada {other}"):
        assert sorted(set(index.find_works(text))) == [0, 1]


def test_the_bundled_names_are_found_by_both_spellings() -> None:
    found = [sorted(set(INDEX.find_works(text))) for text in ("Schütze", "Schuetze", "Schutze")]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 6


@pytest.mark.parametrize("text", ["N. Nanda", "Nanda, N.", "n nanda", "Neel Nanda"])
def test_an_initial_is_the_beginning_of_a_given_name(text: str) -> None:
    index = AuthorIndex([[person("Neel", "Nanda")], [person("Arun", "Nanda")]])
    assert index.find_works(text) == [0]


@pytest.mark.parametrize("text", ["X. Nanda", "Nanda, Z."])
def test_another_initial_finds_nobody(text: str) -> None:
    assert INDEX.find_works("Nanda")
    assert INDEX.find_works(text) == []


def test_a_literal_name_has_initials_too() -> None:
    index = AuthorIndex([[Name(literal="Neel Nanda")], [Name(literal="Nanda")]])
    assert index.find_works("N. Nanda") == [0]


def test_commas_part_several_authors_where_nobody_bears_all_words() -> None:
    index = AuthorIndex([[person("Neel", "Nanda")], [person("Andy", "Arditi")]])
    assert index.find_works("N. Nanda, Arditi") == [0, 1]


@pytest.mark.parametrize(
    ("text", "asked", "refused"),
    [
        ("Geva", {"Geva"}, set()),
        ("Geva,!Nanda", {"Geva"}, {"Nanda"}),
        ("Geva, !Nanda", {"Geva"}, {"Nanda"}),
        ("!Nanda,Geva", {"Geva"}, {"Nanda"}),
        ("!Nanda, Neel", set(), {"Nanda, Neel"}),
        ("!Nanda, N., Geva", {"Geva"}, {"Nanda, N."}),
        ("!Nanda,!Geva", set(), {"Nanda", "Geva"}),
        ("Geva, Mor", {"Geva, Mor"}, set()),
    ],
)
def test_an_exclamation_mark_excludes_the_name_after_it(
    text: str, asked: set[str], refused: set[str]
) -> None:
    names = list(INDEX.split(text))
    assert {name for is_asked, name in names if is_asked} == asked
    assert {name for is_asked, name in names if not is_asked} == refused


def test_works_of_an_author_without_those_of_another() -> None:
    both = {work.key for work in CATALOG.find(author=["Geva", "Nanda"])}
    without = {work.key for work in CATALOG.find(author="Nanda")}
    found = {work.key for work in CATALOG.find(author="Geva,!Nanda")}
    assert found == both - without
    assert found == {work.key for work in CATALOG.find(author=["Geva", "!Nanda"])}


@pytest.mark.parametrize("text", ["", " ", "?"])
def test_no_word_is_no_author(text: str) -> None:
    with pytest.raises(UnknownValue):
        INDEX.find_works(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nanada", "Neel Nanda"),
        ("neel nandda", "Neel Nanda"),
        ("Ardity", "Andy Arditi"),
        ("Shutze", "Hinrich Schütze"),
        ("Connmy", "Arthur Conmy"),
    ],
)
def test_the_nearest_author_is_suggested_first(text: str, name: str) -> None:
    assert INDEX.find_works(text) == []
    assert INDEX.nearest_authors(text)[0] == name
    assert len(INDEX.nearest_authors(text)) <= 3


@pytest.mark.parametrize("text", ["zzqxvw", "", "?"])
def test_nobody_near_is_nobody(text: str) -> None:
    assert INDEX.nearest_authors(text) == []


def test_a_person_is_found_under_all_names() -> None:
    works = [[person("Nina", "Rimsky")], [person("Nina", "Panickssery")], [person("Ada", "Rimsky")]]
    known = [Person(("Nina Panickssery", "Nina Rimsky"))]
    index = AuthorIndex(works, people=known)
    assert sorted(index.find_works("Nina Rimsky")) == [0, 1]
    assert sorted(index.find_works("panickssery, n.")) == [0, 1]
    assert sorted(index.find_works("Rimsky")) == [0, 1, 2]
