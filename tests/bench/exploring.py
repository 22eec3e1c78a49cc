"""Time and size of the explorer page in Chromium, at 420 and 42,000 works.

    python tests/bench/exploring.py [--most 420]

The file's size, the time until it can be used, and the medians of clicks on filters and of
searches, drawing included. Status 1 where a budget is exceeded.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from operator import le
from pathlib import Path
from typing import Any, NamedTuple

from mi_survey.catalog.codec import decode_work, encode
from mi_survey.catalog.store import load_bundled
from mi_survey.exports.registry import FORMATS, RenderOptions
from mi_survey.query.result import Result

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1])]
from columns import render_columns
from enlarged import iter_enlarged

from explorer import ARGUMENTS


class Budget(NamedTuple):
    """What a page of some size may take: kB, ms until ready, ms a click."""

    size: float
    ready: float
    click: float


_BUDGETS = {420: Budget(600, 1000, 100), 42_000: Budget(float("inf"), float("inf"), 500)}
_WORDS = ("steering", "refusal direction", "superpositon")
_CLICKS = """() => [...Array(12)].map((_, n) => {
  const start = performance.now();
  document.querySelectorAll('.option input')[n].click();
  document.body.offsetHeight;
  return performance.now() - start;
})"""
_SEARCHES = """words => words.map(q => {
  const start = performance.now();
  change({ q });
  document.body.offsetHeight;
  return performance.now() - start;
})"""


def main() -> int:
    """Print the table; tell whether every budget is kept."""
    from playwright.sync_api import sync_playwright  # a reader of ours, not a dependency

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=max(_BUDGETS), help="the largest catalog")
    most = parser.parse_args().most
    rows, kept = [], True
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS])
        for size, budget in _BUDGETS.items():
            if size <= most:
                figures = _measure(browser, Path(folder, f"{size}.html"), size)
                kept = kept and all(map(le, figures[:3], budget))
                rows.append([f"{size:,}", *(f"{figure:,.0f}" for figure in figures)])
        browser.close()
    header = ["works", "kB", "ready, ms", "click, ms", "first search, ms", "search, ms"]
    sys.stdout.write(render_columns(header, rows))
    return 0 if kept else 1


def _measure(browser: Any, file: Path, size: int) -> list[float]:
    contents = load_bundled()
    works = list(map(decode_work, iter_enlarged(encode(contents.works), size=size)))
    options = RenderOptions(taxonomy=contents.taxonomy, sources=contents.sources, within="")
    text = FORMATS["html"].render([Result(work, work.placements) for work in works], options)
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(file.as_uri())
    ready = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    clicks = page.evaluate(_CLICKS)
    first, *others = page.evaluate(_SEARCHES, list(_WORDS))
    page.close()
    kilobytes = len(text.encode()) / 1000
    return [kilobytes, ready, statistics.median(clicks), first, statistics.median(others)]


if __name__ == "__main__":
    sys.exit(main())
