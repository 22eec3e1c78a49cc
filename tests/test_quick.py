"""The short way prints what the long way prints, byte for byte, or leaves the call to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from effort import IN_CI, some
from mi_survey import quick
from mi_survey.catalog.compiled import NAME
from mi_survey.cli.completion import parse_line
from mi_survey.compiling import compile_catalog
from program import Call, Finished
from short_calls import make_begun, make_find, make_show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SEEDS = some(range(10), of=5)
_LINES = 50 if IN_CI else 25  # for each seed
_LEAST_SHARE = 0.4
# All that the short way may load beyond what the interpreter loads for itself.
_MODULES = frozenset(
    """
    __future__ gc mi_survey mi_survey.version mi_survey.__main__ mi_survey.quick mi_survey.catalog
    mi_survey.catalog.compiled mi_survey.query mi_survey.query.bits mi_survey.query.years
    mi_survey.model mi_survey.model.term mi_survey.text mi_survey.cli mi_survey.cli.candidate
    """.split()
)
_FIND = ("find", "--object", "neuron", "--steer", "amplitude", "--year", "2020..")
_COMPLETE = "_MI_SURVEY_COMPLETE"


def _make_calls(seed: int) -> Iterator[list[str]]:
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    for _ in range(_LINES):
        yield make_find(random) if random.random() < 0.75 else make_show(random)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Compile the catalog of the checkout."""
    path = str(tmp_path_factory.mktemp("compiled") / NAME)
    compile_catalog(path)
    return path


@pytest.mark.parametrize("seed", _SEEDS)
def test_both_ways_agree(seed: int, compiled: str, call: Call) -> None:
    for words in _make_calls(seed):
        found = quick.answer(words, {}, file=compiled)
        if found is not None:
            assert call(*words) == Finished(0, found, ""), words


def test_the_short_way_answers_many_calls(compiled: str) -> None:
    calls = [words for seed in _SEEDS for words in _make_calls(seed)]
    found = [quick.answer(words, {}, file=compiled) for words in calls]
    assert len(calls) == len(_SEEDS) * _LINES
    assert sum(answer is not None for answer in found) >= _LEAST_SHARE * len(calls)


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
@pytest.mark.parametrize("seed", _SEEDS[:2])
def test_both_ways_complete_alike(
    shell: str, seed: int, compiled: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    answered = 0
    for _ in range(_LINES):
        words = make_begun(random)
        environ = {_COMPLETE: shell, "_MI_SURVEY_COMP_TYPE": random.choice(("9", "63", "37"))}
        if shell == "bash":
            line = " ".join(["mi-survey", *words])
            begun = parse_line(line)[0][-1]
            words = [line, begun.rpartition("=")[2]]
        found = quick.answer(words, environ, file=compiled)
        if found is not None:
            answered += 1
            monkeypatch.setattr(sys, "argv", ["mi-survey", *words])
            assert call(*words, env=environ) == Finished(0, found, ""), words
    assert answered / _LINES >= _LEAST_SHARE


@pytest.mark.parametrize("shell", ["powershell", "tcsh", ""])
def test_other_shells_go_the_long_way(shell: str, compiled: str) -> None:
    words = ["find", "--object", ""]
    assert quick.answer(words, {_COMPLETE: shell}, file=compiled) is None
    assert quick.answer(words, {_COMPLETE: "zsh"}, file=compiled)


def test_another_catalog_goes_the_long_way(compiled: str) -> None:
    assert quick.answer(_FIND, {"MI_SURVEY_CATALOG": "own.json"}, file=compiled) is None
    assert quick.answer([*_FIND, "--catalog", "own.json"], {}, file=compiled) is None


def test_an_unsound_file_goes_the_long_way(compiled: str, tmp_path: Path) -> None:
    path = tmp_path / NAME
    sound = Path(compiled).read_bytes()
    assert quick.answer(_FIND, {}, file=str(path)) is None
    version = sound.split(b"\t")[1]
    damaged = [sound[:length] for length in (0, 5, 30, 60, 4000, 9000, len(sound) - 1)]
    damaged += [sound + b"\n", sound.replace(version, b"9" * len(version), 1), b"\xff" + sound[1:]]
    for data in damaged:
        path.write_bytes(data)
        assert quick.answer(_FIND, {}, file=str(path)) is None
    path.write_bytes(sound)
    assert quick.answer(_FIND, {}, file=str(path))


def test_a_system_without_reads_at_a_position_goes_the_long_way(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "pread")
    assert quick.answer(_FIND, {}, file=compiled) is None


def test_compiling_for_the_wheel_gives_the_same_bytes(compiled: str, wheel: Path) -> None:
    """As another process does, whose hashes of strings are others."""
    path = wheel / "mi_survey" / "_catalog" / NAME
    assert path.read_bytes() == Path(compiled).read_bytes()


# Starts as the installed script does; with TOLD, says on standard error what it has loaded.
_PROGRAM = """
import os, sys
before = {*sys.modules}
if "TOLD" in os.environ:
    leave = os._exit
    os._exit = lambda status: (print(*sys.modules.keys() - before, file=sys.stderr), leave(status))
from mi_survey.__main__ import run
run()
"""


class _Ways:
    """The program of a wheel, with its compiled catalog and without."""

    def __init__(self, site: Path, home: Path) -> None:
        self.site = site
        self.program = home / "program.py"
        self.program.write_text(_PROGRAM, encoding="utf-8")
        self.without = home / "site"
        self.without.mkdir()
        package = self.without / "mi_survey"
        package.mkdir()
        for path in (site / "mi_survey").iterdir():
            if path.name != "_catalog":
                (package / path.name).symlink_to(path)
        (package / "_catalog").mkdir()
        for path in (site / "mi_survey" / "_catalog").iterdir():
            if path.name != NAME:
                (package / "_catalog" / path.name).symlink_to(path)

    def run(self, script: str, *, short: bool, **changes: str) -> tuple[int, bytes, bytes]:
        """Run a script in which ``$survey`` is the program."""
        site = self.site if short else self.without
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(site),
            "PYTHONPYCACHEPREFIX": str(self.site.parent / "bytecode"),  # of all tests
            **changes,
        }
        done = subprocess.run(
            ["bash", "-c", f'survey() {{ {sys.executable} {self.program} "$@"; }}; {script}'],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def ways(wheel: Path, tmp_path: Path) -> _Ways:
    return _Ways(wheel, tmp_path)


_CASES: Mapping[str, str] = {
    "a pipe": "survey find --object neuron",
    "a full disk": "survey find --object neuron > /dev/full",
    "a closed stdout": "survey find --object neuron >&-",
    "a closed stdin": "survey show ROME <&-",
    "a closed stderr": "survey show ROME 2>&-",
    "a reader that leaves": "survey find | head -1; echo ${PIPESTATUS[0]}",
    "a reader that is not there": "(sleep 0.3; survey find --year 2024; echo $? >&2) | true",
    "undecodable words": r"survey show $'\xff\xfe'; survey find --object $'neuron\xff'",
    "a lone surrogate": "survey find --venue $'\\xed\\xa0\\x80'",
    "an empty word": "survey ''; survey find '' --count; survey show ''",
    "no words": "survey",
    "repeated options": "survey find --limit 2 --limit 1 --color bad --color never --object neuron",
    "a value that is an option": "survey find --object --count",
    "the version": "survey --version",
    "exit status": "survey find --object neuron --count --exit-status; survey find --year 1900",
}


# What the locale could make a difference to.
_IN_ASCII = ("a pipe", "undecodable words", "a lone surrogate")


@pytest.mark.parametrize(
    ("case", "locale"),
    some([*((case, "C.UTF-8") for case in _CASES), *((case, "C") for case in _IN_ASCII)], of=9),
)
def test_both_ways_end_alike(case: str, locale: str, ways: _Ways) -> None:
    changes = {"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    script = f"{_CASES[case]}; echo $? >&2"
    assert ways.run(script, short=True, **changes) == ways.run(script, short=False, **changes)


@pytest.mark.parametrize(
    "script",
    [
        f"survey {' '.join(_FIND)}",
        "survey find --area safety --count",
        "survey find --kind paper --format keys",
        "survey find --steer vector --json",
        "survey show 2406.11717v3",
        f"{_COMPLETE}=zsh survey find --object ''",
        f"{_COMPLETE}=bash survey 'mi-survey show ard' ard",
    ],
)
def test_the_wheel_goes_the_short_way_with_these_modules_alone(script: str, ways: _Ways) -> None:
    status, found, modules = ways.run(script, short=True, TOLD="1")
    assert (status, bool(found)) == (0, True)
    assert {*modules.decode().split()} <= _MODULES


def test_without_the_compiled_catalog_it_goes_the_long_way(ways: _Ways) -> None:
    assert "typer" in ways.run("survey --version", short=False, TOLD="1")[2].decode().split()
