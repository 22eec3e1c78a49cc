"""Golden files are rewritten by people who look at the difference, and by nobody else."""

from __future__ import annotations

import os
import subprocess
import sys

from program import ROOT


def test_no_golden_file_is_rewritten_in_ci() -> None:
    command = [sys.executable, "-m", "pytest", "--regen", "-n", "0"]
    done = subprocess.run(
        [*command, "tests/cli/test_help.py"],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 4
    assert "--regen is not for CI" in done.stderr
