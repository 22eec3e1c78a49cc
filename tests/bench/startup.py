"""Measure how long commands take from start to end, beside the least that Typer takes and papis.

    python tests/bench/startup.py --repeat 21

All times come from one run: each round starts every program once, in another order, so that
noise hits all alike. Byte code is compiled and every file has been read before. It is a
report; with ``--strict`` a missed goal is a failure.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import mi_survey
from mi_survey.catalog.store import load_bundled

# pytest finds the modules that tests share by its `pythonpath`; a script must find them itself.
sys.path.append(str(Path(__file__).parent))
from columns import render_columns
from papis_library import configure_papis, write_library

_FIND = "find, piped"
_CONSTANT = "one-command Typer app"
_PAPIS = "papis list"
# The most that piped `find` may take, as a multiple of another program of the same run.
_GOALS = {_CONSTANT: 1.25, _PAPIS: 0.5}
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
    """What is started, with what is added to the environment."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_silent: bool = False

    def run(self) -> float:
        """Run it with its output in a pipe; return the seconds from start to end.

        Raises:
            RuntimeError: it failed, or printed nothing where it should.
        """
        environment = {name: text for name, text in os.environ.items() if name not in _UNSET}
        environment |= self.environment
        start = perf_counter()
        done = subprocess.run(
            self.arguments,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        seconds = perf_counter() - start
        if done.returncode or bool(done.stdout) == self.is_silent:
            call = " ".join(self.arguments)
            raise RuntimeError(f"{call}: status {done.returncode}\n{done.stderr.decode()}")
        return seconds


def make_programs(folder: Path) -> dict[str, Program]:
    """Return our calls and those to compare them with, papis apart."""
    survey = _find_program("mi-survey")
    if survey is None:
        raise SystemExit("mi-survey is not installed beside this Python")
    filters = ("find", "--object", "neuron", "--steer", "amplitude")
    constant = folder / "constant.py"
    constant.write_text(_CONSTANT_APP, encoding="utf-8")
    return {
        "python -c pass": Program((sys.executable, "-c", "pass"), is_silent=True),
        _CONSTANT: Program((sys.executable, str(constant))),
        "--version": Program((survey, "--version")),
        "--help": Program((survey, "--help")),
        "completion of --object": Program(
            (survey, "find", "--object", ""), {"_MI_SURVEY_COMPLETE": "zsh"}
        ),
        _FIND: Program((survey, *filters)),
        "find --json, piped": Program((survey, *filters, "--json")),
        "find TEXT, piped": Program((survey, "find", "refusal", "direction")),
        "find, table": Program((survey, *filters, "--color", "always")),
    }


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
    """Render median, least, and the ratios to the constant app and to papis."""
    papis = find_fastest_papis(times)
    rows = [
        [
            name,
            f"{median(row):.1f}",
            f"{min(row):.1f}",
            f"{compare(row, times[_CONSTANT]):.2f}",
            f"{compare(row, times[papis]):.2f}" if papis else "-",
        ]
        for name, row in times.items()
    ]
    return render_columns(["", "median ms", "min ms", "/ Typer app", "/ papis"], rows)


def iter_goals(times: Mapping[str, Sequence[float]]) -> Iterable[tuple[str, bool]]:
    """Yield each goal in words with its measurement, and whether it is reached."""
    for name, most in _GOALS.items():
        row = find_fastest_papis(times) if name == _PAPIS else name
        if row is None:
            yield f"{_FIND} <= {most} x {name}: not measured, papis is not installed", True
            continue
        ratio = compare(times[_FIND], times[row])
        verdict = "reached" if ratio <= most else "missed"
        yield f"{_FIND} <= {most} x {row}: {ratio:.3f}, {verdict}", ratio <= most


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table and the goals; return 1 only for a goal missed under --strict."""
    parser = argparse.ArgumentParser(description="Measure how long commands take.")
    parser.add_argument("--repeat", type=int, default=21, metavar="N", help="rounds, 15 or more")
    parser.add_argument("--strict", action="store_true", help="fail where a goal is missed")
    options = parser.parse_args(arguments)
    if options.repeat < 15:
        parser.error("fewer than 15 rounds say nothing")
    compileall.compile_dir(str(Path(mi_survey.__file__).parent), quiet=1)
    with TemporaryDirectory() as name:
        folder = Path(name)
        programs = make_programs(folder) | make_papis(folder)
        times = measure(programs, repeat=options.repeat)
    version = ".".join(map(str, sys.version_info[:3]))
    sys.stdout.write(f"Python {version}, {options.repeat} rounds, interleaved, warm caches\n\n")
    sys.stdout.write(render_times(times) + "\n")
    goals = list(iter_goals(times))
    sys.stdout.write("".join(f"{words}\n" for words, _ in goals))
    return int(options.strict and not all(reached for _, reached in goals))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
