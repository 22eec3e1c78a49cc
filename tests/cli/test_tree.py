"""``mi-survey tree``: lines in a pipe, a figure with the works that it cites in files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mi_survey.library import load_catalog
from program import Call

CATALOG = load_catalog()
FIRST, SECOND = CATALOG.taxonomy.ids[:2]
TREE = CATALOG.tree(FIRST, SECOND)
WORKS = [
    (branch.term.id, twig.term.id, work.key)
    for branch in TREE.branches
    for twig in branch.twigs
    for work in twig.works
]


def test_a_pipe_gets_every_work_with_its_two_terms(call: Call) -> None:
    lines = [tuple(line.split("\t")[:3]) for line in call("tree", FIRST, SECOND).lines]
    assert lines == WORKS
    rows = call("tree", FIRST, SECOND, "--json").json
    assert [(row[FIRST], row[SECOND], row["key"]) for row in rows] == WORKS


def test_a_limit_holds_for_every_twig(call: Call) -> None:
    lines = [line.split("\t")[:2] for line in call("tree", FIRST, SECOND, "--limit", "1").lines]
    assert len(lines) == sum(len(branch.twigs) for branch in TREE.branches)


def test_the_bibliography_holds_what_the_figure_cites_and_nothing_else(
    call: Call, tmp_path: Path
) -> None:
    figure, bibliography = tmp_path / "tree.tex", tmp_path / "refs.bib"
    arguments = ("tree", FIRST, SECOND, "--limit", "4", "-o", str(figure))
    assert call(*arguments, "--bib", str(bibliography)).status == 0
    text = figure.read_text(encoding="utf-8")
    cited = {key for keys in re.findall(r"\\citep\{([^}]*)\}", text) for key in keys.split(",")}
    assert cited == set(re.findall(r"^@\w+\{(.*),$", bibliography.read_text("utf-8"), re.MULTILINE))
    shown = [twig.works[:4] for branch in TREE.branches for twig in branch.twigs]
    assert cited == {work.key for works in shown for work in works}
    left = [len(twig.works) - 4 for branch in TREE.branches for twig in branch.twigs]
    assert re.findall(r"and (\d+) more", text) == [str(n) for n in left if n > 0]
    assert bibliography.read_text("utf-8") == call("export", *sorted(cited)).text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--bib", "refs.bib"), "--bib goes with a figure"),
        (("-o", "tree.svg"), "'tree.svg' is no .tex file"),
    ],
)
def test_a_wrong_wish_is_told_before_anything_is_written(
    arguments: tuple[str, ...], says: str, call: Call
) -> None:
    done = call("tree", FIRST, SECOND, *arguments)
    assert (done.status, done.errors[0]) == (2, f"error: {says}")
    assert not Path(arguments[-1]).exists()


def test_no_file_is_overwritten_unless_asked(call: Call, tmp_path: Path) -> None:
    figure, bibliography = tmp_path / "tree.tex", tmp_path / "refs.bib"
    bibliography.write_text("mine")
    arguments = ("tree", FIRST, SECOND, "-o", str(figure), "--bib", str(bibliography))
    assert call(*arguments).status == 2
    assert (bibliography.read_text(), figure.exists()) == ("mine", False)
    assert call(*arguments, "--force").status == 0
    assert bibliography.read_text("utf-8").startswith("@")
