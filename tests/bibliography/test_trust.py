"""What an author would call wrong of the check itself: false alarms, and papers mixed up."""

from __future__ import annotations

import itertools
import json

import pytest

from bibliographies import CATALOG, check_text, rules_of, said
from mi_survey import Catalog
from mi_survey.bibliography.checking import Verdict, check_references
from mi_survey.bibliography.fix import fix_bibliography
from mi_survey.bibliography.reading import read_references
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Work
from mi_survey.reference.names import NameIndex

ROME = "Locating and Editing Factual Associations in GPT"
ICLR = "The Twelfth International Conference on Learning Representations"


def grave(verdict: Verdict) -> set[str]:
    return {finding.rule for finding in verdict.findings if finding.severity != "note"}


def noted(verdict: Verdict) -> set[str]:
    return {finding.rule for finding in verdict.findings if finding.severity == "note"}


MAMBA = "Locating and Editing Factual Associations in Mamba"
_ENTRIES = [
    (
        f"author={{Sharma, Arnab Sen and Atkinson, David and Bau, David}}, title={{{MAMBA}}}, "
        "journal={arXiv preprint arXiv:2202.05262}, year={2024}"
    ),
    f"title={{{MAMBA}}}, eprint={{2202.05262}}",
    f"author={{Roe, Jane and Bau, David and Poe, Edgar}}, eprint={{2202.05262}}, title={{{MAMBA}}}",
]


# The catalog before it has that paper, which is when its identifier is all that is known.
_WITHOUT = Catalog(
    CATALOG.contents._replace(works=[work for work in CATALOG.works if work.title != MAMBA])
)


@pytest.mark.parametrize("entry", _ENTRIES)
def test_an_identifier_never_turns_one_paper_into_another(entry: str) -> None:
    text = f"@article{{k, {entry}}}"
    (verdict,) = check_text(text, catalog=_WITHOUT)
    assert grave(verdict) == {"identifier"}, said([verdict])
    fixed = fix_bibliography(text, [verdict])
    assert (fixed.text, fixed.keys) == (text, ())


def test_no_paper_becomes_another_under_its_identifier() -> None:
    works = [w for w in CATALOG.works if w.ids.arxiv and w.authors and w.kind == "paper"]
    pairs = list(itertools.pairwise(works))
    entries = [
        f"@article{{k{at}, title = {{{{{one.title}}}}}, eprint = {{{other.ids.arxiv}}}, "
        f"author = {{{' and '.join(name.sort_form for name in one.authors)}}}}}"
        for at, (one, other) in enumerate(pairs)
    ]
    text = "\n".join(entries)
    verdicts = check_text(text)
    fixed = fix_bibliography(text, verdicts)
    assert len(verdicts) == len(pairs) > 200
    assert [v.reference.key for v in verdicts if "identifier" not in rules_of(v)] == []
    assert fixed.text == text


@pytest.mark.parametrize("suffix", ["", " (EMNLP'23)", " [NeurIPS 2022]", " (2022)"])
@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("x.md", "[{}](https://arxiv.org/abs/2406.11717)"),
        ("x.tex", "\\href{{https://arxiv.org/abs/2406.11717}}{{{}}}"),
    ],
)
def test_a_label_that_is_another_papers_title_is_told(file: str, form: str, suffix: str) -> None:
    (verdict,) = check_text(form.format(ROME + suffix), file=file)
    assert "identifier" in grave(verdict)


REFUSAL = [
    "Arditi, Andy", "Obeso, Oscar", "Syed, Aaquib", "Paleka, Daniel", "Panickssery, Nina",
    "Gurnee, Wes", "Nanda, Neel",
]  # fmt: skip
SPARSE = [
    "Huben, Robert",
    "Cunningham, Hoagy",
    "Riggs Smith, Logan",
    "Ewart, Aidan",
    "Sharkey, Lee",
]


def cite(title: str, authors: list[str], **fields: str) -> str:
    said = {"title": title, "author": " and ".join(authors), **fields}
    return "@inproceedings{k, " + ", ".join(f"{n} = {{{v}}}" for n, v in said.items()) + "}"


def refusal(authors: list[str], **fields: str) -> str:
    title = "Refusal in Language Models Is Mediated by a Single Direction"
    return cite(title, authors, **{"booktitle": "NeurIPS", "year": "2024", **fields})


def sparse(authors: list[str]) -> str:
    title = "Sparse Autoencoders Find Highly Interpretable Features in Language Models"
    return cite(title, authors, booktitle=ICLR, year="2024")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        # a name that is the beginning of the record's, and the order that arXiv has
        (sparse([*SPARSE[:2], "Logan Riggs", *SPARSE[3:]]), set()),
        (sparse([*SPARSE[:2], "Riggs, Logan", *SPARSE[3:]]), set()),
        (sparse([SPARSE[1], SPARSE[3], "Logan Riggs", SPARSE[0], SPARSE[4]]), {"authors"}),
        # another name of one person
        (refusal([*REFUSAL[:4], "Rimsky, Nina", *REFUSAL[5:]]), {"authors"}),
    ],
)
def test_other_forms_of_an_author_list_are_no_error(text: str, notes: set[str]) -> None:
    (verdict,) = check_text(text)
    assert verdict.work is not None
    assert (grave(verdict), noted(verdict)) == (set(), notes), said([verdict])
    assert fix_bibliography(text, [verdict]).text == text


def test_the_author_list_of_a_preprint_is_noted_and_mended_with_its_publication() -> None:
    text = refusal(REFUSAL[:5], booktitle="", journal="arXiv preprint arXiv:2406.11717")
    text = text.replace("booktitle = {}, ", "").replace("@inproceedings", "@article")
    (verdict,) = check_text(text)
    assert (grave(verdict), noted(verdict)) == ({"published"}, {"authors"})
    fixed = fix_bibliography(text, [verdict])
    assert fixed.keys == ("k",)
    assert said(check_text(fixed.text)) == []


def test_what_first_appeared_on_a_site_is_not_published_more_than_on_arxiv() -> None:
    text = (
        "@article{k, title = {In-context Learning and Induction Heads}, author = {Olsson, "
        "Catherine and others}, journal = {arXiv preprint arXiv:2209.11895}, year = {2022}}"
    )
    (verdict,) = check_text(text)
    assert verdict.work is not None
    assert said([verdict]) == []


def test_preprints_that_a_text_links_are_noted_once_for_each_work() -> None:
    link = "[paper](https://arxiv.org/abs/2406.11717)\n"
    verdicts = check_text(link * 3 + "[paper](https://arxiv.org/abs/2202.05262)\n", file="x.md")
    assert [(sorted(grave(v)), sorted(noted(v))) for v in verdicts] == [
        ([], ["published"]), ([], []), ([], []), ([], ["published"]),
    ]  # fmt: skip
    assert {verdict.state for verdict in verdicts} == {"fine"}


def test_a_venue_stays_short_where_the_file_has_short_ones() -> None:
    preprint = (
        "@article{a, title = {Knowledge Neurons in Pretrained Transformers}, author = {Dai, Damai "
        "and others}, journal = {CoRR}, year = {2021}}\n"
    )
    short = "@inproceedings{b, title = {X}, booktitle = {ICML}, year = {2020}}\n"
    dated = short.replace("ICML", "ICML 2020")
    for others, right in ((short, "booktitle = {ACL}"), (dated, "booktitle = {ACL 2022}")):
        text = preprint + others
        assert right in fix_bibliography(text, check_text(text)).text
    alone = fix_bibliography(preprint, check_text(preprint)).text
    assert "booktitle = {Proceedings of the 60th Annual Meeting" in alone
    wrong = preprint.replace("journal = {CoRR}", "booktitle = {EMNLP}").replace("2021", "2022")
    wrong = wrong.replace("@article", "@inproceedings")
    assert "booktitle = {ACL}" in fix_bibliography(wrong, check_text(wrong)).text


@pytest.mark.parametrize("dialect", ["article", "misc"])
def test_an_article_never_becomes_a_page_of_no_type(dialect: str) -> None:
    works = [
        work
        for work in CATALOG.works
        if work.venue and work.venue.type == "journal" and work.kind in ("paper", "survey")
        and work.ids.arxiv and (work.authors or work.year is None)
    ]  # fmt: skip
    assert len(works) > 3
    text = "".join(
        f"@{dialect}{{k{at}, title = {{{{{work.title}}}}}, author = {{"
        f"{' and '.join(name.sort_form for name in work.authors)}}}, "
        f"journal = {{arXiv preprint arXiv:{work.ids.arxiv}}}, "
        f"year = {{20{work.ids.arxiv[:2]}}}}}\n"
        for at, work in enumerate(works)
        if work.ids.arxiv
    )
    fixed = fix_bibliography(text, check_text(text))
    assert len(fixed.keys) > 3
    assert "howpublished" not in fixed.text
    assert fixed.text.count("@misc") == len(fixed.left) * (dialect == "misc")


@pytest.mark.parametrize(
    "fields",
    [
        r"note = {\href{https://arxiv.org/abs/2202.05262}{arXiv:2202.05262}}",
        r"howpublished = {\href{https://arxiv.org/abs/2202.05262v4}{arXiv}}",
        r"howpublished = {ArXiv preprint, \url{arxiv.org/abs/2202.05262}}",
        f"title = {{\\href{{https://arxiv.org/abs/2202.05262}}{{{ROME}}}}}",
        f"title = {{{ROME}}}, note = {{At \\href{{https://arxiv.org/pdf/2202.05262}}{{arXiv}}}}",
    ],
)
def test_identifiers_are_found_wherever_they_stand(fields: str) -> None:
    (verdict,) = check_text(f"@misc{{k, {fields}}}")
    assert verdict.work is not None
    assert verdict.work.key == "meng2022locating"


@pytest.mark.parametrize(
    ("evidence", "rules"),
    [("https://arxiv.org/html/2401.00001v2", {"year"}), ("https://example.org/2401.00001", set())],
)
def test_fields_of_partial_records_are_checked_where_the_works_own_page_was_read(
    evidence: str, rules: set[str]
) -> None:
    work = Work(
        key="k", title="A Title of Words", kind="paper", status="partial", year=2024,
        authors=(Name("Jo", "Doe"),), ids=Ids(arxiv="2401.00001"), evidence=(evidence,),
    )  # fmt: skip
    text = "@misc{k, title = {A Title of Words}, author = {Doe, Jo}, year = {1999}}"
    references = read_references(text, file="x.bib")
    (verdict,) = check_references(references, NameIndex([work]), file="x.bib")
    assert verdict.work is work
    assert rules_of(verdict) == rules


def test_csl_names_that_stand_for_others_are_nobody() -> None:
    item = {
        "id": "k",
        "title": ROME,
        "author": [{"family": "Meng", "given": "Kevin"}, {"literal": "others"}],
        "container-title": "NeurIPS",
        "type": "paper-conference",
        "issued": {"date-parts": [[2022]]},
    }
    assert said(check_text(json.dumps([item]), file="x.json")) == []


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("", {"year", "venue"}),
        ("% mi-survey: ignore[year]\n", {"venue"}),
        ("% mi-survey: ignore[ year , VENUE ]\n", set()),
        ("% mi-survey: ignore\n", set()),
        ("mi-survey: ignore[year] in prose\n", {"venue"}),
        ("% mi-survey: ignore[title]\n", {"year", "venue"}),
    ],
)
def test_a_comment_silences_rules_for_the_entry_that_follows(comment: str, rules: set[str]) -> None:
    entry = refusal(REFUSAL, year="2023", booktitle="EMNLP")
    first, other = check_text(f"{comment}{entry}\n{entry.replace('{k,', '{l,')}\n")
    assert rules_of(first) == rules
    assert rules_of(other) >= {"year", "venue"}
    if comment and not comment.startswith("%"):  # within an entry, prose is no comment
        return
    inside = entry.replace("{k,", "{k,\n" + comment + "\n")
    assert rules_of(check_text(inside)[0]) == rules


def test_a_comment_in_a_text_silences_rules_for_its_line_and_the_next() -> None:
    link = "[a](https://arxiv.org/abs/{})"
    ids = ("2406.11717", "2202.05262", "2310.15213")
    first, second, third = (link.format(each) for each in ids)
    text = f"{first} <!-- mi-survey: ignore[published] -->\n{second}\n{third}\n"
    assert [noted(each) for each in check_text(text, file="x.md")] == [set(), set(), {"published"}]


def test_many_keys_that_stand_twice_are_told_in_one_finding() -> None:
    text = "".join(
        f"@misc{{k{at}, title = {{A}}}}\n@misc{{K{at}, title = {{B}}}}\n" for at in range(125)
    )
    (finding,) = [finding for verdict in check_text(text) for finding in verdict.findings]
    assert (finding.rule, finding.place.line) == ("key-unique", 2)
    assert "125 entries" in finding.message
    few = [f for v in check_text("\n".join(text.split("\n")[:8])) for f in v.findings]
    assert [finding.rule for finding in few] == ["key-unique"] * 4


def _cited_at_appearances() -> list[tuple[str, str]]:
    found = []
    for work in CATALOG.works:
        for other in work.appearances:
            if work.kind == "paper" and work.venue and other.venue.type == "workshop":
                names = [name.sort_form for name in work.authors]
                year = str(other.year or work.year)
                found.append(
                    (work.key, cite(work.title, names, booktitle=other.venue.name, year=year))
                )
    return found


def test_another_appearance_of_a_work_is_right_and_the_main_one_noted() -> None:
    cited = _cited_at_appearances()
    assert len(cited) > 5
    for key, text in cited:
        (verdict,) = check_text(text)
        assert verdict.work is not None
        assert (verdict.work.key, grave(verdict)) == (key, set()), said([verdict])
        assert noted(verdict) <= {"venue"}
    assert sum("venue" in noted(check_text(text)[0]) for _, text in cited) > len(cited) / 2
