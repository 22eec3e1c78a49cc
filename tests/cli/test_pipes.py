"""The program between other programs: heads, full disks, closed streams, keys from a pipe."""

from __future__ import annotations

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


@pytest.mark.parametrize("arguments", some(["--format keys", "--json", "", "--format csv"], of=2))
def test_head_ends_find_silently(run: Program, arguments: str) -> None:
    done = run.in_bash(f"mi-survey find {arguments} | head -1")
    assert (done.status, done.stderr, len(done.lines)) == (0, "", 1)


@pytest.mark.parametrize(
    "call",
    some([*(" ".join(call) for call in CALLS.values()), "--help", "find -h", "--version"], of=9),
)
def test_a_reader_that_has_gone_is_no_error(run: Program, call: str) -> None:
    done = run.in_bash(
        f"mkfifo gone; {{ read <gone; mi-survey {call}; }} | {{ exec <&-; echo >gone; }}"
    )
    assert done == Finished(0, b"", COUNTS.get(call, ""))


def test_keys_and_plain_lines_go_from_find_to_show(run: Program, call: Call) -> None:
    keys = call("find", "refusal", "-n", "3", "--format", "keys").text.split()
    shown = call("show", *keys)
    assert (shown.status, len(keys)) == (0, 3)
    assert run.in_bash("mi-survey find refusal -n 3 --format keys | mi-survey show -") == shown
    assert call.in_pipe("mi-survey find refusal -n 3 | mi-survey show -") == shown


def test_keys_on_standard_input_may_be_anything_that_names_a_work(call: Call) -> None:
    typed = "\ufeffROME\r\n\n  https://arxiv.org/abs/2406.11717  \r\n".encode()
    done = call("show", "-", "--format", "keys", stdin=typed)
    assert done == Finished(0, b"meng2022locating\narditi2024refusal\n", "")


_NAMED = "ROME\n2406.11717\tand more\nITI\n"
_KEYS = ["meng2022locating", "arditi2024refusal", "li2023inferencetime"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", _KEYS),
        ("--sort year", [_KEYS[0], _KEYS[2], _KEYS[1]]),
        ("-n 2", _KEYS[:2]),
        ("--year 2023..", _KEYS[1:]),
        ("--steer vector --area safety --sort key", [_KEYS[1], _KEYS[2]]),
        ("refusal", [_KEYS[1]]),
        ("inference", [_KEYS[2]]),
        ("--object neuron", []),
    ],
)
def test_find_takes_the_works_that_standard_input_names(
    call: Call, words: str, found: list[str]
) -> None:
    stdin = _NAMED.encode()
    done = call("find", "-", *words.split(), "--format", "keys", stdin=stdin)
    assert (done.status, done.lines, done.stderr) == (0, found, "")
    counted = call("find", *words.split(), "-", "--count", stdin=stdin)
    assert counted.text == f"{len(found)}\n"


def test_find_of_what_find_printed_keeps_its_order(call: Call) -> None:
    printed = call("find", "refusal", "--format", "keys").lines
    both = set(call("find", "refusal", "--object", "residual", "--format", "keys").lines)
    assert len(both) > 3
    for between in ("", "--format keys"):
        piped = call.in_pipe(
            f"mi-survey find refusal {between} | mi-survey find - --object residual --format keys"
        )
        assert piped.status == 0
        assert piped.lines == [key for key in printed if key in both]


def test_find_refuses_names_of_no_work_and_a_terminal(call: Call) -> None:
    wrong = call("find", "-", "--json", stdin=b"ROME\nno-such-work\n")
    assert (wrong.status, wrong.stdout) == (3, b"")
    assert "no-such-work" in wrong.stderr
    assert call("find", "-", stdin=b"") == Finished(0, b"", "")
    assert call("find", "-", "--json", stdin=b"") == Finished(0, b"[]\n", "")
    awaited = call.on_terminal("find", "-")
    assert (awaited.status, awaited.errors[0]) == (
        2,
        "error: no keys on standard input, which is a terminal",
    )


@pytest.mark.parametrize("name", ["find", "show", "export"])
def test_standard_input_is_not_read_twice(call: Call, name: str) -> None:
    for words in (("-", "--catalog", "-"), ("-", "-")):
        done = call(name, *words, stdin=b"ROME\n")
        assert (done.status, done.stdout) == (2, b"")
        assert done.errors[0] == "error: standard input can be read only once"


def test_no_keys_on_standard_input_is_nothing_to_show(call: Call) -> None:
    assert call("show", "-", stdin=b"") == Finished(0, b"", "")
    assert call("show", "-", "--json", stdin=b"\n\n") == Finished(0, b"[]\n", "")


def test_keys_awaited_from_a_terminal_give_help_instead_of_a_hang(call: Call) -> None:
    done = call.on_terminal("show", "-")
    assert done.status == 2
    assert done.stderr == (
        "error: no keys on standard input, which is a terminal\n"
        "hint: pipe them: mi-survey find --format keys … | mi-survey show -\n"
    )


@pytest.mark.parametrize(
    "call",
    some([*(" ".join(call) for call in CALLS.values()), "find --json", "-h", "--version"], of=9),
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


@pytest.mark.parametrize(
    "call", some(["find", "-h", "show ROME", "find --json=key", "--version"], of=2)
)
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
