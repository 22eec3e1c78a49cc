"""What a word means on the axes: every name leads to its axis or term, or to a clear error."""

from __future__ import annotations

import pytest

from effort import some
from mi_survey import load_catalog
from mi_survey.errors import AmbiguousTerm, UnknownValue
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.taxonomy import Axis, Taxonomy, Term
from mi_survey.query.meaning import Headword, get_headword, headword_names

CATALOG = load_catalog()
NAMES = headword_names(CATALOG.taxonomy)
TERMS = [Headword(axis.id, term.id) for axis in CATALOG.taxonomy.axes for term in axis.terms]


def test_every_name_means_what_bears_it_or_says_that_several_do() -> None:
    for name, meant in NAMES.items():
        if len(meant) == 1 or name in CATALOG.taxonomy.ids:
            assert CATALOG.headword(name.replace("-", " ").upper()) in meant, name
        else:
            with pytest.raises(AmbiguousTerm) as caught:
                CATALOG.headword(name)
            assert caught.value.candidates == tuple(map(str, meant))


def test_a_term_is_named_with_its_axis() -> None:
    for word in TERMS:
        assert CATALOG.headword(str(word)) == word
        assert CATALOG.headword(f" {word.axis} : {word.term.replace('-', '_')} ") == word


@pytest.mark.parametrize("axis", CATALOG.taxonomy.ids)
def test_the_beginning_of_one_axis_is_enough(axis: str) -> None:
    assert CATALOG.headword(axis[:2]) == Headword(axis)


def test_a_beginning_of_several_terms_names_them_all() -> None:
    with pytest.raises(AmbiguousTerm) as caught:
        CATALOG.headword("ta")
    assert {"steer:vector-arithmetic", "steer:targeted-optimization"} <= {*caught.value.candidates}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("probng", "did you mean locate:probing?"),
        ("steer:vectr", "did you mean vector-arithmetic?"),
        ("steering:vector", "did you mean steer?"),
        ("xqzw", "known: object, locate, steer, area"),
        ("", "known: object, locate, steer, area"),
    ],
)
def test_an_unknown_word_has_a_way_out(text: str, hint: str) -> None:
    with pytest.raises(UnknownValue) as caught:
        CATALOG.headword(text)
    assert caught.value.hint == hint


def test_the_name_of_a_work_leads_to_its_terms() -> None:
    for work in some(CATALOG.works, of=6):
        tags = {tag for placement in work.placements for tag in placement.iter_terms()}
        options = {f"--{axis} {term}" for axis, term in tags if term != "none"}
        with pytest.raises(UnknownValue) as caught:
            CATALOG.headword(work.key)
        start, _, listed = str(caught.value.hint).partition("; it is placed at ")
        assert (start == f"'{work.key}' is the work {work.key}") == bool(options)
        assert set(listed.split(", ")) - {""} == options


def test_an_axis_may_be_asked_for_by_its_label_or_alias() -> None:
    for axis in CATALOG.taxonomy.axes:
        for name in (axis.id, axis.label, *axis.aliases):
            assert CATALOG.matrix(name, "year").rows == axis.id


def test_the_terms_asked_for_come_first_where_a_nickname_was_typed() -> None:
    with pytest.raises(UnknownValue) as caught:
        CATALOG.find(steer="CAA")
    assert "is placed at --steer vector-arithmetic, " in str(caught.value.hint)


def test_an_axis_has_its_id_even_where_a_term_is_called_so() -> None:
    taxonomy = Taxonomy(
        (
            Axis(id="one", label="", definition="", terms=(Term("two", "", "", 1),)),
            Axis(id="two", label="", definition="", terms=(Term("one", "", "", 1),)),
        )
    )
    contents = CatalogRecords((), taxonomy, ())
    assert get_headword("two", contents.works, taxonomy) == Headword("two")
    assert get_headword("one:two", contents.works, taxonomy) == Headword("one", "two")
