"""What the program asks of its surroundings: no home, no network, no file, no Unicode."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from effort import some
from program import ALL, CALLS, Call, Program, make_work
from programs import need_program

# What Python runs first: whatever opens a socket, or a file for writing, is noted and refused.
WATCH = """
import os, sys
def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event.startswith("socket.") or (writes and arguments[0] != os.devnull):
        os.write(2, f"refused: {event} {arguments}\\n".encode())
        os._exit(99)
sys.addaudithook(watch)
"""

_WITHOUT_LOCALE: dict[str, str | None] = {
    "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"
}  # fmt: skip


def _list_files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


def test_no_command_touches_the_network_or_writes_a_file(run: Program, tmp_path: Path) -> None:
    watched = tmp_path / "site"
    watched.mkdir()
    (watched / "sitecustomize.py").write_text(WATCH)
    before = _list_files(run.home)
    calls = some([*CALLS.values()], of=3)
    code = (
        f"from mi_survey.cli.app import main\nfor call in {calls!r}: assert main(call) == 0, call"
    )
    env = {"PYTHONPATH": str(watched), "PYTHONDONTWRITEBYTECODE": "1", "MI_SURVEY_CACHE": "off"}
    done = run.python(code, env=env)
    assert done.status == 0, done.stderr
    assert "refused" not in done.stderr
    assert _list_files(run.home) == before


def test_the_watch_sees_what_it_is_for(run: Program, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    env = {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    for code in ("import socket; socket.socket()", "open('new', 'w')"):
        assert run.in_bash(f'python -c "{code}"', env=env).status == 99


@pytest.mark.external
def test_it_works_without_a_network_at_all(run: Program) -> None:
    if subprocess.run(
        [need_program("unshare"), "-rn", "true"], capture_output=True, check=False
    ).returncode:
        pytest.skip("unshare -rn is not allowed here")
    done = run.in_bash("unshare -rn mi-survey find refusal")
    assert done == run("find", "refusal")


@pytest.mark.parametrize("name", ["find", "show"])
def test_no_home_is_needed(call: Call, name: str) -> None:
    usual = call(*CALLS[name])
    assert usual.status == 0
    for home in (None, "/nonexistent", ""):
        assert call(*CALLS[name], env={"HOME": home}) == usual


def test_a_home_and_a_folder_that_are_read_only_do(run: Program, call: Call) -> None:
    usual = call("find", "refusal")
    run.home.chmod(0o500)
    try:
        assert run("find", "refusal") == usual
        assert call.on_terminal("find", "refusal").status == 0
    finally:
        run.home.chmod(0o700)
    assert _list_files(run.home) == []


def test_an_empty_environment_does(run: Program, call: Call) -> None:
    empty = dict.fromkeys(("HOME", "LANG"))
    assert run("find", "refusal", env=empty) == call("find", "refusal")


@pytest.mark.parametrize(
    "env",
    [
        _WITHOUT_LOCALE,
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii:strict", "TERM": None, "COLUMNS": "60"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "call", some(["find højer", "show survey hojer2025improving", "find -h"], of=3)
)
def test_an_ascii_terminal_is_written_to_without_a_crash(
    run: Program, call: str, env: dict[str, str | None]
) -> None:
    done = run.on_terminal(*call.split(), env={"TERM": "xterm", "PAGER": "cat", **env})
    assert (done.status, done.stderr) == (0, "")
    assert len(done.stdout) > 100


_NOT_ASCII = (
    ("find", "--count", "Schütze"),
    ("find", "--count", "--author", "Schütze"),
    ("axes", "object", "--author=Schütze"),
    ("matrix", "object", "steer", "--author", "Schütze"),
    ("export", "--author", "Schütze"),
    ("show", "Ñandu ‘üß’"),
)


@pytest.mark.parametrize("words", _NOT_ASCII, ids=" ".join)
def test_text_is_understood_without_a_locale(call: Call, words: tuple[str, ...]) -> None:
    usual = call(*words)
    done = call(*(word.encode().decode("ascii", "surrogateescape") for word in words))
    assert (done.status, done.stdout) == (usual.status, usual.stdout)
    if words[0] == "find":
        assert int(done.text) > 0


@pytest.mark.parametrize("words", some(_NOT_ASCII[1::2], of=3), ids=" ".join)
def test_a_process_without_a_locale_understands_the_same(
    run: Program, call: Call, words: tuple[str, ...]
) -> None:
    usual, done = call(*words), run(*words, env=_WITHOUT_LOCALE)
    assert (done.status, done.stdout) == (usual.status, usual.stdout)


def test_a_file_is_found_by_its_bytes_without_a_locale(run: Program) -> None:
    run.write_works("Schütze.json", make_work())
    done = run("find", "--catalog", "Schütze.json", "--format", "keys", env=_WITHOUT_LOCALE)
    assert (done.status, done.lines) == (0, ["own2024work"])


def test_the_terminal_is_asked_for_nothing(call: Call) -> None:
    done = call.on_terminal("find", "refusal", env={"TERM": "xterm-256color", "PAGER": "cat"})
    for query in (b"\x1b[6n", b"\x1b[c", b"\x1b]10;?", b"\x1b[?"):
        assert query not in done.stdout


def test_a_folder_that_is_gone_does(run: Program) -> None:
    done = run.in_bash("mkdir gone && cd gone && rmdir ../gone && mi-survey find --count")
    assert (done.status, done.stdout, done.stderr) == (0, b"%d\n" % ALL, "")


def test_modules_in_the_folder_are_not_taken_for_ours(run: Program) -> None:
    for name in ("json", "typer", "mi_survey", "rich", "random"):
        (run.folder / f"{name}.py").write_text("raise SystemExit('executed')")
    assert run("find", "--count").stdout == b"%d\n" % ALL
    assert not (run.folder / "__pycache__").exists()
