"""What is wrong is found, what is right is left in peace."""

from __future__ import annotations

import re

import pytest
from rapidfuzz import fuzz

from bibliographies import CATALOG, DATA, check_text, rules_of, said
from effort import some
from mi_survey.bibliography.checking import check_references
from mi_survey.bibliography.reading import read_references
from mi_survey.bibliography.rules import RULES
from mi_survey.exports.registry import RenderOptions, get_format
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Venue, Work, is_published
from mi_survey.reference.names import NameIndex

WRONG = (DATA / "wrong.bib").read_text(encoding="utf-8")
_EXPECTATION = re.compile(r"^% expect: ([a-z, -]+?)(?: -- .*)?\n@", re.MULTILINE)
EXPECTED = {
    WRONG.count("\n", 0, match.end()) + 1: set(match[1].split(", "))
    for match in _EXPECTATION.finditer(WRONG)
}
VERDICTS = {verdict.reference.line: verdict for verdict in check_text(WRONG)}


def test_every_wrong_reference_has_its_verdict_and_every_rule_is_broken_twice() -> None:
    assert list(VERDICTS) == list(EXPECTED)
    assert len(EXPECTED) >= 30
    broken = [rule for rules in EXPECTED.values() for rule in rules]
    # these are on a text and its comments, and on files as a whole
    others = {"suppression", "undefined", "uncited", "not-checked"}
    assert [rule for rule in RULES.names() if broken.count(rule) < 2 and rule not in others] == []


@pytest.mark.parametrize("line", EXPECTED)
def test_what_is_wrong_is_found_and_nothing_else_is_said(line: int) -> None:
    # some of these works are cited by several of the entries
    found = rules_of(VERDICTS[line]) - ({"cited-twice"} - EXPECTED[line])
    assert found == EXPECTED[line], said([VERDICTS[line]])


def test_references_of_other_fields_are_passed_over() -> None:
    verdicts = check_text((DATA / "other_fields.bib").read_text(encoding="utf-8"))
    assert len(verdicts) >= 100
    assert said(verdicts) == []
    assert {verdict.state for verdict in verdicts} == {"unknown"}


@pytest.mark.parametrize(
    ("file", "others"),
    [
        ("legitimate.bib", ["emnlp21", "b4"]),
        ("legitimate_programs.bib", ["10.5555/3600270.3601532"]),
    ],
)
def test_other_ways_to_cite_are_right(file: str, others: list[str]) -> None:
    verdicts = check_text((DATA / file).read_text(encoding="utf-8"))
    assert said(verdicts) == []
    assert [verdict.reference.key for verdict in verdicts if verdict.state == "unknown"] == others


@pytest.mark.parametrize(
    ("format", "suffix", "style"),
    [
        ("bibtex", ".bib", "list"),
        ("biblatex", ".bib", "list"),
        ("csl-json", ".json", "list"),
        ("markdown", ".md", "list"),
        ("markdown", ".md", "survey"),
        ("markdown", ".md", "references"),
    ],
)
def test_exports_of_the_whole_catalog_have_nothing_wrong(
    format: str, suffix: str, style: str
) -> None:
    options = RenderOptions(taxonomy=CATALOG.taxonomy, style=style)  # type: ignore[arg-type]
    results = some(CATALOG.results(), of=8)
    verdicts = check_text(get_format(format).render(results, options), file="x" + suffix)
    assert len(verdicts) > len(results) / 2
    assert said(verdicts) == []


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json"])
def test_exported_preprints_are_published_by_now_and_nothing_else(format: str) -> None:
    results = some(CATALOG.results(), of=8)
    text = get_format(format).render(results, RenderOptions(prefer="preprint"))
    file = "x.json" if format == "csl-json" else "x.bib"
    verdicts = check_text(text, file=file)
    assert all(rules_of(verdict) <= {"published"} for verdict in verdicts), said(verdicts)
    told = {verdict.work.key for verdict in verdicts if verdict.work and verdict.findings}
    published = {
        work.key
        for work, *_ in results
        if is_published(work) and work.ids.arxiv and work.kind in ("paper", "survey", "preprint")
    }
    assert told == published


def test_every_work_is_found_by_title_and_authors_alone() -> None:
    known = [work for work in CATALOG.works if work.authors and work.kind in ("paper", "preprint")]
    text = "\n".join(
        f"@misc{{k{at}, title = {{{work.title.lower()}}}, "
        f"author = {{{' and '.join(name.sort_form for name in work.authors)}}}}}"
        for at, work in enumerate(known)
        if "{" not in work.title + work.title and "%" not in work.title
    )
    verdicts = check_text(text)
    named = {verdict.work.key for verdict in verdicts if verdict.work}
    assert len(verdicts) - len(named) == 0, [v.reference.title for v in verdicts if not v.work]
    assert said(verdicts) == []


def test_no_work_is_taken_for_another_with_a_near_title() -> None:
    works = [work for work in CATALOG.works if work.authors and work.kind in ("paper", "preprint")]
    near = [
        (one, other)
        for one in works
        for other in works
        if one.key != other.key and fuzz.ratio(one.title, other.title) > 60
    ]
    assert len(near) > 200
    for one, other in near:
        # the same authors, which is where a near title could deceive
        author = " and ".join(name.sort_form for name in other.authors)
        text = (
            f"@misc{{k, title = {{{{{one.title}}}}}, author = {{{author}}}, year = {other.year}}}"
        )
        references = read_references(text, file="x.bib")
        (verdict,) = check_references(references, NameIndex([other]), file="x.bib")
        assert verdict.work is None, (one.title, other.title)


def _check_alone(text: str, work: Work) -> list[str]:
    references = read_references(text, file="x.bib")
    return said(check_references(references, NameIndex([work]), file="x.bib"))


@pytest.mark.parametrize(
    "work",
    [
        Work(key="k", title="A Title of Words", kind="paper", status="partial",
             ids=Ids(arxiv="2401.00001")),
        Work(key="k", title="A Title of Words", kind="paper", status="verified",
             ids=Ids(arxiv="2401.00001")),
        Work(key="k", title="A Title of Words", kind="paper", status="partial", year=2020,
             authors=(Name("Jo", "Doe"),), ids=Ids(arxiv="2401.00001"), pages="1-2",
             venue=Venue("arXiv", "arXiv", "preprint")),
    ],
)  # fmt: skip
def test_what_the_catalog_does_not_know_is_held_against_nobody(work: Work) -> None:
    entry = (
        "@inproceedings{k, title = {A Title of Words}, author = {Roe, Jane}, year = {2024}, "
        "booktitle = {ICLR}, pages = {100--110}, eprint = {2401.00001}}"
    )
    assert _check_alone(entry, work) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[paper](https://arxiv.org/abs/2406.11717)", {"published"}),
        ("NeurIPS 2024, [paper](https://arxiv.org/abs/2406.11717)", set()),
        (
            "[Locating and Editing Factual Associations in GPT](https://arxiv.org/abs/2406.11717)",
            {"identifier", "published"},
        ),
        ("[A paper of another field](https://doi.org/10.1000/xyz123)", set()),
        ("https://aclanthology.org/2022.acl-long.581/ is right", set()),
    ],
)
def test_links_of_a_page_are_checked(text: str, rules: set[str]) -> None:
    verdicts = check_text(f"# Title\n\n- {text}\n", file="notes.md")
    assert {verdict.reference.line for verdict in verdicts} == {3}
    assert {rule for verdict in verdicts for rule in rules_of(verdict)} == rules


def test_links_of_a_tex_file_are_checked_and_its_comments_are_not() -> None:
    text = (
        "\\section{A}\n% \\url{https://arxiv.org/abs/2406.11717}\n"
        "As \\href{https://arxiv.org/abs/2202.05262}{shown} and\n\n\\bibitem{b} arXiv:2310.15213\n"
    )
    verdicts = check_text(text, file="paper.tex")
    assert [(v.reference.line, v.work and v.work.key) for v in verdicts] == [
        (3, "meng2022locating"),
        (5, "todd2024function"),
    ]
