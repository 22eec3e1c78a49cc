"""Programs and packages of others: found, or the test is skipped.

With ``CI`` set they must be there: a check that skips itself in silence checks nothing. Whatever
is not on every machine is for tests that bear the marker ``external``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest

from effort import IN_CI

# Tests that need these run on a user's machine too; where there is none, they are skipped.
_USUAL = frozenset({"bash", "git"})


class Permission:
    """Whether the test that runs may start programs of others, which its marker says."""

    is_external = False


def need_program(name: str) -> str:
    """Return the path of a program; skip the test where it is not installed."""
    assert Permission.is_external or name in _USUAL, f"who starts {name} is marked 'external'"
    beside = str(Path(sys.executable).parent)
    path = shutil.which(name, path=os.pathsep.join((beside, os.environ.get("PATH", os.defpath))))
    return path or _do_without(f"the program {name}")


def need_package(name: str) -> Any:
    """Import a package, or a module of it; skip the test where it is not installed."""
    assert Permission.is_external, f"who reads with {name} is marked 'external'"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        return _do_without(f"the package {name}")


def need_file(variable: str, what: str) -> Path:
    """Return the file that a variable of the environment names; skip the test without it."""
    assert Permission.is_external, f"who uses {what} is marked 'external'"
    path = os.environ.get(variable)
    return Path(path) if path else _do_without(f"{what} (named by {variable})")


def need_latex(*files: str) -> None:
    """Skip the test where LaTeX lacks a file: distributions install it in parts."""
    finder = need_program("kpsewhich")
    for name in files:
        if subprocess.run([finder, name], capture_output=True, check=False).returncode:
            _do_without(f"LaTeX's {name}")


def _do_without(what: str) -> NoReturn:
    if IN_CI:
        pytest.fail(f"{what} is missing, and CI is to have everything")
    pytest.skip(f"{what} is not installed")
