"""Programs and packages of others that read our output: found, or the test is skipped.

With ``CI`` set they must be there: a check that skips itself in silence checks nothing.
"""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from typing import Any, NoReturn

import pytest


def need_program(name: str) -> str:
    """Return the path of a program; skip the test where it is not installed."""
    path = shutil.which(name)
    return path or _do_without(f"the program {name}")


def need_package(name: str) -> Any:
    """Import a package, or a module of it; skip the test where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        return _do_without(f"the package {name}")


def _do_without(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI is to have everything")
    pytest.skip(f"{what} is not installed")
