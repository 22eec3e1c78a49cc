"""What the README says of installing: every line works, on a copy of the checkout and its wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mi_survey import __version__
from program import ALL, ROOT
from programs import need_program
from readme import README

pytestmark = pytest.mark.external

_BUILT_FROM = ("src", "catalog", ".ci", "README.md", "LICENSE", "pyproject.toml")
_BLOCKS = re.findall(r"```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
(_LINES,) = (block.splitlines() for block in _BLOCKS if "pipx" in block)


@pytest.fixture(scope="module", params=["checkout", "wheel"])
def source(request: pytest.FixtureRequest, wheel: Path) -> str:
    """Return what a line is to install: the dot of the README, or a wheel."""
    return "." if request.param == "checkout" else str(next(wheel.parent.glob("*.whl")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what the program is built from, where everything that is installed goes."""
    folder = tmp_path_factory.mktemp("copy")
    for name in _BUILT_FROM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def _run(line: str, folder: Path, source: str, **variables: str) -> str:
    for program in ("pipx", "uv", "bash"):
        need_program(program)
    places = {
        "PIPX_HOME": str(folder / "pipx"),
        "PIPX_BIN_DIR": str(folder / "pipx-bin"),
        "PIPX_MAN_DIR": str(folder / "pipx-man"),
        "UV_CACHE_DIR": str(folder / "uv"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    line = re.sub(r"(?<= )\.(?= |$)", source, line)
    done = subprocess.run(
        ["bash", "-euc", line],
        cwd=folder,
        env={**os.environ, **places, **variables},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_pipx_installs_the_command_and_its_manual(folder: Path, source: str) -> None:
    (line,) = (line for line in _LINES if line.startswith("pipx"))
    _run(f"{line} --force", folder, source)
    done = _run('"$PIPX_BIN_DIR/mi-survey" --version', folder, source)
    assert done == f"mi-survey {__version__}\n"
    assert list((folder / "pipx-man").rglob("mi-survey.1"))


def test_uvx_runs_the_command_without_installing_it_and_offline_from_then_on(
    folder: Path, source: str
) -> None:
    (line,) = (line for line in _LINES if line.startswith("uvx"))
    found = _run(line, folder, source)
    assert len(found.splitlines()) == 3
    assert _run(line, folder, source, UV_OFFLINE="1") == found


def test_a_zip_file_runs(folder: Path, source: str) -> None:
    (line,) = (line for line in _LINES if "zipapp" in line)
    _run(f"rm -rf app mi-survey.pyz; {line}", folder, source)
    assert _run("python mi-survey.pyz find --count", folder, source) == f"{ALL}\n"
