"""Bibliographies that other programs wrote from our works have nothing wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bibliographies import CATALOG, check_text, said
from mi_survey.exports.registry import RenderOptions, get_format
from mi_survey.model.work import is_citable
from programs import need_package, need_program

# Without authors and identifiers, pandoc's entries of tools and channels mean nothing certain.
_MOST_UNKNOWN = 12


def render(format: str) -> str:
    results = [result for result in CATALOG.results() if is_citable(result.work)]
    return get_format(format).render(results, RenderOptions(keywords=False))


def is_right(text: str) -> bool:
    """Check a bibliography of the whole catalog: every work is there, and nothing is wrong."""
    verdicts = check_text(text)
    assert said(verdicts) == []
    unknown = [verdict.reference.key for verdict in verdicts if verdict.state == "unknown"]
    assert len(unknown) <= _MOST_UNKNOWN, unknown
    return len(verdicts) == render("bibtex").count("\n@") + 1


def start(*command: str, folder: Path) -> None:
    """Run a program in an environment that is its own."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    subprocess.run(
        command,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=120,
    )


@pytest.mark.external
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_what_pandoc_makes_of_csl_json_is_right(dialect: str, tmp_path: Path) -> None:
    pandoc = need_program("pandoc")
    (tmp_path / "refs.json").write_text(render("csl-json"), encoding="utf-8")
    start(pandoc, "refs.json", "-f", "csljson", "-t", dialect, "-o", "out.bib", folder=tmp_path)
    assert is_right((tmp_path / "out.bib").read_text(encoding="utf-8"))


@pytest.mark.external
def test_what_pybtex_writes_is_right() -> None:
    database = need_package("pybtex.database")
    assert is_right(database.parse_string(render("bibtex"), "bibtex").to_string("bibtex"))


@pytest.mark.external
def test_what_papis_writes_is_right(tmp_path: Path) -> None:
    need_package("papis")
    (tmp_path / "refs.bib").write_text(render("bibtex"), encoding="utf-8")
    start("papis", "bibtex", "read", "refs.bib", "save", "--force", "out.bib", folder=tmp_path)
    text = (tmp_path / "out.bib").read_text(encoding="utf-8")
    # papis 0.16 drops the outer braces of values that begin and end with some, which nobody
    # can read: "title = {SAEs} Can Improve Unlearning … in {LLMs},"
    broken = re.compile(
        r"^  (\w+) = (\{[^{}]*\} .*\{[^{}]*\}|\{[^{}]*\}:.*\{[^{}]*\}),$", re.MULTILINE
    )
    syntax = [item for item in said(check_text(text)) if " error syntax: " in item]
    assert len(syntax) == len(broken.findall(text))
    assert is_right(broken.sub(r"  \1 = {\2},", text))


@pytest.mark.external
def test_what_cobib_writes_is_right(tmp_path: Path) -> None:
    need_package("cobib")
    (tmp_path / "refs.bib").write_text(render("bibtex"), encoding="utf-8")
    (tmp_path / "config.py").write_text(
        "from cobib.config import config\n"
        f"config.database.file = {str(tmp_path / 'database.yaml')!r}\n"
        "config.database.git = False\n",
        encoding="utf-8",
    )
    for arguments in (("init",), ("add", "--bibtex", "refs.bib"), ("export", "--bibtex", "o.bib")):
        start("cobib", "-c", "config.py", *arguments, folder=tmp_path)
    assert is_right((tmp_path / "o.bib").read_text(encoding="utf-8"))


def test_entries_in_the_style_of_google_scholar_are_right_but_published_by_now() -> None:
    works = [work for work in CATALOG.works if work.ids.arxiv and work.authors and work.year]
    entries = []
    for work in works:
        shown = [f"{name.sort_form}" for name in work.authors]
        shown = [*shown[:5], "others"] if len(shown) > 5 else shown
        title = work.title.lower().capitalize().replace("&", "\\&").replace("%", "\\%")
        entries.append(
            f"@article{{{work.key},\n  title={{{title}}},\n  author={{{' and '.join(shown)}}},\n"
            f"  journal={{arXiv preprint arXiv:{work.ids.arxiv}}},\n"
            f"  year={{20{(work.ids.arxiv or '')[:2]}}}\n}}\n"
        )
    verdicts = check_text("\n".join(entries))
    found = [
        f"{v.reference.key}: {f}" for v in verdicts for f in v.findings if f.rule != "published"
    ]
    assert len(verdicts) > 300
    assert found == []
    assert sum(verdict.state == "unknown" for verdict in verdicts) == 0
