"""Every example of the README is run, and prints what the README says."""

from __future__ import annotations

import doctest
import os
import re
import shutil

import pytest

from readme import README, external_programs, render_readme


def test_every_example_prints_what_the_readme_says() -> None:
    text = README.read_text(encoding="utf-8")
    missing = sorted(name for name in external_programs(text) if shutil.which(name) is None)
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert render_readme(text) == text


def test_the_python_examples_hold() -> None:
    results = doctest.testfile(str(README), module_relative=False)
    assert results.attempted > 0
    assert results.failed == 0


def test_two_commands_set_everything_up() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    assert all(len(block.strip().splitlines()) == 1 for block in blocks)
    assert "mi-survey find --object neuron --steer amplitude" in blocks[0]
    assert "-m pytest" in blocks[1]
