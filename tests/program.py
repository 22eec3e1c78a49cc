"""The program as its users meet it: a process with a clean environment, a pipe or a terminal."""

from __future__ import annotations

import fcntl
import gc
import io
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.store import load_bundled
from mi_survey.cli.app import main
from programs import need_program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pytest

ROOT = Path(__file__).parents[1]
# Tests on the whole catalog say "all" by this, whose number stands in one test alone.
ALL = len(load_bundled().works)
BOX = set("─│┌┐└┘├┤┬┴┼━┃╭╮╰╯║═…")
_TIMEOUT = 30

# One call of every command that prints data, or nothing on success; all exit with 0.
CALLS: dict[str, tuple[str, ...]] = {
    "find": ("find", "--object", "neuron", "--steer", "amplitude"),
    "show": ("show", "2406.11717v3", "survey"),
    "export": ("export", "ROME", "MEMIT"),
    "check": ("check", str(ROOT / "tests/golden/works.bib"), "--all"),
    "open": ("open", "arditi2024refusal", "--print"),
    "axes": ("axes",),
    "matrix": ("matrix", "object", "steer"),
    "tree": ("tree", "object", "steer"),
    "similar": ("similar", "ROME"),
    "errata": ("errata", "--source", "neurons"),
    "catalog validate": ("catalog", "validate"),
    "catalog info": ("catalog", "info"),
    "catalog lint": ("catalog", "lint", str(ROOT / "tests/lists/data/list.md")),
    "catalog add": ("catalog", "add", "2401.00001", "--title", "Neurons"),
    "catalog import": (
        *("catalog", "import", str(ROOT / "tests/lists/data/list.md")),
        *("--source", "interpretability"),
    ),
    "catalog merge": ("catalog", "merge", str(ROOT / "tests/catalog/data/merge.json")),
    "catalog todo": ("catalog", "todo", "--lacks", "venue"),
    "catalog diff": ("catalog", "diff", str(ROOT / "catalog")),
    "skill": ("skill",),
    "help": ("help", "--json"),
    "completion": ("completion", "bash"),
}
# These answer a program for as long as it asks; they have tests of their own.
SERVERS = frozenset({"mcp"})


@dataclass(frozen=True, slots=True)
class Finished:
    """What a process left: its exit status and both streams."""

    status: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        """Standard output, which is UTF-8 whatever the locale."""
        return self.stdout.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.text.split("\n")[:-1]

    @property
    def errors(self) -> list[str]:
        """The lines of standard error."""
        return self.stderr.splitlines()

    @property
    def json(self) -> Any:
        """Standard output as the one JSON value that it is."""
        return json.loads(self.stdout)


class Program:
    """Starts ``mi-survey`` with an environment of its own, in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home

    def __call__(
        self,
        *arguments: str,
        stdin: bytes | int = subprocess.DEVNULL,
        env: Mapping[str, str | None] | None = None,
    ) -> Finished:
        """Run a command with its streams in pipes; ``None`` in ``env`` unsets a variable."""
        return self._run(["mi-survey", *arguments], stdin=stdin, env=env)

    def in_bash(self, script: str, env: Mapping[str, str | None] | None = None) -> Finished:
        """Run a script with ``pipefail``, so that its status tells of every command in a pipe."""
        command = [need_program("bash"), "-c", f"set -o pipefail\n{script}"]
        return self._run(command, stdin=subprocess.DEVNULL, env=env)

    def python(self, code: str, env: Mapping[str, str | None] | None = None) -> Finished:
        """Run code in a Python of its own, which can call the program more than once."""
        return self._run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, env=env)

    def on_terminal(self, *arguments: str, env: Mapping[str, str | None] | None = None) -> Finished:
        """Run a command with standard input and output on a terminal."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            ["mi-survey", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=subprocess.PIPE,
            env=self.environment(env or {}),
            cwd=self.folder,
        )
        os.close(slave)
        drawn = b"".join(iter(lambda: _read(master), b""))
        os.close(master)
        _, errors = process.communicate(timeout=_TIMEOUT)
        return Finished(process.returncode, drawn, errors.decode("utf-8"))

    def interrupted(self, *arguments: str, begun: bytes) -> Finished:
        """Interrupt a command when it has read what was sent, and so waits for more."""
        process = subprocess.Popen(
            ["mi-survey", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment({}),
            cwd=self.folder,
            # a suite that runs in the background ignores interrupts, and so would its children
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        assert process.stdin
        process.stdin.write(begun)
        process.stdin.flush()
        while _count_waiting(process.stdin.fileno()) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=_TIMEOUT)
        return Finished(process.returncode, stdout, stderr.decode("utf-8"))

    def write_works(self, name: str, *works: dict[str, Any]) -> None:
        """Write a catalog into the folder where the program runs."""
        (self.folder / name).write_text(json.dumps(works), encoding="utf-8")

    def _run(
        self, command: list[str], *, stdin: bytes | int, env: Mapping[str, str | None] | None
    ) -> Finished:
        given: dict[str, Any] = {"input" if isinstance(stdin, bytes) else "stdin": stdin}
        done = subprocess.run(
            command,
            capture_output=True,
            env=self.environment(env or {}),
            cwd=self.folder,
            timeout=_TIMEOUT,
            check=False,
            **given,
        )
        return Finished(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    def environment(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        """Make an environment that holds nothing of the person's who runs the tests."""
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        clean = {"PATH": path, "HOME": str(self.home), "LANG": "C.UTF-8", **changes}
        return {name: value for name, value in clean.items() if value is not None}


class Call:
    """Runs ``mi-survey`` within this process, as a ``Program`` does in one of its own.

    It takes a fifth of the time. A process is for what a process has of its own: the encoding
    of its streams, signals, its byte code, what it imports.
    """

    def __init__(
        self,
        program: Program,
        capture: pytest.CaptureFixture[bytes],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self._program = program
        self._capture = capture
        self._monkeypatch = monkeypatch

    def __call__(
        self,
        *arguments: str,
        stdin: bytes = b"",
        env: Mapping[str, str | None] | None = None,
    ) -> Finished:
        """Run a command with its streams in pipes; ``None`` in ``env`` unsets a variable."""
        self._capture.readouterr()
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            status = self._run(arguments, env)
        stdout, stderr = self._capture.readouterr()
        return Finished(status, stdout, stderr.decode("utf-8"))

    def in_pipe(self, line: str) -> Finished:
        """Run calls of the program, each with what the one before it printed."""
        done = Finished(0, b"", "")
        for command in line.split(" | "):
            program, *arguments = shlex.split(command)
            assert program == "mi-survey"
            done = self(*arguments, stdin=done.stdout)
        return done

    def on_terminal(self, *arguments: str, env: Mapping[str, str | None] | None = None) -> Finished:
        """Run a command with standard input and output on a terminal."""
        master, slave = pty.openpty()
        drawn: list[bytes] = []
        reader = Thread(target=lambda: drawn.extend(iter(lambda: _read(master), b"")))
        reader.start()
        self._capture.readouterr()
        captured = os.dup(1)
        os.dup2(slave, 1)  # which a pager has from us
        try:
            with (
                self._monkeypatch.context() as patch,
                open(slave, encoding="utf-8") as stdin,  # noqa: PTH123 - it has no path
                open(1, "w", encoding="utf-8", closefd=False) as stdout,
            ):
                patch.setattr(sys, "stdin", stdin)
                patch.setattr(sys, "stdout", stdout)
                status = self._run(arguments, env)
        finally:
            os.dup2(captured, 1)
            os.close(captured)
            reader.join(_TIMEOUT)
            os.close(master)
        return Finished(status, b"".join(drawn), self._capture.readouterr()[1].decode("utf-8"))

    def _run(self, arguments: Sequence[str], env: Mapping[str, str | None] | None) -> int:
        before = dict(os.environ)
        os.environ.clear()
        os.environ.update(self._program.environment(env or {}))
        gc.disable()  # as the program itself does
        try:
            return main(arguments)
        finally:
            gc.enable()
            os.environ.clear()
            os.environ.update(before)


def make_work(**changes: Any) -> dict[str, Any]:
    """Return the JSON of a small sound work, with some fields changed."""
    return {"key": "own2024work", "title": "Own", "kind": "paper", "status": "partial"} | changes


def keys_of(finished: Finished) -> list[str]:
    """Return the first cell of every line."""
    return [line.split("\t")[0] for line in finished.lines]


def _count_waiting(pipe: int) -> int:
    answer = fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0")
    return int.from_bytes(answer, sys.byteorder)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that nobody holds the other end any more
        return b""
