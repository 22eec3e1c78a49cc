"""A full disk, a failing one, or an end at any moment: every file is the old one or the new.

Each call that opens, writes, flushes, closes, changes or renames a file of a writing command is
made to fail once with each error, and to be the last.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from crashes import CALLS, DONE, FAILURES, Trial, begin
from disk import Disk, Ended
from effort import IN_CI, some
from mi_survey.errors import ExitStatus, OutputFailed
from mi_survey.transaction import transaction
from program import Call, Program
from writing import read_all


@pytest.mark.parametrize("name", some(tuple(CALLS), of=2))
def test_whatever_fails_each_file_is_old_or_new(
    call: Call,
    run: Program,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
    name: str,
) -> None:
    words = CALLS[name]
    before = begin(run.folder)
    counted = Disk(run.folder)
    with counted.watching(monkeypatch):
        assert call(*words).status in DONE
    after = read_all(run.folder)
    assert before != after
    points = [(at, failure) for at in range(len(counted.calls)) for failure in FAILURES]
    # where people wait, one point of a call, of every kind in turn
    tried = points if IN_CI else [points[11 * list(CALLS).index(name) % len(points)]]
    for at, failure in tried:
        trial = Trial(at, failure, before, after)
        begin(run.folder)
        status = None
        with suppress(Ended), Disk(run.folder, at=at, failure=failure).watching(monkeypatch):
            status = call(*words).status
        now = read_all(run.folder)
        assert not trial.find_fault(now, status=status, failed=counted.calls[at]), trial
        if status is None:
            again = call(*words).status
            assert not trial.find_lack(now, read_all(run.folder), status=again), trial
    record_property("crash points", len(tried))


def test_of_two_files_both_are_old_or_new_whatever_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (str(tmp_path / name) for name in ("first", "second"))
    new = {first: b"new", second: b"new" * 9}

    for old in ({}, {first: b"old"}, {second: b"old"}, {first: b"old", second: b"old"}):
        before = {Path(name).name: data for name, data in old.items()}
        after = {Path(name).name: data for name, data in new.items()}
        at, is_over = 0, False
        while not is_over:
            for failure in FAILURES:
                for path in tmp_path.iterdir():
                    path.unlink()
                for name, data in old.items():
                    Path(name).write_bytes(data)
                disk = Disk(tmp_path, at=at, failure=failure)
                status: int | None = ExitStatus.DONE
                try:
                    with disk.watching(monkeypatch), transaction(first, second) as files:
                        files.write(new)
                except OutputFailed as error:
                    status = error.exit_status
                except Ended:
                    status = None
                trial = Trial(at, failure, before, after)
                failed = disk.calls[at] if at < len(disk.calls) else ""
                assert not trial.find_fault(read_all(tmp_path), status=status, failed=failed), trial
                is_over = not failed
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
