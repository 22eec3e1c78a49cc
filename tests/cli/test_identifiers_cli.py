"""Whatever names a work is taken wherever a key is asked for."""

from __future__ import annotations

import pytest

from mi_survey import load_catalog
from program import Call, Finished, Program

BLOG_POST = (
    "https://www.alignmentforum.org/posts/pYcEhoAoPfHhgJ8YC/"
    "refusal-mechanisms-initial-experiments-with-llama-2-7b-chat"
)
NAMED = {
    "arditi2024refusal": (
        "arditi2024refusal",
        "ARDITI2024Refusal",
        " arditi2024refusal ",
        "2406.11717",
        "2406.11717v3",
        "arXiv:2406.11717",
        "arxiv:2406.11717v1",
        "https://arxiv.org/abs/2406.11717",
        "https://arxiv.org/pdf/2406.11717v3",
        "https://arxiv.org/pdf/2406.11717.pdf",
        "http://www.arxiv.org/abs/2406.11717v2",
        "https://export.arxiv.org/abs/2406.11717",
        "https://doi.org/10.48550/arXiv.2406.11717",
        "10.52202/079017-4322",
        "doi:10.52202/079017-4322",
        "https://doi.org/10.52202/079017-4322",
        "https://dx.doi.org/10.52202/079017-4322",
        "https://openreview.net/forum?id=pH3XAQME6c",
        "https://openreview.net/pdf?id=pH3XAQME6c",
        "openreview:pH3XAQME6c",
        "pH3XAQME6c",
        "Refusal Direction",
        "Refusal in Language Models Is Mediated by a Single Direction",
        "refusal mediated by a single direction",
    ),
    "alabi2024hidden": (
        "2024.acl-long.356",
        "https://aclanthology.org/2024.acl-long.356",
        "https://aclanthology.org/2024.acl-long.356/",
        "https://aclanthology.org/2024.acl-long.356.pdf",
        "https://www.aclweb.org/anthology/2024.acl-long.356",
        "10.18653/v1/2024.acl-long.356",
        "https://doi.org/10.18653/V1/2024.ACL-LONG.356",
    ),
    "bayazit2024discovering": (
        "bayazitdeniz/know-subnet",
        "https://github.com/bayazitdeniz/know-subnet",
        "https://github.com/BayazitDeniz/know-subnet.git",
        "git@github.com:bayazitdeniz/know-subnet.git",
    ),
    "meng2022locating": ("ROME", "rome", "Locating and Editing Factual Associations in GPT"),
    "arditi2023refusal": (
        BLOG_POST,
        f"{BLOG_POST}/",
        BLOG_POST.replace("https://www.", "http://"),
    ),
    "ai2025alignment": ("AI Alignment: A Comprehensive Survey",),
}


def test_a_pasted_identifier_names_its_work() -> None:
    catalog = load_catalog()
    assert {
        key: tuple(text for text in texts if catalog.get(text).key == key)
        for key, texts in NAMED.items()
    } == NAMED


def test_a_call_takes_all_of_them_and_shows_each_work_once(call: Call) -> None:
    done = call("show", *(text for texts in NAMED.values() for text in texts), "--format", "keys")
    assert done == Finished(0, "".join(f"{key}\n" for key in NAMED).encode(), "")


@pytest.mark.parametrize("text", ["2406.11717v3", "ROME", "https://doi.org/10.1145/3770749"])
def test_open_and_similar_take_what_show_takes(call: Call, text: str) -> None:
    key = call("show", text, "--format", "keys").text.strip()
    for command in (("open", "--print"), ("similar",)):
        named = call(*command, text)
        assert named.status == 0
        assert named == call(*command, key)


def test_every_identifier_and_title_of_the_catalog_names_a_work() -> None:
    catalog = load_catalog()
    for work in catalog:
        assert catalog.get(work.key) is work
        for scheme in ("doi", "arxiv", "acl", "openreview", "github"):
            value = getattr(work.ids, scheme)
            if value:
                assert getattr(catalog.get(value).ids, scheme) == value
        if work.url:
            assert catalog.get(work.url).url == work.url


def test_words_of_two_titles_name_neither(call: Call) -> None:
    done = call("show", "mediated by a single direction")
    assert (done.status, done.stdout) == (3, b"")
    for key in ("arditi2024refusal", "hong2025reasoningmemorization"):
        assert key in done.stderr


def test_an_alias_names_its_work(call: Call, run: Program) -> None:
    record = '[{"key": "new2024name", "title": "A", "kind": "paper", "aliases": ["old2023name"]'
    (run.folder / "own.json").write_text(record + ', "status": "partial"}]')
    done = call("show", "old2023name", "--catalog", "own.json", "--format", "keys")
    assert done == Finished(0, b"new2024name\n", "")


def test_a_work_named_twice_is_shown_once_in_the_order_of_naming(call: Call) -> None:
    done = call("show", "ROME", "arditi2024refusal", "2202.05262", "--format", "keys")
    assert done.text == "meng2022locating\narditi2024refusal\n"


@pytest.mark.parametrize("name", ["survey", "interpretability", "manipulation", "neurons"])
def test_the_name_of_a_list_shows_the_list(call: Call, name: str) -> None:
    done = call("show", name)
    assert done.status == 0
    assert f"list: {name}" in " ".join(done.text.split())
    assert "listings:" in done.text


def test_the_survey_says_how_it_is_cited(call: Call) -> None:
    text = call("show", "survey").text
    assert "Locate, Steer, and Improve" in text
    assert "2601.14004" in text
    (cited,) = call("show", "survey", "--json").json
    assert cited["ids"]["arxiv"] == "2601.14004"


def test_a_shown_work_says_everything(call: Call) -> None:
    text = call("show", "zhao2024large").text
    for said in ("title:", "key:", "authors:", "date:", "survey tags:", "listed by:", "status:"):
        assert said in text
    assert text.count("survey tags:") == 2
    assert all("\t" not in line for line in text.splitlines())
