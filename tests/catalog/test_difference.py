"""The difference of two catalogs: nothing is missed, nothing is told that is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mi_survey.catalog.difference import Difference, find_differences
from mi_survey.catalog.store import load_bundled
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Listing, Work

_WORKS = tuple(load_bundled().works)
_WORK = Work(
    key="meng2022locating",
    title="Locating",
    kind="paper",
    authors=(Name("Kevin", "Meng"), Name("David", "Bau")),
    year=2022,
    ids=Ids(arxiv="2202.05262"),
    listings=(Listing("survey", "Locating"),),
    status="verified",
)


def _fields(*changed: Work) -> list[tuple[str, str | None, str | None]]:
    found = find_differences([_WORK], changed)
    assert {(each.change, each.title) for each in found} <= {("changed", "Locating")}
    return [(each.field, each.old, each.new) for each in found]


def test_fields_are_told_one_by_one_with_both_values() -> None:
    ids = Ids(arxiv="2202.05262", doi="10.5555/1")
    assert _fields(replace(_WORK, year=2023, ids=ids, authors=_WORK.authors[:1])) == [
        ("authors", '{"given": "David", "family": "Bau"}', None),
        ("year", "2022", "2023"),
        ("ids.doi", None, "10.5555/1"),
    ]


def test_a_changed_record_in_a_list_is_told_by_its_fields() -> None:
    changed = replace(_WORK, listings=(Listing("survey", "Locating", year="2023"),))
    assert _fields(changed) == [("listings[0].year", None, "2023")]


def test_a_changed_text_in_a_list_is_one_difference() -> None:
    old = replace(_WORK, aliases=("one", "two"))
    found = find_differences([old], [replace(old, aliases=("one", "three"))])
    assert [(each.field, each.old, each.new) for each in found] == [("aliases[1]", "two", "three")]


def test_records_that_went_and_came_are_told_whole() -> None:
    more = (Listing("survey", "Locating"), Listing("neurons", "Locating"))
    assert _fields(replace(_WORK, listings=more)) == [
        ("listings", None, '{"source": "neurons", "title": "Locating"}')
    ]


def test_another_order_of_authors_is_a_difference() -> None:
    (difference,) = _fields(replace(_WORK, authors=_WORK.authors[::-1]))
    assert difference[0] == "authors"


def test_a_renamed_work_is_recognised_by_alias_or_identifier() -> None:
    by_id = replace(_WORK, key="meng2022rome")
    assert _fields(by_id) == [("key", "meng2022locating", "meng2022rome")]
    by_alias = replace(by_id, ids=Ids(), aliases=("meng2022locating",))
    assert [field for field, _, _ in _fields(by_alias)] == [
        "key", "ids.arxiv", "aliases",
    ]  # fmt: skip


def test_another_key_without_either_is_another_work() -> None:
    other = replace(_WORK, key="meng2022rome", ids=Ids())
    assert find_differences([_WORK], [other]) == [
        Difference("added", "meng2022rome", "Locating"),
        Difference("removed", "meng2022locating", "Locating"),
    ]


@given(st.permutations(_WORKS[:40]))
def test_order_is_no_difference(works: Sequence[Work]) -> None:
    assert find_differences(works, _WORKS[:40]) == []


@given(st.sets(st.sampled_from(range(len(_WORKS)))), st.sets(st.sampled_from(range(len(_WORKS)))))
def test_added_and_removed_are_the_set_differences(first: set[int], second: set[int]) -> None:
    found = find_differences([_WORKS[at] for at in first], [_WORKS[at] for at in second])
    assert {(each.change, each.key) for each in found} == {
        *(("added", _WORKS[at].key) for at in second - first),
        *(("removed", _WORKS[at].key) for at in first - second),
    }


@given(
    st.sampled_from(_WORKS),
    st.sampled_from(["title", "url", "pages", "publisher"]),
    st.text(min_size=1),
)
def test_one_changed_field_is_the_one_difference(work: Work, field: str, value: str) -> None:
    changed = [replace(each, **{field: value}) if each == work else each for each in _WORKS]  # type: ignore[arg-type]
    before = getattr(work, field)
    expected = [] if before == value else [(work.key, field, before, value)]
    assert [
        (each.key, each.field, each.old, each.new) for each in find_differences(_WORKS, changed)
    ] == expected
