"""Measure what commands cost from start to end, beside Python, Typer, jq and papis.

    python tests/bench/startup.py --repeat 21

The wheel is built and installed into an environment of its own, by the newest pip that there
is, since the script that starts the program is pip's. All times come from one run: each round
starts every program once, in another order, so that noise hits all alike; they are processor
time, which other programs lengthen little. Byte code is compiled and every file has been read
before. It is a report; with ``--strict`` a missed goal is a failure.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from mi_survey.catalog.store import bundled_folder, load_bundled

# pytest finds the modules that tests share by its `pythonpath`; a script must find them itself.
sys.path.append(str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1]))
from columns import render_columns
from papis_library import configure_papis, write_library

from program import CALLS

_ROOT = Path(__file__).parents[2]
_PYTHON = "python -c pass"
_CONSTANT = "one-command Typer app"
_JQ = "jq, the same filter"
_PAPIS = "papis list"
_FILTERS = ("find", "--object", "neuron", "--steer", "amplitude")
_COMPLETE = {"_MI_SURVEY_COMPLETE": "zsh"}
# Calls that go the short way, and some of the long way, beside those of ``CALLS``.
_SHORT: Mapping[str, tuple[str, ...]] = {
    "find, piped": _FILTERS,
    "find --count": (*_FILTERS, "--count"),
    "find --format keys": (*_FILTERS, "--format", "keys"),
    "find --json": (*_FILTERS, "--json"),
    "show KEY": ("show", "arditi2024refusal"),
    "show arXiv id": ("show", "2406.11717v3"),
    "completion of --object": ("find", "--object", ""),
    "completion of a key": ("show", "ard"),
}
_LONG: Mapping[str, tuple[str, ...]] = {
    "--version": ("--version",),
    "--help": ("--help",),
    "find --sort title, piped": (*_FILTERS, "--sort", "title"),
    "find TEXT, piped": ("find", "refusal", "direction"),
    "find, table": (*_FILTERS, "--color", "always"),
}
# The most that calls may take, as a multiple of another program of the same run.
_GOALS = [
    *((name, other, most) for name in _SHORT for other, most in ((_PYTHON, 1.3), (_JQ, 0.5))),
    ("find --sort title, piped", _CONSTANT, 1.25),
    ("find, piped", _PAPIS, 0.5),
]
_SELECT = (
    '.[] | select(any(.placements[]?; (.object // [] | index("neuron"))'
    ' and .steer == "amplitude-manipulation")) | [.key, .title] | @tsv'
)
_DATABASES = {"SQLite database": "sqlite", "default database": "papis"}

_CONSTANT_APP = """\
import typer

app = typer.Typer()


@app.command()
def main() -> None:
    typer.echo("constant")


app()
"""
# What would make a start slower than it is for users, or send it elsewhere.
_UNSET = (
    "COLUMNS",
    "FORCE_COLOR",
    "MI_SURVEY_CATALOG",
    "MI_SURVEY_DEBUG",
    "NO_COLOR",
    "PYTHONDEVMODE",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONUNBUFFERED",
    "PYTHONWARNINGS",
)


@dataclass(frozen=True, slots=True)
class Program:
    """What is started, with what is added to the environment.

    ``is_silent`` says whether it prints nothing; ``None``, that it may.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_silent: bool | None = False

    def run(self) -> float:
        """Run it with its output in a pipe; return the seconds of processor time that it took.

        Raises:
            RuntimeError: it failed, or printed nothing where it should.
        """
        environment = {name: text for name, text in os.environ.items() if name not in _UNSET}
        environment |= self.environment
        start = _processor_seconds()
        done = subprocess.run(
            self.arguments,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        seconds = _processor_seconds() - start
        if done.returncode or bool(done.stdout) is self.is_silent:
            call = " ".join(self.arguments)
            raise RuntimeError(f"{call}: status {done.returncode}\n{done.stderr.decode()}")
        return seconds


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def install_wheel(folder: Path) -> Path:
    """Build the wheel, install it into a new environment, and return the folder of its programs."""
    programs = folder / "environment" / "bin"
    pip = str(programs / "pip")
    for call in (
        (sys.executable, "-m", "venv", str(programs.parent)),
        (pip, "install", "--quiet", "--upgrade", "pip"),
        (pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(_ROOT)),
    ):
        subprocess.run(call, check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run((pip, "install", "--quiet", str(wheel)), check=True)
    return programs


def make_programs(folder: Path, installed: Path) -> dict[str, Program]:
    """Return our calls and those to compare them with, papis apart."""
    python, survey = str(installed / "python"), str(installed / "mi-survey")
    constant = folder / "constant.py"
    constant.write_text(_CONSTANT_APP, encoding="utf-8")
    programs = {
        _PYTHON: Program((python, "-c", "pass"), is_silent=True),
        _CONSTANT: Program((python, str(constant))),
    }
    if jq := shutil.which("jq"):
        works = str(bundled_folder() / "works.json")
        programs[_JQ] = Program((jq, "-r", _SELECT, works))
    for name, words in {**_SHORT, **_LONG}.items():
        environment = _COMPLETE if name.startswith("completion") else {}
        programs[name] = Program((survey, *words), environment)
    for name, words in CALLS.items():
        if name not in ("find", "show"):
            programs[name] = Program((survey, *words), is_silent=None)
    return programs


def make_papis(folder: Path) -> dict[str, Program]:
    """Return papis' list over the same works, for each of its databases that need no server.

    Printing ids is the fastest that ``papis list`` does with the documents found.
    """
    papis = _find_program("papis")
    if papis is None:
        if os.environ.get("CI"):
            raise SystemExit("papis is not installed; without CI set, it would be left out")
        return {}
    library = folder / "library"
    write_library(library, load_bundled().works)
    query = "tags:neuron tags:amplitude"
    return {
        f"{_PAPIS}, {name}": Program(
            (papis, "list", "--all", "--id", query),
            configure_papis(folder / backend, library=library, backend=backend),
        )
        for name, backend in _DATABASES.items()
    }


def _find_program(name: str) -> str | None:
    beside = str(Path(sys.executable).parent)
    return shutil.which(name, path=beside) or shutil.which(name)


def measure(programs: Mapping[str, Program], *, repeat: int) -> dict[str, list[float]]:
    """Return the milliseconds of each program in every round."""
    for program in programs.values():
        program.run()  # reads the files, and has papis build its databases
        program.run()
    order = list(programs)
    rng = random.Random(repeat)  # noqa: S311 - repeatable, nothing secret
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(repeat):
        rng.shuffle(order)
        for name in order:
            times[name].append(1000 * programs[name].run())
    return times


def compare(row: Sequence[float], other: Sequence[float]) -> float:
    """Return the median over the rounds of how many times as long as another a program took.

    What slows a whole round down leaves it as it is.
    """
    return median(mine / theirs for mine, theirs in zip(row, other, strict=True))


def find_fastest_papis(times: Mapping[str, Sequence[float]]) -> str | None:
    """Return the name of the fastest of papis' rows; ``None`` without papis."""
    rows = [name for name in times if name.startswith(_PAPIS)]
    return min(rows, key=lambda name: median(times[name]), default=None)


def render_times(times: Mapping[str, Sequence[float]]) -> str:
    """Render median, least, and the ratios to the programs of others."""
    others = [other for other in (_PYTHON, _CONSTANT, _JQ) if other in times]
    if papis := find_fastest_papis(times):
        others.append(papis)
    rows = [
        [
            name,
            f"{median(row):.1f}",
            f"{min(row):.1f}",
            *(f"{compare(row, times[other]):.2f}" for other in others),
        ]
        for name, row in times.items()
    ]
    short = [
        "/ python",
        "/ Typer app",
        *(f"/ {other.split()[0].strip(',')}" for other in others[2:]),
    ]
    return render_columns(["", "median ms", "min ms", *short], rows)


def iter_goals(times: Mapping[str, Sequence[float]]) -> Iterable[tuple[str, bool]]:
    """Yield each goal in words with its measurement, and whether it is reached."""
    for name, other, most in _GOALS:
        row = find_fastest_papis(times) if other == _PAPIS else other
        if row is None or row not in times:
            yield f"{name} <= {most} x {other}: not measured, it is not installed", True
            continue
        ratio = compare(times[name], times[row])
        verdict = "reached" if ratio <= most else "missed"
        yield f"{name} <= {most} x {row}: {ratio:.2f}, {verdict}", ratio <= most


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table and the goals; return 1 only for a goal missed under --strict."""
    parser = argparse.ArgumentParser(description="Measure how long commands take.")
    parser.add_argument("--repeat", type=int, default=21, metavar="N", help="rounds, 15 or more")
    parser.add_argument("--strict", action="store_true", help="fail where a goal is missed")
    options = parser.parse_args(arguments)
    if options.repeat < 15:
        parser.error("fewer than 15 rounds say nothing")
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # not that of who measures
        programs = make_programs(folder, install_wheel(folder)) | make_papis(folder)
        times = measure(programs, repeat=options.repeat)
    version = ".".join(map(str, sys.version_info[:3]))
    told = f"Python {version}, {options.repeat} rounds, interleaved, warm caches, processor time"
    sys.stdout.write(f"{told}\n\n")
    sys.stdout.write(render_times(times) + "\n")
    goals = list(iter_goals(times))
    sys.stdout.write("".join(f"{words}\n" for words, _ in goals))
    return int(options.strict and not all(reached for _, reached in goals))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
