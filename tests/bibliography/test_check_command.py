"""``check`` as its users meet it: what it prints, writes and returns."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bibliographies import DATA
from mi_survey.library import load_catalog
from mi_survey.model.source import count_lists
from program import Call, Program
from programs import need_program

PREPRINT = """@article{rome, % mine
  title={Locating and editing factual associations in GPT},
  author={Meng, Kevin and others},
  journal={arXiv preprint arXiv:2202.05262},
  year={2022}
}
"""
TWICE = PREPRINT + "@misc{other, eprint = {2202.05262}, archiveprefix = {arXiv}}\n"
RIGHT = '@inproceedings{rome, title = "Mass-Editing Memory in a Transformer", year = 2023}\n'


@pytest.fixture
def refs(run: Program) -> Callable[[str], str]:
    """Write a bibliography where the program runs, and return its name."""

    def write(text: str, name: str = "refs.bib") -> str:
        (run.folder / name).write_text(text, encoding="utf-8", newline="")
        return name

    return write


def test_findings_go_to_stdout_the_count_to_stderr_and_the_status_is_one(
    call: Call, refs: Callable[[str], str]
) -> None:
    done = call("check", refs(PREPRINT))
    assert done.status == 1
    assert done.lines[0].startswith("refs.bib:1 [rome] warning published: this preprint is ")
    assert done.lines[1:] == ["    cite meng2022locating as published"]
    assert done.errors == [
        "1 reference: 1 in the catalog, 0 not checked",
        "1 finding, 1 can be mended: run with --fix",
    ]


def test_a_right_bibliography_prints_nothing_and_the_status_is_zero(
    call: Call, refs: Callable[[str], str]
) -> None:
    done = call("check", refs(RIGHT))
    assert (done.status, done.stdout) == (0, b"")
    shown = call("check", refs(RIGHT), "--all")
    assert shown.lines == ["refs.bib:1 [rome] note unknown: not in the catalog"]


def test_json_has_the_entry_to_use_under_the_users_key(
    call: Call, refs: Callable[[str], str]
) -> None:
    (found,) = call("check", refs(PREPRINT), "--json").json
    assert found["work"] == "meng2022locating"
    assert found["entry"].startswith("@inproceedings{rome,")
    assert call("check", refs(PREPRINT), "--format", "bibtex").text == found["entry"]
    (left,) = call("check", refs(RIGHT), "--json").json
    assert (left["rule"], left["severity"], left["work"]) == ("not-checked", "note", None)
    assert left["message"] == "1 of 1 references are not in the catalog"


def test_sarif_names_rule_file_and_line(call: Call, refs: Callable[[str], str]) -> None:
    done = call("check", refs("\n\n" + TWICE), "--format", "sarif")
    log: dict[str, Any] = done.json
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    found = []
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "refs.bib"
        found.append((result["ruleId"], place["region"]["startLine"]))
    assert found == [("published", 3), ("published", 9), ("cited-twice", 9)]


def test_fix_rewrites_the_file_and_a_second_run_finds_nothing(
    call: Call, run: Program, refs: Callable[[str], str]
) -> None:
    done = call("check", refs(PREPRINT), "--fix")
    assert (done.status, done.stdout) == (0, b"")
    text = (run.folder / "refs.bib").read_text(encoding="utf-8")
    assert text.startswith("@inproceedings{rome, % mine\n  title={Locating and editing factual")
    assert call("check", "refs.bib").status == 0
    assert call("check", "refs.bib", "--fix").errors[0] == "0 entries mended"
    assert (run.folder / "refs.bib").read_text(encoding="utf-8") == text


def test_a_dry_run_prints_the_difference_and_writes_nothing(
    call: Call, run: Program, refs: Callable[[str], str]
) -> None:
    done = call("check", refs(PREPRINT), "--fix", "--dry-run")
    assert done.status == 1
    assert done.lines[:2] == ["--- a/refs.bib", "+++ b/refs.bib"]
    assert "-@article{rome, % mine" in done.lines
    assert "+@inproceedings{rome, % mine" in done.lines
    assert (run.folder / "refs.bib").read_text(encoding="utf-8") == PREPRINT


def test_a_dry_run_has_colours_on_a_terminal_alone(call: Call, refs: Callable[[str], str]) -> None:
    words = ("check", refs(PREPRINT), "--fix", "--dry-run")
    plain = call(*words)
    assert b"\x1b" not in plain.stdout
    assert call(*words, "--format", "table", env={"FORCE_COLOR": "1"}) == plain
    removed, added = b"\x1b[31m-@article{rome, % mine", b"\x1b[32m+@inproceedings{rome, % mine"
    for drawn in (
        call(*words, "--color", "always"),
        call.on_terminal(*words, env={"TERM": "xterm-256color", "PAGER": "cat"}),
    ):
        assert removed in drawn.stdout
        assert added in drawn.stdout
    for given, env in ((("--color", "never"), {}), ((), {"NO_COLOR": "1"})):
        drawn = call.on_terminal(
            *words, *given, env={"TERM": "xterm-256color", "PAGER": "cat"} | env
        )
        assert b"-@article{rome, % mine" in drawn.stdout
        assert b"\x1b[3" not in drawn.stdout


@pytest.mark.external
def test_a_dry_run_gives_a_patch_that_applies(
    call: Call, run: Program, refs: Callable[[str], str]
) -> None:
    need_program("patch")
    text = (DATA / "wrong.bib").read_text(encoding="utf-8").rstrip("\n").replace("\n", "\r\n")
    name = refs(text)
    patch = call("check", name, "--fix", "--dry-run").stdout
    (run.folder / "p.diff").write_bytes(patch)
    call("check", name, "--fix", "-o", "fixed.bib")
    assert run.in_bash("patch --binary -s -p1 < p.diff && cmp refs.bib fixed.bib").status == 0


def test_what_cannot_be_mended_is_still_reported(call: Call, refs: Callable[[str], str]) -> None:
    done = call("check", refs(TWICE), "--fix")
    assert done.status == 1
    assert [line.split()[3] for line in done.lines[::2]] == ["cited-twice:"]
    assert "note: nobody but you can mend: cited-twice" in done.errors


def test_another_file_is_written_and_not_overwritten(
    call: Call, run: Program, refs: Callable[[str], str]
) -> None:
    name = refs(PREPRINT)
    assert call("check", name, "--fix", "-o", "new.bib").status == 0
    assert (run.folder / name).read_text(encoding="utf-8") == PREPRINT
    again = call("check", name, "--fix", "-o", "new.bib")
    assert (again.status, again.errors[0]) == (2, "error: 'new.bib' exists")
    assert call("check", name, "--fix", "-o", "new.bib", "--force").status == 0
    printed = call("check", name, "--fix", "-o", "-")
    assert printed.text == (run.folder / "new.bib").read_text(encoding="utf-8")


def test_missing_lists_what_is_not_cited_most_central_first(
    call: Call, refs: Callable[[str], str]
) -> None:
    name = refs(PREPRINT)
    done = call("check", name, "--missing", "--object", "neuron", "--json")
    keys = [work["key"] for work in done.json]
    catalog = load_catalog()
    lists = [count_lists(catalog.get(key), catalog.sources) for key in keys]
    found = call("find", "--object", "neuron", "--kind", "!person", "--format", "keys").lines
    assert done.status == 0
    assert set(keys) == set(found) - {"meng2022locating"}
    assert lists == sorted(lists, reverse=True)
    assert "meng2022locating" in call("find", "--area", "knowledge", "--format", "keys").lines
    args = ("check", name, "--missing", "--area", "knowledge", "--format", "keys")
    assert "meng2022locating" not in call(*args).lines


def test_coverage_counts_cited_works_under_every_term(
    call: Call, refs: Callable[[str], str]
) -> None:
    rows = call("check", refs(PREPRINT), "--coverage", "steer", "--json").json
    axes = call("axes", "steer", "--json").json
    assert {row["term"]: row["catalog"] for row in rows} == {
        row["term"]: row["works"] for row in axes
    }
    assert {row["term"]: row["cited"] for row in rows if row["cited"]} == {
        "targeted-optimization": 1
    }
    assert [row["cited_share"] for row in rows if row["cited"]] == [1.0]


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["no.bib"], "cannot read 'no.bib': No such file or directory", "is its name right?"),
        (["."], "'.' is no bibliography by its suffix", "known: .bib, "),
        (
            ["latin.bib"],
            "cannot read 'latin.bib': not UTF-8 at byte 1",
            "it looks like ISO-8859-1: iconv -f ISO",
        ),
        (["prose.bib"], "'prose.bib' holds no BibTeX entry", "is it a .bib file?"),
        (["prose.json"], "cannot read 'prose.json': not JSON", "CSL-JSON is expected"),
        (["refs.bib", "--object", "neuron"], "filters go with --missing", "add --missing"),
        (["folder.bib"], "cannot read 'folder.bib': Is a directory", "is its name right?"),
        (["refs.bib", "--fix", "--missing"], "--fix and --missing exclude", "ask one"),
        (["refs.bib", "--dry-run"], "--dry-run goes with --fix", "for example"),
        (["links.md", "--fix"], "--fix mends .bib files only", "leave --fix out"),
        (["refs.bib", "--coverage", "nope"], "unknown axis 'nope'", "known: object"),
        (["refs.bib", "--format", "nope"], "unknown format for this command 'nope'", "known:"),
    ],
)
def test_errors_are_one_line_and_a_hint(
    call: Call, run: Program, refs: Callable[..., str], arguments: list[str], error: str, hint: str
) -> None:
    refs(PREPRINT)
    (run.folder / "folder.bib").mkdir()
    refs("prose", "prose.bib")
    refs("prose", "prose.json")
    refs("https://arxiv.org/abs/2202.05262", "links.md")
    (run.folder / "latin.bib").write_bytes(b"@\xe9")
    done = call("check", *arguments)
    assert (done.status, done.stdout) == (2, b"")
    assert len(done.errors) == 2
    assert done.errors[0].startswith(f"error: {error}")
    assert done.errors[1].startswith(f"hint: {hint}")


def test_an_unreadable_entry_is_a_finding_and_the_rest_is_checked(
    call: Call, refs: Callable[[str], str]
) -> None:
    done = call("check", refs("@misc{broken, title = {x\n\n" + PREPRINT), "--json")
    assert [(row["line"], row["rule"]) for row in done.json[:-1]] == [
        (1, "syntax"),
        (3, "published"),
    ]


def test_control_characters_of_a_bibliography_reach_nobody(
    call: Call, refs: Callable[[str], str]
) -> None:
    text = PREPRINT.replace("rome,", "ro\x1b[31mme,").replace("{Meng, Kevin", "{Me\x1b[1mg, K\x07")
    done = call("check", refs(text))
    assert done.status == 1
    assert "\x1b" not in done.text + done.stderr
    assert "\x07" not in done.text
    assert json.loads(call("check", "refs.bib", "--json").text)
