"""Other appearances of a work: cited, linked and listed as such, and never held to be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from effort import some
from mi_survey import load_catalog
from mi_survey.model.identifier import iter_identifiers
from mi_survey.model.work import Appearance, Ids, Work
from mi_survey.query.result import Result

CATALOG = load_catalog()
APPEARANCES = [(work, other) for work in CATALOG.works for other in work.appearances]
LINKS = [(work, each) for work, other in APPEARANCES for each in iter_identifiers(other.ids)]
TOLD = [("venue", "note")]


def test_there_are_appearances_to_test() -> None:
    assert len(APPEARANCES) > 15
    assert len(LINKS) > 5


def _make_entry(work: Work, other: Appearance, ids: Ids) -> Work:
    """Make the record of a work as if it had appeared there alone."""
    url = next((each.url for each in iter_identifiers(ids)), None)
    return Work(
        key=work.key,
        title=work.title,
        kind=work.kind,
        authors=work.authors,
        year=other.year or work.year,
        venue=other.venue,
        ids=ids,
        url=url,
        status=work.status,
    )


@pytest.mark.parametrize(
    ("format", "file"), [("bibtex", "a.bib"), ("biblatex", "a.bib"), ("csl-json", "a.json")]
)
def test_a_citation_of_an_appearance_gets_a_note_alone(format: str, file: str) -> None:
    for work, other in APPEARANCES:
        for ids in (other.ids, replace(other.ids, arxiv=work.ids.arxiv), Ids()):
            entry = _make_entry(work, other, ids)
            text = CATALOG.export([Result(entry, ())], format=format)
            (verdict,) = CATALOG.check(text, file=file)
            assert verdict.work == work
            assert [(each.rule, each.severity) for each in verdict.findings] == TOLD, text
            assert work.venue
            assert work.venue.name in verdict.findings[0].message
            if format != "csl-json":
                assert CATALOG.fix(text, file=file).text == text


@pytest.mark.parametrize(
    "form",
    ["{series} {year} Workshop on {name}", "{series} Workshop", "{series}W", "{series}W {year}",
     "Workshop on {name} at {series} {year}", "Proceedings of the {series} {year} {name} Workshop"],
)  # fmt: skip
def test_a_workshop_is_known_however_it_is_named(form: str) -> None:
    for work, other in APPEARANCES:
        series = other.venue.short.removesuffix(" Workshop")
        name = other.venue.name.rpartition(": ")[2]
        venue = form.format(series=series, year=other.year, name=name)
        (verdict,) = CATALOG.check(_render(work, f"booktitle={{{venue}}}, year={other.year}"))
        told = [(each.rule, each.severity) for each in verdict.findings]
        assert (verdict.work, told) == (work, TOLD), venue


def test_the_conference_is_not_the_workshop_where_a_work_appeared() -> None:
    main = [(work, work.venue, work.year) for work in CATALOG.works if work.venue]
    # at another conference than the one where the work appeared later
    others = [
        (work, other.venue, other.year)
        for work, other in APPEARANCES
        if work.venue and work.venue.short not in other.venue.short
    ]
    workshops = [each for each in (*main, *others) if each[1].short.endswith(" Workshop")]
    assert len(workshops) > 15
    for work, venue, year in workshops:
        series = venue.short.removesuffix(" Workshop")
        (verdict,) = CATALOG.check(_render(work, f"booktitle={{{series}}}, year={year}"))
        errors = {each.rule for each in verdict.findings if each.severity == "error"}
        assert "venue" in errors or work.status == "partial", (work.key, series)


def test_the_year_of_an_appearance_without_a_venue_is_right() -> None:
    for work, other in APPEARANCES:
        (verdict,) = CATALOG.check(_render(work, f"year={other.year}"))
        assert all(each.severity == "note" for each in verdict.findings), work.key
        if other.year and work.year != other.year and work.venue:
            venue = f"booktitle={{{work.venue.name}}}, year={other.year}"
            (verdict,) = CATALOG.check(_render(work, venue))
            assert "year" in [each.rule for each in verdict.findings]


def _render(work: Work, fields: str) -> str:
    authors = " and ".join(name.display for name in work.authors)
    return f"@inproceedings{{k, title={{{{{work.title}}}}}, author={{{authors}}}, {fields}}}"


def test_the_link_of_an_appearance_names_the_work() -> None:
    for work, identifier in LINKS:
        for text in (identifier.url, identifier.value, f"{identifier.scheme}:{identifier.value}"):
            assert CATALOG.get(text) == work
            assert CATALOG.find(text) == [work]


@pytest.mark.parametrize("field", ["url", "note", "howpublished"])
def test_a_reference_may_be_known_by_the_link_of_an_appearance_alone(field: str) -> None:
    for work, identifier in LINKS:
        value = identifier.url if field == "url" else f"\\url{{{identifier.url}}}"
        entry = f"@misc{{k, title={{{{{work.title}}}}}, {field}={{{value}}}}}"
        (verdict,) = CATALOG.check(entry)
        assert verdict.work == work


def test_a_list_may_link_an_appearance_and_say_where_it_was() -> None:
    for work, identifier in some(LINKS, of=10):
        (other,) = [each for each in work.appearances if identifier in iter_identifiers(each.ids)]
        text = f"# L\n## S\n- [{work.title}]({identifier.url}). {other.venue.short} {other.year}\n"
        findings = CATALOG.lint(text)
        assert [(each.rule, each.severity) for each in findings] == TOLD, text
        assert not any(each.edits for each in findings)
        for source in CATALOG.sources:
            proposals = CATALOG.propose(text, source=source.id)
            own = [each for each in proposals.changes if each.line == 3]
            assert {each.key for each in own} <= {work.key}
            assert {each.change for each in own} <= {"listed", "changed"}
            assert not proposals.findings
