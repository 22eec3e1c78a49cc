"""``catalog merge``: what it says, writes, refuses, and leaves as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from part_of_catalog import load_part, write_part
from program import Call, Program

_DATA = Path(__file__).parents[1] / "catalog/data/merge.json"
_MERGE = ("catalog", "merge", str(_DATA), "--catalog", "catalog")
_ADDED = ["added", "adams2025counting", "Counting by Heads", "", "", ""]


@pytest.fixture
def folder(run: Program) -> Path:
    """Return a part of the bundled catalog, in the folder where the program runs."""
    return write_part(run.folder / "catalog")


@pytest.mark.usefixtures("folder")
def test_changes_are_lines_in_a_pipe_and_counts_on_standard_error(call: Call) -> None:
    done = call(*_MERGE)
    assert done.status == 0
    rows = [line.split("\t") for line in done.lines]
    assert rows[0] == _ADDED
    assert [row[:2] for row in rows[1:]] == [
        ["changed", "meng2022locating"],
        ["source added", "own-list"],
    ]
    assert done.errors == [
        "1 work added, 1 work changed, 1 source added, 0 sources changed; 0 findings"
    ]


@pytest.mark.usefixtures("folder")
def test_markdown_and_records_are_of_the_same_changes(call: Call) -> None:
    assert (
        "### Works added (1)\n\n- `adams2025counting`" in call(*_MERGE, "--format", "markdown").text
    )
    assert [row["change"] for row in call(*_MERGE, "--json").json] == [
        "added", "changed", "source added",
    ]  # fmt: skip


def test_writing_twice_changes_nothing_the_second_time(call: Call, folder: Path) -> None:
    first = call(*_MERGE, "--write", "catalog")
    assert first.errors[0] == f"wrote catalog/works.json: {len(load_part().works) + 1} works"
    files = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    second = call(*_MERGE, "--write", "catalog")
    assert (second.status, second.lines) == (0, [])
    assert second.errors == [
        "catalog/works.json is as it should be",
        "0 works added, 0 works changed, 0 sources added, 0 sources changed; 0 findings",
    ]
    assert files == {path.name: path.read_bytes() for path in folder.glob("*.json")}
    assert call("catalog", "validate", "catalog").status == 0
    shown = call("show", "own-list", "--catalog", "catalog").text
    assert "entries:  3\nlistings: 2\n" in shown


@pytest.mark.usefixtures("folder")
def test_a_new_folder_gets_the_catalog_and_its_sources(call: Call, run: Program) -> None:
    (run.folder / "new").mkdir()
    assert call(*_MERGE, "--write", "new").status == 0
    assert call("catalog", "validate", "new").status == 0
    written = json.loads((run.folder / "new/works.json").read_text())
    assert len(written) == len(load_part().works) + 1


@pytest.mark.usefixtures("folder")
def test_a_file_of_works_has_no_place_for_new_sources(call: Call, run: Program) -> None:
    done = call(*_MERGE, "--write", "works.json")
    assert done.status == 2
    assert done.errors[0] == (
        "error: 'works.json' is no folder, and a file of works has no place for new sources"
    )
    assert not (run.folder / "works.json").exists()


@pytest.mark.usefixtures("folder")
def test_a_conflict_is_found_and_update_takes_the_file(call: Call, run: Program) -> None:
    run.write_works("new.json", {"key": "meng2022locating", "year": 1999})
    told = call("catalog", "merge", "new.json")
    assert told.status == 1
    place = "new.json:$[0].year [meng2022locating]"
    assert told.lines == [
        f"{place} warning conflict: year is '2022' in the catalog, '1999' here",
        "    look up which is right",
    ]
    assert call("catalog", "merge", "new.json", "--json").json[0]["change"] == "warning"
    assert call("catalog", "merge", "new.json", "--update", "--write", "catalog").status == 0
    year = call("show", "ROME", "--catalog", "catalog", "--json=year").json[0]["year"]
    assert year == 1999


def test_what_breaks_rules_is_not_written(call: Call, folder: Path, run: Program) -> None:
    before = (folder / "works.json").read_bytes()
    run.write_works("new.json", {"title": "New", "kind": "blog", "year": 99})
    done = call("catalog", "merge", "new.json", "--write", "catalog")
    assert done.status == 4
    assert "year-range" in done.stderr
    assert (folder / "works.json").read_bytes() == before


def test_what_is_no_record_is_refused(call: Call, run: Program) -> None:
    run.write_works("new.json", {"title": 3})
    done = call("catalog", "merge", "new.json")
    assert done.status == 4
    assert "new.json:$[0].title error wrong-type: expected a string" in done.stderr
    assert call("catalog", "merge", "missing.json").status == 2


@pytest.mark.usefixtures("folder")
def test_standard_input_is_a_file_like_others(call: Call) -> None:
    piped = call("catalog", "merge", "-", *_MERGE[3:], stdin=_DATA.read_bytes())
    assert piped.lines == call(*_MERGE).lines
    assert call("catalog", "merge", "-", "-", stdin=b"[]").status == 2
