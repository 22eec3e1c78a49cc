"""What the record of a work or a list says, in a pipe and on a terminal."""

from __future__ import annotations

import pytest

from drawn import WIDTHS, hidden, links, make_terminal, visible, widest
from effort import some
from mi_survey import load_catalog
from mi_survey.display.record import draw_record
from mi_survey.exports.record import (
    render_record,
    source_groups,
    work_groups,
)
from mi_survey.model.address import is_web_url
from mi_survey.model.identifier import SCHEMES
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Listing, Placement, Venue, Work

CATALOG = load_catalog()
TAXONOMY = CATALOG.taxonomy
WORK = Work(
    key="doe2024example",
    title="An Example",
    kind="paper",
    authors=(Name(given="Wes", family="Gurnee"), Name(literal="OpenAI")),
    year=2024,
    month=8,
    venue=Venue("Journal of Examples", "JEx", "journal"),
    volume="12",
    number="3",
    pages="1–9",
    publisher="Example Press",
    address="Bangkok, Thailand",
    ids=Ids(doi="10.1000/xyz", arxiv="2401.00001"),
    url="https://example.org/work",
    alt_titles=("A Sample",),
    nicknames=("EX",),
    aliases=("doe2023sample",),
    placements=(
        Placement.of(
            "survey", area="safety", object=("mha", "ffn"), locate="probing", steer="none"
        ),
        Placement.of("curated", object=("neuron",)),
    ),
    listings=(
        Listing(
            "interpretability",
            "An Example",
            ("https://arxiv.org/abs/2401.00001", "https://example.org/code"),
            ("Topic", "Component"),
            venue="ICML",
            year="2023",
        ),
        Listing("survey", "An Example", tags=(("area", "Safety and Reliability"),)),
    ),
    evidence=("https://example.org/evidence",),
    status="verified",
    list_errors=("the interpretability list names it twice",),
)
HOSTILE = Work(
    key="evil\x1b[2J",
    title="[bold]x[/] \x1b]0;owned\x07\nsecond \u202eline",
    kind="blog",
    authors=(Name(literal="[link=https://evil.example]me[/link]\x1b[5m"),),
    venue=Venue("V\x9b31m", "W\r", "site"),
    ids=Ids(doi="10.1/\x1b]8;;javascript:x\x1b\\"),
    url="javascript:alert(1)",
    listings=(Listing("survey", "\x1b[2J", ("\x1b]8;;x", "file:///etc/passwd")),),
    evidence=("\x1b[31m", "https://example.org/\x07"),
    status="partial",
)


def test_a_pipe_gets_a_line_for_every_fact() -> None:
    assert render_record(work_groups(WORK, TAXONOMY)).splitlines() == [
        "title:        An Example",
        "key:          doe2024example",
        "kind:         paper",
        "authors:      Wes Gurnee, OpenAI",
        "venue:        Journal of Examples (JEx), volume 12, number 3, pages 1–9",
        "publisher:    Example Press, Bangkok, Thailand",
        "date:         August 2024",
        "known as:     EX",
        "also titled:  A Sample",
        "former keys:  doe2023sample",
        "doi:          10.1000/xyz",
        "arxiv:        2401.00001",
        "url:          https://example.org/work",
        "survey tags:  object MHA + FFN; locate Probing; steer none; area Safety and Reliability",
        "curated tags: object Neuron (assigned here, not by the survey)",
        "named by:     2 lists",
        (
            "listed by:    interpretability, under Topic > Component; venue 'ICML'; year '2023'; "
            "links to https://example.org/code"
        ),
        "listed by:    survey, under Safety and Reliability",
        "correction:   interpretability: venue is 'JEx', not 'ICML'",
        "correction:   interpretability: year is '2024', not '2023'",
        "correction:   interpretability: the interpretability list names it twice",
        "status:       verified",
        "evidence:     https://example.org/evidence",
    ]


def test_identifiers_titles_and_evidence_are_links_on_a_terminal() -> None:
    assert links(draw_record(work_groups(WORK, TAXONOMY), make_terminal())) == {
        "https://example.org/work",
        "https://doi.org/10.1000/xyz",
        "https://arxiv.org/abs/2401.00001",
        "https://example.org/evidence",
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_shows_every_word_that_a_pipe_gets(width: int) -> None:
    terminal = make_terminal(width, unicode=width != 80)
    for work in some(CATALOG.works[::6], of=6):
        drawn = draw_record(work_groups(work, TAXONOMY), terminal)
        assert widest(drawn) <= width
        seen = "".join(visible(drawn).split())
        for group in work_groups(work, TAXONOMY):
            for line in group:
                assert "".join(terminal.text(line.text).split()) in seen


def test_a_terminal_names_a_label_once_before_the_lines_that_share_it() -> None:
    drawn = visible(draw_record(work_groups(WORK, TAXONOMY), make_terminal(200)))
    assert drawn.count("listed by") == 1
    assert drawn.count("correction") == 1


def test_a_record_is_not_wider_than_reads_well() -> None:
    for work in some(CATALOG.works[::10], of=3):
        assert widest(draw_record(work_groups(work, TAXONOMY), make_terminal(400))) <= 120


def test_every_identifier_and_every_placement_of_the_catalog_is_shown() -> None:
    for work in CATALOG:
        labels = [line.label for group in work_groups(work, TAXONOMY) for line in group]
        for scheme in SCHEMES:
            assert (scheme in labels) is (getattr(work.ids, scheme) is not None)
        tags = labels.count("survey tags") + labels.count("curated tags")
        assert tags == len(work.placements)
        assert labels.count("listed by") == len(work.listings)


def test_an_untagged_work_is_said_to_be_so() -> None:
    work = Work(key="a", title="A", kind="tool", status="partial")
    assert "tags:   not tagged" in render_record(work_groups(work, TAXONOMY))


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_records_are_only_text(width: int) -> None:
    drawn = draw_record(work_groups(HOSTILE, TAXONOMY), make_terminal(width))
    assert not hidden(drawn)
    assert all(is_web_url(address) for address in links(drawn))
    assert not any("javascript" in address and "doi.org" not in address for address in links(drawn))
    assert "[bold]x[/]" in visible(drawn)
    assert widest(drawn) <= width


def test_hostile_records_are_only_text_in_a_pipe() -> None:
    text = render_record(work_groups(HOSTILE, TAXONOMY))
    assert not hidden(text)
    assert "\x1b" not in text
    lines = sum(len(group) for group in work_groups(HOSTILE, TAXONOMY))
    assert text.count("\n") == lines


def test_a_dumb_terminal_gets_no_escape_sequence() -> None:
    terminal = make_terminal(color=False, styled=False, links=False)
    assert "\x1b" not in draw_record(work_groups(WORK, TAXONOMY), terminal)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_is_shown_with_how_to_cite_it(width: int) -> None:
    for source in CATALOG.sources:
        drawn = draw_record(source_groups(source), make_terminal(width))
        assert widest(drawn) <= width
        assert source.id in visible(drawn)
        assert (source.citation is not None) == ("cite" in visible(drawn))


def test_a_list_in_a_pipe_says_what_a_terminal_shows() -> None:
    for source in CATALOG.sources:
        text = render_record(source_groups(source))
        assert text.count("\n") == sum(len(group) for group in source_groups(source))
        if source.citation:
            assert f"cite key:  {source.citation.key}\n" in text
