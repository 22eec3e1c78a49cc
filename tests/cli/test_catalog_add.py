"""``catalog add`` as keepers of a catalog meet it: what it prints, writes and refuses."""

from __future__ import annotations

import json

import pytest

from effort import IN_CI
from mi_survey.catalog.codec import dump_canonical
from mi_survey.catalog.store import bundled_folder
from mi_survey.reference.title import normalize_title
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
        (
            ("catalog", "add", "ROME", "--area", "safety", "--year", "2024"),
            "--title and --kind are",
        ),
        (("catalog", "add"), "no work is named"),
        (("catalog", "add", "ROME", "--from", "refs.bib"), "--from takes all that is said"),
        (("catalog", "add", "--from", "refs.bib", "--year", "2024"), "--from takes all that is"),
        (("catalog", "add", "--from", "refs.txt"), "cannot read 'refs.txt'"),
        ((*NEW, "--venue", "EMNPL"), "unknown venue 'EMNPL'"),
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


_REFERENCES = """\
@inproceedings{one, title={On {N}eurons and {LLM} Uses}, author={van der Weij, Teun and Ada Byron},
  year=2025, booktitle={EMNLP}, pages={1--10}, eprint={2501.00001}, url={https://example.org/x}}
@misc{rome, title={Locating and Editing Factual Associations in {GPT}}, author={Meng, Kevin},
  eprint={2202.05262}}
@article{same, title={On Neurons and LLM Uses}, author={Teun van der Weij and others}, year=2025}
@misc{untitled, author={Ada Byron}}
@article{some, title={A Quiet Circuit}, author={Ada Byron and others}, year=2024}
"""


def test_entries_of_a_bibliography_become_records_with_keys_by_the_rule(
    call: Call, run: Program
) -> None:
    (run.folder / "refs.bib").write_text(_REFERENCES, encoding="utf-8")
    done = call("catalog", "add", "--from", "refs.bib", "--area", "safety", "--write", "own.json")
    assert done.status == 1
    assert done.errors == [
        "refs.bib:3: [rome] is there already: meng2022locating",
        "refs.bib:5: [same] is there already: vanderweij2025neurons",
        "refs.bib:6: [untitled] it has no title, so it is not added",
        "refs.bib:7: [some] its authors are left out, for some are not named",
        "2 added to own.json, which has 2",
    ]
    quiet, neurons = json.loads((run.folder / "own.json").read_bytes())
    assert (quiet["key"], "authors" in quiet, quiet["year"]) == ("byron2024quiet", False, 2024)
    assert neurons == {
        "key": "vanderweij2025neurons",
        "title": "On Neurons and LLM Uses",
        "kind": "paper",
        "authors": [
            {"given": "Teun", "family": "van der Weij"},
            {"given": "Ada", "family": "Byron"},
        ],
        "year": 2025,
        "venue": {"name": "EMNLP", "short": "EMNLP", "type": "conference"},
        "pages": "1-10",
        "ids": {"arxiv": "2501.00001"},
        "url": "https://example.org/x",
        "placements": [{"by": "curated", "area": "safety"}],
        "status": "unverified",
    }
    assert call("catalog", "validate", "own.json").text == ""
    # all is there now
    before = (run.folder / "own.json").read_bytes()
    again = call("catalog", "add", "--from", "refs.bib", "--write", "own.json")
    assert again.errors[-1] == "0 added to own.json, which has 2"
    assert (run.folder / "own.json").read_bytes() == before


def test_an_id_takes_what_options_say(call: Call) -> None:
    said = ("--author", "van der Weij, Teun", "--author", "Ada Byron", "--year", "2025")
    (work,) = call(*NEW, *said, "--venue", "iclr").json
    assert (work["key"], work["kind"], work["year"]) == ("vanderweij2025neurons", "paper", 2025)
    assert [author["family"] for author in work["authors"]] == ["van der Weij", "Byron"]
    assert (work["venue"]["short"], work["venue"]["type"]) == ("ICLR", "conference")


@pytest.mark.parametrize(("format", "suffix"), [("bibtex", "bib"), ("csl-json", "json")])
def test_what_the_catalog_has_is_told_and_never_added(
    call: Call, run: Program, format: str, suffix: str
) -> None:
    exported = call("export", "--area", "safety", "--format", format)
    (run.folder / f"refs.{suffix}").write_bytes(exported.stdout)
    done = call("catalog", "add", "--from", f"refs.{suffix}")
    assert (done.status, done.json) == (0, [])
    keys = call("find", "--area", "safety", "--format", "keys").lines
    told = {line.rsplit(": ", 1)[1] for line in done.errors}
    assert told
    assert told <= {*keys}


@pytest.mark.parametrize(("format", "suffix"), [("bibtex", "bib"), ("csl-json", "json")])
def test_records_hold_what_their_entries_say(
    call: Call, run: Program, format: str, suffix: str
) -> None:
    run.write_works("none.json")
    chosen = ("--kind", "paper", *(() if IN_CI else ("--year", "2023")))
    exported = call("export", *chosen, "--format", format)
    (run.folder / f"refs.{suffix}").write_bytes(exported.stdout)
    done = call("catalog", "add", "--from", f"refs.{suffix}", "--catalog", "none.json")
    known = call("find", *chosen, "--json").json
    right = {normalize_title(work["title"]): work for work in known}
    assert len(done.json) > len(right) / 2
    for work in done.json:
        held = right[normalize_title(work["title"])]
        assert work.get("year") == held.get("year")
        if "\N{LATIN SMALL LETTER DOTLESS I}" not in str(held):  # LaTeX accents no other i
            assert work.get("authors") == held.get("authors")
        assert work["status"] == "unverified"
        # an address may show an identifier
        assert {*work} - {"ids"} <= {*held}


def test_a_row_stands_below_the_heading_that_it_belongs_to(call: Call, run: Program) -> None:
    placed = ("--area", "safety", "--object", "neuron", "--locate", "vocab", "--venue", "ICLR")
    link = "https://arxiv.org/abs/2401.00001"
    done = call(*NEW, *placed, "--year", "2026", "--as-row", "--write", "own.json")
    assert done.text.splitlines() == [
        "### 1. Improve Alignment",
        "",
        "#### Safety and Reliability",
        "",
        "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |",
        "| :--- | :--- | :--- | :--- | :---: | :---: | :---: |",
        f"| **On Neurons** | Neuron | Vocab Projection |  | ICLR | 2026 | [Link]({link}) |",
    ]
    # the list that has it is right, and says the same of the work
    assert call("catalog", "lint", "-", stdin=done.stdout).text == ""
    (work,) = json.loads((run.folder / "own.json").read_bytes())
    assert work["placements"][0]["by"] == "curated"


def test_a_known_work_gets_the_row_of_its_new_placement_alone(call: Call) -> None:
    done = call("catalog", "add", "ROME", "--area", "persona", "--object", "ffn", "--as-row")
    assert "#### Persona and Role" in done.lines
    assert sum(line.startswith("| **") for line in done.lines) == 1


@pytest.mark.parametrize("placed", [(), ("--object", "neuron")])
def test_a_row_without_a_section_is_refused(call: Call, placed: tuple[str, ...]) -> None:
    done = call(*NEW, *placed, "--as-row")
    assert (done.status, done.stdout) == (2, b"")
    assert done.errors == ["error: a row belongs to a section", "hint: name it by --area"]
