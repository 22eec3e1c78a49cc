"""What programs and language models are given: the skill, the command line as data, brief lines."""

from __future__ import annotations

import re

import jsonschema  # type: ignore[import-untyped]
import pytest

from effort import some
from mi_survey import load_catalog
from mi_survey.cli.app import COMMANDS
from program import CALLS, ROOT, Call, Program

# What an agent pays for: GPT-2's tokenizer, a wasteful one, takes 3.8 characters of the
# description for a token, and later ones more.
_CHARACTERS_PER_TOKEN = 3.8


def test_the_skill_is_short_and_names_the_program(call: Call) -> None:
    text = call("skill").text
    assert len(text.splitlines()) <= 60
    assert text.startswith("---\nname: mi-survey\ndescription: ")
    assert "{" not in text.replace("--json", "")


def test_every_command_of_the_skill_runs(run: Program, call: Call) -> None:
    (run.folder / "refs.bib").write_bytes((ROOT / "tests/golden/works.bib").read_bytes())
    block = call("skill").text.partition("```sh\n")[2].partition("```")[0]
    lines = [line.partition(" #")[0].strip() for line in block.splitlines()]
    assert len(lines) >= 10
    for line in some(lines, of=3):
        done = run.in_bash(line) if set(line) & set("<>$&;") else call.in_pipe(line)
        assert (done.status, "error" in done.stderr) in ((0, False), (1, False)), line


def test_an_agent_answers_a_question_in_three_calls_and_reads_little(call: Call) -> None:
    """Which works steer SAE features for safety, as BibTeX?"""
    chosen = "--object sae --area safety --steer '!none'"
    skill, found, cited = (
        call.in_pipe(f"mi-survey {line}").text
        for line in ("skill", f"find {chosen} --format brief", f"export {chosen}")
    )
    assert f"mi-survey find {chosen} --format brief" in skill
    assert f"mi-survey export {chosen} " in skill
    keys = [line.partition(" | ")[0] for line in found.splitlines()]
    assert sorted(re.findall(r"^@\w+\{(.*),$", cited, re.MULTILINE)) == sorted(keys)
    assert len(keys) > 5
    assert len(skill) <= 3000
    assert len(found) <= len(keys) * 60 * _CHARACTERS_PER_TOKEN


def test_the_skill_is_installed_and_never_over_another_file(call: Call, run: Program) -> None:
    for options, place in (((), ".agents/skills"), (("--claude",), ".claude/skills")):
        path = run.folder / place / "mi-survey" / "SKILL.md"
        assert call("skill", "--install", *options).status == 0
        assert path.read_text(encoding="utf-8") == call("skill").text
        assert call("skill", "--install", *options).status == 0
        path.write_text("mine", encoding="utf-8")
        refused = call("skill", "--install", *options)
        assert (refused.status, path.read_text(encoding="utf-8")) == (2, "mine")
        assert call("skill", "--install", "--force", *options).status == 0
        assert path.read_text(encoding="utf-8") == call("skill").text


def test_the_skill_is_not_installed_where_no_folder_is(call: Call) -> None:
    assert call("skill", "--install", "nowhere").status == 2
    assert call("skill", "--claude").status == 2


def test_the_command_line_is_described_in_few_words(call: Call) -> None:
    done = call("help", "--json")
    assert len(done.text) <= 1500 * _CHARACTERS_PER_TOKEN
    described = done.json
    assert list(described["commands"]) == list(COMMANDS)
    for name in COMMANDS:
        shown = re.findall(
            r"^  (?:-\w, )?(--[\w-]+)", call("help", *name.split()).text, re.MULTILINE
        )
        _, letters, _ = described["commands"][name].split(" | ")
        groups = [described["options"][letter] for letter in letters]
        told = {word for group in groups for words in group for word in re.split("[, ]+", words)}
        assert set(shown) - {"--help"} <= told, name


@pytest.mark.parametrize("name", some([*CALLS], of=2))
def test_the_columns_described_are_those_printed(call: Call, name: str) -> None:
    described = call("help", "--json").json["columns"]
    columns = next((described[of] for of in described if name in of.split(", ")), None)
    if columns is not None:
        done = call(*CALLS[name], "--format", "tsv")
        assert done.lines[0].split("\t")[: len(columns.split())] == columns.split()


def test_help_shows_a_command(call: Call) -> None:
    assert call("help", "catalog", "lint") == call("catalog", "lint", "--help")
    assert call("help") == call("--help")
    wrong = call("help", "fnd")
    assert (wrong.status, "find" in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    "asked",
    [
        ("find",),
        ("show", "ROME"),
        ("find", "refusal", "zzyzx", "--partial"),
        ("find", "causal", "tracing", "--explain"),
        ("find", "refusal", "zzyzx", "--partial", "--explain"),
    ],
)
def test_the_schema_is_that_of_the_records(call: Call, asked: tuple[str, ...]) -> None:
    records = call(*asked, "--json").json
    assert records
    validator = jsonschema.Draft202012Validator(call("help", "schema").json)
    errors = validator.iter_errors(some(records, of=8))
    assert [error.message for error in errors] == []
    assert list(validator.iter_errors([{**records[0], "unknown": 1}]))


def test_a_brief_line_is_short_and_names_the_work(call: Call) -> None:
    lines = call("find", "--format", "brief").lines
    keys = call("find", "--format", "keys").lines
    assert [line.partition(" | ")[0] for line in lines] == keys
    # of such lines the same tokenizer takes 3.1 characters or more for a token
    assert max(map(len, lines)) <= 60 * 3.1
    titles = {work.key: work.title for work in load_catalog()}
    for line in lines:
        key, title, *_ = line.split(" | ")
        assert titles[key].startswith(title.removesuffix("…"))
