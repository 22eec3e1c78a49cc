"""What records lack: each gap where it is, none where it is filled, the same on every day."""

from __future__ import annotations

from typing import Any

import pytest

from mi_survey.catalog.codec import decode_work
from mi_survey.catalog.store import load_bundled
from mi_survey.catalog.todo import GAPS, iter_gaps
from mi_survey.library import load_catalog
from program import Call
from sample_catalog import work

TAXONOMY = load_bundled().taxonomy
WHOLE: dict[str, Any] = {
    "venue": {"name": "A Venue", "short": "AV", "type": "conference"},
    "url": "https://example.org/paper",
    "summary": "Does it.",
    "placements": [{"by": "curated", **dict.fromkeys(("area", "locate", "steer"), "none")}],
    "evidence": ["https://example.org/proceedings"],
}
WHOLE["placements"][0]["object"] = ["none"]
NEWEST = decode_work(work(key="newest", **WHOLE) | {"year": 2026})


def lacks(**changes: Any) -> list[str]:
    """Return what a record lacks that is whole but for these fields."""
    gaps = iter_gaps([decode_work(work(**WHOLE | changes)), NEWEST], TAXONOMY)
    return [gap.lacks for gap in gaps]


def test_a_whole_record_lacks_nothing() -> None:
    assert lacks() == []


@pytest.mark.parametrize(
    ("gap", "changes"),
    [
        ("venue", {"venue": None}),
        ("venue", {"venue": {"name": "arXiv", "short": "arXiv", "type": "preprint"}}),
        ("authors", {"authors": None}),
        ("axes", {"placements": None}),
        ("summary", {"summary": None}),
        ("evidence", {"evidence": ["https://example.com/list"]}),
        ("evidence", {"evidence": None}),
    ],
)
def test_each_gap_is_told(gap: str, changes: dict[str, Any]) -> None:
    assert lacks(**changes) == [gap]


def test_a_new_preprint_and_a_post_need_no_venue() -> None:
    assert lacks(venue=None, year=2025) == []
    assert lacks(venue=None, kind="blog") == []


def test_the_command_asks_for_some_and_puts_central_works_first(call: Call) -> None:
    every = call("catalog", "todo", "--json").json
    assert {row["lacks"] for row in every} <= set(GAPS)
    some = call("catalog", "todo", "--lacks", "venue", "--json").json
    assert some == [row for row in every if row["lacks"] == "venue"]
    counts = [row["lists"] for row in every]
    assert counts == sorted(counts, reverse=True)
    keys = [work.key for work in load_catalog()]
    assert {row["key"] for row in every} <= set(keys)
    assert call("catalog", "todo", "--lacks", "nothing").status == 2
