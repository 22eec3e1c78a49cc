"""The candidates that the scripts are given, whatever the shell."""

from __future__ import annotations

import sys

import pytest

from mi_survey.cli.app import main
from mi_survey.cli.completion import parse_line
from mi_survey.errors import ExitStatus

# The words of a line, and the candidates for the last that must be among the answer's.
_ANSWERS = {
    "mi-survey ": {"find", "show", "catalog", "completion"},
    "--vers": {"--version"},
    "catalog ": {"validate", "info"},
    "find --": {"--object", "--venue", "--catalog", "--help"},
    "find --object NEU": {"neuron"},
    "find --object ": {"token-embedding", "neuron", "none"},
    "find --object=neuron,": {"--object=neuron,ffn", "--object=neuron,none"},
    "find --object mha+": {"mha+ffn"},
    "find --object mha+f": {"mha+ffn"},
    "find --object neuron,!sae": {"neuron,!sae-feature"},
    "find --locate prob": {"probing"},
    "find --steer vec": {"vector-arithmetic"},
    "find --area mult": {"multilingualism"},
    "find --by cu": {"curated"},
    "find --source ": {"survey", "neurons"},
    "find --kind ": {"paper", "preprint"},
    "find --venue lessw": {"LessWrong"},
    "find --status ver": {"verified"},
    "find --format ": {"table", "tsv", "jsonl"},
    "find --color al": {"always"},
    "find --sort ": {"year", "central"},
    "find --author ardi": {"Arditi"},
    "find --json=key,ti": {"--json=key,title"},
    "show --json=ti": {"--json=title"},
    "axes --format ": {"table", "json"},
    "matrix object steer --format ": {"svg", "tikz"},
    "check --format ": {"sarif", "bibtex"},
    "catalog diff --format mark": {"markdown"},
    "show ROM": {"ROME"},
    "show 2406.117": {"2406.11717"},
    "find --json --format jsonl": {"jsonl"},
    "find --json --object ne": {"neuron"},
    "find refusal --object ne": {"neuron"},
    "show arditi2024refusal meng2022l": {"meng2022locating"},
    "open ARDITI2024": {"arditi2024refusal"},
    "similar arditi2024": {"arditi2024refusal"},
    "axes ": {"object", "locate", "steer", "area", "probing"},
    "axes vec": {"vector-arithmetic"},
    "axes --format mark": {"markdown"},
    "tree object ": {"object", "steer"},
    "matrix object ste": {"steer"},
    "help ": {"find", "catalog"},
    "help catalog ": {"validate", "lint"},
    "completion ": {"bash", "zsh", "fish", "powershell"},
}
_FILES = (
    *("find --catalog ", "find --catalog=wo", "catalog validate ", "find --catalog +"),
    *("check ", "check --fix -o ", "export -o ", "matrix object steer -o ", "skill "),
    *("catalog lint ", "catalog import ", "catalog merge ", "catalog merge --write "),
    *("catalog diff ", "catalog diff old.json "),
)
_NOTHING = (
    "find zzz",
    "find --object zzz",
    "find --year 2",
    "find --venue Nowhere",
    "find --no-such-option ",
    "completion bash ",
)
_UNREADABLE = ("find --catalog missing.json --venue ", "show --catalog - ")


def _ask(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, str]]:
    words, _ = parse_line(line.removeprefix("mi-survey "))
    monkeypatch.setenv("_MI_SURVEY_COMPLETE", "zsh")
    monkeypatch.delenv("MI_SURVEY_CATALOG", raising=False)
    monkeypatch.setattr(sys, "argv", ["mi-survey", *words])
    status = main()
    written = capsys.readouterr()
    assert written.err == ""
    return status, dict(reply.split("\t", 1) for reply in written.out.splitlines())


@pytest.mark.parametrize("line", _ANSWERS)
def test_an_answer_has_what_fits(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = _ask(line, monkeypatch, capsys)
    assert status == ExitStatus.DONE
    assert found.keys() >= _ANSWERS[line]
    begun = parse_line(line.removeprefix("mi-survey "))[0][-1].lower()
    assert [value for value in found if not value.lower().startswith(begun)] == []


@pytest.mark.parametrize(
    "line", ["mi-survey ", "find --", "find --object ", "show a", "find --venue "]
)
def test_every_candidate_has_a_description(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = _ask(line, monkeypatch, capsys)
    assert [value for value, description in found.items() if not description] == []


@pytest.mark.parametrize("line", _FILES)
def test_a_file_is_left_to_the_shell(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ask(line, monkeypatch, capsys) == (ExitStatus.DONE, {})


@pytest.mark.parametrize("line", _NOTHING)
def test_where_nothing_fits_the_status_says_so(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ask(line, monkeypatch, capsys) == (ExitStatus.USAGE, {})


@pytest.mark.parametrize("line", _UNREADABLE)
def test_an_unreadable_catalog_offers_nothing(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ask(line, monkeypatch, capsys) == (ExitStatus.CATALOG, {})
