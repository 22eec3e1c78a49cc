"""Merging: what is new, what is known, what conflicts; and doing it twice changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mi_survey.catalog.merging import Merged
from mi_survey.catalog.store import load_bundled
from mi_survey.errors import CatalogInvalid, CatalogUnreadable
from mi_survey.library import Catalog
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.work import Work
from part_of_catalog import load_part

HELD = Catalog(load_part())
NEW: dict[str, Any] = {
    "title": "Counting by Heads",
    "kind": "preprint",
    "authors": [{"given": "Ada", "family": "Adams"}],
    "year": 2025,
    "ids": {"arxiv": "2501.99999"},
    "status": "verified",
}
KNOWN: dict[str, Any] = {
    "title": "Locating and Editing Factual Associations in GPT",
    "authors": [{"given": "Kevin", "family": "Meng"}],
}
SOURCE = {"id": "own-list", "title": "A List of Our Own"}


def merge(value: Any, *, catalog: Catalog = HELD, update: bool = False) -> Merged:
    """Merge one file."""
    return catalog.merge({"new.json": json.dumps(value)}, update=update)


def found(merged: Merged) -> list[tuple[str, str]]:
    """Return the rules that something was found by, each with the place."""
    return [(finding.rule, finding.place.where) for finding in merged.findings]


def get(merged: Merged, key: str) -> Work:
    """Return a work of the catalog that came of a merge."""
    return next(work for work in merged.contents.works if work.key == key)


def changes(merged: Merged) -> list[tuple[str, str, str]]:
    """Return what happened to which field of which work."""
    return [(each.change, each.key, each.field) for each in merged.works]


def test_a_new_work_gets_its_key_by_the_rule() -> None:
    merged = merge([NEW])
    assert changes(merged) == [("added", "adams2025counting", "")]
    assert found(merged) == []
    assert [work.key for work in merged.contents.works] == sorted(
        [*(work.key for work in HELD), "adams2025counting"]
    )


def test_a_new_work_keeps_the_key_that_it_brings_unless_it_is_taken() -> None:
    assert changes(merge([NEW | {"key": "counting"}])) == [("added", "counting", "")]
    other = NEW | {"title": "Counting by Tails", "ids": {"arxiv": "2501.99998"}}
    merged = merge(
        [NEW | {"key": "counting"}, other, NEW | {"title": "Counting by Feet", "ids": {}}]
    )
    assert {key for _, key, _ in changes(merged)} == {
        "counting", "adams2025counting", "adams2025countingfeet",
    }  # fmt: skip


@pytest.mark.parametrize(
    "same",
    [
        {"ids": {"arxiv": "2501.99999"}},
        {"ids": {"doi": "10.48550/arxiv.2501.99999"}, "title": "Counting by Heads."},
        {"ids": {}, "title": "Counting by heads"},
        {"ids": {}, "alt_titles": ["Counting by Heads"], "title": "To Count"},
    ],
)
def test_two_records_of_one_new_work_make_one(same: dict[str, Any]) -> None:
    merged = merge([NEW, NEW | same])
    assert [change for change, _, _ in changes(merged)] == ["added"]


def test_the_same_title_of_other_authors_is_another_work() -> None:
    other = NEW | {"authors": [{"given": "Bo", "family": "Berg"}], "ids": {}}
    assert len(changes(merge([NEW, other]))) == 2


@pytest.mark.parametrize(
    "names",
    [
        {"key": "meng2022locating"},
        {"ids": {"arxiv": "2202.05262"}},
        {"url": "https://arxiv.org/abs/2202.05262"},
        KNOWN,
        KNOWN | {"title": "Locating and Editting Factual Associations in GPT"},
    ],
)
def test_a_known_work_is_known_by_any_of_its_names(names: dict[str, Any]) -> None:
    merged = merge([names | {"nicknames": ["the causal one"]}])
    assert ("changed", "meng2022locating", "nicknames") in changes(merged)
    assert all(change == "changed" for change, _, _ in changes(merged))


def test_what_is_there_already_is_no_change() -> None:
    records = json.loads(HELD.export(HELD.results(), format="json"))
    merged = merge(records)
    assert (merged.works, merged.sources, merged.findings) == ((), (), ())
    assert tuple(merged.contents.works) == tuple(HELD.works)


def test_what_the_catalog_lacks_is_filled_in_and_nothing_else_changes() -> None:
    bare = Catalog(merge([{"title": "Bare", "kind": "tool"}]).contents)
    given = {"title": "Bare", "kind": "tool", "year": 2024, "ids": {"github": "own/bare"}}
    given |= {"summary": "Does it.", "evidence": ["https://example.org"], "status": "partial"}
    merged = merge([given], catalog=bare)
    assert {field for _, _, field in changes(merged)} == {
        "year", "ids.github", "summary", "evidence", "status",
    }  # fmt: skip
    assert get(merged, "bare").status == "partial"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", 1999),
        ("summary", "It does something else."),
        ("ids", {"arxiv": "2501.11111"}),
        ("venue", {"name": "A Venue", "short": "AV", "type": "journal"}),
        ("placements", [{"by": "survey", "object": ["neuron"]}]),
    ],
)
def test_a_conflict_is_told_and_the_catalog_stays(field: str, value: Any) -> None:
    merged = merge([{"key": "meng2022locating", field: value}])
    where = "$[0].ids.arxiv" if field == "ids" else f"$[0].{field}"
    assert found(merged) == [("conflict", where)]
    assert merged.works == ()


def test_with_update_the_file_is_right_and_an_older_title_is_kept() -> None:
    given = {"key": "meng2022locating", "title": "Locating", "year": 2023}
    merged = merge([given], update=True)
    work = get(merged, "meng2022locating")
    assert (work.title, work.year) == ("Locating", 2023)
    assert KNOWN["title"] in work.alt_titles
    assert found(merged) == []


def test_a_record_of_two_works_is_merged_into_neither() -> None:
    mixed: dict[str, Any] = {
        "title": "Refusal in Language Models Is Mediated by a Single Direction"
    }
    mixed |= {"ids": {"arxiv": "2202.05262"}, "authors": [{"given": "A", "family": "Arditi"}]}
    merged = merge([mixed | {"kind": "paper"}])
    assert found(merged) == [("record-ambiguous", "$[0]")]
    assert merged.works == ()


def test_a_key_whose_work_is_not_that_of_the_ids_is_ambiguous() -> None:
    merged = merge([{"key": "arditi2024refusal", "ids": {"arxiv": "2202.05262"}}])
    assert found(merged) == [("record-ambiguous", "$[0]")]


@pytest.mark.parametrize("record", [{"kind": "paper"}, {"title": "A Title"}, {}])
def test_what_is_new_needs_a_title_and_a_kind(record: dict[str, Any]) -> None:
    assert found(merge([record])) == [("record-lacks", "$[0]")]


def test_listings_go_to_the_works_that_they_name() -> None:
    listings = [
        {"new": "Counting by Heads", "source": "own-list", "title": "One"},
        {"key": "meng2022locating", "source": "own-list", "title": "Two"},
        {"source": "own-list", "title": "Three", "urls": ["https://arxiv.org/abs/2210.07229"]},
        {"source": "own-list", "title": KNOWN["title"]},
    ]
    sources = [SOURCE | {"listings": 4}]
    merged = merge({"works": [NEW], "sources": sources, "listings": listings})
    assert found(merged) == []
    titles = {
        (work.key, listing.title)
        for work in merged.contents.works
        for listing in work.listings
        if listing.source == "own-list"
    }
    assert titles == {
        ("adams2025counting", "One"), ("meng2022locating", "Two"),
        ("meng2022locating", KNOWN["title"]), ("meng2023massediting", "Three"),
    }  # fmt: skip
    assert [source.listings for source in merged.contents.sources if source.id == "own-list"] == [4]


@pytest.mark.parametrize("names", [{"key": "nobody"}, {"new": "Nothing"}, {}])
def test_a_listing_of_no_work_is_told(names: dict[str, str]) -> None:
    listing = {"source": "neurons", "title": "Nothing of the Kind", **names}
    merged = merge({"listings": [listing]})
    assert found(merged) == [("listing-open", "$.listings[0]")]


def test_a_list_may_name_a_work_twice_but_not_once_more_with_each_merge() -> None:
    listing = {"key": "meng2022locating", "source": "own-list", "title": "Twice"}
    value = {"sources": [SOURCE], "listings": [listing, listing]}
    merged = merge(value)
    again = merge(value, catalog=Catalog(merged.contents))
    assert (again.works, again.sources) == ((), ())
    titles = [listing.title for listing in get(merged, "meng2022locating").listings]
    assert titles.count("Twice") == 2


def test_a_listing_of_an_unknown_source_breaks_a_rule() -> None:
    listing = {"key": "meng2022locating", "source": "no-list", "title": "ROME"}
    assert [rule for rule, _ in found(merge({"listings": [listing]}))] == ["listing-source"]


def test_a_wrong_number_of_listings_is_told_and_the_right_one_kept() -> None:
    merged = merge({"sources": [SOURCE | {"listings": 9}]})
    assert found(merged) == [("listing-count", "$.sources[0].listings")]


def test_sources_are_filled_in_and_conflict_as_works_do() -> None:
    given = {"id": "neurons", "title": "Another", "license": "MIT", "maintainers": ["Ada Adams"]}
    merged = merge({"sources": [given]})
    assert ("conflict", "$.sources[0].title") in found(merged)
    assert ("changed", "neurons", "license") in [
        (each.change, each.key, each.field) for each in merged.sources
    ]
    assert found(merge({"sources": [{"id": "own-list"}]})) == [("record-lacks", "$.sources[0]")]


def test_what_a_record_adds_to_a_known_work_names_it_for_the_next() -> None:
    ids = {"acl": "2099.acl-long.1"}
    other = {"title": "Where Facts Are", "kind": "paper", "ids": ids}
    merged = merge([KNOWN | {"ids": ids}, other])
    assert changes(merged) == [("changed", "meng2022locating", "ids.acl")]
    assert ("conflict", "$[1].title") in found(merged)


def test_members_that_are_not_read_are_told() -> None:
    assert found(merge({"listing": []})) == [("unknown-field", "$.listing")]


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (3, "$"),
        ([3], "$[0]"),
        ({"works": {}}, "$.works"),
        ([NEW | {"year": "2025"}], "$[0].year"),
        ([NEW | {"colour": "red"}], "$[0].colour"),
        ({"listings": [3]}, "$.listings[0]"),
        ({"listings": [{"key": 3}]}, "$.listings[0].key"),
        ({"sources": [{"id": []}]}, "$.sources[0].id"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(value: Any, where: str) -> None:
    with pytest.raises(CatalogInvalid) as caught:
        merge(value)
    assert f"new.json:{where} " in caught.value.message


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(CatalogUnreadable):
        HELD.merge({"new.json": "{"})


PARTS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["One Head", "Two Heads", "One head.", "Ünder"]),
            "kind": st.sampled_from(["paper", "tool"]),
        },
        optional={
            "authors": st.sampled_from([[{"family": "Adams"}], [{"family": "Berg"}]]),
            "year": st.integers(2020, 2022),
            "ids": st.sampled_from([{"arxiv": "2501.99999"}, {"github": "own/repo"}]),
            "nicknames": st.lists(st.sampled_from("ABC"), unique=True),
            "key": st.sampled_from(["one", "two"]),
        },
    ),
    max_size=6,
)


@given(records=PARTS, update=st.booleans())
@example(
    records=[
        {"title": "One Head", "kind": "paper", "authors": [{"family": "Berg"}], "key": "one"},
        {"title": "One Head", "kind": "paper", "authors": [{"family": "Adams"}], "key": "one"},
        {"title": "One Head", "kind": "paper", "authors": [{"family": "Adams"}]},
    ],
    update=False,
)
def test_merging_twice_changes_nothing(records: list[dict[str, Any]], *, update: bool) -> None:
    empty = Catalog(CatalogRecords((), HELD.taxonomy, load_bundled().sources))
    once = merge(records, catalog=empty, update=update)
    keys = [work.key for work in once.contents.works]
    assert keys == sorted(set(keys))
    again = merge(records, catalog=Catalog(once.contents), update=False)
    assert again.works == () or update
