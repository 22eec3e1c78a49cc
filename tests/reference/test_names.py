"""Every name leads to the works that bear it, the surest name first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mi_survey import load_catalog
from mi_survey.bibliography.reading import read_bibtex
from mi_survey.model.work import Ids, Listing, Work
from mi_survey.reference.cited import CitedWork, find_cited
from mi_survey.reference.listed import find_listed
from mi_survey.reference.names import NameIndex, iter_unique_names

PAGE = "https://example.org/2202.05262.pdf"


def make(key: str, title: str = "Another Title") -> Work:
    return Work(key=key, title=title, kind="paper", status="verified")


BY_WORD = [
    replace(make("nicknamed"), nicknames=("ROME",)),
    replace(make("renamed"), alt_titles=("“Rome”",)),
    make("titled", "Rome"),
    replace(make("identified"), ids=Ids(openreview="rome")),
    make("rome"),
]
BY_ADDRESS = [
    replace(make("listed"), listings=(Listing("list", "A", (PAGE,)),)),
    replace(make("within"), ids=Ids(arxiv="2202.05262")),
    replace(make("page"), url=PAGE),
]


@pytest.mark.parametrize(
    ("works", "text", "keys"),
    [
        (BY_WORD, "rome", ["rome", "identified", "titled", "renamed", "nicknamed"]),
        (BY_ADDRESS, PAGE, ["page", "within", "listed"]),
    ],
)
def test_the_surest_name_comes_first(works: list[Work], text: str, keys: list[str]) -> None:
    for few in (works, works[::-1]):
        groups = NameIndex(few).iter_named(text)
        found = [named.work.key for group in groups for named in group]
        assert list(dict.fromkeys(found)) == keys


def test_no_two_works_share_a_key_an_alias_or_an_identifier() -> None:
    names = [name for work in load_catalog() for name in iter_unique_names(work)]
    assert len(names) == len(set(names))


def cite(fields: str) -> CitedWork:
    (reference,) = read_bibtex(f"@misc{{k, {fields}, url = {{https://example.org/a}}}}").entries
    listing = Listing("list", "Steering Neurons", ("https://example.org/a",))
    listed = replace(make("listed", "Steering Neurons by Amplitude"), listings=(listing,))
    return find_cited(reference, NameIndex([listed, make("other", "On Probing Heads")]))


def test_what_a_list_links_by_says_what_is_cited_only_where_the_title_allows() -> None:
    allowed = cite("title = {Steering neurons by amplitude}").work
    assert allowed is not None
    assert allowed.key == "listed"
    assert cite("title = {On Probing Heads}") == CitedWork(None)


def test_what_a_list_links_by_says_what_is_listed_only_where_the_titles_are_alike() -> None:
    held = Listing("list", "Steering Neurons", ("https://example.org/a",))
    work = replace(make("listed", "Steering Neurons by Amplitude"), listings=(held,))
    names = NameIndex([work])
    assert find_listed(replace(held, title="Steering by Amplitude"), names).work == work
    assert find_listed(replace(held, title="Something Else"), names).work is None
