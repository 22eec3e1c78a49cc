"""The program between other programs: heads, full disks, closed streams, keys from a pipe."""

from __future__ import annotations

import os
import pty

import pytest

from effort import some
from program import ALL, CALLS, Call, Finished, Program

FULL = "error: cannot write to standard output: No space left on device\n"
CLOSED = "error: cannot write to standard output: Bad file descriptor\n"
# What calls say that have no data to print.
COUNTS = {
    "catalog validate": f"{ALL} works, 0 findings\n",
    " ".join(CALLS["catalog lint"]): "nothing is wrong\n",
    " ".join(CALLS["catalog diff"]): "0 added, 0 removed, 0 changed\n",
}


@pytest.mark.parametrize("arguments", ["--format keys", "", "--json", "--format csv"])
def test_head_ends_find_silently(run: Program, arguments: str) -> None:
    done = run.in_bash(f"mi-survey find {arguments} | head -1")
    assert (done.status, done.stderr, len(done.lines)) == (0, "", 1)


@pytest.mark.parametrize(
    "call",
    some([*(" ".join(call) for call in CALLS.values()), "--help", "find -h", "--version"], of=3),
)
def test_a_reader_that_has_gone_is_no_error(run: Program, call: str) -> None:
    done = run.in_bash(f"{{ while ! [ -e gone ]; do :; done; mi-survey {call}; }} | touch gone")
    assert done == Finished(0, b"", COUNTS.get(call, ""))


def test_keys_go_from_find_to_show(run: Program) -> None:
    done = run.in_bash("mi-survey find refusal -n 3 --format keys | mi-survey show -")
    keys = run("find", "refusal", "-n", "3", "--format", "keys").text.split()
    assert done == run("show", *keys)
    assert len(keys) == 3


def test_plain_lines_go_from_find_to_show(run: Program) -> None:
    keys = run.in_bash("mi-survey find refusal -n 3 --format keys | mi-survey show -")
    assert run.in_bash("mi-survey find refusal -n 3 | mi-survey show -") == keys
    assert keys.status == 0


def test_keys_on_standard_input_may_be_anything_that_names_a_work(call: Call) -> None:
    typed = "\ufeffROME\r\n\n  https://arxiv.org/abs/2406.11717  \r\n".encode()
    done = call("show", "-", "--format", "keys", stdin=typed)
    assert done == Finished(0, b"meng2022locating\narditi2024refusal\n", "")


def test_no_keys_on_standard_input_is_nothing_to_show(call: Call) -> None:
    assert call("show", "-", stdin=b"") == Finished(0, b"", "")
    assert call("show", "-", "--json", stdin=b"\n\n") == Finished(0, b"[]\n", "")


def test_keys_awaited_from_a_terminal_give_help_instead_of_a_hang(run: Program) -> None:
    master, slave = pty.openpty()
    try:
        done = run("show", "-", stdin=slave)
    finally:
        os.close(master)
        os.close(slave)
    assert done.status == 2
    assert done.stderr == (
        "error: no keys on standard input, which is a terminal\n"
        "hint: pipe them: mi-survey find --format keys … | mi-survey show -\n"
    )


@pytest.mark.parametrize(
    "call",
    some([*(" ".join(call) for call in CALLS.values()), "find --json", "-h", "--version"], of=3),
)
def test_a_full_disk_gives_one_line_and_a_status(run: Program, call: str) -> None:
    if call in COUNTS:
        call += " --json"
    done = run.in_bash(f"mi-survey {call} >/dev/full")
    assert done.status == 5
    if "--json" in call:
        assert done.stderr.startswith('{"error": {"code": "output-failed", ')
    else:
        assert done.stderr == FULL


@pytest.mark.parametrize("call", ["find", "find --json=key", "show ROME", "find -h", "--version"])
def test_a_closed_standard_output_is_said(run: Program, call: str) -> None:
    done = run.in_bash(f"mi-survey {call} >&-")
    assert done.status == 5
    assert "json" in call or done.stderr == CLOSED


def test_a_closed_standard_error_changes_nothing(run: Program) -> None:
    assert run.in_bash("mi-survey find --count 2>&-") == Finished(0, b"%d\n" % ALL, "")
    assert run.in_bash("mi-survey find --object nope 2>&-") == Finished(2, b"", "")
    assert run.in_bash("mi-survey find --object nope >&- 2>&-") == Finished(2, b"", "")
    assert run.in_bash("mi-survey find --object nope 2>/dev/full") == Finished(2, b"", "")


def test_a_closed_standard_input_matters_only_where_it_is_read(run: Program) -> None:
    assert run.in_bash("mi-survey find --count <&-") == Finished(0, b"%d\n" % ALL, "")
    keys = run.in_bash("mi-survey show - <&-")
    assert (keys.status, keys.stdout) == (2, b"")
    assert keys.stderr == "error: cannot read standard input: Bad file descriptor\n"
    catalog = run.in_bash("mi-survey find --catalog - <&-")
    assert (catalog.status, catalog.stdout) == (4, b"")
    assert catalog.stderr == "error: cannot read the catalog '-': Bad file descriptor\n"


def test_an_interrupt_ends_silently(run: Program) -> None:
    for arguments in (["show", "-"], ["find", "--catalog", "-"]):
        done = run.interrupted(*arguments, begun=b"RO")
        assert done == Finished(130, b"", "")
