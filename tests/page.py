"""What stands in a rendered page: rows, list items, links, headings, and the tags it is made of."""

from __future__ import annotations

from html.parser import HTMLParser
from unicodedata import normalize

from mi_survey.text import normalize_space, printable

_BLOCKS = ("td", "li", "strong", "a", "h3", "h4", "p")


def shown(text: str) -> str:
    """Return a text as a page shows it, with accents composed, which pandoc does."""
    return normalize("NFC", normalize_space(printable(text)))


class Page(HTMLParser):
    """The texts of a page's elements, in order; ``rows`` holds the cells of tables' bodies."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.links: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {tag: [] for tag in _BLOCKS}
        self._open: list[tuple[str, list[str], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in _BLOCKS:
            self._open.append((tag, [], dict(attrs).get("href") or ""))

    def handle_data(self, data: str) -> None:
        for _, pieces, _ in self._open:
            pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _, pieces, href = self._open.pop()
        text = shown("".join(pieces))
        self.texts[tag].append(text)
        if tag == "td":
            self.rows[-1].append(text)
        if tag == "a" and href.startswith("http"):
            self.links.append((text, href))


def read_page(markup: str) -> Page:
    """Read a page of HTML."""
    page = Page()
    page.feed(markup)
    page.close()
    page.rows = [row for row in page.rows if row]
    return page
