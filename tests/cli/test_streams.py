"""Standard output is data only, and plain wherever it is not a terminal."""

from __future__ import annotations

import re
from itertools import product

import pytest
from rich.cells import cell_len

from effort import some
from mi_survey.catalog.store import load_bundled
from mi_survey.cli.app import COMMANDS
from program import ALL, BOX, CALLS, SERVERS, Call, Finished, Program

TERMS = ("xterm-256color", "dumb", None)
SWITCHES = (None, "1")
# The commands that draw a table, and those that write a table's rows as blocks.
_TABLES = (
    *("find", "axes", "matrix", "tree", "similar", "catalog info", "catalog import"),
    *("catalog merge", "catalog todo"),
)
_BLOCKS = (*_TABLES, "show", "check", "errata", "catalog validate", "catalog lint", "catalog diff")
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


@pytest.mark.parametrize("name", some([*CALLS], of=2))
def test_no_environment_makes_a_pipe_anything_but_plain(call: Call, name: str) -> None:
    plain = call(*CALLS[name])
    assert plain.status == 0
    assert b"\x1b" not in plain.stdout
    assert name in ("completion", "help") or not BOX & set(plain.text)
    # each value of each variable; find gets all, above
    for env in some(ENVIRONMENTS[::9], of=3):
        assert call(*CALLS[name], env=env) == plain


def test_a_piped_line_is_a_whole_record(call: Call) -> None:
    done = call("find", "--sort", "key", env={"COLUMNS": "20"})
    rows = [line.split("\t") for line in done.lines]
    works = load_bundled().works
    assert [(row[0], row[1]) for row in rows] == [(work.key, work.title) for work in works]
    assert {len(row) for row in rows} == {11}
    assert done.stderr == ""


def test_color_never_in_a_pipe_changes_nothing(call: Call) -> None:
    assert call("find", "refusal", "--color", "never") == call("find", "refusal")


@pytest.mark.parametrize("name", some(_TABLES, of=3))
def test_format_table_in_a_pipe_is_a_plain_table(call: Call, name: str) -> None:
    for columns, width in ((None, 100), ("140", 140)):
        for env in some(ENVIRONMENTS[::9], of=3):
            drawn = call(*CALLS[name], "--format", "table", env={**env, "COLUMNS": columns})
            assert drawn.status == 0
            assert b"\x1b" not in drawn.stdout
            assert not (BOX - {"…"}) & set(drawn.text)
            assert max(map(cell_len, drawn.lines)) <= width


def test_a_row_of_a_table_in_a_pipe_is_a_line_with_its_whole_key(call: Call) -> None:
    drawn = call("find", "--area", "safety", "--format", "table").text
    keys = call("find", "--area", "safety", "--format", "keys").lines
    count, table, *_ = drawn.split("\n\n")
    header, rule, *rows = table.splitlines()
    assert count.startswith(f"{len(keys)} works")
    assert header.split()[:2] == ["key", "title"]
    assert set(rule) == {"-", " "}
    assert [row.split()[0] for row in rows] == keys
    assert all(row.split()[-1].isdigit() for row in rows)


@pytest.mark.parametrize("name", some(_BLOCKS, of=4))
def test_format_list_is_a_labelled_block_for_each_row(call: Call, name: str) -> None:
    header, *rows = call(*CALLS[name], "--format", "tsv").lines
    done = call(*CALLS[name], "--format", "list", env={"COLUMNS": "20"})
    blocks = done.text.split("\n\n") if done.text else []
    assert len(blocks) == len(rows)
    columns = header.split("\t")
    for block, row in zip(blocks, rows, strict=True):
        cells = zip(columns, row.split("\t"), strict=True)
        said = [f"{name}: {cell}" for name, cell in cells if cell]
        told = block.splitlines()
        # files have columns that people are not shown
        assert told == [each for each in said if each in told]
        assert not BOX & set(re.sub("…", "", block))
        assert said[0] in told


def test_a_block_says_which_works_have_only_some_of_the_words(call: Call) -> None:
    words = ("find", "refusal", "crosscoder", "--partial", "--format", "list")
    blocks = call(*words).text.split("\n\n")
    assert all("found by: only some of the words" in block for block in blocks)
    assert len(blocks) == len(call(*words[:-2]).lines)


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


def test_a_terminal_gets_a_table(run: Program, call: Call) -> None:
    env = {"TERM": "xterm-256color", "COLUMNS": "80", "PAGER": "cat"}
    drawn = run.on_terminal(*CALLS["find"], env=env)
    assert b"\x1b[" in drawn.stdout
    assert "title" in drawn.text.lower()
    assert call.on_terminal(*CALLS["find"], env=env) == drawn


def test_color_never_on_a_terminal_sends_no_escape_byte(call: Call) -> None:
    for name in ("find", "show", "axes", "matrix"):
        env = {"TERM": "xterm-256color", "FORCE_COLOR": "1", "PAGER": "cat"}
        drawn = call.on_terminal(*CALLS[name], "--color", "never", env=env)
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
