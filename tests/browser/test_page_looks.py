"""The page for everyone: what axe finds, what overflows, what a hostile record can do, how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from explorer import Explorer
from hostile_texts import HOSTILE, make_result
from mi_survey.exports.registry import RenderOptions, get_format
from mi_survey.library import load_catalog
from programs import need_file

pytestmark = pytest.mark.external

Open = Callable[..., Explorer]
CATALOG = load_catalog()
ROWS, COLUMNS = CATALOG.taxonomy.axes[0], CATALOG.taxonomy.axes[2]
# A cell of the matrix, an empty one if there is any.
GAP = [*CATALOG.matrix(ROWS.id, COLUMNS.id).gaps(), (ROWS.terms[0].id, COLUMNS.terms[0].id)][0]
ADDRESSES = {
    "all": "",
    "gap": f"#{ROWS.id}={GAP[0]}&{COLUMNS.id}={GAP[1]}",
    "text": "#q=steering&year=2023..2025&kind=paper",
    "other axes": f"#rows={CATALOG.taxonomy.axes[1].id}&cols={CATALOG.taxonomy.axes[3].id}",
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 380, "height": 800}},
    "narrow dark": {"viewport": {"width": 380, "height": 800}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core (npm), which the variable AXE_CORE names."""
    return need_file("AXE_CORE", "axe-core").read_text(encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_to_complain_of(look: str, address: str, axe: str, explore: Open) -> None:
    explorer = explore(ADDRESSES[address], bypass_csp=True, **LOOKS[look])
    explorer.page.add_script_tag(content=axe)
    found = explorer.page.evaluate("axe.run().then(results => results.violations)")
    assert [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found] == []


@pytest.mark.parametrize("width", [320, 380, 600, 800, 1024, 1400])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_overflows_sideways(width: int, address: str, explore: Open) -> None:
    explorer = explore(ADDRESSES[address], viewport={"width": width, "height": 800})
    assert explorer.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_hostile_record_is_text(explore: Open, tmp_path: Path) -> None:
    scripts = [
        "</script><script>document.title = 'owned'</script>",
        "<!--<script>",
        "<img src=x onerror=\"document.title='owned'\">",
    ]
    texts = [*scripts, *HOSTILE]
    results = [make_result(text, key=f"key{at}") for at, text in enumerate(texts)]
    options = RenderOptions(taxonomy=CATALOG.taxonomy, within="mi-survey find <b> --format keys")
    file = tmp_path / "hostile.html"
    file.write_text(get_format("html").render(results, options), encoding="utf-8", errors="replace")
    explorer = explore(file=file)
    assert explorer.messages == []
    assert explorer.page.title().startswith("mi-survey")
    assert explorer.count == len(texts)
    shown = explorer.page.locator(".work h3").all_text_contents()
    assert shown[: len(scripts)] == scripts
    links = explorer.page.locator(".work a[href]").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_the_policy_lets_no_other_script_run(explore: Open) -> None:
    explorer = explore()
    explorer.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')"
    )
    explorer.page.wait_for_timeout(100)
    assert explorer.page.evaluate("window.ran ?? 0") == 0
    assert any("Content Security Policy" in message for message in explorer.messages)
