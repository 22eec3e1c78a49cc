"""Golden files are rewritten by people who look at the difference, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from program import ROOT


def test_no_golden_file_is_rewritten_in_ci(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    conftest: Any = pytestconfig.pluginmanager.get_plugin(str(ROOT / "tests" / "conftest.py"))
    monkeypatch.setattr(pytestconfig.option, "regen", True)
    monkeypatch.setattr(conftest, "IN_CI", False)
    conftest.pytest_configure(pytestconfig)
    monkeypatch.setattr(conftest, "IN_CI", True)
    with pytest.raises(pytest.UsageError, match="--regen is not for CI"):
        conftest.pytest_configure(pytestconfig)
