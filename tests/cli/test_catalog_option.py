"""Other catalogs: in place of the bundled one, joined to it, or refused with every fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from program import ALL, Call, Finished, Program, keys_of, make_work

OTHER = make_work(key="other2023work", title="Own Other Work", year=2023)
MINE = make_work(key="own2024refusal", title="My Refusal", ids={"arxiv": "2406.11717"})
SAME_KEY = make_work(key="arditi2024refusal", title="My Own Refusal")


def test_a_file_takes_the_place_of_the_bundled_catalog(call: Call, run: Program) -> None:
    run.write_works("own.json", make_work())
    assert keys_of(call("find", "--catalog", "own.json")) == ["own2024work"]
    assert call("show", "arditi2024refusal", "--catalog", "own.json").status == 3


def test_a_plus_joins_a_file_to_the_bundled_catalog(call: Call, run: Program) -> None:
    run.write_works("own.json", make_work())
    assert call("find", "--count", "--catalog", "+own.json") == Finished(0, b"%d\n" % (ALL + 1), "")
    assert call("find", "own", "--catalog", "+own.json").lines[0].startswith("own2024work")


def test_the_option_can_be_repeated(call: Call, run: Program) -> None:
    run.write_works("own.json", make_work())
    run.write_works("other.json", OTHER)
    both = call("find", "--sort=key", "--catalog", "own.json", "--catalog", "other.json")
    assert keys_of(both) == ["other2023work", "own2024work"]
    joined = call("find", "--count", "--catalog", "+own.json", "--catalog", "+other.json")
    assert joined.text == f"{ALL + 2}\n"


def test_the_variable_does_what_the_option_does_and_the_option_beats_it(
    call: Call, run: Program
) -> None:
    run.write_works("own.json", make_work())
    run.write_works("other.json", OTHER)
    env = {"MI_SURVEY_CATALOG": "own.json"}
    assert keys_of(call("find", env=env)) == ["own2024work"]
    assert keys_of(call("find", "--catalog", "other.json", env=env)) == ["other2023work"]
    assert call("find", "--count", env={"MI_SURVEY_CATALOG": "+own.json"}).text == f"{ALL + 1}\n"
    assert call("find", "--count", env={"MI_SURVEY_CATALOG": "own.json:other.json"}).text == "2\n"
    assert call("find", "--count", env={"MI_SURVEY_CATALOG": ""}).text == f"{ALL}\n"
    missing = call("find", env={"MI_SURVEY_CATALOG": "missing.json"})
    assert missing.status == 4
    assert "'missing.json'" in missing.stderr


def test_every_command_takes_the_catalog(call: Call, run: Program) -> None:
    run.write_works("own.json", make_work(url="https://example.org/own"), OTHER)
    for words, said in {
        "find": "own2024work",
        "show own2024work": "title:",
        "open own2024work --print": "https://example.org/own",
        "axes": "neuron",
        "matrix kind status": "paper\t2\t2",
        "similar own2024work": "",
        "errata": "",
        "catalog info": "works\t\t2",
        "catalog validate own.json": "",
    }.items():
        choice = () if "validate" in words else ("--catalog", "own.json")
        done = call(*words.split(), *choice)
        assert said in done.text
        assert "Traceback" not in done.stderr
        assert done.status == (1 if "validate" in words else 0)


def test_a_folder_is_a_catalog(call: Call, run: Program) -> None:
    (run.folder / "mine").mkdir()
    run.write_works("mine/works.json", make_work())
    assert keys_of(call("find", "--catalog", "mine")) == ["own2024work"]


def test_a_catalog_comes_through_standard_input(call: Call) -> None:
    works = json.dumps([make_work()]).encode()
    assert keys_of(call("find", "--catalog", "-", stdin=works)) == ["own2024work"]
    assert call("find", "--count", "--catalog", "+-", stdin=works).text == f"{ALL + 1}\n"


def test_standard_input_is_one_catalog_only(call: Call) -> None:
    done = call("find", "--catalog", "-", "--catalog", "+-", stdin=b"[]")
    assert done.status == 2
    assert done.errors[0] == "error: standard input can be read only once"


@pytest.mark.parametrize(("work", "shared"), [(MINE, "arxiv 2406.11717"), (SAME_KEY, "key ")])
def test_where_works_are_the_same_the_users_wins_and_is_named(
    call: Call, run: Program, work: dict[str, Any], shared: str
) -> None:
    run.write_works("own.json", work)
    done = call("find", "--json=key,title", "--catalog", "+own.json")
    titles = {row["key"]: row["title"] for row in done.json}
    assert len(done.json) == ALL
    assert titles[work["key"]] == work["title"]
    assert "Refusal in Language Models Is Mediated by a Single Direction" not in titles.values()
    assert len(done.errors) == 1
    assert done.errors[0].startswith(f"note: {work['key']} replaces arditi2024refusal (same ")
    assert shared in done.errors[0]


def test_what_changes_nothing_is_not_worth_a_note(call: Call) -> None:
    piped = call.in_pipe("mi-survey find --json | mi-survey find --count --catalog +-")
    assert piped == Finished(0, b"%d\n" % ALL, "")


def test_an_empty_catalog_answers_every_command(call: Call, run: Program) -> None:
    run.write_works("empty.json")
    catalog = ("--catalog", "empty.json")
    for words in ("find", "find words", "errata", "find --object neuron --year 2024.."):
        assert call(*words.split(), *catalog) == Finished(0, b"", "")
    assert call("find", "--json", *catalog).stdout == b"[]\n"
    assert call("find", "--count", *catalog).stdout == b"0\n"
    assert call("matrix", "object", "steer", *catalog).lines[-1] == "total\t0\t0\t0\t0\t0"
    assert call("matrix", "year", "kind", *catalog).status == 0
    assert call("axes", *catalog).status == 0
    assert call("catalog", "info", *catalog).status == 0
    assert call("show", "ROME", *catalog).status == 3
    assert call.on_terminal("find", *catalog).status == 0
    assert call.on_terminal("matrix", "year", "kind", *catalog).status == 0


UNREADABLE = {
    "missing": (None, "No such file or directory"),
    "folder without works": (..., "No such file or directory"),
    "not JSON": (b"{", "not JSON: line 1, column 2"),
    "empty": (b"", "not JSON: line 1, column 1"),
    "not UTF-8": (b'[{"title": "\xff"}]', "not UTF-8 at byte 12"),
    "UTF-16": ("[]".encode("utf-16"), "not UTF-8 at byte 0"),
    "nested": (b"[" * 100_000, "nested too deeply"),
    "huge number": (b"[" + b"9" * 10_000 + b"]", "too many digits"),
    "cut off": (b'[{"key": "a', "not JSON"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_told_in_one_line(call: Call, run: Program, case: str) -> None:
    content, reason = UNREADABLE[case]
    path = run.folder / "own.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is ...:
        path.mkdir()
    for words in (("find", "--catalog", "own.json"), ("catalog", "validate", "own.json")):
        done = call(*words)
        assert (done.status, done.stdout) == (4, b"")
        assert done.errors[0].startswith("error: cannot read the catalog 'own.json")
        assert reason in done.errors[0]
        assert len(done.errors) <= 2


def test_a_file_without_permission_is_told(run: Program) -> None:
    run.write_works("own.json", make_work())
    (run.folder / "own.json").chmod(0)
    done = run("find", "--count", "--catalog", "own.json")
    if done.status == 0:
        pytest.skip("whoever runs this may read everything")
    assert done.errors == ["error: cannot read the catalog 'own.json': Permission denied"]


@pytest.mark.parametrize("name", ["", "+", "/dev/null", "\x1b[31m", "a" * 5000])
def test_a_strange_file_name_is_told(call: Call, name: str) -> None:
    done = call("find", "--catalog", name)
    assert done.status == 4
    assert len(done.errors) <= 2
    assert all(line.isprintable() for line in done.errors)


def test_a_byte_order_mark_does_no_harm(call: Call, run: Program) -> None:
    (run.folder / "own.json").write_bytes(b"\xef\xbb\xbf" + json.dumps([make_work()]).encode())
    assert keys_of(call("find", "--catalog", "own.json")) == ["own2024work"]


FAULTY = [
    make_work(kind="papier"),
    make_work(key="Not A Key", year="2024"),
    make_work(key="c2024c", colour="red"),
    make_work(key="d2024d", placements=[{"by": "curated", "object": ["neurone"]}]),
    make_work(key="e2024e", ids={"arxiv": "not an id"}),
    {"key": "f2024f"},
]
PLACES = ("$[0].kind", "$[1].key", "$[1].year", "$[2].colour", "$[3].placements[0].object[0]",
          "$[4].ids.arxiv", "$[5].title", "$[5].status")  # fmt: skip


def test_an_invalid_catalog_is_refused_with_every_fault_and_its_place(
    call: Call, run: Program
) -> None:
    run.write_works("own.json", *FAULTY)
    done = call("find", "--catalog", "own.json")
    first, *faults, hint = done.errors
    assert (done.status, done.stdout) == (4, b"")
    assert first == f"error: the catalog 'own.json' has {len(faults)} faults"
    assert hint == "hint: mend it, then try: mi-survey catalog validate own.json"
    assert all(fault.startswith("  own.json:$") for fault in faults)
    for place in PLACES:
        assert any(f":{place} " in fault for fault in faults), place


def test_with_json_the_faults_are_in_the_message(call: Call, run: Program) -> None:
    run.write_works("own.json", *FAULTY)
    done = call("find", "--catalog", "own.json", "--json")
    error = json.loads(done.stderr)["error"]
    assert (done.status, error["code"]) == (4, "catalog-invalid")
    assert all(place in error["message"] for place in PLACES)


def test_validate_shows_every_fault_as_a_line_and_as_json(call: Call, run: Program) -> None:
    run.write_works("own.json", *FAULTY)
    lines = call("catalog", "validate", "own.json")
    assert lines.status == 1
    places = [line.split()[0] for line in lines.lines if not line.startswith("    ")]
    assert {f"own.json:{place}" for place in PLACES} <= set(places)
    assert lines.errors[-1].endswith(f"{len(places)} findings")
    records = call("catalog", "validate", "own.json", "--json")
    assert records.status == 1
    assert [f"{row['file']}:{row['path']}" for row in records.json] == places


def test_validate_takes_several_files_and_finds_nothing_in_a_sound_one(
    call: Call, run: Program
) -> None:
    exported = call("export", "--object", "neuron", "--format", "json").stdout
    (run.folder / "sound.json").write_bytes(exported)
    run.write_works("own.json", *FAULTY)
    assert call("catalog", "validate", "sound.json") == Finished(
        0, b"", f"{len(json.loads(exported))} works, 0 findings\n"
    )
    assert call("catalog", "validate", "sound.json", "own.json").status == 1
    assert call("catalog", "validate", "sound.json", "--json").stdout == b"[]\n"
    assert call("catalog", "validate", "-", stdin=exported).status == 0


def test_the_bundled_catalog_has_no_faults(call: Call) -> None:
    assert call("catalog", "validate") == Finished(0, b"", f"{ALL} works, 0 findings\n")
