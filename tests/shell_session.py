"""Interactive shells on a pseudo-terminal: type, press Tab, read the line back.

Each shell has Ctrl-G bound to write its command line to a file: what stands in it is read
there, not guessed from what the shell draws.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import mi_survey
from programs import need_program

SHELLS = ("bash", "zsh", "fish")
_PATIENCE_SECONDS = 15.0
_QUIET_SECONDS = 0.15
_CLEAR, _REPORT = "\x15", "\x07"
_ESCAPE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()].|\x1b.|\x0f"
)

# What each shell runs at its start, to be seen through and to complete.
_REPORTERS = {
    "bash": r"""PS1='ready> '; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'
_report() { printf '%s' "$READLINE_LINE" >"$REPORT.new"; mv "$REPORT.new" "$REPORT"; }
bind -x '"\C-g": _report'
""",
    "zsh": r"""PS1='ready> '; unsetopt beep; KEYTIMEOUT=1
_report() { print -rn -- "$BUFFER" >"$REPORT.new"; command mv "$REPORT.new" "$REPORT"; }
zle -N _report; bindkey '^G' _report
""",
    "fish": r"""function fish_prompt; echo 'ready> '; end
function fish_greeting; end
function _report; commandline >"$REPORT.new"; command mv "$REPORT.new" "$REPORT"; end
bind \cg _report
""",
}
_SETUPS = {
    "bash": "source <(mi-survey completion bash)\n",
    "zsh": "autoload -Uz compinit; compinit -D -u; source <(mi-survey completion zsh)\n",
    "fish": "mi-survey completion fish | source\n",
}
_START_FILES = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}


class Home(NamedTuple):
    """A home folder with ``mi-survey`` in it, and what is set in its shells."""

    folder: Path
    variables: Mapping[str, str]

    @property
    def program(self) -> Path:
        """The program, in a folder whose name has a space."""
        return self.folder / "my bin" / "mi-survey"


class Session:
    """A running shell."""

    def __init__(self, terminal: int, report: Path, *, tabs_to_list: int) -> None:
        self._terminal = terminal
        self._tabs_to_list = tabs_to_list
        self._report = report
        self.drawn = b""

    def complete(self, typed: str, *, tabs: int = 1) -> str:
        """Type at an empty prompt, press Tab, and return the command line that it made."""
        self._send(typed + "\t" * tabs)
        line = self._read_line()
        self._send(_CLEAR)
        return line

    def list(self, typed: str, *, until: str, tabs: int | None = None) -> str:
        """Type, press Tab as often as the shell wants, and return what it draws as text.

        That is, up to where it holds ``until``, the last thing that is expected.
        """
        start = len(self.drawn)
        self._send(typed + "\t" * (self._tabs_to_list if tabs is None else tabs))
        self._wait(lambda: until in _text(self.drawn[start:]), f"no {until!r} in the list")
        shown = _text(self.drawn[start:])
        self._read_line()
        self._send(_CLEAR)
        return shown

    def run(self, line: str) -> None:
        """Run a line and wait for it."""
        self._send(line + "\r")
        self._read_line()

    def _read_line(self) -> str:
        self._report.unlink(missing_ok=True)
        self._send(_REPORT)
        self._wait(self._report.exists, "the shell does not answer")
        return self._report.read_text(encoding="utf-8").removesuffix("\n")

    def _send(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def _settle(self) -> None:
        while self._draw(_QUIET_SECONDS):
            pass

    def _wait(self, reached: Callable[[], bool], complaint: str) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not reached():
            if time.monotonic() > end:
                raise AssertionError(f"{complaint}: {_text(self.drawn[-4000:])}")
            self._draw(0.02)

    def _draw(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            drawn = os.read(self._terminal, 65536)
        except OSError:  # the shell has ended
            return False
        self.drawn += drawn
        return bool(drawn)


def make_home(folder: Path, **variables: str) -> Home:
    """Make a home for shells; ``variables`` are set in them."""
    home = Home(folder, variables)
    home.program.parent.mkdir(parents=True)
    source = Path(mi_survey.__file__).parents[1]
    home.program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{source}" exec "{sys.executable}" -m mi_survey "$@"\n',
        encoding="utf-8",
    )
    home.program.chmod(0o755)
    return home


@contextmanager
def start_shell(shell: str, home: Home, *, setup: str | None = None) -> Iterator[Session]:
    """Start a shell that has sourced its completion script, or run ``setup`` instead.

    Skips the test where the shell is missing; there it fails if ``CI`` is set.
    """
    need_program(shell)
    report = home.folder / f".{shell}-line"
    start = home.folder / _START_FILES[shell]
    start.parent.mkdir(parents=True, exist_ok=True)
    setup = _SETUPS[shell] if setup is None else setup
    start.write_text(_REPORTERS[shell] + setup, encoding="utf-8")
    environment = {
        "HOME": str(home.folder),
        "PATH": f"{home.program.parent}{os.pathsep}{os.environ['PATH']}",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "REPORT": str(report),
        **home.variables,
    }
    arguments = [shell, "-i"]
    if shell == "bash":
        arguments = ["bash", "--noprofile", "--rcfile", str(start), "-i"]
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(home.folder)
        os.execvpe(shell, arguments, environment)  # noqa: S606 - a shell is what is tested
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    session = Session(terminal, report, tabs_to_list=2 if shell == "bash" else 1)
    try:
        session._wait(lambda: b"ready>" in session.drawn, "no prompt")
        session._settle()
        session._read_line()
        yield session
    finally:
        os.close(terminal)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _text(drawn: bytes) -> str:
    return _ESCAPE.sub("", drawn.decode("utf-8", errors="replace"))
