"""``catalog add`` as keepers of a catalog meet it: what it prints, writes and refuses."""

from __future__ import annotations

import json

import pytest

from mi_survey.catalog.codec import dump_canonical
from mi_survey.catalog.store import bundled_folder
from program import ALL, Call, Program

NEW = ("catalog", "add", "https://arxiv.org/pdf/2401.00001v2", "--title", "On  Neurons")


def test_a_new_work_is_printed_with_what_is_known(call: Call) -> None:
    (work,) = call(*NEW, "--object", "neurons", "--area", "cot").json
    assert work == {
        "key": "neurons",
        "title": "On Neurons",
        "kind": "preprint",
        "ids": {"arxiv": "2401.00001"},
        "url": "https://arxiv.org/abs/2401.00001",
        "placements": [{"by": "curated", "area": "reasoning", "object": ["neuron"]}],
        "status": "unverified",
    }


def test_works_gather_in_a_file_that_the_catalog_then_holds(call: Call, run: Program) -> None:
    path = run.folder / "own.json"
    assert call(*NEW, "--object", "neuron", "--write", "own.json").stdout == b""
    done = call("catalog", "add", "ROME", "--area", "reasoning", "--write", "own.json")
    assert done.errors == ["1 added to own.json, which has 2"]
    text = path.read_text(encoding="utf-8")
    works = json.loads(text)
    assert [work["key"] for work in works] == ["meng2022locating", "neurons"]
    assert works[0]["placements"][-1] == {"by": "curated", "area": "reasoning"}
    assert text == dump_canonical(works)
    assert call("catalog", "validate", "own.json").stdout == b""
    assert call("find", "--catalog", "+own.json", "--count").text == f"{ALL + 1}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("catalog", "add", "2202.05262", "--area", "reasoning"),
        ("catalog", "add", "meng2022locating", "--area", "safety"),
    ],
)
def test_what_a_file_has_already_is_an_error_and_the_file_stays(
    call: Call, run: Program, arguments: tuple[str, ...]
) -> None:
    write = ("--write", "own.json")
    assert call("catalog", "add", "ROME", "--area", "persona", *write).status == 0
    before = (run.folder / "own.json").read_bytes()
    done = call(*arguments, *write)
    assert done.status == 2
    assert "has a work with the key meng2022locating already" in done.stderr
    assert (run.folder / "own.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (NEW[:3], "nothing but arxiv:2401.00001 is known of this work"),
        ((*NEW, "2401.00002"), "2 works are new: arxiv:2401.00001, arxiv:2401.00002"),
        (("catalog", "add", "ROME"), "meng2022locating is in the catalog, and no placement is"),
        (("catalog", "add", "ROME", "--area", "safety", "--title", "T"), "--title and --kind are"),
        ((*NEW, "--kind", "papr"), "unknown kind 'papr'"),
        ((*NEW, "--area", "alignment"), "the area 'alignment' is too wide"),
        ((*NEW, "--write", "."), "'.' is a folder"),
    ],
)
def test_a_wrong_call_is_refused_with_a_hint(
    call: Call, arguments: tuple[str, ...], message: str
) -> None:
    done = call(*arguments)
    assert (done.status, done.stdout) == (2, b"")
    assert done.errors[0].startswith(f"error: {message}")
    assert done.errors[1].startswith("hint: ")


def test_a_name_that_is_no_identifier_is_no_new_work(call: Call) -> None:
    done = call("catalog", "add", "zzzzzz", "--title", "T")
    assert done.status == 3
    assert "new works are named by ids" in done.errors[1]


def test_the_bundled_catalog_is_never_written(call: Call) -> None:
    path = bundled_folder() / "works.json"
    before = path.read_bytes()
    done = call(*NEW, "--write", str(path))
    assert (done.status, done.errors[0]) == (2, "error: the bundled catalog is not written")
    assert path.read_bytes() == before


def test_a_file_that_is_no_catalog_is_refused_and_stays(call: Call, run: Program) -> None:
    path = run.folder / "own.json"
    path.write_text('[{"key": "A"}]', encoding="utf-8")
    assert call(*NEW, "--write", "own.json").status == 4
    assert path.read_text(encoding="utf-8") == '[{"key": "A"}]'


def test_keys_come_from_standard_input(call: Call) -> None:
    done = call("catalog", "add", "-", "--area", "persona", stdin=b"ROME\nMEMIT\ttab\n")
    assert [work["key"] for work in done.json] == ["meng2022locating", "meng2023massediting"]
