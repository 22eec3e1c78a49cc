"""Standard input, output and error, and the files that a command reads and writes.

Every command reads and writes through here: ``-`` is a stream, a terminal is no source of data,
and what came through a pipe has gone and cannot be read again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from mi_survey.errors import ExitStatus, FileUnreadable, OutputFailed, UsageFault
from mi_survey.files import STDIO, is_file, read_bounded
from mi_survey.text import printable

if TYPE_CHECKING:
    from mi_survey.watching import Watch


def is_piped() -> bool:
    """Tell whether a program reads standard output, not a person on a terminal."""
    return not sys.stdout.isatty()


def write(content: str | bytes) -> None:
    """Write text to standard output; UTF-8 in a pipe, whatever the locale, and bytes as they are.

    A reader that has gone ends the command silently.

    Raises:
        OutputFailed: it cannot be written, for instance to a full disk.
    """
    try:
        if sys.stdout.isatty():
            encoding = sys.stdout.encoding or "utf-8"
            text = content if isinstance(content, str) else content.decode("utf-8", "replace")
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        else:
            sys.stdout.flush()
            data = content.encode("utf-8", "replace") if isinstance(content, str) else content
            sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_silently()
    except OSError as error:
        _silence_stdout()
        raise OutputFailed("standard output", error.strerror or str(error)) from error


def say(message: str) -> None:
    """Write a message for people to standard error, free of control characters."""
    lines = message.splitlines()
    text = "".join(f"{printable(line)}\n" for line in lines)
    encoding = sys.stderr.encoding or "utf-8"
    try:
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()
    except OSError:  # nobody is left to tell
        return


@contextmanager
def show_progress(what: str) -> Iterator[Watch | None]:
    """Show that something is being done, and how far it is, if it takes more than a second.

    Only on a terminal that understands escape sequences and may be sent them: elsewhere nothing
    is written, and there is nobody to watch. Nothing else may be written meanwhile.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from typer._click.globals import get_current_context  # which Typer does not show

    from mi_survey.display.terminal import find_terminal

    context = get_current_context(silent=True)
    is_refused = context is not None and context.params.get("color") == "never"
    terminal = find_terminal(sys.stderr, color="never" if is_refused else "auto")
    if terminal is None or not terminal.styled:
        yield None
        return
    from mi_survey.display.progress import ProgressLine

    with ProgressLine(what, sys.stderr, terminal) as line:
        yield line.watch


def count_of(number: int, noun: str, *, plural: str = "") -> str:
    """Return a number with its noun, as in ``1 work`` and ``2 works``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def create_file(
    name: str, text: str, *, force: bool, what: str = "", hint: str = "--force overwrites it"
) -> None:
    """Write a new file whole and say so; as for ``create_files``."""
    create_files({name: text}, force=force, hint=hint)
    say(f"{what} written to {name}".lstrip())


def create_files(texts: Mapping[str, str], *, force: bool, hint: str) -> None:
    """Write new files, all of them or none.

    Raises:
        UsageFault: one exists, and is not to be overwritten.
        OutputFailed: one cannot be written.
    """
    from mi_survey.transaction import transaction  # not for pipes

    with transaction(*texts, force=force) as files:
        for name in texts:
            if is_file(name) and not force:
                raise UsageFault(f"'{name}' exists", hint=hint)
        files.write({name: text.encode("utf-8") for name, text in texts.items()})


def refuse_second_reading(names: Iterable[str]) -> None:
    """Refuse to read standard input for two of the files or catalogs that a call names.

    Raises:
        UsageFault: several of them are ``-``, be it as ``+-``.
    """
    if sum(name.removeprefix("+") == STDIO for name in names) > 1:
        raise UsageFault("standard input can be read only once", hint="name a file for the other")


def read_stdin(what: str, *, hint: str) -> bytes:
    """Read standard input; ``what`` is missing where it is a terminal.

    Raises:
        UsageFault: it is a terminal, where nobody is piping, or cannot be read.
    """
    if sys.stdin.isatty():
        raise UsageFault(f"no {what} on standard input, which is a terminal", hint=hint)
    try:
        return read_bounded(sys.stdin.buffer)
    except OSError as error:
        raise UsageFault(f"cannot read standard input: {error.strerror}") from error


def read_input(file: str, what: str, *, hint: str) -> bytes:
    """Read a file, or standard input for ``-``.

    Raises:
        UsageFault: as for ``read_stdin``.
        FileUnreadable: the file cannot be read.
    """
    from mi_survey.files import read_bytes

    if file == STDIO:
        return read_stdin(what, hint=hint)
    try:
        return read_bytes(file)
    except FileUnreadable as error:
        error.hint = "is its name right?"
        raise


def _leave_silently() -> NoReturn:
    _silence_stdout()
    raise typer.Exit(ExitStatus.DONE)


def _silence_stdout() -> None:
    # what is still buffered would raise again when the interpreter closes the stream
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
