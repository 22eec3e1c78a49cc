from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.model.address import is_web_url, normalize_url
from mi_survey.model.identifier import (
    SCHEMES,
    Identifier,
    Scheme,
    equivalents,
    find_as,
    find_identifier,
    identity,
)
from strategies import identifiers, pasted_texts, texts

ANY_SCHEME = st.sampled_from(SCHEMES)

# One value of every shape that occurs in the catalog, and those that DOIs are known for.
NORMAL_FORMS: tuple[tuple[Scheme, str], ...] = (
    ("arxiv", "2406.11717"),
    ("arxiv", "0706.0001"),
    ("arxiv", "hep-th/9901001"),
    ("acl", "2023.acl-long.893"),
    ("acl", "2024.blackboxnlp-1.25"),
    ("acl", "P19-1001"),
    ("openreview", "z9SbcYYP0M"),
    ("openreview", "-h6WAS6eE4"),
    ("openreview", "_NHO1p00_yA"),
    ("openreview", "zDiHoIWa0q1"),
    ("github", "davidbau/baukit"),
    ("github", "HeXiao-55/LieQ-official"),
    ("github", "interpretingdl/eacl2024_transformer_interpretability_tutorial"),
    ("doi", "10.52202/079017-1146"),
    ("doi", "10.1145/3770749"),
    ("doi", "10.1145/3630106.3659042"),
    ("doi", "10.18653/v1/2023.acl-long.893"),
    ("doi", "10.24963/ijcai.2025/566"),
    ("doi", "10.3390/e26121046"),
    ("doi", "10.1007/978-3-031-73195-2_8"),
    ("doi", "10.1162/tacl_a_00519"),
    ("doi", "10.1609/aaai.v39i23.34621"),
    ("doi", "10.48550/arXiv.2507.12638"),
    ("doi", "10.1109/CVPR52734.2025.00391"),
    ("doi", "10.1016/S0140-6736(05)71146-6"),
    ("doi", "10.1016/0304-3975(94)00273-(8)"),
    ("doi", "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"),
)

ARXIV = "arxiv:2406.11717"
ACL = "acl:2023.acl-long.893"
OPENREVIEW = "openreview:z9SbcYYP0M"
GITHUB = "github:davidbau/baukit"
DOI = "doi:10.1145/3639372"

PASTED = {
    "2406.11717v3": ARXIV,
    " 2406.11717\n": ARXIV,
    "ARXIV:2406.11717": ARXIV,
    "arXiv: 2406.11717": ARXIV,
    "arXiv preprint arXiv:2406.11717": ARXIV,
    "CoRR abs/2406.11717": ARXIV,
    "arXiv:2406.11717v3 [cs.CL]": ARXIV,
    "[arXiv:2406.11717v3 [cs.LG] 30 Oct 2024]": ARXIV,
    "HTTPS://ARXIV.ORG/ABS/2406.11717V3": ARXIV,
    "http://www.arxiv.org/abs/2406.11717?context=cs#comments": ARXIV,
    "arxiv.org/abs//2406.11717/": ARXIV,
    "https://arxiv.org/pdf/2406.11717": ARXIV,
    "https://arxiv.org/pdf/2406.11717v3.pdf": ARXIV,
    "https://arxiv.org/html/2406.11717v1": ARXIV,
    "https://export.arxiv.org/abs/2406.11717": ARXIV,
    "https://ar5iv.org/abs/2406.11717": ARXIV,
    "https://ar5iv.labs.arxiv.org/html/2406.11717": ARXIV,
    "https://www.alphaxiv.org/overview/2406.11717v2": ARXIV,
    "https://huggingface.co/papers/2406.11717": ARXIV,
    "10.48550/arXiv.2406.11717": ARXIV,
    "https://doi.org/10.48550/ARXIV.2406.11717": ARXIV,
    "<https://arxiv.org/abs/2406.11717>.": ARXIV,
    "(https://arxiv.org/abs/2406.11717),": ARXIV,
    "[Refusal](https://arxiv.org/abs/2406.11717)": ARXIV,
    "[10.48550/arXiv.2305.13417](http://arxiv.org/abs/2406.11717": ARXIV,
    "](https://arxiv.org/abs/2406.11717).": ARXIV,
    "cs.CL/0601001": "arxiv:cs/0601001",
    "hep-th/9901001v2": "arxiv:hep-th/9901001",
    "https://arxiv.org/abs/math.CA/0611800v2": "arxiv:math/0611800",
    "2023.ACL-long.893": ACL,
    "acl:2023.acl-long.893": ACL,
    "https://aclanthology.org/2023.acl-long.893/": ACL,
    "http://www.aclanthology.org/2023.acl-long.893.pdf": ACL,
    "aclanthology.org/2023.acl-long.893v2.pdf": ACL,
    "https://aclanthology.org/2023.acl-long.893.bib": ACL,
    "https://www.aclweb.org/anthology/2023.acl-long.893/": ACL,
    "https://www.aclweb.org/anthology/P/P19/P19-1001.pdf": "acl:P19-1001",
    "p19-1001": "acl:P19-1001",
    "https://openreview.net/forum?id=z9SbcYYP0M": OPENREVIEW,
    "https://openreview.net/forum?noteId=abcdefghij&id=z9SbcYYP0M": OPENREVIEW,
    "openreview.net/pdf?id=z9SbcYYP0M&noteId=abcdefghij": OPENREVIEW,
    "https://openreview.net/attachment?id=z9SbcYYP0M&name=pdf": OPENREVIEW,
    "https://openreview.net/references/pdf?id=z9SbcYYP0M": OPENREVIEW,
    "OpenReview:z9SbcYYP0M": OPENREVIEW,
    "https://github.com/davidbau/baukit": GITHUB,
    "https://github.com/davidbau/baukit/tree/main/notebooks?tab=readme#top": GITHUB,
    "http://www.GitHub.com/davidbau/baukit.git": GITHUB,
    "git@github.com:davidbau/baukit.git": GITHUB,
    "git://github.com/davidbau/baukit.git": GITHUB,
    "ssh://git@github.com/davidbau/baukit": GITHUB,
    "doi:10.1145/3639372": DOI,
    "DOI: 10.1145/3639372.": DOI,
    "https://dx.doi.org/10.1145/3639372": DOI,
    "doi.org/10.1145/3639372?ref=x#abstract": DOI,
    "https://doi.org/10.1145%2F3639372": DOI,
    "10.1145%2F3639372)": DOI,
    "https://dl.acm.org/doi/10.1145/3639372": DOI,
    "https://dl.acm.org/doi/pdf/10.1145/3639372?download=true": DOI,
    "https://link.springer.com/content/pdf/10.1007/978-3-031-73195-2_8.pdf": (
        "doi:10.1007/978-3-031-73195-2_8"
    ),
    "https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00519/113852/Time-Aware": (
        "doi:10.1162/tacl_a_00519"
    ),
    "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140": (
        "doi:10.1371/journal.pone.0130140"
    ),
    "(10.1016/S0140-6736(05)71146-6)": "doi:10.1016/S0140-6736(05)71146-6",
    "https://doi.org/10.18653/v1/P19-1001": "doi:10.18653/v1/P19-1001",
}

NO_IDENTIFIERS = (
    "",
    "Attention is all you need",
    "GPT-2: and more",
    "1.5 bits",
    "2413.12345",
    "2406.1171",
    "2406.00000",
    "0703.0001",
    "1412.12345",
    "2023.acl-long",
    "10.5/abc",
    "10.1145",
    "davidbau/baukit",
    "z9SbcYYP0M",
    "OpenReview: an analysis",
    "see 10.1145/3639372 for more",
    "https://github.com/topics/interpretability",
    "https://github.com/davidbau",
    "https://openreview.net/group?id=ICLR.cc/2024/Conference",
    "https://aclanthology.org/people/c/clement-neo",
    "https://huggingface.co/datasets/2406.11717",
    "https://arxiv.org.example.com/abs/2406.11717",
    "arXiv:٢٤٠٦.١١٧١٧",
    "https://arxiv.org/abs/2406.11717" + "/" * 5000,
)


def test_normal_forms_are_fixed_points_and_reachable_by_their_address() -> None:
    for scheme, value in NORMAL_FORMS:
        assert find_as(scheme, value) == Identifier(scheme, value)
        assert find_as(scheme, Identifier(scheme, value).url) == Identifier(scheme, value)


def test_every_pasted_form_names_its_identifier() -> None:
    assert {text: str(find_identifier(text)) for text in PASTED} == PASTED


def test_other_texts_are_refused() -> None:
    assert [text for text in NO_IDENTIFIERS if find_identifier(text)] == []


def test_acl_dois_are_read_as_acl_ids_where_one_is_asked_for() -> None:
    assert find_as("acl", "https://doi.org/10.3115/v1/P14-1001") == Identifier("acl", "P14-1001")
    assert find_as("acl", "10.3115/1073083.1073135") is None


def test_dois_of_archives_imply_the_archives_id_and_nothing_else_does() -> None:
    acl, arxiv = (
        Identifier("doi", "10.18653/v1/P19-1001"),
        Identifier("doi", "10.48550/arXiv.2406.11717"),
    )
    assert equivalents(acl) == (acl, Identifier("acl", "P19-1001"))
    assert equivalents(arxiv) == (arxiv, Identifier("arxiv", "2406.11717"))
    assert equivalents(Identifier("acl", "P19-1001")) == (Identifier("acl", "P19-1001"),)


def test_identity_ignores_case_except_on_openreview() -> None:
    for scheme in SCHEMES:
        same = identity(scheme, "aBc") == identity(scheme, "AbC")
        assert same == (scheme != "openreview")


@given(identifiers())
def test_identifiers_are_read_back_from_their_text_and_address(identifier: Identifier) -> None:
    assert find_identifier(str(identifier)) == identifier
    assert find_identifier(identifier.url) == identifier
    assert find_as(identifier.scheme, f" <{identifier.value}>. ") == identifier


@given(ANY_SCHEME, st.one_of(pasted_texts(), texts()))
def test_reading_twice_changes_nothing(scheme: Scheme, text: str) -> None:
    once = find_as(scheme, text)
    assert once is None or find_as(scheme, once.value) == once


@given(st.one_of(pasted_texts(), texts()))
def test_normalizing_addresses_twice_changes_nothing(text: str) -> None:
    assert normalize_url(normalize_url(text)) == normalize_url(text)


@pytest.mark.parametrize(
    "url",
    [
        "lesswrong.com/posts/LbrP/A-Title?x=Y",
        "https://www.lesswrong.com/posts/LbrP/A-Title/?x=Y#comments",
        "HTTP://LessWrong.com:80/posts/LbrP/A-Title?x=Y",
        "//lesswrong.com:443/posts/LbrP/A-Title?x=Y",
        "https://lesswrong.com/posts/LbrP/A-Title/index.html?x=Y",
    ],
)
def test_addresses_of_one_page_compare_equal(url: str) -> None:
    assert normalize_url(url) == "lesswrong.com/posts/LbrP/A-Title?x=Y"


def test_only_http_addresses_with_a_host_and_nothing_hidden_are_web_addresses() -> None:
    assert is_web_url("https://arxiv.org/abs/2406.11717")
    assert is_web_url("HTTP://localhost:8000")
    unsafe = (
        "arxiv.org https:// https:///path ftp://arxiv.org javascript:alert(1) file:///etc/passwd "
        "https://arxiv.org/\u202eabc https://arxiv.org/\x1b[31m https://good.org\\@bad.org"
    )
    for text in (*unsafe.split(" "), " https://arxiv.org", "https://a.org/a b", "https://a.org\n"):
        assert not is_web_url(text), text
