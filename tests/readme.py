"""The README's examples, run for real: what they print, and the blocks that are made from it."""

from __future__ import annotations

import fcntl
import itertools
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from mi_survey.cli.app import COMMANDS, summarize_command

README = Path(__file__).parents[1] / "README.md"
_CONSOLE = re.compile(r"(?:<!-- picture: (\d+) columns -->\n)?```console\n(.*?)```\n", re.DOTALL)
_COMMANDS = re.compile(r"(<!-- commands -->\n).*?(<!-- end of commands -->)", re.DOTALL)


def render_readme(text: str) -> str:
    """Return the README with every console block and the table of commands made anew."""
    text = _CONSOLE.sub(_render_console, text)
    rows = "".join(f"| `{name}` | {summarize_command(name)} |\n" for name in COMMANDS)
    table = f"| command | what it does |\n|---|---|\n{rows}"
    return _COMMANDS.sub(lambda match: match.group(1) + table + match.group(2), text)


def external_programs(text: str) -> set[str]:
    """Return the programs, other than ours, that the examples call."""
    names = set()
    for _, body in _CONSOLE.findall(text):
        for command in _commands(body):
            words = ["|", *shlex.shlex(command[2:], posix=True, punctuation_chars=True)]
            names |= {after for word, after in itertools.pairwise(words) if word == "|"}
    return names - {"mi-survey"}


def _render_console(match: re.Match[str]) -> str:
    columns, body = match.groups()
    marker = f"<!-- picture: {columns} columns -->\n" if columns else ""
    printed = "".join(
        f"{line}\n{_show(line[2:], columns=int(columns or 0))}" for line in _commands(body)
    )
    return f"{marker}```console\n{printed}```\n"


def _commands(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.startswith("$ ")]


def _show(command: str, *, columns: int) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": path, "HOME": folder, "LANG": "C.UTF-8", "TERM": "dumb"}
        bash = [shutil.which("bash") or "bash", "-o", "pipefail", "-c", command]
        if columns:
            printed = _run_on_terminal(bash, columns=columns, environment=environment)
        else:
            done = subprocess.run(
                bash, capture_output=True, env=environment, cwd=folder, check=False
            )
            if done.returncode > 1:  # 1 is a check that found something
                raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
            printed = done.stdout.decode()
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def _run_on_terminal(command: list[str], *, columns: int, environment: dict[str, str]) -> str:
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 200, columns, 0, 0))
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, env=environment) as process:
        os.close(terminal)
        printed = b""
        while chunk := _read(controller):
            printed += chunk
        status = process.wait()
    os.close(controller)
    if status:
        raise subprocess.CalledProcessError(status, command, printed)
    return printed.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""
