"""A validator of SARIF finds nothing wrong in ours but what it only recommends."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bibliographies import DATA
from program import Program
from programs import need_file

pytestmark = pytest.mark.external

# The package has no address of its own in the web that a log could name.
_RECOMMENDED = {"SARIF2005"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", str(DATA / "wrong.bib"), str(DATA / "other_fields.bib")),
        ("catalog", "lint", str(Path(__file__).parents[1] / "lists/data/list.md")),
        ("check", str(DATA / "legitimate.bib")),
    ],
)
def test_microsofts_validator_finds_nothing_wrong(
    run: Program, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    validator = need_file("SARIF_MULTITOOL", "the SARIF validator")
    log = tmp_path / "log.sarif"
    log.write_bytes(run(*arguments, "--format", "sarif").stdout)
    done = subprocess.run(
        [str(validator), "validate", str(log)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Analysis completed successfully" in done.stdout
    found = set(re.findall(r"\b(?:error|warning) ([A-Z]+\d+)", done.stdout))
    assert found <= _RECOMMENDED, done.stdout
