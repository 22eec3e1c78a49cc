"""Every example of the README is run, and prints what the README says."""

from __future__ import annotations

import re

import pytest

from effort import some
from mi_survey import __version__
from program import ROOT, SERVERS, Call, Program
from programs import need_program
from readme import (
    README,
    find_programs,
    iter_commands,
    iter_examples,
    render_commands,
    render_counts,
    render_example,
    render_python,
)

_OPTION = r"(?<=[` ])--[a-z][\w-]*"
TEXT = README.read_text(encoding="utf-8")
# What stands on every machine that has a shell.
_EVERYWHERE = {"grep", "head", "cut"}


def _as_parameter(block: str) -> object:
    others = find_programs(block) - _EVERYWHERE
    return pytest.param(
        block,
        sorted(others),
        marks=[pytest.mark.external] if others else [],
        id=next(iter_commands(block)),
    )


@pytest.mark.parametrize(
    ("block", "programs"), some([_as_parameter(block) for block in iter_examples(TEXT)], of=3)
)
def test_an_example_prints_what_the_readme_says(block: str, programs: list[str]) -> None:
    for name in ["bash", *programs]:
        need_program(name)
    assert render_example(block) == block


def test_the_table_of_commands_and_the_counts_are_the_programs() -> None:
    assert render_commands(TEXT) == TEXT
    assert render_counts(TEXT) == TEXT


def test_every_block_is_one_that_is_run() -> None:
    blocks = re.findall(r"^```(\w*)\n.*?^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert set(blocks) == {"console", "sh", "python", "yaml", "bash", "bibtex"}
    assert blocks.count("console") == len(list(iter_examples(TEXT)))


def test_the_python_examples_print_what_the_readme_says() -> None:
    blocks = re.findall(r"```python\n.*?```\n", TEXT, re.DOTALL)
    assert blocks
    assert [render_python(block) for block in blocks] == blocks


def test_the_yaml_names_hooks_and_calls_that_there_are(call: Call, run: Program) -> None:
    known = re.findall(r"^- id: (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text(), re.MULTILINE)
    blocks = "\n".join(re.findall(r"```yaml\n(.*?)```\n", TEXT, re.DOTALL))
    hooks = re.findall(r"- id: (.*)", blocks)
    calls = re.findall(r"- run: mi-survey (.*?)(?: > .*)?\n", blocks)
    assert hooks
    assert set(hooks) <= set(known)
    assert calls
    (run.folder / "refs.bib").write_bytes(call("export", "ROME").stdout)
    (run.folder / "paper.tex").write_text("\\cite{meng2022locating}", encoding="utf-8")
    assert [call(*line.split()).status for line in calls] == [0] * len(calls)


def test_two_commands_set_everything_up() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) == 2
    assert all(len(block.strip().splitlines()) == 1 for block in blocks)
    assert "mi-survey find --object neuron --steer amplitude" in blocks[0]
    assert "-m pytest" in blocks[1]


def test_every_bash_block_has_a_test_that_runs_it() -> None:
    blocks = re.findall(r"```bash\n(.*?)```", TEXT, re.DOTALL)
    # tests/terminal/test_tmux.py and tests/test_installers.py
    assert ["fzf" in block or "pipx" in block for block in blocks] == [True, True]


_PROSE = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
_CALLS = {" ".join(words.split()) for words in re.findall(r"`mi-survey ([^`]*)`", _PROSE)}


@pytest.mark.parametrize("words", sorted(_CALLS - SERVERS))
def test_every_call_within_a_sentence_is_sound(call: Call, run: Program, words: str) -> None:
    (run.folder / "own.json").write_text("[]\n", encoding="utf-8")
    stands_for = {"KEY": "ROME", "FILE": "own.json"}
    assert call(*(stands_for.get(word, word) for word in words.split())).status == 0


def test_every_option_within_a_sentence_is_one(call: Call) -> None:
    groups = call("help", "--json").json["options"].values()
    known = {word for group in groups for names in group for word in re.split("[, ]+", names)}
    named = {word for code in re.findall(r"`[^`]*`", _PROSE) for word in re.findall(_OPTION, code)}
    assert named
    assert named <= known


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:python )?([\w*/-]*\w\.(?:py|json))`", text))
    folders = (ROOT, ROOT / "src/mi_survey", ROOT / "catalog")
    assert named
    assert [each for each in named if not any(list(top.glob(each)) for top in folders)] == []


def test_every_version_is_that_of_the_program() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+) ", changes, re.MULTILINE)[0] == __version__
    assert re.findall(r"^    rev: v(.*)$|\{Version (.*?)\}", TEXT, re.MULTILINE) == [
        (__version__, ""),
        ("", __version__),
    ]


def test_the_entry_for_this_tool_is_a_sound_one(call: Call, run: Program) -> None:
    (entry,) = re.findall(r"```bibtex\n(.*?)```", TEXT, re.DOTALL)
    (run.folder / "tool.bib").write_text(entry, encoding="utf-8")
    done = call("check", "tool.bib", "--json")
    assert (done.status, [finding for finding in done.json if finding["severity"] != "note"]) == (
        0,
        [],
    )
