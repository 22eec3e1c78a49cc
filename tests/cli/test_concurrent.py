"""Calls that write to one file at the same time: whatever returns 0 has lost nobody's work."""

from __future__ import annotations

import json
import os

import pytest

from effort import IN_CI, some
from mi_survey.catalog.store import load_bundled
from program import Program, make_work

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="locks and processes of POSIX")

_MANY = 20 if IN_CI else 6
_KEYS = [work.key for work in load_bundled().works if work.kind == "paper"][:_MANY]
# Every call in a process of its own, all at once; what they import is there before.
_AT_ONCE = """
import json, os, sys
from mi_survey.cli.app import main
calls = json.loads(os.environ["CALLS"])
main([*calls[0], "--help"])
sys.stdout.flush()
begin, ready = os.pipe()
children = []
for call in calls:
    child = os.fork()
    if child == 0:
        os.close(ready)
        os.read(begin, 1)
        status = main(call)
        sys.stderr.flush()
        os._exit(status)
    children.append(child)
os.close(ready)
print(*(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""
# What adds a work to a file, each call another one; and what of it stands in the file then.
_ADDING: dict[str, tuple[str, ...]] = {
    "export": ("export", "{key}", "-o", "file", "--format", "bibtex", "--append"),
    "catalog merge": ("catalog", "merge", "{at}.json", "--write", "file"),
    "catalog add": ("catalog", "add", "2401.{at}", "--title", "Work {at}", "--write", "file"),
}


def _call_at_once(run: Program, *calls: tuple[str, ...]) -> list[int]:
    done = run.python(_AT_ONCE, env={"CALLS": json.dumps(calls), "MI_SURVEY_CACHE": "off"})
    left = [path.name for path in run.folder.iterdir() if path.name.startswith(".mi-survey")]
    assert left == []
    statuses = [int(status) for status in done.lines[-1].split()]
    assert len(statuses) == len(calls), done.stderr
    return statuses


def _adding(run: Program, name: str) -> dict[str, tuple[str, ...]]:
    """Return calls that add works, by what the file then has of each."""
    calls = {}
    # other commands take a second each, since they validate what they write
    for number, key in enumerate(_KEYS if name == "export" else _KEYS[:6]):
        at = 10000 + number
        run.write_works(
            f"{at}.json", make_work(title=f"Work {at}", key=f"own2024work{at}", year=2024)
        )
        sign = f"{{{key}," if name == "export" else f'"Work {at}"'
        calls[sign] = tuple(word.format(key=key, at=at) for word in _ADDING[name])
    return calls


@pytest.mark.parametrize("name", some(tuple(_ADDING), of=3))
def test_all_of_many_works_added_at_once_are_there(run: Program, name: str) -> None:
    calls = _adding(run, name)
    assert _call_at_once(run, *calls.values()) == [0] * len(calls)
    text = (run.folder / "file").read_text()
    assert [sign for sign in calls if sign not in text] == []


@pytest.mark.skipif(not IN_CI, reason="CI tries it")
def test_fixing_and_appending_at_once_lose_nothing(run: Program) -> None:
    title = "Locating and Editing Factual Associations in GPT"
    wrong = f"@misc{{rome, title={{{title}}}, eprint={{2202.05262}}, year={{1999}}}}\n"
    (run.folder / "file.bib").write_text(wrong)
    keys = _KEYS[: _MANY // 2]
    appends = [("export", key, "-o", "file.bib", "--append") for key in keys]
    statuses = _call_at_once(run, *appends, *[("check", "file.bib", "--fix")] * len(keys))
    assert statuses[: len(keys)] == [0] * len(keys)
    assert set(statuses[len(keys) :]) <= {0, 1, 5}
    text = (run.folder / "file.bib").read_text()
    assert [key for key in keys if f"{{{key}," not in text] == []
    assert ("1999" in text) == (set(statuses[len(keys) :]) == {5})


@pytest.mark.skipif(not IN_CI, reason="CI tries it")
def test_of_many_calls_that_make_one_file_one_does(run: Program) -> None:
    calls = [("export", key, "-o", "new.bib") for key in _KEYS]
    statuses = _call_at_once(run, *calls)
    assert sorted(statuses) == [0, *[2] * (len(calls) - 1)]
    key = calls[statuses.index(0)][1]
    assert f"{{{key}," in (run.folder / "new.bib").read_text()
