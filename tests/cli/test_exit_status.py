"""The exit status: one test for each, and each documented in the help."""

from __future__ import annotations

import pytest

from mi_survey.cli.app import COMMANDS
from mi_survey.errors import ExitStatus
from program import Call, Program


def test_0_is_done_and_an_empty_result_is_done_too(call: Call) -> None:
    assert call("find", "refusal").status == 0
    assert call("find", "--year", "1900").status == 0
    assert call("errata", "--source", "survey").status == 0


def test_1_is_a_check_that_found_something(call: Call, run: Program) -> None:
    (run.folder / "works.json").write_text('[{"key": "a"}]')
    done = call("catalog", "validate", "works.json")
    assert done.status == 1
    assert b"works.json:$[0].title" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        "find --year 1900",
        "find --year 1900 --count",
        "find --year 1900 --json",
        "find qqqqqqqqqqqqqqqq",
        "matrix object steer --gaps --object neuron --steer amplitude --year 1900",
    ],
)
def test_exit_status_makes_an_empty_result_1(call: Call, words: str) -> None:
    without = call(*words.split())
    done = call(*words.split(), "--exit-status")
    empty = without.text in ("", "0\n", "[]\n")
    assert (without.status, done.status) == (0, 1 if empty else 0)
    assert (done.stdout, done.stderr) == (without.stdout, without.stderr)
    assert empty or words.startswith("matrix")


def test_exit_status_leaves_0_where_something_is_found(call: Call) -> None:
    assert call("find", "refusal", "--exit-status").status == 0
    assert call("find", "refusal", "--exit-status", "--count").status == 0
    assert call("errata", "--exit-status").status == 0


@pytest.mark.parametrize(
    "words", ["find --nope", "find --json=nope", "find --object nope", "find --format nope"]
)
def test_2_is_a_wrong_call(call: Call, words: str) -> None:
    assert call(*words.split()).status == 2


def test_2_is_a_bad_year(call: Call) -> None:
    assert call("find", "--year", "20x").status == 2


@pytest.mark.parametrize("command", ["show", "open", "similar"])
def test_3_is_no_such_work(call: Call, command: str) -> None:
    assert call(command, "nope2000nothing").status == 3


def test_4_is_a_catalog_that_cannot_be_read_or_is_invalid(call: Call, run: Program) -> None:
    (run.folder / "broken.json").write_text("{")
    (run.folder / "invalid.json").write_text("{}")
    for name in ("missing.json", "broken.json", "invalid.json"):
        assert call("find", "--catalog", name).status == 4
    assert call("catalog", "validate", "broken.json").status == 4


def test_70_is_a_fault_of_our_own(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "find", "mi_survey.cli.find:nothing_of_that_name")
    done = call("find")
    assert done.status == 70
    assert "fault of mi-survey" in done.stderr


def test_the_help_documents_every_status(call: Call) -> None:
    text = call("--help").text
    for status in ExitStatus:
        assert f"\n    {status.value:<4} " in text
