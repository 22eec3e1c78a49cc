"""Every format: complete, the same bytes everywhere, and fit to be read back."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # has no types of its own
import pytest

from effort import some
from mi_survey.catalog.store import load_taxonomy
from mi_survey.cli.request import read_keys
from mi_survey.exports.registry import FORMATS
from mi_survey.exports.works import record_fields
from program import ALL, CALLS, ROOT, Call, Finished, Program

FIELDS = record_fields(load_taxonomy())

NAMES = ("table", *FORMATS)
HEADER = "key title object locate steer area by venue year authors url topics summary".split()


@pytest.mark.parametrize("name", some(NAMES, of=2))
def test_every_format_writes_every_work(call: Call, name: str) -> None:
    done = call("find", "--format", name)
    assert done.status == 0
    notes = done.stderr.splitlines()
    if name in FORMATS and FORMATS[name].bibliography:
        # people and venues are left out of bibliographies, and gaps in the facts are told
        assert [note.partition(":")[0] for note in notes] == ["note"] * 3
    else:
        assert notes == []
    for key in ("arditi2024refusal", "meng2022locating", "ai2025alignment"):
        assert key in done.text


@pytest.mark.parametrize("name", NAMES)
def test_every_format_writes_no_work(call: Call, name: str) -> None:
    done = call("find", "--year", "1900", "--format", name)
    assert (done.status, done.stderr) == (0, "")
    assert "arditi" not in done.text


@pytest.mark.parametrize("name", NAMES)
def test_a_count_goes_with_every_format(call: Call, name: str) -> None:
    assert call("find", "--count", "--format", name) == Finished(0, b"%d\n" % ALL, "")


@pytest.mark.parametrize("name", NAMES)
def test_a_format_is_named_in_any_case(call: Call, name: str) -> None:
    arguments = ("show", "ROME", "--format")
    assert call(*arguments, name.upper()) == call(*arguments, name)


# Calls whose output hangs on the order of sets and on encodings, if any does.
_DEPENDENT = (
    *(f"find neuron Højer --limit 30 --format {name}" for name in some(NAMES, of=3)),
    "axes --json",
    "matrix area venue",
    "similar ROME --limit 50",
    "errata --format csv",
    "catalog info",
    "show ROME survey",
    "matrix source venue --json",
)
_ALL_OF_THEM = f"""
import sys
from mi_survey.cli.app import main
for call in {_DEPENDENT!r}:
    print(ascii(call), main(call.split()), flush=True)
"""


def test_the_same_bytes_whatever_the_locale_or_the_hash_seed(run: Program, call: Call) -> None:
    done = [call(*words.split()) for words in _DEPENDENT]
    lines = zip(_DEPENDENT, done, strict=True)
    stdout = b"".join(each.stdout + f"{words!a} 0\n".encode() for words, each in lines)
    here = Finished(0, stdout, "".join(each.stderr for each in done))
    environments: list[dict[str, str | None]] = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": None},
        {"PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8", "PYTHONIOENCODING": "ascii"},
    ]
    for env in some(environments, of=2):
        assert run.python(_ALL_OF_THEM, env=env) == here


def test_json_alone_prints_full_records_that_fit_the_schema(call: Call) -> None:
    records = call("find", "--json").json
    schema = json.loads((ROOT / "catalog/schema/works.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(some(records, of=8))
    assert len(records) == ALL


def test_full_records_are_those_of_the_catalog(call: Call) -> None:
    stored = (ROOT / "catalog/works.json").read_bytes()
    assert call("export", "--format", "json").stdout == stored
    found = call("find", "--json", "--sort", "key")
    assert found.json == json.loads(stored)
    assert len(found.lines) == len(found.json)


def test_json_with_fields_prints_those_in_their_order(call: Call) -> None:
    records = call("find", "--json=year,key,title", "--author", "Geva").json
    assert len(records) > 10
    assert {tuple(record) for record in records} == {("year", "key", "title")}


def test_every_field_can_be_asked_for_and_is_always_there(call: Call) -> None:
    records = call("find", f"--json={','.join(FIELDS)}").json
    assert len(records) == ALL
    assert {tuple(record) for record in records} == {FIELDS}


@pytest.mark.parametrize(
    "words",
    [("find", "--format", name) for name in ("tsv", "csv", "json", "jsonl", "brief", "keys")]
    + [("find",), ("find", "--json=title,key"), ("export", "--format", "json")],
    ids=" ".join,
)
def test_what_is_written_for_programs_is_read_as_keys(call: Call, words: tuple[str, ...]) -> None:
    written = call(*words, "--author", "Geva")
    keys = call(*words[:1], "--author", "Geva", "--format", "keys")
    assert len(keys.lines) > 10
    read = call("show", "-", "--format", "keys", stdin=written.stdout)
    assert (read.lines, read.stderr) == (keys.lines, "")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Locating, then editing | a study\n", ["Locating, then editing | a study"]),
        ("[@meng2022locating]\n", ["[@meng2022locating]"]),
        ('[{"key": "a"}, {"title": "B"}]\n', ['[{"key": "a"}, {"title": "B"}]']),
        ('{"key": 1}', ['{"key": 1}']),
        ("[" * 100_000, ["[" * 100_000]),
        ("key\n", ["key"]),
        ("[]\n", []),
        ("", []),
    ],
)
def test_what_is_no_record_is_read_as_a_name(text: str, keys: list[str]) -> None:
    assert read_keys(text) == keys


def test_what_explain_adds_can_be_asked_for_with_it(call: Call) -> None:
    (record,) = call("find", "probing", "--explain", "--json=key,matches", "--limit", "1").json
    assert [*record] == ["key", "matches"]
    assert record["matches"][0]["word"] == "probing"
    assert call("find", "probing", "--json=key,matches").status == 2


def test_an_unknown_field_is_a_usage_error_that_names_the_nearest_and_all(
    call: Call,
) -> None:
    done = call("find", "--json=key,titel")
    error = json.loads(done.stderr)["error"]
    assert done.status == 2
    assert error["message"] == "unknown field 'titel'"
    assert error["hint"].startswith("did you mean title? known: key, title, kind, authors, ")
    assert all(field in error["hint"] for field in FIELDS)


@pytest.mark.parametrize("fields", ["", ",", "key,", " "])
def test_empty_fields_are_an_error(call: Call, fields: str) -> None:
    assert call("find", f"--json={fields}").status == 2


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (("axes",), "axis, term, label, parent, works, definition, aliases"),
        (("similar", "ROME"), "key, title, score, tags, words"),
        (("errata",), "key, source, field, listed, right"),
        (("catalog", "info"), "what, value, count, entries, listings"),
        (("matrix", "object", "steer", "--gaps"), "object, steer"),
        (("matrix", "object", "steer"), "rows, columns, row_terms, "),
    ],
)
def test_every_command_knows_its_fields(call: Call, words: tuple[str, ...], known: str) -> None:
    done = call(*words, "--json=qqq")
    assert done.status == 2
    assert known in json.loads(done.stderr)["error"]["hint"]


def test_json_takes_no_word_after_it(call: Call) -> None:
    found = call("find", "--json", "refusal").json
    assert found[0]["key"] == call("find", "refusal", "--json").json[0]["key"]
    assert 0 < len(found) < ALL


def test_json_after_two_hyphens_is_text(call: Call) -> None:
    assert call("find", "--count", "--", "--json") == call("find", "--count", "json")


def test_nothing_found_is_an_empty_array(call: Call) -> None:
    for arguments in (("--json",), ("--format", "json"), ("--json=key",)):
        assert call("find", "--year", "1900", *arguments).stdout == b"[]\n"
    assert call("find", "--year", "1900", "--format", "jsonl").stdout == b""


def test_json_lines_hold_the_records_of_the_array(call: Call) -> None:
    lines = [json.loads(line) for line in call("find", "--format", "jsonl").lines]
    assert lines == call("find", "--json").json
    assert call("find", "--format", "jsonl", "--json=key", "-n", "2").text.count("\n") == 2


def test_json_and_another_format_exclude_each_other(call: Call) -> None:
    for arguments in (("find",), ("axes",), ("matrix", "object", "steer"), ("show", "ROME")):
        done = call(*arguments, "--json", "--format", "csv")
        assert done.status == 2
        assert json.loads(done.stderr)["error"]["code"] == "usage-fault"
    assert call("find", "--json=key", "--format", "json", "-n", "1").status == 0


@pytest.mark.parametrize("name", ["tsv", "csv"])
def test_tsv_and_csv_have_a_header_that_can_be_left_out(call: Call, name: str) -> None:
    def read(*arguments: str) -> list[list[str]]:
        text = call("find", "--format", name, "--limit", "40", *arguments).text
        if name == "tsv":  # has no quotation
            return [line.split("\t") for line in text.splitlines()]
        return list(csv.reader(io.StringIO(text, newline="")))

    header, *rows = read()
    assert header == HEADER
    assert len(rows) == 40
    assert {len(row) for row in rows} == {len(HEADER)}
    assert read("--no-header") == rows


def test_csv_holds_the_same_values_as_json(call: Call) -> None:
    text = call("find", "--format", "csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    records: list[dict[str, Any]] = call("find", "--json=key,title,year,url").json
    assert rows
    for row, record in zip(rows, records, strict=True):
        for field, value in record.items():
            assert row[field].removeprefix("'") == ("" if value is None else str(value))


def test_found_records_are_a_catalog(call: Call) -> None:
    piped = call.in_pipe(
        "mi-survey find --object neuron --json | mi-survey find --catalog - --count"
    )
    assert piped == Finished(0, call("find", "--object", "neuron", "--count").stdout, "")


def test_formats_in_the_help_are_those_of_the_registry(call: Call) -> None:
    listed = re.search(r"--format FORMAT +(.*?)\.", call("find", "--help").text, re.DOTALL)
    assert listed
    assert set(re.findall(r"[a-z-]+", listed[1])) == set(NAMES)
    assert call("find", "--format", "xml").stderr == (
        f"error: unknown format for this command 'xml'\nhint: known: {', '.join(NAMES)}\n"
    )


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ("completion", "help")])
def test_the_help_of_a_command_lists_the_formats_that_it_takes(name: str, call: Call) -> None:
    listed = re.search(r"--format FORMAT +(.*?)\.", call(*name.split(), "--help").text, re.DOTALL)
    if listed is None or name == "export":
        return
    refused = call(*CALLS[name], "--format", "no-such-format").stderr
    known = re.search(r"known: (.*)", refused)
    assert known
    offered = set(re.findall(r"[a-z-]+", listed[1]))
    assert offered == set(known[1].split(", "))


def test_explain_says_which_field_and_term_matched(call: Call) -> None:
    line = call("find", "refusl", "directon", "--explain", "--limit", "1").lines[0]
    assert line.split("\t")[-1] == "refusl = refusal (title); directon = direction (title)"
    record = call("find", "refusl", "--explain", "--json=key", "--limit", "1").json[0]
    assert record["matches"] == [{"word": "refusl", "field": "title", "term": "refusal"}]
    assert call("find", "refusl", "--explain", "--format", "tsv").lines[0].endswith("\tmatch")
