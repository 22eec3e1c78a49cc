"""The wheel of the checkout, built once in a session of tests."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel; return the folder in which it is unpacked, the same for all workers."""
    pytest.importorskip("hatchling.build", reason="hatchling builds the wheel")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "wheel"
    folder.mkdir(exist_ok=True)
    site = folder / "site"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            code = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
            command = [sys.executable, "-c", code]
            subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)
            (path,) = folder.glob("*.whl")
            with zipfile.ZipFile(path) as archive:
                archive.extractall(site)
    return site
