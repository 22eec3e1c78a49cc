"""The manual page: of every command, and one that the manual's own checker accepts."""

from __future__ import annotations

import subprocess

import pytest

from manual import MANUAL, render_manual
from mi_survey.cli.app import COMMANDS
from mi_survey.cli.help import describe_commands
from program import ROOT
from programs import need_program


def test_the_manual_is_that_of_the_program() -> None:
    assert (ROOT / MANUAL).read_text(encoding="utf-8") == render_manual()


def test_the_manual_names_every_command_and_option() -> None:
    text = render_manual().replace("\\-", "-")
    for name in COMMANDS:
        assert f"\n.SS {name}" in text
    for command in describe_commands():
        for option in command.options:
            assert f"\n.B {option.names}" in text


@pytest.mark.external
def test_the_checker_of_manuals_finds_nothing() -> None:
    checker = need_program("mandoc")
    done = subprocess.run(
        [checker, "-Tlint", "-Wwarning", str(ROOT / MANUAL)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
