"""Standard output is data only, and plain wherever it is not a terminal."""

from __future__ import annotations

from itertools import product

import pytest

from mi_survey.catalog.store import load_bundled
from mi_survey.cli.app import COMMANDS
from program import ALL, BOX, CALLS, SERVERS, Call, Finished, Program

TERMS = ("xterm-256color", "dumb", None)
SWITCHES = (None, "1")
ENVIRONMENTS = [
    {"TERM": term, "FORCE_COLOR": force, "NO_COLOR": no, "CLICOLOR_FORCE": click}
    for term, force, no, click in product(TERMS, SWITCHES, SWITCHES, SWITCHES)
]
PLAIN = {"TERM": None, "FORCE_COLOR": None, "NO_COLOR": None, "CLICOLOR_FORCE": None}


def test_every_command_is_looked_at() -> None:
    assert set(CALLS) | SERVERS == set(COMMANDS)


def test_piped_find_is_the_same_bytes_in_every_environment(run: Program, call: Call) -> None:
    plain = run(*CALLS["find"], env=PLAIN)
    assert len(plain.lines) > 10
    for env in ENVIRONMENTS:
        assert call(*CALLS["find"], env=env) == plain, env


@pytest.mark.parametrize("name", CALLS)
def test_no_environment_makes_a_pipe_anything_but_plain(call: Call, name: str) -> None:
    plain = call(*CALLS[name])
    assert plain.status == 0
    assert b"\x1b" not in plain.stdout
    assert name in ("completion", "help") or not BOX & set(plain.text)
    for env in ENVIRONMENTS[::9]:  # each value of each variable; find gets all, above
        assert call(*CALLS[name], env=env) == plain


def test_a_piped_line_is_a_whole_record(call: Call) -> None:
    done = call("find", "--sort", "key", env={"COLUMNS": "20"})
    rows = [line.split("\t") for line in done.lines]
    works = load_bundled().works
    assert [(row[0], row[1]) for row in rows] == [(work.key, work.title) for work in works]
    assert {len(row) for row in rows} == {11}
    assert done.stderr == ""


def test_format_table_in_a_pipe_is_plain_lines(call: Call) -> None:
    plain = call("find", "refusal")
    assert call("find", "refusal", "--format", "table") == plain
    assert call("find", "refusal", "--color", "never") == plain


@pytest.mark.parametrize("no_color", SWITCHES)
@pytest.mark.parametrize("name", ["find", "show", "axes", "matrix", "similar", "errata"])
def test_color_always_draws_even_in_a_pipe(call: Call, name: str, no_color: str | None) -> None:
    env = {"NO_COLOR": no_color} if no_color else {}
    drawn = call(*CALLS[name], "--color", "always", env=env)
    assert drawn.status == 0
    assert b"\x1b[" in drawn.stdout


def test_color_always_leaves_other_formats_plain(call: Call) -> None:
    for format in ("tsv", "csv", "json", "jsonl", "keys"):
        drawn = call("find", "refusal", "--format", format, "--color", "always")
        assert drawn == call("find", "refusal", "--format", format)


def test_a_terminal_gets_a_table(run: Program) -> None:
    drawn = run.on_terminal(*CALLS["find"], env={"TERM": "xterm-256color"})
    assert b"\x1b[" in drawn.stdout
    assert "title" in drawn.text.lower()


def test_color_never_on_a_terminal_sends_no_escape_byte(run: Program) -> None:
    for name in ("find", "show", "axes", "matrix"):
        env = {"TERM": "xterm-256color", "FORCE_COLOR": "1", "PAGER": "cat"}
        drawn = run.on_terminal(*CALLS[name], "--color", "never", env=env)
        assert drawn.status == 0
        assert b"\x1b" not in drawn.stdout


def test_messages_go_to_standard_error(call: Call) -> None:
    done = call("catalog", "validate")
    assert done.stdout == b""
    assert done.stderr == f"{ALL} works, 0 findings\n"
    failed = call("find", "--object", "nuron")
    assert failed.stdout == b""
    assert failed.stderr.startswith("error: ")


def test_nothing_found_is_nothing_printed(call: Call) -> None:
    assert call("find", "--year", "1900") == Finished(0, b"", "")
