"""When output goes through a pager, and what happens where there is none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from drawn import make_terminal
from mi_survey.display.pager import needs_pager, page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("lines", "needed"), [(0, False), (39, False), (40, True), (400, True)])
def test_a_pager_is_for_what_the_screen_cannot_hold(lines: int, needed: bool) -> None:
    assert needs_pager("line\n" * lines, make_terminal()) is needed


@pytest.mark.parametrize("pager", ["", "cat", "no-such-program-anywhere", "'unfinished", "/"])
def test_without_a_pager_the_text_is_printed(
    pager: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page("café\n", environ={"PAGER": pager, "PATH": "/nowhere"})
    assert capsys.readouterr().out == "café\n"


def make_pager(folder: Path, code: str) -> str:
    script = folder / "pager.py"
    script.write_text(code, encoding="utf-8")
    return f"'{sys.executable}' '{script}'"


def test_the_pager_gets_the_text_and_settings_like_those_of_git(tmp_path: Path) -> None:
    target = tmp_path / "seen"
    code = (
        "import os, sys, pathlib\n"
        "seen = sys.stdin.buffer.read().decode() + os.environ['LESS'] + os.environ['LESSCHARSET']\n"
        f"pathlib.Path({str(target)!r}).write_text(seen, encoding='utf-8')\n"
    )
    page("café\n", environ={"PAGER": make_pager(tmp_path, code)})
    assert target.read_text(encoding="utf-8") == "café\nFRXutf-8"


def test_settings_of_the_user_stand(tmp_path: Path) -> None:
    target = tmp_path / "seen"
    code = f"import os, pathlib; pathlib.Path({str(target)!r}).write_text(os.environ['LESS'])"
    page("text\n", environ={"PAGER": make_pager(tmp_path, code), "LESS": "-S"})
    assert target.read_text(encoding="utf-8") == "-S"


def test_a_pager_may_leave_before_the_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page("line\n" * 200_000, environ={"PAGER": make_pager(tmp_path, "raise SystemExit(0)")})
    assert capfd.readouterr() == ("", "")
