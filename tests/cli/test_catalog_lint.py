"""``catalog lint`` as maintainers of lists meet it: what it prints, writes and returns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mi_survey.lists.rules import RULES
from program import ROOT, Call, Program

HEAD = (
    "## Reasoning\n\n"
    "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |\n"
    "| :--- | :--- | :--- | :--- | :---: | :---: | :---: |\n"
)
ROW = (
    "| **TokenSkip: Controllable Chain-of-Thought Compression in LLMs** | Token Embedding "
    "| {tag} | Amplitude Manipulation | {venue} | 2025 "
    "| [Link](https://aclanthology.org/2025.emnlp-main.165/) |\n"
)
RIGHT = HEAD + ROW.format(tag="Magnitude Analysis", venue="EMNLP")
WRONG = HEAD + ROW.format(tag="Magitude Analysis", venue="ArXiv")
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def listed(run: Program) -> Callable[[bytes | str], str]:
    """Write a list where the program runs, and return its name."""

    def write(content: bytes | str) -> str:
        data = content if isinstance(content, bytes) else content.encode()
        (run.folder / "list.md").write_bytes(data)
        return "list.md"

    return write


def test_findings_go_to_stdout_the_count_to_stderr_and_the_status_is_one(
    call: Call, listed: Callable[[str], str]
) -> None:
    done = call("catalog", "lint", listed(WRONG))
    assert done.status == 1
    venue = "listed as a preprint; published: EMNLP 2025"
    assert done.lines == [
        "list.md:5:88 [xia2025tokenskip] error tag: unknown locate 'Magitude Analysis'",
        "    right: Magnitude Analysis",
        f"list.md:5:133 [xia2025tokenskip] warning preprint: {venue}",
        "    right: EMNLP",
    ]
    assert done.errors == ["2 findings, 2 can be mended: run with --fix"]


def test_a_right_list_prints_nothing_and_the_status_is_zero(
    call: Call, listed: Callable[[str], str]
) -> None:
    done = call("catalog", "lint", listed(RIGHT))
    assert (done.status, done.stdout, done.errors) == (0, b"", ["nothing is wrong"])
    assert call("catalog", "lint", "list.md", "--json").json == []


def test_notes_alone_are_no_failure(call: Call, listed: Callable[[str], str]) -> None:
    item = (
        "* [Locating and Editing Factual Associations in GPT](https://arxiv.org/abs/2202.05262)\n"
    )
    done = call("catalog", "lint", listed(f"# List\n## One\n{item}## Two\n{item}"))
    assert done.status == 0
    assert [line.split()[2:4] for line in done.lines] == [["note", "duplicate:"]]


def test_a_dry_run_prints_the_difference_and_writes_nothing(
    call: Call, run: Program, listed: Callable[[str], str]
) -> None:
    done = call("catalog", "lint", listed(WRONG), "--fix", "--dry-run")
    assert (run.folder / "list.md").read_text() == WRONG
    assert [line[:1] for line in done.lines] == ["-", "+", "@", " ", " ", " ", "-", "+"]
    assert done.lines[-1] == f"+{RIGHT.splitlines()[-1]}"
    assert done.errors[0] == "2 of 2 findings would be mended"


@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_fix_changes_the_places_of_the_faults_and_no_other_byte(
    call: Call, run: Program, listed: Callable[[bytes], str], mark: bytes, end: bytes
) -> None:
    path = run.folder / listed(mark + WRONG.encode().replace(b"\n", end))
    assert call("catalog", "lint", "list.md", "--fix").status == 0
    assert path.read_bytes() == mark + RIGHT.encode().replace(b"\n", end)
    written = path.stat().st_mtime_ns
    assert call("catalog", "lint", "list.md", "--fix").errors[0] == "0 of 0 findings mended"
    assert path.stat().st_mtime_ns == written


def test_fix_refuses_a_file_that_it_would_re_encode(
    call: Call, run: Program, listed: Callable[[bytes], str]
) -> None:
    for data in (
        f"Donâ€™t\n\n{WRONG}".encode(),
        f"Don’t\n\n{WRONG}".encode("cp1252"),
        WRONG.encode("utf-16"),
    ):
        path = run.folder / listed(data)
        done = call("catalog", "lint", "list.md", "--fix")
        assert (done.status, done.stdout, path.read_bytes()) == (2, b"", data)
        assert done.errors[0].startswith("error: --fix would re-encode 'list.md': ")
        assert len(call("catalog", "lint", "list.md", "--json").json) == 2


def test_fix_writes_elsewhere_and_overwrites_by_force_only(
    call: Call, run: Program, listed: Callable[[str], str]
) -> None:
    fix = ("catalog", "lint", listed(WRONG), "--fix", "-o")
    assert call(*fix, "other.md").status == 0
    assert (run.folder / "other.md").read_text() == RIGHT
    assert (run.folder / "list.md").read_text() == WRONG
    assert call(*fix, "other.md").errors == [
        "error: 'other.md' exists",
        "hint: --force overwrites it",
    ]
    assert call(*fix, "other.md", "--force").status == 0
    assert call(*fix, "-").text == RIGHT


def test_a_list_comes_through_a_pipe_and_goes_on_mended(call: Call) -> None:
    done = call("catalog", "lint", "-", "--fix", stdin=WRONG.encode())
    assert (done.status, done.text) == (0, RIGHT)


def test_sarif_has_the_rule_the_place_and_what_is_right(
    call: Call, listed: Callable[[str], str]
) -> None:
    (log,) = call("catalog", "lint", listed(WRONG), "--format", "sarif").json["runs"]
    assert [rule["id"] for rule in log["tool"]["driver"]["rules"]] == list(RULES.names())
    result = log["results"][0]
    assert (result["ruleId"], result["level"]) == ("tag", "error")
    assert result["message"]["text"].endswith("right: Magnitude Analysis")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "list.md"}
    assert place["region"] == {"startLine": 5, "startColumn": 88}


@pytest.mark.parametrize("option", [("-o", "x.md"), ("--force",), ("--dry-run",)])
def test_options_of_fix_go_with_fix(
    call: Call, listed: Callable[[str], str], option: tuple[str, ...]
) -> None:
    done = call("catalog", "lint", listed(WRONG), *option)
    assert done.errors[0] == f"error: {option[0]} goes with --fix"
    assert done.status == 2


def test_a_missing_list_is_named(call: Call) -> None:
    done = call("catalog", "lint", "nowhere.md")
    assert (done.status, done.errors[0][:32]) == (2, "error: cannot read 'nowhere.md':")


def test_a_list_of_the_repository_is_right(call: Call) -> None:
    assert call("catalog", "lint", str(ROOT / "tests/lists/data/list.md")).stdout == b""
