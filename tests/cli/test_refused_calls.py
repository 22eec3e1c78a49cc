"""Calls that are refused, and names that no file can have: nothing is changed, nothing fails.

Exit 2 means that no file has changed: over every command that writes, with every option of it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from effort import some
from mi_survey import files
from mi_survey.cli.app import COMMANDS, build_command
from mi_survey.errors import ExitStatus
from program import Call, Program
from writing import REFS, WRITING, fill, read_all

# What every option with a value may be given wrongly; and options that exclude each other.
BAD_VALUES = ("nosuch", "", "-1", "2025..2020")
BAD_PAIRS = (
    ("--nosuch",),
    ("--format", "nosuch"),
    ("--format", "markdown"),
    ("--json=nosuch",),
    ("--json", "--format", "csv"),
    ("--color", "nosuch"),
    ("--fix", "--missing"),
    ("--dry-run", "-o"),
)


@pytest.fixture
def folder(run: Program) -> Path:
    """Return the folder where the program runs, with a file for every command."""
    fill(run.folder)
    return run.folder


def _iter_options(name: str, *, flags: bool = False) -> Iterator[str]:
    for parameter in build_command(name).params:
        if parameter.param_type_name == "option" and (flags or not parameter.is_flag):
            yield parameter.opts[0]


def test_every_command_that_takes_a_file_to_write_is_here() -> None:
    asking = {"--output", "--write", "--fix", "--install"}
    writing = {name for name in COMMANDS if asking & {*_iter_options(name, flags=True)}}
    assert writing == set(WRITING)


@pytest.mark.parametrize("name", WRITING)
def test_a_sound_call_writes(call: Call, folder: Path, name: str) -> None:
    before = read_all(folder)
    assert call(*WRITING[name]).status in (ExitStatus.DONE, ExitStatus.FOUND)
    assert read_all(folder) != before


@pytest.mark.parametrize("name", WRITING)
def test_what_is_refused_changes_no_file(call: Call, folder: Path, name: str) -> None:
    before = read_all(folder)
    wrong = [(option, value) for option in _iter_options(name) for value in BAD_VALUES]
    refused = 0
    for words in (*some(wrong, of=20), *BAD_PAIRS):
        done = call(*WRITING[name], *words)
        assert done.status != ExitStatus.INTERNAL, (words, done.stderr)
        if done.status == ExitStatus.USAGE:
            refused += 1
            assert read_all(folder) == before, words
        else:  # what was done is undone for the next
            for file in read_all(folder).keys() - before.keys():
                (folder / file).unlink()
            for file, data in before.items():
                (folder / file).write_bytes(data)
    assert refused >= 5


# A file's name for every argument and option that takes one, within a call that uses it.
TAKES_A_FILE = (
    ("check", "{}"),
    ("check", "{}.bib"),
    ("check", "{}.bib", "--fix"),
    ("check", "refs.bib", "--fix", "-o", "{}"),
    ("check", "{}.bib", "--format", "sarif"),
    ("check", "refs.bib", "--format", "sarif", "--catalog", "{}"),
    ("catalog", "lint", "{}"),
    ("catalog", "lint", "{}", "--format", "sarif"),
    ("catalog", "lint", "list.md", "--fix", "-o", "{}"),
    ("catalog", "import", "{}", "--source", "neurons"),
    ("catalog", "import", "list.md", "--source", "neurons", "--write", "{}"),
    ("catalog", "add", "2401.00001", "--title", "On Neurons", "--write", "{}"),
    ("catalog", "validate", "{}"),
    ("catalog", "validate", "{}", "--format", "sarif"),
    ("catalog", "diff", "{}"),
    ("catalog", "diff", "own.json", "{}"),
    ("export", "ROME", "-o", "{}", "--format", "bibtex"),
    ("export", "ROME", "-o", "{}", "--format", "bibtex", "--append"),
    ("export", "ROME", "-o", "{}.bib", "--force"),
    ("matrix", "object", "steer", "-o", "{}", "--format", "svg"),
    ("matrix", "object", "steer", "-o", "{}.tex", "--force"),
    ("tree", "object", "steer", "-o", "{}.tex", "--force"),
    ("tree", "object", "steer", "-o", "tree.tex", "--bib", "{}", "--force"),
    ("find", "--count", "--catalog", "{}"),
    ("find", "--count", "--catalog", "+{}"),
    ("show", "ROME", "--catalog", "{}"),
)  # fmt: skip
HOSTILE = {
    "a circle of links": "loop",
    "a name too long": "n" * 304,
    "bytes that are no UTF-8": os.fsdecode(b"\xff\xfe"),
    "a lone surrogate": "\ud800",
    "a null character": "a\0b",
    "a folder": ".",
    "a file as a folder": "refs.bib/x",
    "a full device": "/dev/full",
    "an endless device": "/dev/zero",
    "nothing": "",
}


@pytest.mark.parametrize("words", some(TAKES_A_FILE, of=3), ids=" ".join)
def test_no_name_of_a_file_is_a_fault_of_ours(
    call: Call, folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "loop.bib").symlink_to("loop.bib")
    for what, name in HOSTILE.items():
        done = call(*(word.format(name) for word in words))
        assert done.status in set(ExitStatus) - {ExitStatus.INTERNAL}, (what, done.stderr)
        assert "Traceback" not in done.stderr
    assert (folder / "loop").is_symlink()


@pytest.mark.parametrize(
    "words",
    [
        ("check", "big.bib"),
        ("catalog", "lint", "big.md"),
        ("catalog", "validate", "big.json"),
        ("find", "--catalog", "big.json"),
        ("find", "--catalog", "-"),
        ("check", "-"),
    ],
    ids=" ".join,
)
def test_what_is_too_large_is_refused(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(files, "LARGEST", 2_000_000)
    for name in ("big.bib", "big.md", "big.json"):
        with (folder / name).open("wb") as file:
            file.truncate(2_000_001)
    done = call(*words, stdin=b" " * 2_000_001)
    assert done.status in (ExitStatus.USAGE, ExitStatus.CATALOG)
    assert done.errors[0].endswith("it is larger than 2 MB")


def test_a_pipe_that_was_named_is_read(call: Call, folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    text = (folder / "own.json").read_bytes()
    writer = threading.Thread(target=(folder / "pipe.json").write_bytes, args=(text,))
    writer.start()
    done = call("find", "--catalog", "pipe.json", "--count")
    writer.join()
    assert (done.status, done.text) == (ExitStatus.DONE, "1\n")


def test_an_unreadable_name_is_shown_in_sarif(call: Call, folder: Path) -> None:
    name = os.fsdecode(b"r\xff.bib")
    (folder / name).write_text(REFS)
    done = call("check", name, "--format", "sarif")
    (result,) = done.json["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "r%FF.bib"


@pytest.mark.parametrize(
    "words",
    [
        ("catalog", "diff", "-", "+-"),
        ("catalog", "diff", "-", "-"),
        ("check", "-", "--catalog", "+-"),
        ("catalog", "lint", "-", "--catalog", "-"),
        ("find", "--catalog", "-", "--catalog", "+-"),
    ],
)
def test_standard_input_is_read_only_once(call: Call, words: tuple[str, ...]) -> None:
    done = call(*words)
    assert done.status == ExitStatus.USAGE
    assert done.errors[0] == "error: standard input can be read only once"


@pytest.mark.parametrize("bad", ["--json=BAD", "--json", "--json=rows"])
def test_a_picture_is_no_json(call: Call, folder: Path, bad: str) -> None:
    before = read_all(folder)
    done = call("matrix", "object", "steer", "-o", "map.svg", bad)
    assert done.status == ExitStatus.USAGE
    assert read_all(folder) == before


def test_what_came_through_a_pipe_is_not_to_be_validated_from_there(call: Call) -> None:
    done = call("find", "--catalog", "-", stdin=b'[{"key": "a"}]')
    assert done.status == ExitStatus.CATALOG
    assert done.errors[-1].startswith("hint: mend it, then try: mi-survey catalog validate FILE")


def test_a_list_is_named_by_its_beginning(call: Call, folder: Path) -> None:
    assert folder.is_dir()
    done = call("catalog", "import", "list.md", "--source", "neur", "--json")
    assert call("catalog", "import", "list.md", "--source", "neurons", "--json") == done
    assert "note: the catalog has no source" not in done.stderr


def test_an_empty_matrix_is_nothing_and_a_sound_catalog_is_not(call: Call) -> None:
    empty = ("matrix", "object", "steer", "--year", "1900", "--exit-status")
    for shape in ((), ("--json",), ("--format", "csv")):
        assert call(*empty, *shape).status == ExitStatus.FOUND
    assert call("matrix", "object", "steer", "--exit-status").status == ExitStatus.DONE
    assert call("catalog", "validate", "--json", "--exit-status").status == ExitStatus.DONE
