"""Whatever a stranger's text is, it is read or refused: no exception, no status 70, no long wait.

``pytest tests/test_fuzz.py --fuzz 200000`` tries as many inputs in all and prints a table.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from effort import IN_CI
from fuzzing import TARGETS, Target, fuzz
from program import make_work

_QUICK = 2000 if IN_CI else 80


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_any_text_is_read_or_refused(
    target: Target,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "MI_SURVEY_CATALOG", "MI_SURVEY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("own.json").write_text(json.dumps([make_work()]))
    Path("refs.bib").write_text("@misc{rome, eprint={2202.05262}}\n")
    Path("list.md").write_text("# List\n\n* [Neurons and More](https://a.org/x) (ICLR 2024)\n")
    outcome = fuzz(target, round((request.config.getoption("--fuzz") or _QUICK) * target.share))
    record_property("fuzz", json.dumps(asdict(outcome)))
    assert not outcome.failures, "\n".join(text[:600] for text in outcome.failures[:10])
