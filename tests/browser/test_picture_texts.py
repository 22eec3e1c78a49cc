"""The texts of SVG pictures in a browser: none leaves the picture, none runs into another."""

from __future__ import annotations

from itertools import permutations
from typing import Any, get_args

import pytest

from explorer import Browser
from mi_survey.exports.picture import PictureStyle, render_picture
from mi_survey.library import load_catalog
from mi_survey.query.crosstab import dimensions

pytestmark = pytest.mark.external

CATALOG = load_catalog()
PAIRS = list(permutations(dimensions(CATALOG.taxonomy), 2))
STYLES: tuple[PictureStyle, ...] = get_args(PictureStyle)
_BOXES = """svg => {
  document.body.innerHTML = svg;
  const box = ({ x, y, width, height }) => [x, y, x + width, y + height];
  const texts = [...document.querySelectorAll("text")]
    .map((text) => [text.textContent, box(text.getBBox())]);
  return { texts, whole: box(document.querySelector("svg").viewBox.baseVal) };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Any:
    page = browser.new_page()
    page.set_content("<!doctype html><body></body>")
    return page


@pytest.mark.parametrize(
    ("pair", "style"),
    [(pair, style) for pair in PAIRS for style in STYLES if style == "map" or "year" in pair],
)
def test_texts_fit(pair: tuple[str, str], style: PictureStyle, page: Any) -> None:
    svg = render_picture(CATALOG.matrix(*pair), CATALOG.taxonomy, format="svg", style=style)
    measured = page.evaluate(_BOXES, svg)
    left, top, right, bottom = measured["whole"]
    texts = [(text, box) for text, box in measured["texts"] if text]
    outside = [
        text
        for text, box in texts
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom
    ]
    assert outside == []
    boxes = sorted(texts, key=lambda each: each[1][0])
    overlaps = []
    for at, (text, box) in enumerate(boxes):
        for other, its in boxes[at + 1 :]:
            if its[0] >= box[2]:
                break
            # lines of text may touch: a box is as high as the tallest letters
            if its[1] < box[3] - 3 and box[1] < its[3] - 3:
                overlaps.append((text, other))
    assert overlaps == []
