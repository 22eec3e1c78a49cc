"""The crash points of ``test_crash_points``, found below Python: in the calls of the C library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crashes import CALLS
from program import ROOT
from programs import need_program

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(sys.platform != "linux", reason="preloads a library as Linux does"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the library that fails for the program."""
    path = tmp_path_factory.mktemp("library") / "disk.so"
    source = ROOT / "tests/disk.c"
    command = [need_program("cc"), "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([*command, "-o", str(path), str(source), "-ldl"], check=True)
    return path


@pytest.mark.parametrize("name", CALLS)
def test_whatever_fails_in_the_c_library_each_file_is_old_or_new(
    library: Path, tmp_path: Path, record_property: Callable[[str, object], None], name: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, ROOT / "tests/crashes.py", name, folder],
        env={
            "PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8",
            "LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1",
        },
        stdout=subprocess.PIPE,
        check=True,
    )  # fmt: skip
    count, faults = json.loads(done.stdout)
    assert count >= 24
    assert faults == []
    record_property("crash points", count)
