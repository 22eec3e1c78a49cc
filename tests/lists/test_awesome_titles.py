"""Titles of the catalog, in every form that lists give an entry."""

from __future__ import annotations

from functools import cache

import pytest

from effort import some
from mi_survey.catalog.store import load_bundled
from mi_survey.lists.parser import parse_list
from mi_survey.model.name import Name
from mi_survey.model.work import Work

# {t} title, {u} link, {a} authors, {e} the first of them et al., {v} venue, {y} year
_FORMS = (
    "- [{t}]({u})",
    "* **{t}** [[paper]({u})]",
    "- {t} [[paper]({u})]",
    "- {t}. {a}. {v} {y}. [[pdf]]({u})",
    "- {t}, {a}, {v} {y} [paper]({u})",
    "- **{t}**, {a}, *{v} {y}*. [[paper]({u})] [[code]({u}c)]",
    "- [{v} {y}] {t} [[paper]({u})]",
    "- ({v} {y}) [{t}]({u})",
    '- {a}. "{t}." {v} ({y}). [[pdf]({u})]',
    "- {a}. {t}. In {v}, {y}. [paper]({u})",
    "- {a} ({y}). [{t}]({u}). *{v}*.",
    "- {a}. ({y}). {t}. *{v}*. {u}",
    "- {t} ({v} {y}) [[paper]]({u})",
    "- {t} - {v} {y} - [PDF]({u})",
    "- {t} | {v} | [Paper]({u})",
    "- {y}.05 | {t} | [Paper]({u})",
    "- `{v} {y}` **{t}** {a} [link]({u})",
    "- {t}  \n  {a}  \n  {v} {y}. [[paper]({u})]",
    "- {t}\n  - {a}\n  - [Paper]({u})",
    "- {t}\n  {a}\n  [[paper]({u})]",
    "- {t}: {u}",
    "1. {t}. [[paper]({u})]",
    "- *{t}*, {a}, {v} {y}, [[paper]({u})]",
    "- [{t}]({u}), {a}, {v} {y}",
    "- [{t}. {v} {y}.]({u})",
    "- **[{t}]({u})** - a short description of the work.",
    "- 🔥 **{t}.** *{a}.* {v} {y}. [[Paper]({u})]",
    "- [{t}]({u})<br>{a}",
    "- {t} [![arXiv](https://img.shields.io/badge/arXiv-2401.00001-b31b1b.svg)]({u})",
    "| {t} | {v} | {y} | [Link]({u}) |",
    "| [{t}]({u}) | {v} | {y} | - |",
    "| **{t}** <br> {a} | {v} | {y} | [pdf]({u}) |",
    '- <a href="{u}">{t}</a>',
    "- {e} [{t}]({u})",
    "- {e}, {y}. {t} [[paper]({u})]",
    "- {e} ({y}): {t}. [[paper]({u})]",
    "- [{e}, {y}]({u}) {t}",
    "- {t} ({e}, {y}) [[paper]({u})]",
    "- {t}, {e}, {y} [paper]({u})",
    "- {t} by {e} [paper]({u})",
    "- {y}-03, {t}, {v}, [paper]({u})",
    "- [{y}/03] [{t}]({u}) [{v}]",
    "* {v}{y}, {t}, [[paper]({u})]",
    "- {t} \\[[paper]({u})\\]",
    "- {t} ([arXiv]({u}), [code]({u}c))",
    "**{t}**\\\n{a}\\\n[[paper]({u})]\n",
    "[{t}]({u}) {a}. {v} {y}.\n",
    "### [{t}]({u})\n",
    "+ **{t}** ({v} {y})\n    + {a}\n    + [[paper]({u})]",
    "- {t} @ {v} {y} [paper]({u})",
    "- {t}; {a}; {v} {y}; [paper]({u})",
    "- {t} / {a} / {v} {y} / [paper]({u})",
    "- Title: {t}\n  - Authors: {a}\n  - Link: {u}",
)
_TABLE = "| Title | Venue | Year | Link |\n|---|---|---|---|\n"
# Those of the survey's list, which do not become others when the catalog grows.
_LISTED = [
    work
    for work in load_bundled().works
    if any(listing.source == "survey" for listing in work.listings)
]
_WORKS = some(_LISTED, of=4)
# Some titles look like a row of names, and some venues like words: without markup nobody can tell
# "Wasserstein Distances, Neuronal Entanglement, and Sparsity" from authors.
_MOST_MISREAD = 0.01


def _render_name(name: Name) -> str:
    return name.literal or f"{name.given} {name.family}".strip()


def _render_line(form: str, work: Work, url: str) -> str:
    authors = [_render_name(name) for name in work.authors[:5]]
    family = work.authors[0].family if work.authors else None
    short = work.venue.short if work.venue and len(work.venue.short) < 10 else "ICLR"
    return form.format(
        t=work.title.replace("|", "\\|"),
        u=url,
        a=", ".join(authors),
        e=f"{family or 'Meng'} et al.",
        v=short,
        y=work.year or 2024,
    )


@cache
def _read_titles(form: str) -> tuple[dict[str, str], dict[str, str]]:
    urls = {f"https://arxiv.org/abs/{i}": work for i, work in enumerate(_WORKS) if work.authors}
    lines = [_render_line(form, work, url) for url, work in urls.items()]
    head = _TABLE if form.startswith("|") else ""
    text = "# List\n\n## Papers\n\n" + head + "\n".join(lines)
    parsed = parse_list(text, source="example", file="README.md")
    read = {e.listing.urls[0]: e.listing.title for e in parsed.entries if e.listing.urls}
    return {url: work.title.rstrip(".") for url, work in urls.items()}, read


@pytest.mark.parametrize("form", some(_FORMS, of=3))
def test_titles_are_told_from_what_stands_around_them(form: str) -> None:
    wanted, read = _read_titles(form)
    misread = {url: read.get(url) for url in wanted if read.get(url) != wanted[url]}
    assert len(misread) <= max(1, _MOST_MISREAD * len(wanted)), misread


@pytest.mark.parametrize("form", some(_FORMS, of=3))
def test_nothing_else_is_taken_for_an_entry(form: str) -> None:
    wanted, read = _read_titles(form)
    assert set(read) <= set(wanted)
    assert len(set(wanted) - set(read)) <= max(1, _MOST_MISREAD * len(wanted))
