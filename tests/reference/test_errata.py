"""Errata are the difference between what lists say and what is right."""

from __future__ import annotations

from mi_survey import load_catalog
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.work import Ids, Listing, Venue, Work
from mi_survey.reference.errata import Erratum, find_errata

CATALOG = load_catalog()
TITLE = "Refusal in Language Models Is Mediated by a Single Direction"


def find(listing: Listing) -> list[tuple[str, str, str]]:
    work = Work(
        key="arditi2024refusal",
        title=TITLE,
        kind="paper",
        year=2024,
        venue=Venue("Advances in Neural Information Processing Systems", "NeurIPS", "conference"),
        ids=Ids(arxiv="2406.11717"),
        listings=(listing,),
        status="verified",
    )
    contents = CatalogRecords((work,), CATALOG.taxonomy, ())
    errata = find_errata(contents.works, contents.taxonomy)
    return [(erratum.field, erratum.listed, erratum.right) for erratum in errata]


def test_a_listing_that_is_right_has_no_erratum() -> None:
    right = Listing(
        source="survey",
        title=TITLE.lower(),
        urls=("https://arxiv.org/abs/2406.11717v2",),
        venue="NIPS 2024",
        year="2024",
        tags=(("locate", "Causal Attribution"),),
    )
    assert find(right) == []


def test_every_kind_of_difference_is_told_with_what_is_right() -> None:
    wrong = Listing(
        source="survey",
        title="Refusal Is Mediated by One Direction",
        urls=("https://arxiv.org/abs/2406.11718",),
        venue="ICML",
        year="2023",
        tags=(("locate", "Causal Atribution"),),
    )
    assert find(wrong) == [
        ("title", "Refusal Is Mediated by One Direction", TITLE),
        ("venue", "ICML", "NeurIPS"),
        ("year", "2023", "2024"),
        ("link", "https://arxiv.org/abs/2406.11718", "https://arxiv.org/abs/2406.11717"),
        ("locate", "Causal Atribution", ""),
    ]


def test_the_surveys_misspelt_tag_is_found_with_its_term() -> None:
    assert any(
        (erratum.listed, erratum.right) == ("Magitude Analysis", "Magnitude Analysis")
        for erratum in CATALOG.errata(source="survey")
    )


def test_a_source_narrows_the_errata_and_every_note_is_told() -> None:
    everything = CATALOG.errata()
    notes = [erratum.right for erratum in everything if erratum.field == "note"]
    assert sorted(notes) == sorted(note for work in CATALOG for note in work.list_errors)
    survey = CATALOG.errata(source="survey")
    assert survey == [erratum for erratum in everything if erratum.source == "survey"]
    assert all(isinstance(erratum, Erratum) for erratum in survey)


def test_a_note_belongs_to_the_list_that_it_can_be_about() -> None:
    def source(note: str, *sources: str) -> str:
        listings = tuple(Listing(source=source, title=TITLE) for source in sources)
        work = Work(
            key="k", title=TITLE, kind="paper", status="partial",
            listings=listings, list_errors=(note,),
        )  # fmt: skip
        errata = find_errata([work], CATALOG.taxonomy)
        return errata[-1].source

    assert source("list says EMNLP", "neurons") == "neurons"
    assert source("the survey list: says EMNLP", "neurons", "survey") == "survey"
    assert source("one list says EMNLP", "neurons", "survey") == ""
