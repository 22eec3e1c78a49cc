"""Every command works on catalogs with axes that no line of the program was written for."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from effort import some
from mi_survey import load_catalog
from mi_survey.cli.app import COMMANDS
from mi_survey.exports.registry import FORMATS
from own_axes import OWN_AXES, OwnAxes
from program import Finished

Call = Callable[..., Finished]
Check = Callable[[Call, OwnAxes, str, Path], None]
_CHECKS: dict[str, Check] = {}
load_once = cache(load_catalog)
_NEW_PAGE = "https://arxiv.org/abs/2501.00002"


def of_command(name: str) -> Callable[[Check], Check]:
    """Enter a check as that of a command."""

    def enter(check: Check) -> Check:
        _CHECKS[name] = check
        return check

    return enter


@pytest.fixture(scope="module", params=OWN_AXES.values(), ids=list(OWN_AXES))
def own(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[OwnAxes, str]:
    axes: OwnAxes = request.param
    folder = tmp_path_factory.mktemp("own") / "catalog"
    axes.write(folder)
    return axes, str(folder)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder in which catalogs are known to be valid, across tests."""
    return str(tmp_path_factory.mktemp("known"))


@pytest.fixture
def call(call: Call, known: str) -> Call:
    def run(*arguments: str, env: Mapping[str, str] | None = None) -> Finished:
        return call(*arguments, env={"XDG_CACHE_HOME": known, **(env or {})})

    return run


@pytest.mark.parametrize("name", some([*COMMANDS], of=3))
def test_a_command_works_on_axes_of_ones_own(
    name: str, own: tuple[OwnAxes, str], call: Call, tmp_path: Path
) -> None:
    axes, folder = own
    assert name in _CHECKS, f"show here that {name} works on other axes"
    _CHECKS[name](call, axes, folder, tmp_path)


def test_a_call_leaves_its_axes_to_no_later_one(own: tuple[OwnAxes, str], call: Call) -> None:
    axes, folder = own
    option = f"--{axes.axis} TERM"
    for words in (["find"], ["catalog", "add"]):
        bundled = call(*words, "--help").text
        assert option in call(*words, "--catalog", folder, "--help").text
        assert call(*words, "--help").text == bundled
        call(*words, "--catalog", folder, "--no-such")
        assert call(*words, "--help").text == bundled


def done_well(finished: Finished) -> Finished:
    assert finished.status == 0, finished.stderr
    return finished


@of_command("find")
def _find(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    chosen = (f"--{own.axis}", own.term, f"--catalog={folder}")
    records = done_well(call("find", *chosen, f"--json=key,{own.axis},by")).json
    assert sorted(record["key"] for record in records) == sorted(own.keys)
    assert all(any(own.term in terms for terms in record[own.axis]) for record in records)
    variable = {"MI_SURVEY_CATALOG": folder}
    assert done_well(call("find", *chosen[:2], "--count", env=variable)).text.strip() == str(
        len(own.keys)
    )
    table = done_well(call("find", *chosen, "--format", "tsv"))
    assert own.axis in table.lines[0].split("\t")
    drawn = done_well(call("find", *chosen, "--color", "always", env={"COLUMNS": "200"}))
    assert own.axis in "".join(drawn.text.split("\n")[:3])
    left = done_well(
        call("find", f"--{own.axis}", f"!{own.term}", "--format", "keys", f"--catalog={folder}")
    )
    assert not set(left.lines) & set(own.keys)
    wrong = call("find", f"--{own.axis}", own.term + "x", f"--catalog={folder}")
    assert (wrong.status, own.term in wrong.stderr) == (2, True)
    for foreign in own.foreign:
        wrong = call("find", f"--{foreign}", "none", f"--catalog={folder}")
        assert (wrong.status, f"--{foreign}" in wrong.stderr) == (2, True)


@of_command("show")
def _show(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    for key in own.keys:
        assert (
            f"{own.axis} {own.term_label}" in done_well(call("show", key, "--catalog", folder)).text
        )


@of_command("export")
def _export(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    chosen = (f"--{own.axis}", own.term, "--catalog", folder)
    for format in FORMATS:
        text = done_well(call("export", *chosen, "--format", format)).text
        assert text.strip()
        if format in ("json", "jsonl", "tsv", "csv", "bibtex", "biblatex", "csl-json", "ris"):
            assert own.term in text, format
    page = done_well(call("export", *chosen, "--format", "markdown", "--style", "survey")).text
    assert f"| {own.label} |" in page
    assert own.term_label in page


@of_command("check")
def _check(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    bib = str(tmp_path / "cited.bib")
    done_well(call("export", own.keys[0], "-o", bib, "--catalog", folder))
    done = call("check", bib, "--coverage", own.axis, "--catalog", folder)
    assert done.status in (0, 1), done.stderr
    rows = {line.split("\t")[0]: line.split("\t") for line in done.lines[1:]}
    assert rows[own.term][1:3] == ["1", str(len(own.keys))]
    missing = call("check", bib, "--missing", f"--{own.axis}", own.term, "--catalog", folder)
    assert own.keys[1] in missing.text


@of_command("open")
def _open(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    assert done_well(call("open", own.keys[0], "--print", "--catalog", folder)).text.startswith(
        "http"
    )


@of_command("axes")
def _axes(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    rows = done_well(call("axes", own.axis, "--catalog", folder, "--json")).json
    assert {row["term"]: row["works"] for row in rows}[own.term] == len(own.keys)
    (row,) = done_well(call("axes", f"{own.axis}:{own.term}", "--catalog", folder, "--json")).json
    assert (row["works"], {*row["earliest"]}) == (len(own.keys), {*own.keys})
    for words in ((), (own.axis,), (own.term,)):
        page = done_well(call("axes", *words, "--catalog", folder, "--format", "markdown")).text
        assert own.term_label in page
        done_well(call("axes", *words, "--catalog", folder, "--color", "always"))
    every = done_well(call("axes", "--catalog", folder, "--json")).json
    assert {row["axis"] for row in every} == {axis.id for axis in load_once(folder).taxonomy.axes}


@of_command("matrix")
def _matrix(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    for pair in (
        (own.axis, own.other),
        (own.other, own.axis),
        (own.axis, "year"),
        ("kind", own.axis),
    ):
        table = done_well(call("matrix", *pair, "--catalog", folder, "--json")).json
        assert (table["rows"], table["columns"]) == pair
        terms, totals = (
            ("row_terms", "row_totals")
            if pair[0] == own.axis
            else ("column_terms", "column_totals")
        )
        assert dict(zip(table[terms], table[totals], strict=True))[own.term] == len(own.keys)
        done_well(call("matrix", *pair, "--catalog", folder, "--color", "always"))
    assert done_well(call("matrix", own.axis, own.other, "--gaps", "--catalog", folder)).lines


@of_command("tree")
def _tree(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    rows = done_well(call("tree", own.axis, own.other, "--catalog", folder, "--json")).json
    assert {row["key"] for row in rows if row[own.axis] == own.term} <= set(own.keys)
    assert own.term in {row[own.axis] for row in rows}
    done_well(call("tree", own.other, own.axis, "--catalog", folder, "--color", "always"))
    figure = str(tmp_path / "tree.tex")
    done_well(call("tree", own.axis, own.other, "--catalog", folder, "-o", figure))
    assert own.term_label in Path(figure).read_text(encoding="utf-8")


@of_command("similar")
def _similar(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    rows = done_well(call("similar", own.keys[0], "-n", "999", "--catalog", folder, "--json")).json
    tags = {row["key"]: row["tags"] for row in rows}
    assert f"{own.axis}:{own.term}" in tags[own.keys[1]]


@of_command("errata")
def _errata(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    rows = done_well(call("errata", "--catalog", folder, "--json")).json
    fields = {row["field"] for row in rows} & set(load_once(folder).taxonomy.ids)
    assert fields == {own.misspelt}


@of_command("catalog validate")
def _validate(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    assert done_well(call("catalog", "validate", folder)).text == ""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    works = copy / "works.json"
    works.write_text(works.read_text().replace(f'"{own.axis}"', '"mood"', 1))
    done = call("catalog", "validate", str(copy))
    assert done.status == 1
    assert "unknown-field" in done.text
    assert ".mood" in done.text


@of_command("catalog info")
def _info(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    rows = done_well(call("catalog", "info", "--catalog", folder, "--json")).json
    assert own.axis in {row["value"] for row in rows if row["what"] == "axis"}


@of_command("catalog add")
def _add(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    target = str(tmp_path / "own.json")
    chosen = (f"--{own.axis}", own.term, "--catalog", folder)
    new = ("2501.00001", "--title", "New", "--kind", "PAPER")
    (record,) = done_well(call("catalog", "add", *new, *chosen)).json
    assert own.term in record["placements"][0][own.axis]
    assert record["kind"] == "paper"
    done_well(call("catalog", "add", own.known, *chosen, "--write", target))
    done_well(call("find", "--catalog", folder, "--catalog", f"+{target}", *chosen[:2]))


@of_command("catalog import")
def _import(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    page = tmp_path / "list.md"
    page.write_text(
        f"# List\n## Section\n| Paper | {own.label} | Year | Link |\n|---|---|---|---|\n"
        f"| A Work That Is New | {own.term_label} | 2025 | [Link]({_NEW_PAGE}) |\n"
    )
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    source = load_once(folder).sources[-1].id
    call("catalog", "import", str(page), "--source", source, "--write", str(copy))
    work = load_catalog(str(copy)).get(_NEW_PAGE)
    assert work.listings[0].tag(own.axis) == own.term_label


@of_command("catalog merge")
def _merge(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    new = {"title": "A Work That Is New", "kind": "paper", "status": "partial"}
    several = load_once(folder).taxonomy.axis(own.axis).most > 1
    placement = {"by": "curated", own.axis: [own.term] if several else own.term}
    file = tmp_path / "new.json"
    file.write_text(json.dumps([{**new, "placements": [placement]}]), encoding="utf-8")
    copy = Path(shutil.copytree(folder, tmp_path / "merged"))
    merged = call("catalog", "merge", str(file), "--write", str(copy))
    assert merged.status in (0, 1), merged.stderr
    (work,) = load_catalog(str(copy)).find("A Work That Is New", **{own.axis: own.term})
    assert work.title == new["title"]


@of_command("catalog todo")
def _todo(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    done = done_well(call("catalog", "todo", "--lacks", "axes", "--json", "--catalog", folder))
    lacking = {record["key"] for record in done.json}
    works = load_once(folder).works
    assert lacking <= {work.key for work in works}
    papers = {work.key for work in works if work.kind == "paper" and not work.placements}
    assert papers <= lacking, own.axis


@of_command("catalog lint")
def _lint(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    page = tmp_path / "list.md"
    page.write_text(
        f"# List\n## Section\n| Paper | {own.label} | Link |\n|---|---|---|\n"
        f"| A Work That Is New | {own.term_label}s x | [Link]({_NEW_PAGE}) |\n"
    )
    done = call("catalog", "lint", str(page), "--catalog", folder)
    assert f"unknown {own.axis}" in done.text


@of_command("catalog diff")
def _diff(call: Call, own: OwnAxes, folder: str, tmp_path: Path) -> None:
    assert done_well(call("catalog", "diff", folder, folder)).text == ""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    works = json.loads((copy / "works.json").read_bytes())
    for work in works:
        if work["key"] == own.keys[0]:
            del work["placements"][0][own.axis]
    (copy / "works.json").write_text(json.dumps(works))
    done = call("catalog", "diff", folder, str(copy), "--json")
    assert done.status == 1
    assert [(row["key"], row["field"]) for row in done.json] == [
        (own.keys[0], f"placements[0].{own.axis}")
    ] * len(done.json)


@of_command("help")
def _help(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    text = done_well(call("help", "find", env={"MI_SURVEY_CATALOG": folder})).text
    assert f"--{own.axis}" in text
    groups = done_well(call("help", "--json", env={"MI_SURVEY_CATALOG": folder})).json["options"]
    values = [group[f"--{own.axis}"] for group in groups.values() if f"--{own.axis}" in group]
    assert own.term in values[0].split()


@of_command("skill")
def _skill(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    # it speaks of the bundled catalog, whatever the environment names
    assert call("skill", env={"MI_SURVEY_CATALOG": folder}) == done_well(call("skill")), own.axis


@of_command("mcp")
def _mcp(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    # what it serves is asked in test_mcp_server, where its extra is installed
    assert done_well(call("mcp", "--catalog", folder, "--help")).text, own.axis


@of_command("completion")
def _completion(call: Call, own: OwnAxes, folder: str, _: Path) -> None:
    def complete(*words: str) -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["mi-survey", *words])
            answers = done_well(call(*words, env={"_MI_SURVEY_COMPLETE": "zsh"}))
            return [line.split("\t")[0] for line in answers.lines]

    named = ("find", "--catalog", folder)
    assert f"--{own.axis}" in complete(*named, "--")
    assert not {f"--{foreign}" for foreign in own.foreign} & set(complete(*named, "--"))
    assert own.term in complete(*named, f"--{own.axis}", "")
    assert {own.axis, own.term} <= {*complete("axes", "--catalog", folder, "")}
    assert own.axis in complete("matrix", "--catalog", folder, "year", "")
    assert (
        f"--{own.axis}" in done_well(call("find", "--help", env={"MI_SURVEY_CATALOG": folder})).text
    )


def test_the_library_filters_by_any_axis(own: tuple[OwnAxes, str]) -> None:
    axes, folder = own
    criteria = {axes.axis: axes.term}
    found = load_once(folder).find(**criteria)
    assert sorted(work.key for work in found) == sorted(axes.keys)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ('{"axes": [{"id": 1}]}', "expected a string"),
        ("[]", "expected an object"),
    ],
)
def test_axes_that_cannot_be_read_are_told_before_options_are(
    call: Call, tmp_path: Path, text: str, message: str
) -> None:
    folder = tmp_path / "catalog"
    OWN_AXES["another field"].write(folder)
    (folder / "taxonomy.json").write_text(text)
    done = call("find", "--species", "finch", "--catalog", str(folder))
    assert done.status == 4
    assert message in done.stderr
    assert done_well(call("find", "--help", "--catalog", str(folder))).text


@pytest.mark.parametrize("id", ["year", "json", "class", "Model", "two-words", ""])
def test_an_axis_that_cannot_be_an_option_is_refused(call: Call, tmp_path: Path, id: str) -> None:
    folder = tmp_path / "catalog"
    OWN_AXES["another field"].write(folder)
    for name in ("taxonomy.json", "works.json"):
        path = folder / name
        path.write_text(path.read_text().replace('"method"', f'"{id}"'))
    done = call("catalog", "validate", str(folder))
    assert done.status == 1
    assert "axis-name" in done.text
    assert "$.axes[1].id" in done.text
    assert call("find", "--catalog", str(folder)).status == 4
