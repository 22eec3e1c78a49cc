"""``catalog import`` and ``catalog diff``: what they say, write, refuse, and leave as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from effort import IN_CI
from part_of_catalog import write_part
from program import Call, Finished, Program, make_work

_LIST = """\
# List

## Editing

* **Own Work** [[arxiv]](https://arxiv.org/abs/2912.00001)
* **A Novelty** [[arxiv]](https://arxiv.org/abs/2912.00002)
* **A Novelty** [[pdf]](https://arxiv.org/pdf/2912.00002)
"""
_OWN = make_work(
    ids={"arxiv": "2912.00001"},
    listings=[
        {"source": "neurons", "title": "Own", "urls": ["https://arxiv.org/abs/2912.00001"]},
        {"source": "neurons", "title": "Gone", "urls": ["https://example.org/gone"]},
    ],
)
_IMPORT = ("catalog", "import", "list.md", "--source", "neurons")


@pytest.fixture
def folder(run: Program) -> Path:
    """Return the folder where the program runs, with a list and a catalog."""
    (run.folder / "list.md").write_text(_LIST, encoding="utf-8")
    run.write_works("own.json", _OWN)
    return run.folder


def _shown(done: Finished) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in done.lines]


@pytest.mark.usefixtures("folder")
def test_changes_are_lines_in_a_pipe_and_counts_on_standard_error(call: Call) -> None:
    done = call(*_IMPORT, "--catalog", "own.json")
    assert done.status == 0
    arxiv = "https://arxiv.org/"
    assert _shown(done) == [
        ("new", "6", "novelty", "A Novelty", "urls", "", f"{arxiv}abs/2912.00002"),
        ("changed", "5", "own2024work", "Own Work", "title", "Own", "Own Work"),
        ("changed", "5", "own2024work", "Own Work", "section", "", "Editing"),
        ("changed", "5", "own2024work", "Own Work", "labels", "", "arxiv"),
        ("gone", "", "own2024work", "Gone", "urls", "https://example.org/gone", ""),
        ("duplicate", "7", "novelty", "A Novelty", "line", "6", "7"),
    ]
    assert done.errors == [
        "1 new, 0 listed, 1 changed, 1 gone, 1 duplicate, 0 unchanged, 0 undecided; 0 findings"
    ]


@pytest.mark.usefixtures("folder")
def test_markdown_is_text_for_a_pull_request(call: Call) -> None:
    done = call(*_IMPORT, "--catalog", "own.json", "--format", "markdown")
    assert done.text.startswith(
        "### Works that the catalog does not have (1)\n\n- `novelty` A Novelty, line 6; *urls*: "
        "<https://arxiv.org/abs/2912.00002>\n"
    )
    assert "- `own2024work` Own Work, line 5; *title*: Own → Own Work\n" in done.text
    assert done.text.count("### ") == 4


@pytest.mark.usefixtures("folder")
def test_every_format_and_field_is_of_the_same_rows(call: Call) -> None:
    rows = call(*_IMPORT, "--catalog", "own.json", "--json").json
    assert rows[0]["new"] == ["https://arxiv.org/abs/2912.00002"]
    assert call(*_IMPORT, "--catalog", "own.json", "--json=change").json == [
        {"change": row["change"]} for row in rows
    ]
    assert len(call(*_IMPORT, "--catalog", "own.json", "--format", "csv").lines) == 7
    wrong = call(*_IMPORT, "--format", "bibtex")
    assert (wrong.status, wrong.stderr.splitlines()[1]) == (
        2,
        "hint: known: table, list, tsv, csv, json, jsonl, markdown",
    )


def test_what_contradicts_itself_is_a_finding_and_returns_1(call: Call) -> None:
    line = b"* [Mass-Editing Memory in a Transformer](https://arxiv.org/abs/2202.05262)\n"
    done = call("catalog", "import", "-", "--source", "manipulation", stdin=line)
    assert done.status == 1
    assert done.lines[-2].startswith("stdin:1:1 error link-elsewhere: 'Mass-Editing Memory")
    assert done.lines[-1] == "    look at the page that it links to"
    assert done.errors[-1].endswith("1 undecided; 1 finding")


def test_nothing_is_written_without_write(call: Call, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    call(*_IMPORT, "--catalog", "own.json")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_what_was_written_is_valid_and_not_proposed_again(call: Call, folder: Path) -> None:
    done = call(*_IMPORT, "--write", "own.json")
    assert (done.status, done.errors[0]) == (0, "wrote own.json: 2 works")
    assert call("catalog", "validate", "own.json").status == 0
    assert [work["status"] for work in json.loads((folder / "own.json").read_bytes())] == [
        "unverified",
        "partial",
    ]
    again = call(*_IMPORT, "--write", "own.json")
    assert [row[0] for row in _shown(again)] == ["duplicate"]
    assert again.errors[0] == "own.json is as it should be"
    counted = ("find", "--catalog", "own.json", "--status", "unverified", "--format", "keys")
    assert call(*counted).text == "novelty\n"


@pytest.mark.usefixtures("folder")
def test_a_new_file_gets_all_works_of_the_catalog(call: Call, folder: Path) -> None:
    part = str(write_part(folder / "part"))
    assert call(*_IMPORT, "--catalog", part, "--write", "new.json").status == 0
    told = call("catalog", "diff", part, "new.json", "--json=change,key,field")
    assert told.status == 1
    assert told.errors[-1].startswith("2 added, 0 removed, ")
    changed = {(row["change"], row["field"]) for row in told.json}
    assert changed == {("added", None), ("changed", "listings")}


def test_a_folders_sources_keep_their_counts(call: Call, folder: Path) -> None:
    write_part(folder / "mine")
    for target in ("mine", "mine/works.json"):
        assert call(*_IMPORT, "--write", target).status == 0
        done = call("catalog", "validate", "mine")
        assert (done.status, done.text) == (0, "")
    (source,) = (
        each
        for each in json.loads((folder / "mine/sources.json").read_bytes())
        if each["id"] == "neurons"
    )
    assert source["listings"] == 3


def test_a_list_that_the_catalog_does_not_have_is_added_by_its_title(
    call: Call, folder: Path
) -> None:
    write_part(folder / "mine")
    new = ("catalog", "import", "list.md", "--source", "mylist")
    assert call(*new, "--write", "mine").errors[1].endswith("; if it is new, give its --title")
    done = call(*new, "--title", "My  List", "--write", "mine")
    assert (done.status, done.errors[0][:10]) == (0, "wrote mine")
    sources = json.loads((folder / "mine/sources.json").read_bytes())
    assert {"id": "mylist", "title": "My List", "listings": 3} in sources
    assert [each["id"] for each in sources] == sorted(each["id"] for each in sources)
    assert call("catalog", "validate", "mine").text == ""
    # from then on it is a source as any other
    again = call(*new, "--write", "mine")
    assert [row[0] for row in _shown(again)] == ["duplicate"]
    asked = ("find", "--source", "mylist", "--catalog", "mine", "--count")
    assert call(*asked).text == "2\n"


def test_counts_that_a_killed_process_left_are_put_right_and_no_other_fault_is(
    call: Call, folder: Path
) -> None:
    write_part(folder / "mine")
    file = folder / "mine/sources.json"
    sound = json.loads(file.read_bytes())
    file.write_text(json.dumps([{**each, "listings": 99} for each in sound]))
    assert call("find", "--catalog", "mine").status == 4
    assert call(*_IMPORT, "--write", "mine").status == 0
    assert call("catalog", "validate", "mine").text == ""
    file.write_text(json.dumps([{**each, "listings": 99, "title": ""} for each in sound]))
    broken = file.read_bytes()
    assert call(*_IMPORT, "--write", "mine").status == 4
    assert file.read_bytes() == broken


@pytest.mark.usefixtures("folder")
def test_sources_that_stand_without_works_are_not_written_over(call: Call, folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine/sources.json").write_text('[{"id": "own", "title": "Own", "listings": 0}]')
    before = (folder / "mine/sources.json").read_bytes()
    new = ("catalog", "import", "list.md", "--source", "mylist", "--title", "My List")
    done = call(*new, "--write", "mine")
    assert done.status == 2
    assert done.errors[0] == "error: 'mine/sources.json' is there without works"
    assert (folder / "mine/sources.json").read_bytes() == before
    assert not (folder / "mine/works.json").exists()


@pytest.mark.usefixtures("folder")
def test_an_empty_folder_becomes_a_catalog_with_the_new_source(call: Call, folder: Path) -> None:
    (folder / "mine").mkdir()
    new = ("catalog", "import", "list.md", "--source", "mylist", "--title", "My List")
    part = str(write_part(folder / "part"))
    assert call(*new, "--catalog", part, "--write", "mine").status == 0
    assert call("catalog", "validate", "mine").text == ""
    assert call("find", "--source", "mylist", "--catalog", "mine", "--count").text == "2\n"


def test_tags_of_the_surveys_page_come_back_as_they_went(call: Call, run: Program) -> None:
    chosen = ("--by", "survey", *(() if IN_CI else ("--area", "knowledge")))
    page = call("export", *chosen, "--style", "survey", "--format", "markdown").stdout
    blank = call("export", *chosen, "--format", "json").json
    for work in blank:
        work["listings"] = [each for each in work["listings"] if each["source"] != "survey"]
        work["placements"] = []
    run.write_works("blank.json", *blank)
    done = call("catalog", "import", "-", "--source", "survey", "--write", "blank.json", stdin=page)
    assert done.status == 0, done.errors
    count = ("find", *chosen, "--object", "mha+ffn", "--steer", "vector", "--count")
    assert call(*count, "--catalog", "blank.json").text == call(*count).text != "0\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message", "hint"),
    [
        (("nope.md", "--source", "x"), 2, "cannot read 'nope.md': No such file", "is its name"),
        ((".", "--source", "x"), 2, "cannot read '.': Is a directory", "is its name"),
        (
            ("list.md", "--source", "nerons", "--write", "own.json"),
            2,
            "unknown source 'nerons'",
            "did you mean neurons? if it is new, give its --title",
        ),
        (
            ("list.md", "--source", "Neurons", "--title", "Mine", "--write", "own.json"),
            2,
            "the catalog has the source 'Neurons'",
            "leave out the title",
        ),
        (("list.md", "--source", "x", "--title", " "), 2, "the source has no title", "give both"),
        (
            ("list.md", "--source", "x", "--title", "Mine", "--write", "own.json"),
            2,
            "'own.json' is no folder, and a file of works has no place for new sources",
            "name a folder",
        ),
        (("list.md", "--source", "neurons", "--write", "-"), 2, "--write takes a file", "name"),
        (
            ("list.md", "--source", "neurons", "--write", "own.json", "--catalog", "b.json"),
            2,
            "'own.json' exists and is not the catalog to compare with",
            "leave --catalog out",
        ),
        (("list.md", "--source", "neurons", "--write", "list.md"), 4, "cannot read the", ""),
        (("list.md", "--source", "neurons", "--write", "no/such.json"), 5, "cannot write to", ""),
        (("list.md", "--source", "neurons", "--write", "/dev/full"), 5, "cannot write to", ""),
        (("-", "--source", "neurons", "--catalog", "-"), 2, "standard input can be", "name a"),
        (("-", "--source", "neurons", "--write", "own.json"), 2, "no entry was found", "is it a"),
    ],
)
def test_every_error_is_one_line_and_changes_nothing(
    call: Call, folder: Path, arguments: tuple[str, ...], status: int, message: str, hint: str
) -> None:
    before = (folder / "own.json").read_bytes()
    done = call("catalog", "import", *arguments)
    assert (done.status, done.stdout) == (status, b"")
    assert done.errors[0].startswith(f"error: {message}")
    assert "".join(done.errors[1:]).startswith(f"hint: {hint}" if hint else "")
    assert len(done.errors) <= 2
    assert (folder / "own.json").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_source_that_nobody_knows_is_noted(call: Call) -> None:
    done = call("catalog", "import", "list.md", "--source", "surveys")
    assert done.status == 0
    assert done.errors[0].endswith("so nothing is known of it; did you mean survey?")


def test_a_writing_that_finds_no_room_leaves_the_file_whole(run: Program, folder: Path) -> None:
    old = (folder / "own.json").read_bytes()
    script = "ulimit -f 0; mi-survey " + " ".join(_IMPORT) + " --write own.json"
    # the limit is for byte code as well
    full = run.in_bash(script, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert (full.status, (folder / "own.json").read_bytes()) == (5, old)
    assert full.errors[0] == "error: cannot write to 'own.json': File too large"


def test_equal_catalogs_have_no_difference(call: Call) -> None:
    works = call("find", "--json").stdout
    done = call("catalog", "diff", "-", stdin=works)
    assert done == Finished(0, b"", "0 added, 0 removed, 0 changed\n")
    assert call("catalog", "diff", "-", "--json", stdin=works).stdout == b"[]\n"


def test_differences_are_told_field_by_field_and_return_1(call: Call, run: Program) -> None:
    run.write_works("old.json", make_work(year=2024, ids={"arxiv": "2912.00001"}))
    run.write_works("new.json", make_work(key="own2025work", ids={"arxiv": "2912.00001"}))
    done = call("catalog", "diff", "old.json", "new.json")
    assert (done.status, done.errors) == (1, ["0 added, 0 removed, 1 changed"])
    assert _shown(done) == [
        ("changed", "own2025work", "Own", "key", "own2024work", "own2025work"),
        ("changed", "own2025work", "Own", "year", "2024", ""),
    ]
    page = call("catalog", "diff", "old.json", "new.json", "--format", "markdown").text
    assert page.startswith("### Works changed (2)\n\n- `own2025work` Own; *key*: own2024work → own")
    assert "*year*: 2024 → nothing\n" in page


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("-", "-"), 2, "standard input can be read only once"),
        (("nope.json",), 4, "cannot read the catalog 'nope.json'"),
        (("-", "--json=nope"), 2, "unknown field 'nope'"),
        (("-", "--format", "ris"), 2, "unknown format for this command 'ris'"),
    ],
)
def test_a_wrong_comparison_is_one_clear_line(
    call: Call, arguments: tuple[str, ...], status: int, message: str
) -> None:
    done = call("catalog", "diff", *arguments, stdin=b"[]")
    assert (done.status, done.stdout) == (status, b"")
    assert message in done.errors[0]


def test_untrusted_text_stays_text(call: Call) -> None:
    line = "* [A \x1b31m \\<b\\> x](https://example.org/a) \u202e\n".encode()
    for name in ("table", "markdown", "tsv"):
        done = call("catalog", "import", "-", "--source", "mine", "--format", name, stdin=line)
        assert "\x1b" not in done.text + done.stderr
        assert "\u202e" not in done.text + done.stderr
    page = call("catalog", "import", "-", "--source", "mine", "--format", "markdown", stdin=line)
    assert "\\<b\\>" in page.text
