"""What the program shows to who calls it without a word."""

from __future__ import annotations

from typing import Any

import pytest

from program import Call, Program, make_work


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_the_program_alone_says_on_a_terminal_what_to_try(call: Call, columns: int) -> None:
    shown = call.on_terminal(env={"COLUMNS": str(columns)}).text.replace("\r", "")
    assert max(map(len, shown.split("\n"))) <= columns
    tries = [line.split("  ")[1] for line in shown.split("\n") if line.startswith("  mi-survey")]
    assert len(tries) == 5
    assert shown.count("\n") <= (10 if columns >= 80 else 15)
    for line in tries:
        assert call(*line.split()[1:]).status == 0


@pytest.mark.parametrize("works", [[], [make_work()]])
def test_a_catalog_of_another_field_is_not_said_to_be_of_this_one(
    works: list[dict[str, Any]], call: Call, run: Program
) -> None:
    run.write_works("own.json", *works)
    shown = call.on_terminal(env={"MI_SURVEY_CATALOG": "own.json"}).text
    assert shown.startswith("mi-survey: 1 work," if works else "mi-survey: 0 works,")


def test_a_pipe_gets_the_help(call: Call) -> None:
    assert call().text == call("--help").text
