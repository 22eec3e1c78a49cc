"""When output goes through a pager, and what happens where there is none."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from drawn import make_terminal
from mi_survey.display.pager import find_pager, is_longer, page
from programs import need_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("lines", "needed"), [(0, False), (39, False), (40, True), (400, True)])
def test_a_pager_is_for_what_the_screen_cannot_hold(lines: int, needed: bool) -> None:
    text = "line\n" * lines
    assert is_longer(text, make_terminal()) is needed


@pytest.mark.parametrize("pager", ["", "cat", "no-such-program-anywhere", "'unfinished", "/"])
def test_without_a_pager_the_text_is_printed(
    pager: str, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"TERM": "xterm", "PAGER": pager, "PATH": "/nowhere"}
    page("café\n", foot="\n1 work\n", environ=environ)
    assert capsys.readouterr().out == "café\n\n1 work\n"


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
    page("café\n", environ={"TERM": "xterm", "PAGER": make_pager(tmp_path, code)})
    assert target.read_text(encoding="utf-8") == "café\nFRXutf-8"


def test_settings_of_the_user_stand(tmp_path: Path) -> None:
    target = tmp_path / "seen"
    code = f"import os, pathlib; pathlib.Path({str(target)!r}).write_text(os.environ['LESS'])"
    page("text\n", environ={"TERM": "xterm", "PAGER": make_pager(tmp_path, code), "LESS": "-S"})
    assert target.read_text(encoding="utf-8") == "-S"


def test_a_pager_may_leave_before_the_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page(
        "line\n" * 200_000,
        foot="foot\n",
        environ={"TERM": "xterm", "PAGER": make_pager(tmp_path, "raise SystemExit(0)")},
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "import sys; sys.exit('broken')"])
def test_what_a_pager_that_fails_did_not_show_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], code: str
) -> None:
    page("the text\n", environ={"TERM": "xterm", "PAGER": make_pager(tmp_path, code)})
    assert capfd.readouterr().out == "the text\n"


def test_a_pager_is_a_command_of_the_shell(capfd: pytest.CaptureFixture[str]) -> None:
    page("a\nb\n", environ={"TERM": "xterm", "PAGER": "cat | tr ab xy", "PATH": os.environ["PATH"]})
    assert capfd.readouterr().out == "x\ny\n"


def test_what_is_no_less_gets_no_escape_sequences(capfd: pytest.CaptureFixture[str]) -> None:
    drawn = "\x1b[1;31mred\x1b[0m \x1b]8;id=1;https://a.org\x1b\\link\x1b]8;;\x1b\\\n"
    page(drawn, environ={"TERM": "xterm", "PAGER": "cat -", "PATH": os.environ["PATH"]})
    assert capfd.readouterr().out == "red link\n"


@pytest.mark.external
def test_less_shows_colours_whatever_the_users_settings(capfd: pytest.CaptureFixture[str]) -> None:
    need_program("less")
    page(
        "\x1b[1mbold\x1b[0m\n", environ={"TERM": "xterm", "LESS": "-i", "PATH": os.environ["PATH"]}
    )
    assert "ESC" not in capfd.readouterr().out


def test_a_dumb_terminal_is_not_paged(capsys: pytest.CaptureFixture[str]) -> None:
    page("text\n", foot="foot\n", environ={"TERM": "dumb", "PAGER": "exit 0"})
    assert capsys.readouterr().out == "text\nfoot\n"
    assert not find_pager({"TERM": "dumb"})
    assert find_pager({"TERM": "xterm"})


@pytest.mark.parametrize("pager", ["", " ", "cat"])
def test_nothing_is_paged_by_no_pager(pager: str) -> None:
    assert not find_pager({"TERM": "xterm", "PAGER": pager})
