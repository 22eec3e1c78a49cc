"""One link means one work, wherever it is pasted or written."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from mi_survey import load_catalog
from mi_survey.model.identifier import find_identifier
from mi_survey.model.work import Work, is_citable
from program import Call, Program

CATALOG = load_catalog()


class Link(NamedTuple):
    """A link, and the key of the work that it leads to."""

    url: str
    key: str


def find_listed_link() -> Link:
    """Find a link by which a list alone gives a work, as wrong or unusual as it may be."""
    for work in CATALOG:
        for url in (url for listing in work.listings for url in listing.urls):
            own = any(True for _ in CATALOG.names.iter_linked(url))
            sure = work.status == "verified" and find_identifier(url) is None
            if not own and is_citable(work) and sure:
                return Link(url, work.key)
    raise AssertionError("every link of a listing is a work's own")


ROME = "meng2022locating"
LINKS = {
    "arxiv": Link("https://arxiv.org/pdf/2202.05262v5", ROME),
    "arxiv-doi": Link("https://doi.org/10.48550/arXiv.2202.05262", ROME),
    "papers-page": Link("https://huggingface.co/papers/2202.05262", ROME),
    "proceedings-pdf": Link(
        "https://proceedings.neurips.cc/paper_files/paper/2022/file/"
        "6f1d43d5a82a37e89b0665b33bf3a182-Paper-Conference.pdf",
        ROME,
    ),
    "id-within-path": Link("https://www.semanticscholar.org/arXiv/2202.05262", ROME),
    "mirror": Link(
        "https://www.greaterwrong.com/posts/iGuwZTHWb6DFY3sKB/fact-finding", "nanda2023fact"
    ),
    "listed": find_listed_link(),
}


def ask_show(link: Link, _: Program, call: Call) -> str:
    return call("show", link.url, "--format", "keys").text


def ask_find(link: Link, _: Program, call: Call) -> str:
    return call("find", link.url, "--format", "keys").text


def ask_check(link: Link, run: Program, call: Call) -> str:
    (run.folder / "refs.bib").write_text(f"@misc{{mine, url = {{{link.url}}}}}\n")
    return call("check", "refs.bib", "--all", "--format", "tsv").text


def ask_check_of_a_page(link: Link, run: Program, call: Call) -> str:
    (run.folder / "page.md").write_text(f"As [they]({link.url}) say.\n")
    return call("check", "page.md", "--all", "--format", "tsv").text


def ask_append(link: Link, run: Program, call: Call) -> str:
    (run.folder / "refs.bib").write_text(f"@misc{{mine, url = {{{link.url}}}}}\n")
    said = call("export", link.key, "-o", "refs.bib", "--append").stderr
    assert "0 works added" in said
    return said


def ask_import(link: Link, run: Program, call: Call) -> str:
    (run.folder / "list.md").write_text(render_list(link))
    proposed = call("catalog", "import", "list.md", "--source", "mine", "--format", "tsv").text
    assert proposed.splitlines()[1].startswith("listed")
    return proposed


def ask_lint(link: Link, run: Program, call: Call) -> str:
    (run.folder / "list.md").write_text(render_list(link))
    return call("catalog", "lint", "list.md", "--format", "tsv").text


def render_list(link: Link) -> str:
    """Write a list with one entry, whose title is a half of the work's and so says nothing."""
    words = get_work(link).title.split()
    title = " ".join(words[: (len(words) + 1) // 2])
    return f"# List\n\n## Part\n\n- [{title}]({link.url})\n"


def get_work(link: Link) -> Work:
    return next(work for work in CATALOG if work.key == link.key)


ASK = {
    "show": ask_show,
    "find": ask_find,
    "check": ask_check,
    "check-of-a-page": ask_check_of_a_page,
    "append": ask_append,
    "import": ask_import,
    "lint": ask_lint,
}


@pytest.mark.parametrize("command", ASK)
@pytest.mark.parametrize("kind", LINKS)
def test_a_link_means_its_work_in_every_command(
    kind: str, command: str, run: Program, call: Call
) -> None:
    link = LINKS[kind]
    assert link.key in ASK[command](link, run, call)
