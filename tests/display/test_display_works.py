"""The table of works: every width, every work, hostile texts, and terminals that can little."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from drawn import WIDENING, WIDTHS, hidden, links, make_terminal, read_table, visible, widest
from effort import some
from mi_survey import Filters, load_catalog
from mi_survey.display import works as display_works
from mi_survey.model.term import short_forms
from mi_survey.model.work import Placement, Venue, Work
from mi_survey.query.result import Result, Telling

CATALOG = load_catalog()
EVERYTHING = some(CATALOG.results(), of=12)
render_results = partial(display_works.render_results, taxonomy=CATALOG.taxonomy)
HOSTILE = (
    "[bold red]Not markup[/] [link=https://evil.example]here[/link] :smile: [/]",
    "\x1b[2J\x1b]0;owned\x07 cleared \x9b31m and \r returned\nwith a second line",
    "\x1b]8;;javascript:alert(1)\x1b\\click\x1b]8;;\x1b\\",
    "right \u202eto left\u2066 and \u200bnothing \ud800 broken",
    "日本語の題名は幅が二倍です" * 4,
    "e\u0301a\u0308 combining and 👩‍👩‍👧 family 🇩🇪 flag ❤️ heart",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 2,
    "",
)


@cache
def draw_everything(width: int) -> str:
    return render_results(EVERYTHING, make_terminal(width))


def make_result(title: str, *, key: str = "key2024word", **fields: Any) -> Result:
    work = Work(key=key, title=title, kind="paper", status="partial", **fields)
    return Result(work, work.placements)


@pytest.mark.parametrize("width", [*WIDTHS, 20, 40, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert widest(draw_everything(width)) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_every_key_is_there_whole_and_every_title_as_far_as_it_fits(width: int) -> None:
    rows = read_table(draw_everything(width))
    assert [row["key"] for row in rows] == [found.work.key for found in EVERYTHING]
    for row, found in zip(rows, EVERYTHING, strict=True):
        title = found.work.title.replace(" ", "")
        assert row["title"] == title or title.startswith(row["title"].removesuffix("…"))


@pytest.mark.parametrize("width", [*WIDTHS, 100, 140])
def test_every_work_takes_a_line_or_two_and_has_its_year(width: int) -> None:
    text = draw_everything(width)
    rows = read_table(text)
    assert [row["year"] for row in rows] == [str(found.work.year or "") for found in EVERYTHING]
    lines = visible(text).split("\n\n")[1].split("\n")[2:]
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    heights = [end - start for start, end in pairwise([*starts, len(lines)])]
    assert len(heights) == len(EVERYTHING)
    assert max(heights) <= 2
    assert sum(heights) < 1.5 * len(heights)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", {"area": "safety"}),
        ("", {"kind": "paper", "year": "2025"}),
        ("refusal crosscoder", {}),
        ("", {"author": "Nanda"}),
        ("", {"by": "curated", "object": "sae"}),
    ],
)
def test_a_wider_terminal_never_takes_more_lines(text: str, filters: dict[str, str]) -> None:
    found = CATALOG.results(text, filters=Filters.of(**filters))[:25]
    assert len(found) > 5
    lengths = [
        render_results(found, make_terminal(width), taxonomy=CATALOG.taxonomy).count("\n")
        for width in WIDENING
    ]
    assert lengths == sorted(lengths, reverse=True)


def test_forty_works_on_safety_fit_two_screens() -> None:
    results = CATALOG.results(filters=Filters.of(area="safety"))[:40]
    assert render_results(results, make_terminal(100)).count("\n") < 2 * make_terminal().height


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_the_columns_stand_below_one_another(width: int) -> None:
    results = CATALOG.results(filters=Filters.of(area="safety"))[:40]
    lines = visible(render_results(results, make_terminal(width))).split("\n\n")[1].split("\n")
    start = lines[1].index("  ") + 2
    ragged = [line for line in lines[2:] if line[start - 2 : start + 1] != f"  {line[start]}"]
    assert all(len(line.split()[0]) > start + 1 for line in ragged)  # by more than a few cells
    assert len(ragged) <= len(results) / 10


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_no_word_of_a_venue_is_broken(width: int) -> None:
    text = render_results(EVERYTHING, make_terminal(width))
    words = {word for found in EVERYTHING if found.work.venue for word in _venue(found).split()}
    lines = visible(text).split("\n\n")[1].split("\n")
    at = lines[0].find("venue")
    for line in lines[2:] if at >= 0 else ():
        for word in line[at : lines[0].index("year")].split():
            begun = word.removesuffix("…")
            assert word in words or (begun != word and any(w.startswith(begun) for w in words))
    assert (at >= 0) is (width >= 100)


def _venue(found: Result) -> str:
    venue = found.work.venue
    return venue.short if venue else ""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_title_has_at_least_20_cells(width: int) -> None:
    rule = next(line for line in visible(draw_everything(width)).split("\n") if line[:1] == "─")
    assert cell_len(rule.split("  ")[1]) >= 20


def test_what_all_works_have_in_common_is_told_once_above() -> None:
    filters = Filters.of(object="sae", steer="amplitude", year=2025, by="survey")
    text = render_results(CATALOG.results(filters=filters), make_terminal(200))
    told = visible(text).split("\n")[0]
    assert "· object sae-feature" in told
    assert "· steer amplitude-manipulation" in told
    assert told.endswith("· year 2025")
    assert not {"object", "steer", "year"} & set(read_table(text)[0])


def test_what_is_in_common_says_how_often_it_was_assigned_here() -> None:
    tags = [Placement.of(by, area="safety") for by in ("survey", "curated", "curated")]
    results = [
        make_result("Title", key=f"key{number}", placements=(tag,), year=2020 + number)
        for number, tag in enumerate(tags)
    ]
    text = visible(render_results(results, make_terminal(100)))
    assert text.startswith("3 works · area safety (2 of them *)\n")
    assert "* tag not by the survey" in text


def test_the_only_work_keeps_its_columns() -> None:
    assert "year" in read_table(render_results(EVERYTHING[:1], make_terminal(200)))[0]


def test_less_important_columns_leave_first_and_are_named() -> None:
    shown = {}
    for width in WIDTHS:
        text = draw_everything(width)
        rows = read_table(text)
        named = re.search(r"columns left out: (.*)", visible(text).replace("\n", " "))
        left_out = named[1].split() if named else []
        shown[width] = list(rows[0])
        assert len(rows[0]) + len(left_out) == 8
    assert shown[60] == ["key", "title", "year"]
    assert shown[80][:3] == ["key", "title", "object"]
    assert shown[200] == ["key", "title", "object", "locate", "steer", "area", "venue", "year"]


def test_a_wide_terminal_shows_terms_in_full_and_a_narrow_one_their_first_words() -> None:
    filters = Filters.of(object="sae", steer=("amplitude", "vector"), by="survey")
    results = CATALOG.results(filters=filters)
    wide = read_table(render_results(results, make_terminal(200)))
    narrow = read_table(render_results(results, make_terminal(80)))
    assert {row["steer"] for row in wide} == {"amplitude-manipulation", "vector-arithmetic"}
    assert {row["steer"] for row in narrow} == {"amplitude", "vector"}


def test_short_forms_of_terms_are_what_the_filters_understand() -> None:
    for axis in CATALOG.taxonomy.axes:
        for term, form in short_forms([term.id for term in axis.terms]).items():
            short: dict[str, Any] = {axis.id: form}
            full: dict[str, Any] = {axis.id: term}
            assert CATALOG.find(**short) == CATALOG.find(**full)


def test_short_forms_stay_apart() -> None:
    assert short_forms(["sae-feature", "sae-error", "ffn"]) == {
        "sae-feature": "sae-feature",
        "sae-error": "sae-error",
        "ffn": "ffn",
    }


def test_tags_that_the_survey_did_not_assign_are_marked_and_explained() -> None:
    own = Placement.of("survey", object=("neuron",), steer="none")
    curated = Placement.of("curated", object=("mha", "ffn"), steer="none")
    text = render_results([make_result("Title", placements=(own, curated))], make_terminal())
    (row,) = read_table(text)
    assert row["object"] == "neuron,mha+ffn*"
    assert row["steer"] == "none"
    assert "* tag not by the survey" in visible(text)
    plain = render_results([make_result("Title", placements=(own,))], make_terminal())
    assert "*" not in visible(plain)


def test_marks_are_explained_only_where_they_are_seen() -> None:
    curated = Placement.of("curated", area="safety", locate="vocab-projection")
    results = [make_result("A long title " * 9, key="k" * 30, placements=(curated,))]
    text = visible(render_results(results, make_terminal(60)))
    assert "*" not in text


@pytest.mark.parametrize(
    ("count", "total", "line"),
    [(1, None, "1 work"), (2, 2, "2 works"), (2, 25, "Showing 2 of 25 works")],
)
def test_the_number_of_works_stands_above(count: int, total: int | None, line: str) -> None:
    text = render_results(EVERYTHING[:count], make_terminal(), told=Telling(total))
    assert re.match(rf"{line}( ·|\n)", visible(text))


def test_works_with_some_of_the_words_stand_apart() -> None:
    results = [make_result("Whole"), make_result("Some", key="some")._replace(complete=False)]
    told = Telling(total=1, partial_total=9, reading="'some' is also a word")
    text = visible(render_results(results, make_terminal(), told=told))
    first, second = text.split("\nWith some of the words:\n")
    assert first.startswith("1 work\n'some' is also a word\n\n")
    assert second.startswith("Showing 1 of 9 works\n\n")


def test_nothing_found_is_said() -> None:
    assert render_results([], make_terminal()) == "no works\n"


def test_venue_and_year_have_each_a_column() -> None:
    venue = Venue("Conference on Something", "ConfS", "conference")
    results = [
        make_result("One", year=2024, venue=venue),
        make_result("Two", key="other", venue=venue),
        make_result("Three", key="third", year=2020),
        make_result("Four", key="fourth"),
    ]
    rows = read_table(render_results(results, make_terminal()))
    assert [row["venue"] for row in rows] == ["ConfS", "ConfS", "", ""]
    assert [row["year"] for row in rows] == ["2024", "", "2020", ""]


def test_explained_results_say_below_the_title_what_matched() -> None:
    results = CATALOG.results("refusal direction")[:3]
    text = visible(render_results(results, make_terminal(200), told=Telling(explained=True)))
    assert text.count("(title)") >= 3


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unicode", [True, False])
def test_hostile_titles_are_only_text(title: str, width: int, unicode: bool) -> None:
    terminal = make_terminal(width, unicode=unicode)
    venue = Venue(title, title, "journal")
    results = [
        make_result(title, key=title, venue=venue),
        make_result("Harmless", url="https://arxiv.org/abs/2406.11717"),
    ]
    text = render_results(results, terminal)
    assert not hidden(text)
    assert links(text) == {"https://arxiv.org/abs/2406.11717"}
    assert widest(text) <= width
    text.encode("utf-8" if unicode else "ascii")


@pytest.mark.parametrize("width", WIDTHS)
def test_markup_and_emoji_codes_are_shown_as_they_were_written(width: int) -> None:
    rows = read_table(render_results([make_result(HOSTILE[0])], make_terminal(width)))
    shown = rows[0]["title"].removesuffix("…")
    assert "[boldred]Not" in shown
    assert HOSTILE[0].replace(" ", "").startswith(shown)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "title", [HOSTILE[4], "e\u0301" * 50 + " " + "日e\u0301" * 20], ids=["wide", "combining"]
)
def test_wide_and_combining_characters_keep_the_columns_aligned(title: str, width: int) -> None:
    venue = Venue("ConfS", "ConfS", "conference")
    results = [
        make_result(title, venue=venue, year=2024),
        make_result("Plain", key="plain", venue=venue, year=2025),
    ]
    rows = read_table(render_results(results, make_terminal(width)))
    assert [row["year"] for row in rows] == ["2024", "2025"]
    shown = rows[0]["title"].removesuffix("…")
    assert shown
    assert title.replace(" ", "").replace("\u0301", "").startswith(shown)


@given(st.text(max_size=60), st.text(min_size=1, max_size=40), st.integers(20, 120))
def test_whatever_the_text_the_table_fits_and_is_safe(title: str, key: str, width: int) -> None:
    text = render_results([make_result(title, key=key)], make_terminal(width))
    assert not hidden(text)
    assert widest(text) <= width


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https://x.org/\x1b]8;;",
        "https://x.org/a b",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert not links(render_results([make_result("Title", url=url)], make_terminal()))


def test_links_are_ascii_and_lead_to_the_work() -> None:
    found = make_result("Title", url="https://example.org/café?a=%20;b#c")
    drawn = render_results([found], make_terminal())
    assert links(drawn) == {"https://example.org/caf%C3%A9?a=%20;b#c"}


def test_a_terminal_without_links_gets_none() -> None:
    assert not links(render_results(EVERYTHING[:20], make_terminal(links=False)))


def test_without_colour_bold_and_dim_remain() -> None:
    text = render_results(EVERYTHING[:20], make_terminal(color=False))
    styles = set(re.findall(r"\x1b\[([0-9;]*)m", text))
    assert styles == {"0", "1", "2"}


def test_a_dumb_terminal_gets_no_escape_sequence() -> None:
    terminal = make_terminal(color=False, styled=False, links=False)
    assert "\x1b" not in render_results(EVERYTHING, terminal)


def test_an_ascii_terminal_gets_ascii() -> None:
    text = render_results(EVERYTHING, make_terminal(unicode=False))
    assert visible(text).isascii()
    assert read_table(text)[0]["key"] == EVERYTHING[0].work.key


def test_drawing_looks_at_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = make_terminal()
    expected = render_results(EVERYTHING[:30], terminal)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "JUPYTER_COLUMNS"):
        monkeypatch.setenv(name, "1")
    assert render_results(EVERYTHING[:30], terminal) == expected
