"""Fixtures and options that all tests share."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from effort import IN_CI
from program import Call, Program
from programs import Permission

# Properties are tried on few examples while people wait and on more in CI, the same in every run;
# `--hypothesis-profile random` looks for others.
settings.register_profile(
    "quick",
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
settings.register_profile("ci", settings.get_profile("quick"), max_examples=150)
settings.register_profile("random", max_examples=1000, deadline=None)
settings.load_profile("ci" if IN_CI else "quick")

# What tests load is not to be remembered among what the person who runs them has loaded.
os.environ["MI_SURVEY_CACHE"] = "off"
pytest_plugins = ["explorer", "wheel"]
# A file in which every test bears the marker.
_IS_EXTERNAL = re.compile(r"^pytestmark = \[?\s*pytest\.mark\.external,?$", re.MULTILINE)
GOLDEN = Path(__file__).with_name("golden")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="rewrite the golden files")
    parser.addoption("--fuzz", type=int, metavar="N", help="try N random inputs, not a few")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--regen") and IN_CI:
        raise pytest.UsageError("--regen is not for CI: golden files are rewritten by people")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import nothing in which there is no test to run: every process does so for itself."""
    if collection_path.suffix != ".py":
        return None
    if not collection_path.name.startswith("test_"):
        return True  # what tests and benchmarks share; only the source has examples to run
    is_asked = config.option.markexpr != "not external"
    return bool(not is_asked and _IS_EXTERNAL.search(collection_path.read_text("utf-8"))) or None


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show at how many points writing failed, and what was tried of many random inputs."""
    told = [
        (name, value)
        for reports in (terminalreporter.stats.get(name, ()) for name in ("passed", "failed"))
        for report in reports
        for name, value in report.user_properties
    ]
    if points := sum(value for name, value in told if name == "crash points"):
        terminalreporter.write_line(f"{points} points at which writing was made to fail or to end")
    if not config.getoption("--fuzz"):
        return
    from fuzzing import Outcome, render_outcomes  # which only such runs need

    found = [Outcome(**json.loads(value)) for name, value in told if name == "fuzz"]
    terminalreporter.write_line(render_outcomes(found))


def pytest_collection_finish() -> None:
    """Let what the tests have loaded be: looking for garbage in it takes a tenth of the time."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let none but marked tests start programs that not every machine has."""
    Permission.is_external = item.get_closest_marker("external") is not None


@pytest.fixture
def run(tmp_path: Path) -> Program:
    """Start the real program in a process of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return Program(home)


@pytest.fixture
def call(
    run: Program, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Run the program within this process, in the folder and the environment of ``run``."""
    monkeypatch.chdir(run.folder)
    return Call(run, capfdbinary, monkeypatch)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name, or rewrite the file with ``--regen``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regen"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"no golden file {name}; write it with: pytest --regen"
        assert text == path.read_bytes().decode("utf-8")

    return compare
