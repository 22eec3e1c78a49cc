"""``catalog lint`` as maintainers of lists meet it: what it prints, writes and returns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mi_survey.lists.rules import RULES
from program import ROOT, Call, Program
from programs import need_program

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


BROKEN = {
    "mojibake": ("Donâ€™t “do”".encode(), "Don’t “do”".encode()),
    "windows": ("Don’t".encode("cp1252"), "Don’t".encode()),
    "mac": ("🔎 Locate".encode().decode("mac_roman").encode(), "🔎 Locate".encode()),
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("kind", BROKEN)
def test_fix_leaves_lines_of_broken_encoding_unless_asked_to_mend_them(
    call: Call, run: Program, listed: Callable[[bytes], str], kind: str, end: bytes
) -> None:
    broken, meant = BROKEN[kind]
    wrong, right = (
        MARK + first + end + "naïve ".encode() + end * 2 + text.encode().replace(b"\n", end) + first
        for first, text in ((broken, WRONG), (meant, RIGHT))
    )
    path = run.folder / listed(wrong)
    lines = call("catalog", "lint", "list.md", "--json").json
    assert [(each["rule"], each["line"]) for each in lines if each["rule"] == "encoding"] == [
        ("encoding", 1),
        ("encoding", 9),
    ]
    done = call("catalog", "lint", "list.md", "--fix")
    assert done.errors[0] == "note: no sound UTF-8, and left as it is: lines 1, 9"
    assert path.read_bytes() == right.replace(meant, broken)
    path.write_bytes(wrong)
    done = call("catalog", "lint", "list.md", "--fix", "--mend-encoding")
    assert (done.status, done.errors[0]) == (0, "encoding mended in lines 1, 9")
    assert path.read_bytes() == right


def test_a_fault_in_a_line_of_broken_encoding_waits_for_it(
    call: Call, run: Program, listed: Callable[[bytes], str]
) -> None:
    wrong = WRONG.replace("[Link]", "[Linkâ€™]").encode()
    path = run.folder / listed(wrong)
    assert call("catalog", "lint", "list.md", "--fix").status == 1
    assert path.read_bytes() == wrong
    call("catalog", "lint", "list.md", "--fix", "--mend-encoding")
    assert path.read_text(encoding="utf-8") == RIGHT.replace("[Link]", "[Link’]")


def test_what_nobody_can_read_is_left_as_it_is(
    call: Call, run: Program, listed: Callable[[bytes], str]
) -> None:
    wrong = b"na\xefve \x81\nna\xefve\n\n" + WRONG.encode()
    path = run.folder / listed(wrong)
    done = call("catalog", "lint", "list.md", "--fix", "--mend-encoding")
    assert (done.status, done.errors[:2]) == (
        1,
        ["encoding mended in line 2", "note: no sound UTF-8, and left as it is: line 1"],
    )
    assert path.read_bytes() == b"na\xefve \x81\n" + "naïve\n\n".encode() + RIGHT.encode()


def test_a_list_in_utf16_becomes_utf8_when_asked_for(
    call: Call, run: Program, listed: Callable[[bytes], str]
) -> None:
    data = WRONG.encode("utf-16")
    path = run.folder / listed(data)
    told = call("catalog", "lint", "list.md").errors[0]
    assert told == "note: 'list.md' is UTF-16; --fix --mend-encoding makes it UTF-8"
    done = call("catalog", "lint", "list.md", "--fix")
    assert (done.status, path.read_bytes()) == (2, data)
    assert done.errors == [
        "error: 'list.md' is UTF-16",
        "hint: --fix --mend-encoding makes it UTF-8",
    ]
    assert call("catalog", "lint", "list.md", "--fix", "--mend-encoding").status == 0
    assert path.read_bytes() == RIGHT.encode()
    path.write_bytes(data + b"\x00\xd8")
    assert call("catalog", "lint", "list.md", "--fix", "--mend-encoding").status == 2
    assert path.read_bytes() == data + b"\x00\xd8"


@pytest.mark.external
@pytest.mark.parametrize("options", [(), ("--mend-encoding",)])
def test_a_dry_run_on_broken_encodings_is_what_patch_makes_of_it(
    call: Call, run: Program, listed: Callable[[bytes], str], options: tuple[str, ...]
) -> None:
    wrong = b"na\xefve \x81\n" + "Donâ€™t\n\n".encode() + WRONG.encode()
    need_program("patch")
    path = run.folder / listed(wrong)
    (run.folder / "fix.patch").write_bytes(
        call("catalog", "lint", "list.md", "--fix", "--dry-run", *options).stdout
    )
    call("catalog", "lint", "list.md", "--fix", *options)
    fixed = path.read_bytes()
    path.write_bytes(wrong)
    assert run.in_bash("patch --binary -s -p1 < fix.patch").status == 0
    assert path.read_bytes() == fixed


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


@pytest.mark.parametrize(
    "option", [("-o", "x.md"), ("--force",), ("--dry-run",), ("--mend-encoding",)]
)
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
