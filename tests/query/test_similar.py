"""Similar works share tags and words of the title, and say which."""

from __future__ import annotations

from typing import Any

from mi_survey import load_catalog
from mi_survey.model.work import Placement, Work
from mi_survey.query.similar import find_similar

CATALOG = load_catalog()


def test_the_nearest_works_come_first_with_what_they_share() -> None:
    neighbours = CATALOG.similar("arditi2024refusal")
    scores = [neighbour.score for neighbour in neighbours]
    assert scores == sorted(scores, reverse=True)
    first = neighbours[0]
    assert "direction" in first.words
    assert "object:residual-stream" in first.tags


def test_a_reason_is_true_of_both_works() -> None:
    work = CATALOG.get("meng2022locating")
    for neighbour in CATALOG.similar(work.key, limit=20):
        for tag in neighbour.tags:
            axis, _, term = tag.partition(":")
            assert axis in CATALOG.taxonomy.ids
            for one in (work, neighbour.work):
                assert any(term in placement.terms(axis) for placement in one.placements)
        assert neighbour.tags or neighbour.words


def test_a_work_is_not_its_own_neighbour_and_limit_is_kept() -> None:
    neighbours = CATALOG.similar("ROME", limit=3)
    assert len(neighbours) == 3
    assert all(neighbour.work.key != "meng2022locating" for neighbour in neighbours)
    assert CATALOG.similar("ROME", limit=0) == []


def test_a_person_without_tags_has_only_neighbours_by_words() -> None:
    assert all(not neighbour.tags for neighbour in CATALOG.similar("geva"))


def make(key: str, title: str, **fields: Any) -> Work:
    return Work(key=key, title=title, kind="paper", status="partial", **fields)


def test_the_term_none_is_no_tag() -> None:
    none = Placement.of("survey", area="none", object=("none",), locate="none", steer="none")
    works = [make(key, title, placements=(none,)) for key, title in (("a", "One"), ("b", "Two"))]
    assert find_similar(works[0], works) == []


def test_of_titles_that_share_as_much_the_shorter_is_nearer() -> None:
    work = make("a", "Steering Refusal")
    long = make("b", "Steering Refusal Vectors Across Many Different Languages")
    short = make("c", "Steering Refusal Vectors")
    others = [make("d", "Unrelated"), make("e", "Nothing")]
    found = find_similar(work, [work, long, short, *others])
    assert [neighbour.work.key for neighbour in found] == ["c", "b"]
