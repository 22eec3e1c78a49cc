"""What is to hold of the files of a call that failed, or ended, while it wrote them.

As a program, it tries a call at every point where the C library can fail, with ``disk.c``
preloaded: ``crashes.py NAME FOLDER`` prints how many points there are, and what went wrong.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mi_survey.errors import ExitStatus
from writing import OTHER_WRITING, WRITING, fill, is_left, read_all

CALLS = WRITING | OTHER_WRITING
DONE = (ExitStatus.DONE, ExitStatus.FOUND)
ENDED = 0  # in place of the number of an error: the process is no more
FAILURES = (errno.ENOSPC, errno.EIO, ENDED)
_SIGNALS = (signal.SIGTERM, signal.SIGINT)  # given less than 0
# A call that cannot read its files writes none, either.
_FAILED = (ExitStatus.USAGE, ExitStatus.CATALOG, ExitStatus.OUTPUT)


@dataclass(frozen=True, slots=True)
class Trial:
    """A point at which a call is made to fail, and the files before it and after a whole one."""

    at: int
    failure: int
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def find_fault(self, now: Mapping[str, bytes], *, status: int | None, failed: str) -> str:
        """Say what is wrong with the files or the status, which is ``None`` of what has ended.

        Args:
            now: the files as they are.
            status: what the call returned.
            failed: the name of what was made to fail.
        """
        left = {name for name in now if is_left(name)}
        now = _without(now, left)
        changed, lacking = _differing(now, self.before), _differing(now, self.after)
        if mixed := {*changed} & {*lacking}:
            return f"neither old nor new: {', '.join(sorted(mixed))}"
        if status is None and self.failure == ENDED:
            return ""
        if self.failure < 0 and status in (None, ExitStatus.INTERRUPTED):
            both = changed and lacking
            return f"half done, or left: {changed}, {left}" if both or left else ""
        if status not in (*DONE, *_FAILED):
            return f"status {status}"
        if wrong := lacking if status in DONE else changed:
            return f"not as status {status} says: {', '.join(wrong)}"
        if left and failed != "unlink":  # what cannot be removed stays
            return f"left: {', '.join(sorted(left))}"
        return ""

    def find_lack(
        self, ended: Mapping[str, bytes], now: Mapping[str, bytes], *, status: int
    ) -> str:
        """Say what the same call did not put right after one had ended."""
        left = {name for name in ended if is_left(name)}
        if status in DONE:
            return ", ".join(_differing(_without(now, left), self.after))
        # it is refused, since a file is there and not to be overwritten, and changes nothing
        return "" if ended == now and status == ExitStatus.USAGE else f"status {status}"


def begin(folder: Path) -> dict[str, bytes]:
    """Make a folder anew, go there, and return its files."""
    shutil.rmtree(folder)
    folder.mkdir()
    os.chdir(folder)
    fill(folder)
    return read_all(folder)


def _without(files: Mapping[str, bytes], names: set[str]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name not in names}


def _differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _try_all(words: tuple[str, ...], folder: Path) -> tuple[int, list[str]]:
    from mi_survey.cli.app import main  # the program, where the library is preloaded

    disk = ctypes.CDLL(None)
    disk.disk_last.restype = ctypes.c_char_p
    before = begin(folder)
    disk.disk_arm(os.fsencode(folder), -1, ENDED)
    main(words)
    disk.disk_disarm()
    count, after = disk.disk_count(), read_all(folder)
    faults = [] if _differing(before, after) else ["nothing was written"]
    for at in range(count):
        for failure in (*FAILURES, *(-number for number in _SIGNALS)):
            trial = Trial(at, failure, before, after)
            begin(folder)
            status, failed = _call(words, folder, trial, disk)
            now = read_all(folder)
            fault = trial.find_fault(now, status=status, failed=failed)
            if not fault and failure == ENDED:
                again, _ = _call(words, folder, None, disk)
                fault = trial.find_lack(now, read_all(folder), status=again or 0)
            if fault:
                faults.append(f"{at} {failed} {errno.errorcode.get(failure, failure)}: {fault}")
    return count * (len(FAILURES) + len(_SIGNALS)), faults


def _call(
    words: tuple[str, ...], folder: Path, trial: Trial | None, disk: ctypes.CDLL
) -> tuple[int | None, str]:
    """Make a call in a process of its own; return its status, and what failed."""
    from mi_survey.cli.app import main

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # whoever runs this in the background ignores interrupts
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        status: int = ExitStatus.INTERRUPTED
        try:
            if trial:
                disk.disk_arm(os.fsencode(folder), trial.at, trial.failure)
            status = main(words)
        finally:
            disk.disk_disarm()
            os.write(writing, disk.disk_last())
            os._exit(status)
    os.close(writing)
    failed = os.read(reading, 100).decode()
    os.close(reading)
    _, ended = os.waitpid(child, 0)
    return (None if os.WIFSIGNALED(ended) else os.waitstatus_to_exitcode(ended)), failed


if __name__ == "__main__":
    told = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    os.write(told, json.dumps(_try_all(CALLS[sys.argv[1]], Path(sys.argv[2]))).encode())
