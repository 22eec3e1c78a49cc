"""What a person sees in a real terminal, read off the screen of tmux."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drawn import WIDTHS, read_table
from mi_survey import Filters, load_catalog
from programs import need_program
from readme import README

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.external

PATIENCE_SECONDS = 20.0
PROGRAM = shlex.join([sys.executable, "-m", "mi_survey"])

HOSTILE_SCRIPT = r"""
import sys
from mi_survey.catalog.store import load_taxonomy
from mi_survey.display.terminal import find_terminal
from mi_survey.display.works import render_results
from mi_survey.model.work import Work
from mi_survey.query.result import Result

title = "a\x1b]2;owned\x07 [red]b[/] \x1b[2J\x1b[9;9H \x9b31m c"
work = Work(key="evil2024title", title=title, kind="blog", status="partial")
terminal = find_terminal(sys.stdout, color="auto")
assert terminal is not None
print("first line")
print(render_results([Result(work, ())], terminal, taxonomy=load_taxonomy()), end="")
"""


class Screen:
    """A terminal of its own in which one shell command runs."""

    def __init__(self, folder: Path, command: str, *, width: int, height: int) -> None:
        self._tmux = ["tmux", "-u", "-S", str(folder / "socket"), "-f", os.devnull]
        # The end of the command is seen on the screen, the terminal stays, and an interrupt
        # is only for the command.
        script = f'trap : INT; {command}; echo "[end $?]"; exec cat'
        self._call(
            "new-session", "-d", "-x", str(width), "-y", str(height), f"sh -c {shlex.quote(script)}"
        )

    def _call(self, *words: str) -> str:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        }
        done = subprocess.run(
            [*self._tmux, *words], env=environ, check=True, capture_output=True, text=True
        )
        return done.stdout

    def read(self, *, styled: bool = False) -> str:
        """Return the screen as it is, with ``styled`` its escape sequences as well."""
        return self._call("capture-pane", "-p", *(["-e"] if styled else []))

    def wait(self, text: str) -> str:
        """Return the screen as soon as it shows a text."""
        until = time.monotonic() + PATIENCE_SECONDS
        while text not in (seen := self.read()):
            assert time.monotonic() < until, f"no {text!r} on the screen:\n{seen}"
            time.sleep(0.03)
        return seen

    def press(self, *keys: str) -> None:
        """Press keys, by their names in tmux."""
        self._call("send-keys", *keys)

    def record(self, path: Path) -> None:
        """Write all that is sent to the terminal from now on into a file."""
        self._call("pipe-pane", f"cat >> {shlex.quote(str(path))}")

    def ask(self, format: str) -> str:
        """Ask tmux for a property of the terminal."""
        return self._call("display-message", "-p", format).strip()

    def close(self) -> None:
        """End this terminal, and the server that is only its own."""
        self._call("kill-server")


@pytest.fixture
def open_screen() -> Iterator[Callable[..., Screen]]:
    """Open screens that are closed after the test; sockets need a short path."""
    need_program("tmux")
    need_program("less")
    screens: list[Screen] = []
    with tempfile.TemporaryDirectory(prefix="mi") as folder:

        def open_one(command: str, *, width: int = 80, height: int = 50) -> Screen:
            place = Path(folder) / str(len(screens))
            place.mkdir()
            screens.append(Screen(place, command, width=width, height=height))
            return screens[-1]

        yield open_one
        for screen in screens:
            screen.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_find_shows_a_table_that_fits(open_screen: Callable[..., Screen], width: int) -> None:
    screen = open_screen(f"{PROGRAM} find --object neuron --limit 6", width=width)
    seen = screen.wait("[end 0]")
    rows = read_table(seen)
    found = load_catalog().results(filters=Filters.of(object="neuron"))
    expected = found[:6]
    assert [row["key"] for row in rows] == [result.work.key for result in expected]
    titles = ["".join(result.work.title.split()) for result in expected]
    shown = [row["title"] for row in rows]
    for title, cell in zip(titles, shown, strict=True):
        assert cell == title or (cell.endswith("…") and len(cell) > 10)
        assert title.startswith(cell.removesuffix("…"))
    assert (shown == titles) is (width == 200)
    count, table, *_ = seen.split("\n\n")
    assert count.startswith(f"Showing 6 of {len(found)} works · object neuron")
    assert len(table.split("\n")) == 2 + len(rows)  # one line for each work
    assert "object" not in rows[0]
    assert ("columns left out" in seen) is (width < 200)


@pytest.mark.parametrize("width", WIDTHS)
def test_matrix_shows_rows_columns_and_gaps(open_screen: Callable[..., Screen], width: int) -> None:
    seen = open_screen(f"{PROGRAM} matrix object steer", width=width).wait("[end 0]")
    (row,) = re.findall(r"^sae-feature .*$", seen, re.MULTILINE)
    table = load_catalog().matrix("object", "steer")
    at = table.row_terms.index("sae-feature")
    counts = [*table.counts[at], table.row_totals[at]]
    assert row.split()[1:] == [str(count or "·") for count in counts]


@pytest.mark.parametrize("width", [80, 200])
def test_show_wraps_and_aligns(open_screen: Callable[..., Screen], width: int) -> None:
    screen = open_screen(f"{PROGRAM} show olsson2022incontext", width=width, height=120)
    seen = screen.wait("[end 0]")
    lines = seen.split("\n")
    assert lines[0] == "In-context Learning and Induction Heads"
    authors = next(at for at, line in enumerate(lines) if line.startswith("authors"))
    start = re.match(r"authors +", lines[authors])
    assert start
    assert lines[authors + 1].startswith(" " * start.end())
    assert lines[authors + 1][start.end()] != " "


def test_what_is_longer_than_the_screen_goes_through_a_pager(
    open_screen: Callable[..., Screen],
) -> None:
    screen = open_screen(f"{PROGRAM} find --object neuron", height=20)
    seen = screen.wait("\n:")
    found = load_catalog().find(object="neuron")
    assert seen.startswith(f"{len(found)} works\n\nkey ")
    assert found[0].key in seen
    assert found[-1].key not in seen
    assert "[end" not in seen
    screen.press("Space")
    until = time.monotonic() + PATIENCE_SECONDS
    while found[0].key in (seen := screen.read()):
        assert time.monotonic() < until, f"the pager does not go on:\n{seen}"
        time.sleep(0.03)
    screen.press("q")
    screen.wait("[end 0]")


def test_what_fits_the_screen_does_not(open_screen: Callable[..., Screen]) -> None:
    seen = open_screen(f"{PROGRAM} find --object neuron --limit 2", height=20).wait("[end 0]")
    assert "2 works" in seen


def test_an_interrupt_in_the_pager_is_not_the_end(open_screen: Callable[..., Screen]) -> None:
    screen = open_screen(f"{PROGRAM} find --object neuron", height=20)
    screen.wait("\n:")
    screen.press("C-c")
    until = time.monotonic() + PATIENCE_SECONDS
    while "(END)" not in (seen := screen.read()):
        assert time.monotonic() < until, f"the pager does not go on:\n{seen}"
        screen.press("G")  # an interrupt throws away what was typed before it is dealt with
        time.sleep(0.1)
    assert "Traceback" not in seen
    screen.press("q")
    screen.wait("[end 0]")


def test_colours_come_and_go_with_no_color(open_screen: Callable[..., Screen]) -> None:
    command = f"{PROGRAM} find --object neuron --limit 2"
    colored, plain = open_screen(command), open_screen(f"NO_COLOR=1 {command}")
    colored.wait("[end 0]")
    plain.wait("[end 0]")
    assert "\x1b[36m" in colored.read(styled=True)
    assert not re.search(r"\x1b\[(?:[34][0-8]|9\d)", plain.read(styled=True))
    assert "\x1b[1m" in plain.read(styled=True)


def make_bibliography(folder: Path, size: int) -> str:
    """Write a bibliography of works that no catalog has, and return its name as shells read it."""
    entries = (
        f"@article{{k{at}, title = {{Growing {at} kinds of moss in the shade of {at // 7} walls}}, "
        f"author = {{Gardner, Ann and Mason, B. {at}}}, journal = {{Walls}}, year = {{1999}}}}"
        for at in range(size)
    )
    path = folder / "moss.bib"
    path.write_text("\n".join(entries), encoding="utf-8")
    return shlex.quote(str(path))


_LONG = 12_000  # entries take some seconds to check


def test_long_work_has_a_bar_that_goes_when_it_is_done(
    open_screen: Callable[..., Screen], tmp_path: Path
) -> None:
    record = tmp_path / "record"
    screen = open_screen(f"sleep 0.3; {PROGRAM} check {make_bibliography(tmp_path, _LONG)}")
    screen.record(record)
    begun = screen.wait(f" of {_LONG}")
    assert re.search(rf"^(reading|checking) references [━╸╺]+ +\d+ of {_LONG}$", begun, re.M)
    seen = screen.wait("[end 0]")
    assert seen.split("\n")[0] == f"{_LONG} references: 0 in the catalog, {_LONG} not checked"
    assert "━" not in seen
    assert "\x1b[K" in record.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("size", "options", "errors"),
    [
        (_LONG, "", "2>errors; cat errors"),
        (_LONG, "--color never", ""),
        (_LONG, "", "TERM=dumb"),
        (3, "", ""),
    ],
)
def test_no_bar_is_shown_elsewhere_nor_for_short_work(
    open_screen: Callable[..., Screen], tmp_path: Path, size: int, options: str, errors: str
) -> None:
    told = f"{size} references: 0 in the catalog, {size} not checked"
    before, after = (errors, "") if errors.startswith("TERM") else ("", errors)
    command = f"{PROGRAM} check {make_bibliography(tmp_path, size)} {options} {after}"
    record = tmp_path / "record"
    screen = open_screen(f"cd {shlex.quote(str(tmp_path))}; sleep 0.3; {before} {command}")
    screen.record(record)
    screen.wait("[end")
    assert told in screen.read()
    assert "\x1b[K" not in record.read_text(encoding="utf-8")


def test_an_ascii_terminal_shows_ascii_and_does_not_fail(
    open_screen: Callable[..., Screen],
) -> None:
    command = f"PYTHONIOENCODING=ascii {PROGRAM} matrix year venue --year 2022"
    seen = open_screen(command).wait("[end 0]")
    assert seen.isascii()
    assert "|" in seen


def test_a_hostile_title_changes_nothing_but_its_own_cell(
    open_screen: Callable[..., Screen], tmp_path: Path
) -> None:
    script = tmp_path / "hostile.py"
    script.write_text(HOSTILE_SCRIPT, encoding="utf-8")
    screen = open_screen(shlex.join([sys.executable, str(script)]))
    seen = screen.wait("[end 0]")
    assert seen.startswith("first line\n1 work\n\nkey ")
    assert "[red]b[/]" in seen
    assert screen.ask("#{pane_title}") != "owned"


def test_the_recipe_for_fzf_lists_previews_and_exports_what_is_picked(
    open_screen: Callable[..., Screen], tmp_path: Path
) -> None:
    need_program("fzf")
    need_program("bash")
    blocks = re.findall(r"```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (recipe,) = (block for block in blocks if "fzf" in block)
    script = tmp_path / "pick.sh"
    beside = shlex.quote(str(Path(sys.executable).parent))
    script.write_text(f"cd {shlex.quote(str(tmp_path))}\nPATH={beside}:$PATH\n{recipe}")
    safe = load_catalog().find(area="safety")
    screen = open_screen(f"bash {shlex.quote(str(script))}", width=160, height=40)
    screen.wait(f"{len(safe)}/{len(safe)}")
    screen.wait("title:")  # the preview of the first work
    for marked in (1, 2):  # Tab marks a work, and goes to the next
        screen.press("Tab")
        screen.wait(f"{len(safe)}/{len(safe)} ({marked})")
    screen.press("Enter")
    screen.wait("[end 0]")
    text = (tmp_path / "picked.bib").read_text(encoding="utf-8")
    picked = re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE)
    assert len(picked) == 2
    assert set(picked) <= {work.key for work in safe}
