"""A work is named by anything that can be pasted, and by nothing else."""

from __future__ import annotations

import pytest

from mi_survey import load_catalog
from mi_survey.errors import AmbiguousWork, WorkNotFound
from mi_survey.model.identifier import SCHEMES, Identifier

CATALOG = load_catalog()


def test_every_work_answers_to_its_key_its_ids_and_their_pages() -> None:
    for work in CATALOG:
        assert CATALOG.get(work.key.upper()) is work
        for scheme in SCHEMES:
            value = getattr(work.ids, scheme)
            if value:
                assert CATALOG.get(f"{scheme}:{value}") is work
                assert CATALOG.get(Identifier(scheme, value).url) is work


def test_every_work_answers_to_its_page_and_its_whole_title() -> None:
    for work in CATALOG:
        assert CATALOG.get(work.title).title == work.title
        if work.url:
            assert CATALOG.get(work.url).url == work.url


def test_every_nickname_names_one_work() -> None:
    for work in CATALOG:
        for nickname in work.nicknames:
            assert CATALOG.get(nickname.swapcase()) is work


@pytest.mark.parametrize(
    "text",
    [
        "arXiv:2406.11717v3 [cs.CL]",
        "https://arxiv.org/pdf/2406.11717v1.pdf",
        "https://doi.org/10.48550/arXiv.2406.11717",
        "HTTPS://OPENREVIEW.NET/forum?id=pH3XAQME6c&noteId=x",
        "pH3XAQME6c",
        "refusal single direction",
        "“Refusal in language models is mediated by a single direction”",
    ],
)
def test_pasted_forms_name_the_work(text: str) -> None:
    assert CATALOG.get(text).key == "arditi2024refusal"


def test_part_of_several_titles_is_ambiguous_and_names_them() -> None:
    with pytest.raises(AmbiguousWork) as caught:
        CATALOG.get("knowledge editing")
    assert len(caught.value.candidates) > 1


@pytest.mark.parametrize(
    "text", ["", "   ", "2406.99999", "https://example.org/", "10.1000/unknown", "-", "\x1b[31m"]
)
def test_what_names_no_work_is_said_so(text: str) -> None:
    with pytest.raises(WorkNotFound):
        CATALOG.get(text)


def test_a_near_key_is_suggested() -> None:
    with pytest.raises(WorkNotFound) as caught:
        CATALOG.get("ardity2024refusal")
    assert "arditi2024refusal" in caught.value.nearest


def test_all_unknown_names_are_told_at_once_and_doubles_count_once() -> None:
    with pytest.raises(WorkNotFound) as caught:
        CATALOG.get_all(["ROME", "nothing1", "nothing2"])
    assert caught.value.texts == ("nothing1", "nothing2")
    assert [work.key for work in CATALOG.get_all(["ROME", "meng2022locating", "MEMIT"])] == [
        "meng2022locating",
        "meng2023massediting",
    ]
