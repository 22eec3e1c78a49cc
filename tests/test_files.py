"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mi_survey.errors import FileUnreadable, OutputFailed
from mi_survey.files import read_exactly, write_whole


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "ours", b"")
    modes = {path.name: path.stat().st_mode for path in tmp_path.iterdir()}
    assert modes["ours"] == modes["plain"]


def test_a_links_target_is_written_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_device_is_written_to_and_a_full_one_is_told() -> None:
    write_whole(Path(os.devnull), b"x")
    if Path("/dev/full").exists():
        with pytest.raises(OutputFailed, match="No space left"):
            write_whole(Path("/dev/full"), b"x")


def test_a_missing_folder_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed):
        write_whole(tmp_path / "no" / "file", b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    code = (
        "import os, pathlib, time\n"
        "from mi_survey import files\n"
        "os.fsync = lambda _: (print('writing', flush=True), time.sleep(60))\n"
        f"files.write_whole(pathlib.Path({str(path)!r}), b'new')\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    assert path.read_text() == "old"


def test_reading_keeps_line_ends_and_refuses_what_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(b"a\r\nb\n")
    assert read_exactly(path) == "a\r\nb\n"
    path.write_bytes(b"\xff")
    with pytest.raises(FileUnreadable, match="not UTF-8 at byte 0"):
        read_exactly(path)
