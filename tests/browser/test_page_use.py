"""What a reader does on the page: cells, years, keys, focus, clipboard, files, paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from explorer import Explorer
from mi_survey.library import load_catalog
from mi_survey.model.work import Work
from own_axes import OWN_AXES, OwnAxes
from program import Call, Program
from sample_catalog import work

pytestmark = pytest.mark.external

CATALOG = load_catalog()
AXES = [axis.id for axis in CATALOG.taxonomy.axes]
ROWS, COLUMNS = AXES[0], AXES[2]
MAP = f"#rows={ROWS}&cols={COLUMNS}"
TABLE = CATALOG.matrix(ROWS, COLUMNS)
# Two axes that leave cells without a work, whichever they are by now.
GAPS = next(
    (rows, columns, gaps)
    for rows, columns in permutations(AXES, 2)
    if (gaps := CATALOG.matrix(rows, columns).gaps())
)
Open = Callable[..., Explorer]


def _find(axis: str, term: str) -> list[Work]:
    asked: Any = {axis: term}
    return CATALOG.find(**asked)


def test_a_page_shows_all_works_at_first_and_makes_no_request(explore: Open) -> None:
    explorer = explore()
    assert explorer.count == len(CATALOG)
    assert explorer.command == "mi-survey find"
    explorer.choose("kind", "paper")
    explorer.page.locator("#more").click()
    assert explorer.messages == []
    assert [url for url in explorer.requests if not url.startswith(("file:", "blob:"))] == []


@pytest.mark.parametrize("own", OWN_AXES.values(), ids=OWN_AXES)
def test_a_page_of_another_catalog_has_its_axes_and_names_it(
    own: OwnAxes, explore: Open, export: Callable[..., Path], run: Program
) -> None:
    own.write(run.folder / "own")
    explorer = explore(file=export("--catalog", "own"))
    assert explorer.messages == []
    assert explorer.page.locator(f"#rows option[value='{own.axis}']").count() == 1
    explorer.choose(own.axis, own.term)
    assert sorted(explorer.keys) == sorted(own.keys)
    assert explorer.command == f"mi-survey find --catalog own --{own.axis} {own.term}"
    assert sorted(run.in_bash(f"{explorer.command} --format keys").lines) == sorted(own.keys)


def test_a_page_of_a_catalog_without_axes_has_no_map(
    explore: Open, export: Callable[..., Path], run: Program
) -> None:
    (run.folder / "own").mkdir()
    run.write_works("own/works.json", work())
    (run.folder / "own" / "taxonomy.json").write_text('{"axes": []}', encoding="utf-8")
    explorer = explore("#q=refusal", file=export("--catalog", "own"))
    assert explorer.messages == []
    assert not explorer.page.is_visible("#map-panel")
    assert explorer.keys == [work()["key"]]


def test_a_value_narrows_and_back_frees(explore: Open) -> None:
    explorer = explore()
    term = TABLE.row_terms[0]
    explorer.choose(ROWS, term)
    assert explorer.address == f"{ROWS}={term}"
    assert explorer.count == len(_find(ROWS, term))
    explorer.choose("kind", "paper")
    explorer.page.go_back()
    assert explorer.address == f"{ROWS}={term}"
    explorer.page.go_back()
    assert explorer.count == len(CATALOG)
    explorer.page.go_forward()
    assert explorer.count == len(_find(ROWS, term))


def test_a_cell_asks_for_its_two_terms_and_again_for_none(explore: Open) -> None:
    explorer = explore(MAP)
    row, column = TABLE.row_terms[1], TABLE.column_terms[0]
    explorer.cell(row, column).click()
    assert explorer.count == TABLE.counts[1][0]
    assert explorer.command == f"mi-survey find --{ROWS} {row} --{COLUMNS} {column}"
    assert explorer.cell(row, column).get_attribute("aria-pressed") == "true"
    explorer.cell(row, column).click()
    assert explorer.count == len(CATALOG)


def test_a_gap_is_marked_and_says_what_would_help(explore: Open) -> None:
    rows, columns, gaps = GAPS
    explorer = explore(f"#rows={rows}&cols={columns}")
    marked = explorer.page.locator(".cell.gap").evaluate_all(
        "cells => cells.map(cell => cell.dataset.id.slice('cell='.length).split('/'))"
    )
    assert sorted(map(tuple, marked)) == sorted(gaps)
    row, column = gaps[0]
    assert "no work in this catalog" in (explorer.cell(row, column).get_attribute("title") or "")
    explorer.cell(row, column).click()
    assert explorer.count == 0
    assert "nobody has tried" in (explorer.page.text_content(".empty") or "")
    offers = explorer.page.locator(".empty button")
    assert offers.count() == 2
    says = offers.nth(0).text_content() or ""
    offers.nth(0).click()
    assert explorer.count == len(_find(columns, column))
    assert says.endswith(f"{explorer.count} works")


def test_a_cell_that_only_the_filters_empty_is_no_gap(explore: Open) -> None:
    explorer = explore(f"{MAP}&kind=tool")
    assert explorer.page.locator(".cell.gap").count() == len(TABLE.gaps())
    empty = explorer.page.locator(".cell.void[title*='under the other filters']")
    assert empty.count() > 0


def test_years_are_chosen_by_dragging_over_their_bars(explore: Open) -> None:
    explorer = explore()
    bars = [explorer.page.locator(f'[data-year="{year}"]').bounding_box() for year in (2022, 2024)]
    first, last = (bar for bar in bars if bar)
    explorer.page.mouse.move(first["x"] + 2, first["y"] + 20)
    explorer.page.mouse.down()
    explorer.page.mouse.move(last["x"] + 2, last["y"] + 60, steps=4)
    explorer.page.mouse.up()
    assert explorer.address == "year=2022..2024"
    assert explorer.count == len(CATALOG.find(year="2022..2024"))
    explorer.page.select_option("#year-from", "")
    assert explorer.address == "year=..2024"
    explorer.page.go_back()
    explorer.page.go_back()
    assert explorer.count == len(CATALOG)


def test_keys_move_pick_and_copy(explore: Open) -> None:
    explorer = explore("#kind=paper")
    explorer.allow("clipboard-read", "clipboard-write")
    page = explorer.page
    page.keyboard.press("/")
    page.keyboard.type("steering")
    page.wait_for_function("location.hash.includes('q=steering')")
    page.keyboard.press("Escape")
    page.wait_for_function("!location.hash.includes('q=')")
    page.keyboard.press("Escape")
    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.key") == explorer.keys[0]
    page.keyboard.press("x")
    assert "1 picked" in (page.text_content("#status") or "")
    page.keyboard.press("y")
    page.wait_for_selector("text=Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@")
    assert explorer.keys[0] in copied


def test_single_letter_keys_can_be_switched_off_for_good(explore: Open) -> None:
    explorer = explore()
    explorer.page.keyboard.press("?")
    explorer.page.uncheck("#keys-on")
    explorer.page.click("#help button")
    explorer.page.reload()
    explorer.page.keyboard.press("j")
    explorer.page.keyboard.press("?")
    assert explorer.page.evaluate("document.activeElement.dataset.key ?? ''") == ""
    assert not explorer.page.is_visible("#help")


def test_arrows_move_in_the_map_and_enter_filters(explore: Open) -> None:
    explorer = explore(MAP)
    explorer.cell(TABLE.row_terms[0], TABLE.column_terms[0]).focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        explorer.page.keyboard.press(key)
    assert explorer.count == TABLE.counts[1][1]


def test_the_focus_stays_where_it_was_when_the_page_is_drawn_anew(explore: Open) -> None:
    explorer = explore(MAP)
    focused = "document.activeElement.dataset.id ?? document.activeElement.id"
    option = f"{ROWS}={TABLE.row_terms[0]}"
    cell = f"cell={TABLE.row_terms[1]}/{TABLE.column_terms[1]}"
    for id in (option, cell):
        explorer.page.locator(f'[data-id="{id}"]').focus()
        explorer.page.keyboard.press("Space")
        assert explorer.page.evaluate(focused) == id
    explorer.page.locator("#active button").first.click()
    assert explorer.page.evaluate(focused) == "results", "the chip is gone"


@pytest.mark.parametrize("filters", [(), ("--kind", "paper", "--year", "2024..")])
def test_the_downloaded_bibliography_is_the_exported_one(
    filters: tuple[str, ...], explore: Open, call: Call, tmp_path: Path
) -> None:
    address = "&".join(
        f"{name[2:]}={value}" for name, value in zip(filters[::2], filters[1::2], strict=True)
    )
    explorer = explore(f"#{address}")
    with explorer.page.expect_download() as download:
        explorer.page.click("#download")
    download.value.save_as(tmp_path / "page.bib")
    exported = call("export", *filters, "--format", "bibtex").stdout
    assert (tmp_path / "page.bib").read_bytes() == exported


def test_what_is_picked_is_copied_as_it_is_exported(explore: Open, call: Call) -> None:
    explorer = explore()
    explorer.allow("clipboard-read", "clipboard-write")
    keys = sorted(explorer.keys[:3])
    for key in reversed(keys):
        explorer.page.check(f'[data-key="{key}"] input')
    explorer.page.click("#copy")
    explorer.page.wait_for_selector("text=Copied")
    copied = explorer.page.evaluate("navigator.clipboard.readText()")
    assert copied == call("export", *keys).text


def test_a_page_without_entries_copies_the_command_instead(
    explore: Open, page_file: Path, tmp_path: Path
) -> None:
    text = re.sub(r',"bib":"(?:[^"\\]|\\.)*"', "", page_file.read_text(encoding="utf-8"))
    bare = tmp_path / "bare.html"
    bare.write_text(text, encoding="utf-8")
    explorer = explore("#kind=paper", file=bare)
    explorer.allow("clipboard-read", "clipboard-write")
    assert not explorer.page.is_visible("#download")
    explorer.page.click("#copy")
    explorer.page.wait_for_selector("text=Copied")
    copied = explorer.page.evaluate("navigator.clipboard.readText()")
    assert copied == "mi-survey find --kind paper --format bibtex"


def test_words_that_no_work_has_together_give_those_that_have_some(explore: Open) -> None:
    explorer = explore("#q=refusal+xyzzyx")
    assert explorer.page.is_visible("#partial")
    explorer.page.fill("#q", "refusal direction")
    explorer.page.wait_for_selector("#partial", state="hidden")
    assert explorer.page.locator("mark").count() > 0


def test_a_print_shows_every_match(explore: Open) -> None:
    explorer = explore("#kind=paper")
    assert len(explorer.keys) < explorer.count
    explorer.page.pdf()
    assert len(explorer.keys) == explorer.count
