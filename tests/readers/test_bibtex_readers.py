"""Bibliographies as others read them: every fact of the catalog is found again."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bibtex_entries import (
    Entry,
    expect,
    flatten,
    flatten_for_pandoc,
    read_bibtexparser,
    read_pandoc,
    read_pybtex,
)
from catalog_results import CITABLE
from hostile_texts import results
from latex_source import read_latex
from mi_survey.exports.bibtex import render_biblatex, render_bibtex
from mi_survey.exports.capitals import find_fixed_words
from mi_survey.exports.registry import RenderOptions
from mi_survey.query.result import Result
from programs import need_package, need_program

pytestmark = pytest.mark.external

Render = Callable[[Sequence[Result], RenderOptions], str]

_DIALECTS: dict[str, Render] = {"bibtex": render_bibtex, "biblatex": render_biblatex}
_BOTH = pytest.mark.parametrize("dialect", _DIALECTS)
_ALL = {name: render(CITABLE, RenderOptions()) for name, render in _DIALECTS.items()}
_EXPECTED = {result.work.key: expect(result.work) for result in CITABLE}
_TITLES = {key: entry.title for key, entry in _EXPECTED.items()}
_YEARLESS = [key for key, entry in _EXPECTED.items() if not entry.year]


def _run(*command: str, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a program; return what it printed. What its exit status is worth, the tests know."""
    done = subprocess.run(
        [need_program(command[0]), *command[1:]],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


def _flat_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Level quotes, as BibTeX has one apostrophe for both kinds."""
    nobody = Entry("", (), "", "", "", "", "", "", "")
    return {key: flatten(nobody._replace(title=title)).title for key, title in titles.items()}


def _load_yaml(path: Path) -> list[Any]:
    yaml = need_package("yaml")
    return list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def _differences(
    found: dict[str, Entry], *, level: Callable[[Entry], Entry] = flatten
) -> dict[str, tuple[Entry, Entry]]:
    assert list(found) == list(_EXPECTED)
    pairs = {key: (level(_EXPECTED[key]), level(entry)) for key, entry in found.items()}
    return {key: (expected, read) for key, (expected, read) in pairs.items() if expected != read}


@_BOTH
def test_pybtex_reads_every_fact_of_the_catalog(dialect: str) -> None:
    assert _differences(read_pybtex(_ALL[dialect])) == {}


@_BOTH
def test_bibtexparser_reads_every_fact_of_the_catalog(dialect: str) -> None:
    assert _differences(read_bibtexparser(_ALL[dialect])) == {}


@_BOTH
def test_pandoc_reads_every_fact_of_the_catalog_but_the_eprint(dialect: str) -> None:
    found = read_pandoc(_ALL[dialect], dialect)
    assert _differences(found, level=flatten_for_pandoc) == {}


@_BOTH
def test_pandoc_keeps_every_capital_that_is_fixed(dialect: str) -> None:
    for key, entry in read_pandoc(_ALL[dialect], dialect).items():
        title = _EXPECTED[key].title
        for start, end in find_fixed_words(title):
            assert title[start:end] in entry.title


def test_every_reader_reads_biblatex_that_is_ascii() -> None:
    text = render_biblatex(CITABLE, RenderOptions(ascii=True))
    assert _differences(read_pybtex(text), level=_without_commas_below) == {}
    assert _differences(read_bibtexparser(text), level=_without_commas_below) == {}
    pandoc = read_pandoc(text, "biblatex")
    level = flatten_for_pandoc
    assert _differences(pandoc, level=lambda entry: level(_without_commas_below(entry))) == {}


def _without_commas_below(entry: Entry) -> Entry:
    """Flatten, and drop the one accent whose macro no reader knows: they keep the letter."""
    letters = str.maketrans("șȘțȚ", "sStT")
    authors = tuple(
        (family.translate(letters), given.translate(letters), suffix)
        for family, given, suffix in entry.authors
    )
    return flatten(entry._replace(authors=authors, title=entry.title.translate(letters)))


@_BOTH
@given(found=results(most=3))
def test_hostile_texts_are_read_back_by_both_parsers(dialect: str, found: list[Result]) -> None:
    text = _DIALECTS[dialect](found, RenderOptions())
    expected = {result.work.key: flatten(expect(result.work)) for result in found}
    for read in (read_pybtex, read_bibtexparser):
        entries = {key: flatten(entry) for key, entry in read(text).items()}
        assert list(entries) == list(expected)
        for key, entry in entries.items():
            assert entry.title == expected[key].title
            assert entry.authors == expected[key].authors
            assert entry.venue == expected[key].venue


@_BOTH
def test_biber_finds_no_fault_but_the_years_that_nobody_knows(dialect: str, tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(_ALL[dialect], encoding="utf-8")
    done = _run(
        "biber", "--tool", "--validate-datamodel", "-O", "out.bib", "works.bib", cwd=tmp_path
    )
    # the exit status is 0 with warnings; `INFO - WARNINGS: 17` only counts them
    faults = re.findall(r"^(?:WARN|ERROR) - (.*)", done, re.MULTILINE)
    types = {key: type for type, key in re.findall(r"@(\w+)\{([^,]+),", _ALL[dialect])}
    assert sorted(faults) == sorted(
        f"Datamodel: Entry '{key}' (works.bib): "
        "Missing mandatory field - one of 'date, year' must be defined"
        for key in _YEARLESS
        # the one type of which biber demands no year
        if types[key] != "software"
    )


@pytest.mark.parametrize("style", ["plain", "plainnat"])
def test_bibtex_finds_no_fault_and_every_title_is_printed_whole(style: str, tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(_ALL["bibtex"], encoding="utf-8")
    (tmp_path / "works.aux").write_text(
        f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{works}}\n"
    )
    output = _run("bibtex", "works", cwd=tmp_path)
    # plainnat misses the year of any entry, plain of those only that cannot be without
    known = [f"empty year in {key}" for key in _YEARLESS] if style == "plainnat" else []
    assert sorted(re.findall(r"^Warning--(.*)", output, re.MULTILINE)) == sorted(known)
    assert "error message" not in output
    printed = (tmp_path / "works.bbl").read_text(encoding="utf-8")
    items = dict(re.findall(r"\\bibitem(?:\[.*?\])?\{(\w+)\}\n(.*?)\n\n", printed, re.DOTALL))
    assert items.keys() == _EXPECTED.keys()
    texts = {key: read_latex(_bare(item)) for key, item in items.items()}
    found, titles = _flat_titles(texts), _flat_titles(_TITLES)
    assert [key for key in titles if titles[key].casefold() not in found[key].casefold()] == []


def _bare(item: str) -> str:
    """Leave the commands of a style out of what it prints."""
    commands = (
        r"\\(?:url|doi)\{[^}]*\}",
        r"\{\\natexlab\{\w+\}\}",
        r"\\(?:newblock|emph|em|penalty0)(?![A-Za-z])",
    )
    return " ".join(re.sub("|".join(commands), "", item).replace("~", " ").split())


def test_papis_imports_every_work(tmp_path: Path) -> None:
    need_package("papis")
    library = tmp_path / "library"
    library.mkdir()
    (tmp_path / "works.bib").write_text(_ALL["bibtex"], encoding="utf-8")
    (tmp_path / "config" / "papis").mkdir(parents=True)
    (tmp_path / "config" / "papis" / "config").write_text(
        # its own kind of database is written whole for every work
        "[settings]\ndefault-library = works\ndatabase-backend = sqlite\n"
        f"[works]\ndir = {library}\n"
    )
    environment = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    arguments = ("bibtex", "read", "works.bib", "import", "--all")
    _run("papis", *arguments, cwd=tmp_path, environment=environment)
    infos = [info for path in library.glob("*/info.yaml") for info in _load_yaml(path)]
    # papis takes the backslashes off what is escaped, and leaves all other LaTeX as it is
    sources = {info["ref"]: re.sub(r"[&%$#_]", r"\\\g<0>", info["title"]) for info in infos}
    titles = {key: read_latex(source) for key, source in sources.items()}
    assert len(infos) == len(_EXPECTED)
    assert _flat_titles(titles) == _flat_titles(_TITLES)


def test_cobib_adds_every_work(tmp_path: Path) -> None:
    need_package("cobib")
    (tmp_path / "works.bib").write_text(_ALL["bibtex"], encoding="utf-8")
    (tmp_path / "config.py").write_text(
        "from cobib.config import config\n"
        f"config.database.file = {str(tmp_path / 'database.yaml')!r}\n"
        f"config.logging.logfile = {str(tmp_path / 'log')!r}\n"
    )
    environment = {"HOME": str(tmp_path)}
    for arguments in (("init",), ("add", "--bibtex", "works.bib")):
        command = ("cobib", "-c", "config.py", *arguments)
        _run(*command, cwd=tmp_path, environment=environment)
    documents = _load_yaml(tmp_path / "database.yaml")
    titles = {key: read_latex(one["title"]) for each in documents for key, one in each.items()}
    assert len(documents) == len(_EXPECTED)
    assert _flat_titles(titles) == _flat_titles(_TITLES)
