"""Help: everywhere, the same at every width, and with examples that run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest

import mi_survey
from effort import some
from mi_survey.cli.app import COMMANDS, GROUPS
from program import ALL, ROOT, SERVERS, Call, Finished, Program
from programs import need_package

NAMES = ("", *COMMANDS, *GROUPS)


def find_examples(text: str) -> list[str]:
    """Return the command lines that a help shows as examples."""
    _, _, rest = text.partition("\n  Examples:\n")
    lines = rest.partition("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.startswith("    mi-survey ")]


@pytest.mark.parametrize("name", NAMES)
def test_help_is_kept_plain_and_at_most_80_columns_wide(
    call: Call, golden: Callable[[str, str], None], name: str
) -> None:
    done = call(*name.split(), "--help", env={"COLUMNS": "33"})
    assert (done.status, done.stderr) == (0, "")
    assert all(len(line) <= 80 and line == line.rstrip() for line in done.lines)
    assert done.text.replace("\n", "").isprintable()
    golden(f"help/{name.replace(' ', '-') or 'mi-survey'}.txt", done.text)


@pytest.mark.parametrize("name", some(NAMES, of=3))
def test_help_is_the_same_at_every_width_and_in_short(call: Call, name: str) -> None:
    first = call(*name.split(), "--help")
    assert call(*name.split(), "-h") == first
    for columns in ("20", "80", "300"):
        for term in ("dumb", "xterm-256color"):
            env = {"COLUMNS": columns, "TERM": term, "FORCE_COLOR": "1"}
            assert call(*name.split(), "--help", env=env) == first


def test_no_golden_help_is_left_over() -> None:
    kept = {path.stem for path in (ROOT / "tests/golden/help").glob("*")}
    assert kept == {name.replace(" ", "-") or "mi-survey" for name in NAMES}


_WITH_EXTRA = [pytest.param(name, marks=pytest.mark.external) for name in sorted(SERVERS)]


@pytest.mark.parametrize(
    "name", some([*(name for name in COMMANDS if name not in SERVERS), *_WITH_EXTRA], of=5)
)
def test_every_command_has_two_examples_that_run(call: Call, run: Program, name: str) -> None:
    if name in SERVERS:
        need_package(name)
    examples = find_examples(call(*name.split(), "--help").text)
    assert len(examples) >= 2
    for example in examples:
        assert f"mi-survey {name}" in example
        done = run.in_bash(example) if set(example) & set("<>$&;") else call.in_pipe(example)
        assert done.status == 0, (example, done.stderr)
        assert "error" not in done.stderr


def test_the_help_of_the_program_names_every_command(call: Call) -> None:
    text = call("--help").text
    assert set(re.findall(r"^  ([a-z]+)  +[A-Z]", text, re.MULTILINE)) == {
        name.split()[0] for name in COMMANDS
    }


@pytest.mark.parametrize("name", ["", *GROUPS])
def test_no_command_is_a_call_for_help(call: Call, name: str) -> None:
    assert call(*name.split()) == call(*name.split(), "--help")


def test_version_is_one_line(call: Call) -> None:
    line = f"mi-survey {mi_survey.__version__}\n"
    assert call("--version") == Finished(0, line.encode(), "")


def test_the_module_is_the_program(run: Program) -> None:
    python = shutil.which("python", path=run.environment({})["PATH"])
    done = run.in_bash(f"{python} -m mi_survey find --count; {python} -m mi_survey nope")
    assert done.stdout == b"%d\n" % ALL
    assert (done.status, done.errors[0]) == (2, "error: unknown command 'nope'")


def test_help_is_the_same_bytes_whatever_the_locale(call: Call, run: Program) -> None:
    usual = call("find", "--help")
    for encoding in some(("utf-16", "latin-1", "ascii"), of=3):
        assert run("find", "--help", env={"PYTHONIOENCODING": encoding, "LC_ALL": "C"}) == usual
