"""A reader of the explorer page: opens it in Chromium, asks it, and sees what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mi_survey.exports.registry import RenderOptions, get_format
from mi_survey.library import load_catalog
from mi_survey.query.result import Result
from program import Call
from programs import need_package, need_program

# Playwright's types are at hand only where it is.
Browser = Any
# Nothing of the browser's own goes to the network while a page is tested.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# What the page answers to the questions of some addresses.
_ANSWER = """hashes => hashes.map(hash => {
  const question = readAddress(library, hash);
  const { passed, counts, map } = library.ask(question);
  const cells = map.rows.leaves.map(row => map.cols.leaves.map(col => map.get(row, col).works));
  return {
    keys: passed.map(({ work }) => work.key),
    counts: Object.fromEntries(library.facets.map(({ id, n, values }) =>
      [id, Object.fromEntries(values.map((value, code) => [value.id, counts[n][code]]))])),
    cells, question, address: writeAddress(library, question),
    command: shellCommand(library, question, { ...data, passed }),
  };
})"""


def whole_page() -> str:
    """Render the page of the bundled catalog."""
    catalog = load_catalog()
    results = [Result(work, work.placements) for work in catalog.works]
    options = RenderOptions(taxonomy=catalog.taxonomy, sources=catalog.sources, within="")
    return get_format("html").render(results, options)


class Explorer:
    """A page that is open, with every request that it made and every message that it wrote."""

    def __init__(self, browser: Browser, file: Path, address: str = "", **options: Any) -> None:
        self.file = file
        self.requests: list[str] = []
        self.messages: list[str] = []
        self._context = browser.new_context(
            **{"viewport": {"width": 1400, "height": 900}, **options}
        )
        self._context.set_default_timeout(10_000)
        self.page = self._context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.goto(file.as_uri() + address)

    def close(self) -> None:
        self._context.close()

    def allow(self, *permissions: str) -> None:
        self._context.grant_permissions(list(permissions))

    def ask(self, addresses: Sequence[str]) -> list[dict[str, Any]]:
        """Return the page's answers to the questions of these addresses."""
        answers: list[dict[str, Any]] = self.page.evaluate(_ANSWER, list(addresses))
        return answers

    @property
    def keys(self) -> list[str]:
        """The keys of the works that are shown."""
        keys: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('.work')].map(item => item.dataset.key)"
        )
        return keys

    @property
    def count(self) -> int:
        """The number of works that the page says it has found."""
        return int((self.page.text_content("#status") or "").split()[0].replace(",", ""))

    @property
    def command(self) -> str:
        return str(self.page.text_content("#command"))

    @property
    def address(self) -> str:
        return str(self.page.url).partition("#")[2]

    def choose(self, facet: str, value: str) -> None:
        self.page.locator(f'[data-id="{facet}={value}"]').click()

    def cell(self, row: str, column: str) -> Any:
        return self.page.locator(f'[data-id="cell={row}/{column}"]')


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    playwright = need_package("playwright.sync_api")
    chromium = need_program("chromium")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the bundled catalog."""
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(whole_page(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def explorer(browser: Browser, page_file: Path) -> Iterator[Explorer]:
    """A page that is asked without a change to it."""
    opened = Explorer(browser, page_file)
    yield opened
    opened.close()


@pytest.fixture
def explore(browser: Browser, page_file: Path) -> Iterator[Callable[..., Explorer]]:
    """Open a page, by default the whole catalog's, at an address and with context options."""
    opened: list[Explorer] = []

    def open_page(address: str = "", *, file: Path = page_file, **options: object) -> Explorer:
        opened.append(Explorer(browser, file, address, **options))
        return opened[-1]

    yield open_page
    for each in opened:
        each.close()


@pytest.fixture
def export(call: Call, tmp_path: Path) -> Callable[..., Path]:
    """Export a page with the program itself; return its file."""

    def run(*arguments: str) -> Path:
        file = tmp_path / "exported.html"
        done = call("export", *arguments, "-o", str(file))
        assert done.status == 0, done.stderr
        return file

    return run
