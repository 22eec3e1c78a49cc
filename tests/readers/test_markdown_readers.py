"""Markdown through three readers: every title, row and link is what the catalog has."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from catalog_results import RESULTS, TAXONOMY
from hostile_texts import LONG, make_result, results, titles
from mi_survey import load_catalog
from mi_survey.cli.catalog_changes import IMPORT_COLUMNS
from mi_survey.cli.catalog_changes import render_markdown as render_changes
from mi_survey.exports.glossary import render_glossary, render_term_page
from mi_survey.exports.markdown import render_markdown
from mi_survey.exports.markdown_text import link_target
from mi_survey.exports.registry import RenderOptions, Style
from mi_survey.exports.table import Table
from mi_survey.model.identifier import Identifier
from mi_survey.model.taxonomy import Axis, Term
from mi_survey.model.work import Placement
from mi_survey.query.crosstab import AxisCounts
from mi_survey.query.result import Result
from page import Page, read_page, shown
from programs import need_package, need_program

Reader = Callable[[str], str]
# Elements that our pages are made of, with what the readers put around them.
_TAGS = frozenset(
    "a ul ol li p strong em code table thead tbody tr th td h3 h4 colgroup col span".split()
)

_HOSTILE_ADDRESSES = {
    "https://example.org/a_b_c?x=1&y=2#*z*a",
    "https://en.wikipedia.org/wiki/Foo_(bar)",
    "https://example.org/é/[x]|y",
    "https://example.org/`a`<b>&copy;c",
    "https://example.org/~a~~b~~c",
}


def _with_markdown_it(text: str) -> str:
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def _with_cmark(text: str) -> str:
    return str(need_package("cmarkgfm").github_flavored_markdown_to_html(text))


def _with_pandoc(text: str) -> str:
    done = subprocess.run(
        (need_program("pandoc"), "--from=gfm", "--to=html", "--wrap=none"),
        input=text.encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode()


READERS = [
    _with_markdown_it,
    pytest.param(_with_cmark, marks=pytest.mark.external),
    pytest.param(_with_pandoc, marks=pytest.mark.external),
]


def _read(found: Sequence[Result], style: Style, reader: Reader) -> Page:
    options = RenderOptions(style=style, taxonomy=TAXONOMY)
    page = read_page(reader(render_markdown(found, options)))
    assert page.tags <= _TAGS
    return page


@pytest.mark.parametrize("reader", READERS)
def test_a_glossary_reads_as_the_axes_have_it(reader: Reader) -> None:
    catalog = load_catalog()
    counted = [catalog.counts(axis.id) for axis in catalog.taxonomy.axes]
    page = reader(render_glossary(counted, command="mi-survey find --area '`|`'"))
    for each in counted:
        section = page.partition(f">{html.escape(each.axis.label, quote=False)}</h2>")[2]
        for term in each.axis.terms:
            row = section.partition(f"<code>{term.id}</code>")[2].partition("</tr>")[0]
            assert re.search(rf">{each.counts[term.id]}</td>", row)
            assert html.escape(term.definition, quote=False) in row
    assert page.count("<tr") == sum(1 + len(each.axis.terms) for each in counted)


@given(texts=st.tuples(titles(), titles(), titles(), titles()))
def test_a_glossary_shows_whatever_axes_and_terms_are_called(
    texts: tuple[str, str, str, str],
) -> None:
    id, label, definition, alias = texts
    term = Term(id, label, definition, 1, aliases=(alias,), hints=(alias,))
    axis = Axis(id="axis", label=label, definition=definition, terms=(term,))
    counted = [AxisCounts(axis, {id: 3}, {id: {2024: 3}})]
    page = read_page(_with_markdown_it(render_glossary(counted, command=label)))
    assert page.rows == [[shown(f"{label} {id}"), "3", shown(definition), shown(alias)]]
    assert page.links == []


@pytest.mark.parametrize("reader", READERS)
def test_a_page_on_a_term_lists_its_works(reader: Reader) -> None:
    profile = load_catalog().profile("steer", "vector-arithmetic")
    page = read_page(reader(render_term_page(profile, command="mi-survey find")))
    works = (*profile.earliest, *profile.central)
    assert page.links == [(shown(work.title), *_target(work.url)) for work in works if work.url]


# pandoc 2 reads no address between angle brackets after a link with special characters
@pytest.mark.parametrize("reader", READERS[:2])
def test_every_address_in_a_proposal_is_a_link(reader: Reader) -> None:
    listings = [listing for work in load_catalog().works for listing in work.listings]
    given = {url for listing in listings for url in listing.urls} | _HOSTILE_ADDRESSES
    # a sign at the end may well be the sentence's
    addresses = sorted(url for url in given if link_target(url) and re.search(r"[\w/)]$", url))
    pairs = list(pairwise(addresses))
    rows = [("changed", 1, "key", "*A title*", "urls", pair[:1], pair) for pair in pairs]
    page = read_page(reader(render_changes(Table(IMPORT_COLUMNS, rows), {})))
    targets = [target for _, target in page.links]
    wanted = [_target(url)[0] for pair in pairs for url in (pair[0], *pair)]
    assert targets == wanted
    assert len(addresses) > 0.9 * len(given)


def _target(url: str | None) -> list[str]:
    target = link_target(url)
    return [html.unescape(target)] if target else []


def _placed(found: Sequence[Result]) -> list[tuple[str, Placement]]:
    """Return title and placement of every row that the survey's tables are to have."""
    return [
        (shown(result.work.title), placement)
        for result in found
        for placement in result.placements or (Placement("survey"),)
    ]


def _tags(placement: Placement) -> list[str]:
    """Return the labels in a row, as the survey writes them."""
    axes = [TAXONOMY.axis(axis) for axis in ("object", "locate", "steer")]
    return [
        " & ".join(term.label for term in axis.terms if term.id in placement.terms(axis.id))
        for axis in axes
    ]


def _check_list(found: Sequence[Result], page: Page) -> None:
    assert len(page.texts["li"]) == len(found)
    assert page.texts["strong"] == [shown(result.work.title) for result in found]
    assert [href for _, href in page.links] == [
        target for result in found for target in _target(result.work.url)
    ]
    for result, item in zip(found, page.texts["li"], strict=True):
        assert item.endswith(f" {result.work.key}")


def _check_references(found: Sequence[Result], page: Page) -> None:
    assert len(page.texts["li"]) == len(found)
    works = [result.work for result in found]
    expected = [
        target
        for work in works
        for target in (
            *_target(work.url),
            *_target(work.ids.doi and Identifier("doi", work.ids.doi).url),
            *_target(work.ids.arxiv and Identifier("arxiv", work.ids.arxiv).url),
        )
    ]
    assert [href for _, href in page.links] == expected
    for work, item in zip(works, page.texts["li"], strict=True):
        facts = [work.title, *(name.display for name in work.authors)]
        facts += [work.publisher or "", work.address or "", work.ids.doi or ""]
        facts += [work.ids.arxiv or "", str(work.year or ""), work.volume or ""]
        facts += [(work.pages or "").replace("-", "–"), work.number or ""]
        facts += [work.venue_name] if not work.ids.arxiv else []
        assert [fact for fact in facts if shown(fact) not in item] == []


def _check_survey(found: Sequence[Result], page: Page) -> None:
    rows = sorted((row[0], row[1:4]) for row in page.rows)
    assert rows == sorted((title, _tags(placement)) for title, placement in _placed(found))
    urls = {target for result in found for target in _target(result.work.url)}
    linked = [r for r in found for _ in r.placements or (None,) if _target(r.work.url)]
    assert len(page.links) == len(linked)
    assert {href for _, href in page.links} == urls


_CHECKS: dict[Style, Callable[[Sequence[Result], Page], None]] = {
    "list": _check_list,
    "references": _check_references,
    "survey": _check_survey,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("style", _CHECKS)
def test_a_reader_finds_every_work_and_link(style: Style, reader: Reader) -> None:
    _CHECKS[style](RESULTS, _read(RESULTS, style, reader))


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_finds_venue_year_and_link_in_every_row(reader: Reader) -> None:
    page = _read(RESULTS, "survey", reader)
    known = {
        (
            shown(result.work.title),
            result.work.venue.short if result.work.venue else "",
            str(result.work.year or ""),
            "Link" if result.work.url else "",
        )
        for result in RESULTS
    }
    assert {(row[0], *row[4:]) for row in page.rows} == known


@pytest.mark.parametrize("reader", READERS)
def test_hostile_titles_and_names_stay_text(reader: Reader) -> None:
    @given(results(most=8))
    @settings(max_examples=settings().max_examples // (5 if reader is _with_pandoc else 1))
    def check(found: list[Result]) -> None:
        for style, check_page in _CHECKS.items():
            check_page(found, _read(found, style, reader))

    check()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("style", _CHECKS)
def test_a_title_of_ten_kilobytes_stays_whole(style: Style, reader: Reader) -> None:
    found = [make_result(LONG, url="https://example.org/")]
    _CHECKS[style](found, _read(found, style, reader))
