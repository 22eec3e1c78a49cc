"""The program as a process: ``mi-survey`` and ``python -m mi_survey``."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

from mi_survey import quick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and end the process with its exit status.

    What the compiled catalog answers goes the short way, everything else through Typer.
    Start-up is a feature, and this is a third of it: not collecting garbage in a process this
    short saves 3 ms while Typer is imported and 2 ms while the catalog is read; leaving
    without taking the interpreter apart saves 8 ms. Both streams are flushed, and nothing
    else is open.
    """
    gc.disable()
    try:
        if quick.run():
            os._exit(0)
        _prepare_streams()
        from mi_survey.cli.app import main
        from mi_survey.errors import ExitStatus

        status = main()
    except KeyboardInterrupt:  # while the modules load; later, Typer makes it a status
        os._exit(130)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        status = status or ExitStatus.OUTPUT
    os._exit(status)


def _prepare_streams() -> None:
    """See to it that every standard stream is there and takes any text.

    Where one is closed, Python has none: the null device, opened the wrong way round, makes
    using it fail as with any file that cannot be read or written. A pipe gets UTF-8 whatever
    the locale, Typer's help included; a terminal what it can show.
    """
    if sys.stdin is None:
        sys.stdin = open(os.open(os.devnull, os.O_WRONLY), encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123, SIM115 - likewise
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - likewise
    if isinstance(sys.stdout, TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")


if __name__ == "__main__":
    run()
