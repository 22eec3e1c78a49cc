"""The README's examples, run for real: what they print, and the blocks that are made from it."""

from __future__ import annotations

import contextlib
import fcntl
import io
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
from collections import Counter
from collections.abc import Iterator
from doctest import DocTestParser
from pathlib import Path

from mi_survey.catalog.store import load_bundled
from mi_survey.cli.help import describe_commands

README = Path(__file__).parents[1] / "README.md"
_CONSOLE = re.compile(r"(?:<!-- picture: \d+ columns -->\n)?```console\n.*?```\n", re.DOTALL)
_PYTHON = re.compile(r"```python\n.*?```\n", re.DOTALL)
_COMMANDS = re.compile(r"(<!-- commands -->\n).*?(<!-- end of commands -->)", re.DOTALL)


def render_readme(text: str) -> str:
    """Return the README with every console block and the table of commands made anew."""
    for block in iter_examples(text):
        text = text.replace(block, render_example(block))
    text = _PYTHON.sub(lambda match: render_python(match[0]), text)
    return render_counts(render_commands(text))


def render_python(block: str) -> str:
    """Return a Python block as it should be: its statements, and what they print now."""
    names: dict[str, object] = {}
    lines = []
    for example in DocTestParser().get_examples(block):
        first, *others = example.source.splitlines()
        lines += [f">>> {first}", *(f"... {line}" for line in others)]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example.source, README.name, "single"), names)  # noqa: S102 - our own
        lines += printed.getvalue().splitlines()
    return "```python\n" + "\n".join(lines) + "\n\n```\n"


def render_counts(text: str) -> str:
    """Return the README with the catalog's counts in its sentences made anew."""
    works = load_bundled().works
    said_by = Counter(placement.by for work in works for placement in work.placements)
    for pattern, count in {
        r"(A catalog of )\d+( works)": len(works),
        r"(Of the placements, )\d+( are the survey's own)": said_by["survey"],
        r"( and )\d+( are \*curated\*)": said_by["curated"],
    }.items():
        text, found = re.subn(pattern, rf"\g<1>{count}\g<2>", text)
        if found != 1:
            raise ValueError(f"the README says {pattern!r} {found} times")
    return text


def render_commands(text: str) -> str:
    """Return the README with its table of commands made anew."""
    rows = "".join(f"| `{each.name}` | {each.summary} |\n" for each in describe_commands())
    table = f"| command | what it does |\n|---|---|\n{rows}"
    return _COMMANDS.sub(lambda match: match.group(1) + table + match.group(2), text)


def iter_examples(text: str) -> Iterator[str]:
    """Yield the console blocks, each with the line that says how wide its picture is."""
    for match in _CONSOLE.finditer(text):
        yield match[0]


def render_example(block: str) -> str:
    """Return a console block as it should be: its commands, and what they print now."""
    columns = re.match(r"<!-- picture: (\d+)", block)
    printed = "".join(
        f"$ {command}\n{_show(command, columns=int(columns[1]) if columns else 0)}"
        for command in iter_commands(block)
    )
    return f"{block.partition('```')[0]}```console\n{printed}```\n"


def iter_commands(block: str) -> Iterator[str]:
    """Yield the commands of a console block."""
    return (line[2:] for line in block.splitlines() if line.startswith("$ "))


def find_programs(block: str) -> set[str]:
    """Return the programs, other than ours, that a block calls."""
    names = set()
    for command in iter_commands(block):
        words = ["|", *shlex.shlex(command, posix=True, punctuation_chars="|&;")]
        names |= {after for word, after in itertools.pairwise(words) if word[0] in "|&;"}
    return names - {"mi-survey"}


def _show(command: str, *, columns: int) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": path, "HOME": folder, "LANG": "C.UTF-8", "TERM": "dumb"}
        bash = [shutil.which("bash", path=path) or "bash", "-o", "pipefail", "-c", command]
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
