"""A work is named by anything that can be pasted, and by nothing else."""

from __future__ import annotations

import pytest

from effort import some
from mi_survey import load_catalog
from mi_survey.errors import AmbiguousWork, WorkNotFound
from mi_survey.model.identifier import SCHEMES, Identifier, iter_identifiers
from mi_survey.model.work import Ids, Listing, Work
from mi_survey.reference.listed import contradicts
from mi_survey.reference.names import NameIndex
from mi_survey.reference.pasted import find_linked, get_work

CATALOG = load_catalog()
_HEADS = Work(
    key="heads",
    title="Steering Heads are All You Need for Pruning Unused Layers",
    kind="paper",
    status="verified",
)


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
        "@arditi2024refusal",
        "[@arditi2024refusal]",
        r"\citep[see][p.~3]{arditi2024refusal}",
        "refusal single direction",
        "“Refusal in language models is mediated by a single direction”",
    ],
)
def test_pasted_forms_name_the_work(text: str) -> None:
    assert CATALOG.get(text).key == "arditi2024refusal"


@pytest.mark.parametrize("part", ["Steering Heads", "heads are all", "pruning unused heads"])
def test_enough_of_a_title_names_the_work(part: str) -> None:
    assert get_work(part, NameIndex([_HEADS])) == _HEADS


@pytest.mark.parametrize(
    "text", ["Heads are needed", "unused heads", "Heads is All You Need", "you need all"]
)
def test_words_scattered_over_a_title_name_nothing(text: str) -> None:
    with pytest.raises(WorkNotFound):
        get_work(text, NameIndex([_HEADS]))


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


def make_work(key: str, *listed: str, ids: Ids | None = None, url: str | None = None) -> Work:
    listing = Listing(source="list", title=key, urls=listed)
    return Work(
        key=key,
        title=key.title(),
        kind="paper",
        ids=ids or Ids(),
        url=url,
        listings=(listing,),
        status="verified",
    )


def find_key(text: str, *works: Work) -> str | None:
    work = find_linked(text, NameIndex(works))
    return work.key if work else None


def test_every_address_of_a_listing_names_a_work_unless_it_is_another_papers() -> None:
    shared: list[tuple[str, tuple[str, ...]]] = []
    for work in CATALOG:
        for url in {url for listing in work.listings for url in listing.urls}:
            try:
                found = CATALOG.get(url)
            except WorkNotFound:
                assert contradicts(work, [url])
            except AmbiguousWork as error:  # lists give several works by it
                shared.append((work.key, error.candidates))
            else:
                own = found.url == url or found is work
                assert own or found in {CATALOG.get(str(each)) for each in ids_of(found)}
    assert all(key in candidates for key, candidates in shared)


def ids_of(work: Work) -> list[Identifier]:
    return [Identifier(scheme, id) for scheme in SCHEMES if (id := getattr(work.ids, scheme))]


def test_a_works_own_address_wins_over_a_listing() -> None:
    listed = make_work("listed", "https://openreview.net/forum?id=pH3XAQME6c")
    owner = make_work("owner", ids=Ids(openreview="pH3XAQME6c"))
    for works in ((listed, owner), (owner, listed)):
        assert find_key("https://openreview.net/pdf?id=pH3XAQME6c", *works) == "owner"
    assert find_key("https://openreview.net/pdf?id=pH3XAQME6c", listed) == "listed"


def test_an_address_that_two_works_are_listed_by_names_neither() -> None:
    url = "https://example.org/tutorial"
    assert find_key(url, make_work("one", url)) == "one"
    works = make_work("one", url), make_work("two", url)
    assert find_key(url, *works) is None
    with pytest.raises(AmbiguousWork) as caught:
        get_work(url, NameIndex(works))
    assert caught.value.candidates == ("one", "two")


def test_a_listing_by_another_arxiv_id_counts_for_nothing() -> None:
    url = "https://arxiv.org/abs/2507.18043"
    assert find_key(url, make_work("right", url)) == "right"
    assert find_key(url, make_work("wrong", url, ids=Ids(arxiv="2410.04524"))) is None


NEURIPS = "https://proceedings.neurips.cc/paper_files/paper"
ROME_HASH = "6f1d43d5a82a37e89b0665b33bf3a182"


@pytest.mark.parametrize(
    "text",
    [
        f"{NEURIPS}/2022/file/{ROME_HASH}-Paper-Conference.pdf",
        f"https://papers.nips.cc/paper_files/paper/2022/hash/{ROME_HASH}-Abstract.html",
        f"http://papers.nips.cc/paper\\_files/paper/2022/hash/{ROME_HASH}-Abstract.html",
        "https://www.semanticscholar.org/arXiv/2202.05262",
        "https://api.semanticscholar.org/arXiv:2202.05262v5",
        "https://example.org/papers/2202.05262.pdf",
        "https://github.com/kmeng01/rome",
    ],
)
def test_addresses_elsewhere_name_the_work(text: str) -> None:
    assert CATALOG.get(text).key == "meng2022locating"


@pytest.mark.parametrize("page", ["https://www.lesswrong.com", "https://www.alignmentforum.org"])
@pytest.mark.parametrize(
    "path",
    ["posts/iGuwZTHWb6DFY3sKB/fact-finding?commentId=x", "s/hpWHhjvjn67LJ4xXX/p/iGuwZTHWb6DFY3sKB"],
)
def test_a_post_is_named_at_either_site(page: str, path: str) -> None:
    assert CATALOG.get(f"{page}/{path}").key == "nanda2023fact"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/?cites=2202.05262",
        "https://example.org/2202.05262/compared-with/2406.11717",
        f"https://example.org/{ROME_HASH}",
        f"{NEURIPS}/2022/hash/{ROME_HASH[::-1]}-Abstract.html",
        "https://www.lesswrong.com/posts/AAAAAAAAAAAAAAAAA/fact-finding",
    ],
)
def test_an_address_that_only_mentions_a_work_names_none(text: str) -> None:
    with pytest.raises(WorkNotFound):
        CATALOG.get(text)


def test_the_titles_that_begin_with_the_text_stand_first() -> None:
    with pytest.raises(AmbiguousWork) as caught:
        CATALOG.get("knowledge neurons")
    assert caught.value.candidates[0] == "dai2022knowledge"
    titles = ("Editing Neurons", "Of Neurons Editing", "Neurons, Beyond Editing", "Neurons Editing")
    works = [
        Work(key=f"work{at}", title=title, kind="paper", status="verified")
        for at, title in enumerate((*titles, "Neurons Editing Again"))
    ]
    with pytest.raises(AmbiguousWork) as caught:
        get_work("neurons editing", NameIndex(works[:3] + works[4:]))
    assert caught.value.candidates == ("work4", "work1", "work0")


def search(text: str, **filters: str) -> list[str]:
    return [work.key for work in CATALOG.find(text, **filters)]


def test_an_identifier_or_an_address_alone_is_its_work() -> None:
    for work in some(CATALOG.works, of=4):
        for scheme in SCHEMES:
            value = getattr(work.ids, scheme)
            if value and scheme in {"doi", "arxiv", "acl"}:
                assert search(f" {value} ") == [work.key]
                assert search(Identifier(scheme, value).url) == [work.key]


@pytest.mark.parametrize("query", ["2406.99999", "https://arxiv.org/abs/2406.99999"])
def test_an_identifier_of_no_work_finds_nothing(query: str) -> None:
    assert search(query) == []


def test_an_identifier_is_looked_for_under_filters_too() -> None:
    assert search("2202.05262", year="2022") == ["meng2022locating"]
    assert search("2202.05262", year="2023") == []


def test_the_id_and_the_link_of_another_appearance_name_the_work() -> None:
    appeared = [
        (work, each) for work in CATALOG for each in work.appearances if each.ids.openreview
    ]
    assert appeared
    for work, appearance in appeared:
        (identifier,) = iter_identifiers(appearance.ids)
        assert CATALOG.get(identifier.value) is work
        assert CATALOG.get(identifier.url) is work
