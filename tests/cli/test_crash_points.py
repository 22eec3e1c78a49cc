"""A full disk, a failing one, or an end at any moment: every file is the old one or the new.

Each call that opens, writes, flushes, closes, changes or renames a file of a writing command is
made to fail once with each error, and to be the last.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from disk import ENDED, FAILURES, Disk, Ended
from effort import IN_CI
from mi_survey.errors import ExitStatus, OutputFailed
from mi_survey.transaction import transaction
from program import Call, Program
from writing import OTHER_WRITING, WRITING, fill, is_left, read_all

_CALLS = WRITING | OTHER_WRITING
_DONE = (ExitStatus.DONE, ExitStatus.FOUND)
_STRIDE = 31  # one point of so many, where people wait


def _without(files: Mapping[str, bytes], names: set[str]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name not in names}


def _differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.mark.parametrize("name", _CALLS)
def test_whatever_fails_each_file_is_old_or_new(
    call: Call,
    run: Program,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
    name: str,
) -> None:
    words = _CALLS[name]

    def begin() -> dict[str, bytes]:
        shutil.rmtree(run.folder)
        run.folder.mkdir()
        os.chdir(run.folder)
        fill(run.folder)
        return read_all(run.folder)

    before = begin()
    counted = Disk(run.folder)
    with counted.watching(monkeypatch):
        assert call(*words).status in _DONE
    after = read_all(run.folder)
    assert _differing(before, after)
    points = [(at, failure) for at in range(len(counted.calls)) for failure in FAILURES]
    tried = points if IN_CI else points[5 * list(_CALLS).index(name) % _STRIDE :: _STRIDE]
    for at, failure in tried:
        begin()
        disk = Disk(run.folder, at=at, failure=failure)
        what = (counted.calls[at], at, errno.errorcode.get(failure, "ended"))
        status = None
        try:
            with disk.watching(monkeypatch):
                status = call(*words).status
        except Ended:
            assert failure == ENDED, what
        now = read_all(run.folder)
        left = {name for name in now if is_left(name)}
        now = _without(now, left)
        changed, lacking = _differing(now, before), _differing(now, after)
        assert {*changed}.isdisjoint(lacking), what
        if failure != ENDED:
            assert not (changed if status == ExitStatus.OUTPUT else lacking), what
            assert status in (*_DONE, ExitStatus.OUTPUT), what
            assert not left or counted.calls[at] == "unlink", what  # what cannot be removed stays
        elif call(*words).status in _DONE:  # the same again gets there, whatever was left
            assert not _differing(_without(read_all(run.folder), left), after), what
        else:  # of files that are there and not to be overwritten
            assert lacking != changed, what
    record_property("crash points", len(tried))


def test_of_two_files_both_are_old_or_new_whatever_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (str(tmp_path / name) for name in ("first", "second"))
    new = {first: b"new", second: b"new" * 9}

    def write(disk: Disk) -> None:
        with disk.watching(monkeypatch), transaction(first, second) as files:
            files.write(new)

    for old in ({}, {first: b"old"}, {second: b"old"}, {first: b"old", second: b"old"}):
        before = {Path(name).name: data for name, data in old.items()}
        after = {Path(name).name: data for name, data in new.items()}
        at, is_counted = 0, False
        while not is_counted:
            for failure in FAILURES:
                for path in tmp_path.iterdir():
                    path.unlink()
                for name, data in old.items():
                    Path(name).write_bytes(data)
                disk = Disk(tmp_path, at=at, failure=failure)
                try:
                    write(disk)
                except OutputFailed:
                    assert read_all(tmp_path) == before
                except Ended:
                    now = read_all(tmp_path)
                    left = {name for name in now if is_left(name)}
                    now = _without(now, left)
                    assert {*_differing(now, before)}.isdisjoint(_differing(now, after))
                else:
                    now = read_all(tmp_path)
                    assert now == after or "unlink" in disk.calls
                    is_counted = at >= len(disk.calls)
            at += 1
        assert at > 12


def test_all_files_are_on_the_disk_before_any_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(tmp_path)
    names = [str(tmp_path / name) for name in ("first", "second")]
    with disk.watching(monkeypatch), transaction(*names) as files:
        files.write(dict.fromkeys(names, b"new"))
    lasting = [name for name in disk.calls if name in ("fsync", "replace")]
    assert lasting == ["fsync", "fsync", "replace", "replace", "fsync"]
