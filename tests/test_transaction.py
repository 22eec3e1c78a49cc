"""Files are written whole or not at all, and keep what they are besides their text."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mi_survey import transaction as module
from mi_survey.errors import FileChanged, FileProtected, OutputFailed
from mi_survey.transaction import transaction

_LONGEST = 255  # bytes of a file's name, on most file systems


def _write(path: Path, data: bytes, *, force: bool = False) -> None:
    with transaction(str(path), force=force) as files:
        files.write({str(path): data})


@contextmanager
def _mask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    path.chmod(0o640)
    _write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path, mask: int) -> None:
    with _mask(mask):
        (tmp_path / "plain").write_bytes(b"")
        _write(tmp_path / "ours", b"x")
    modes = {path.name: path.stat().st_mode for path in tmp_path.iterdir()}
    assert modes["ours"] == modes["plain"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root")
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    path.chmod(0o4750)
    os.chown(path, 12, 34)
    path.chmod(0o640)
    _write(path, b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12, 34, 0o640)


@pytest.mark.skipif(not hasattr(os, "fchown"), reason="owners of POSIX")
def test_a_file_that_cannot_keep_its_group_is_not_open_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    path.chmod(0o664)
    kept = path.stat()

    def refuse(*_: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    descriptor = os.open(path, os.O_WRONLY)
    try:
        mode = module._give_away(descriptor, kept.st_uid + 1, kept.st_gid + 1, mode=0o664)
    finally:
        os.close(descriptor)
    assert mode == 0o644


def test_a_file_keeps_its_attributes(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    try:
        os.setxattr(path, "user.note", b"mine")
    except (AttributeError, OSError):
        pytest.skip("the file system has no attributes")
    _write(path, b"new")
    assert os.getxattr(path, "user.note") == b"mine"


def test_a_links_target_is_written_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    _write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_link_that_leads_nowhere_leads_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    _write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_a_file_of_several_names_is_not_parted_unless_forced(tmp_path: Path) -> None:
    path, other = tmp_path / "refs.bib", tmp_path / "other.bib"
    path.write_text("old")
    other.hardlink_to(path)
    with pytest.raises(FileProtected, match="it has 2 names"):
        _write(path, b"new")
    assert path.read_bytes() == b"old"
    assert path.samefile(other)
    _write(path, b"new", force=True)
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_a_read_only_file_is_not_replaced_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(FileProtected, match="it is read-only"):
        _write(path, b"new")
    assert path.read_bytes() == b"old"
    _write(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


@pytest.mark.parametrize("length", [1, 200, _LONGEST - 6, _LONGEST])
def test_every_name_that_a_file_can_have_can_be_written(tmp_path: Path, length: int) -> None:
    path = tmp_path / ("n" * length)
    _write(path, b"new")
    assert path.read_bytes() == b"new"
    with pytest.raises(OutputFailed, match="name too long"):
        _write(tmp_path / ("n" * (_LONGEST + 1)), b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to_and_a_full_one_is_told() -> None:
    _write(Path(os.devnull), b"x")
    if Path("/dev/full").exists():
        with pytest.raises(OutputFailed, match="No space left"):
            _write(Path("/dev/full"), b"x")


def test_a_missing_folder_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed):
        _write(tmp_path / "no" / "file", b"x")
    assert list(tmp_path.iterdir()) == []


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    first, last = tmp_path / "first", tmp_path / "last"
    first.write_text("old")
    for name in (str(tmp_path / "no" / "file"), str(tmp_path / ("n" * (_LONGEST + 1)))):
        with (
            transaction(str(first), name, str(last)) as files,
            pytest.raises(OutputFailed, match=r"o such file|too long"),
        ):
            files.write({str(first): b"new", str(last): b"new", name: b"new"})
        assert [path.name for path in tmp_path.iterdir()] == ["first"]
        assert first.read_text() == "old"


@pytest.mark.parametrize("force", [False, True])
def test_what_somebody_else_wrote_meanwhile_is_not_replaced(tmp_path: Path, force: bool) -> None:
    path, new = tmp_path / "refs.bib", tmp_path / "new.bib"
    path.write_text("old")
    with transaction(str(path), str(new), force=force) as files:
        files.expect(str(path), b"old")
        path.write_text("theirs")
        with pytest.raises(FileChanged, match="another program has changed it"):
            files.write({str(new): b"x", str(path): b"ours"})
    assert path.read_text() == "theirs"
    assert not new.exists()


def test_what_appeared_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    with transaction(str(path)) as files:
        path.write_text("theirs")
        with pytest.raises(FileChanged):
            files.write({str(path): b"ours"})
    assert path.read_text() == "theirs"


def test_what_somebody_writes_at_the_last_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", lambda _: path.write_text("theirs"))
    with pytest.raises(FileChanged):
        _write(path, b"ours")
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_so_already_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("same")
    before = path.stat()
    with transaction(str(path)) as files:
        assert not files.write({str(path): b"same"})
    assert path.stat() == before


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_transactions_of_one_folder_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    with transaction(one), pytest.raises(OutputFailed, match="another process"), transaction(other):
        pass
    with transaction(one, other, one):  # one folder is locked once
        pass
    monkeypatch.setattr(module, "_PATIENCE", 10)
    order = []

    def wait() -> None:
        with transaction(other):
            order.append("second")

    with transaction(one):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_where_there_are_no_locks_files_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    for name in ("fchown", "listxattr"):
        monkeypatch.delattr(os, name, raising=False)
    path = tmp_path / "refs.bib"
    path.write_text("old")
    with transaction(str(path)) as files:
        _write(path, b"theirs")
        with pytest.raises(FileChanged):
            files.write({str(path): b"ours"})
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGKILL"])
def test_a_signal_while_writing_leaves_the_old_file_or_the_new(tmp_path: Path, name: str) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    code = (
        "import os, signal, sys\n"
        "from mi_survey.transaction import transaction\n"
        # whoever runs tests in the background ignores some of them, and so would this process
        "for name in ('SIGHUP', 'SIGQUIT', 'SIGTERM'):\n"
        "    signal.signal(getattr(signal, name), signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"os.fsync = lambda _: os.kill(os.getpid(), signal.{name})\n"
        "with transaction(sys.argv[1]) as files:\n"
        "    files.write({sys.argv[1]: b'new'})\n"
        "print('not ended')\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    number = signal.Signals[name]
    assert done.returncode == -number
    if number == signal.SIGKILL:
        assert path.read_text() == "old"
    else:
        assert path.read_text() == "new"
        assert list(tmp_path.iterdir()) == [path]
