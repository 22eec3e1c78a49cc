"""The names of works, and which works bear them: the one answer to what a name can mean.

Keys, identifiers and pages are a work's own, and so is its title; other titles and nicknames may
be shared; what lists link a work by is the least sure, since lists are sometimes wrong. What
several works, or none, mean for who asks is for the policies to say: ``pasted``, ``cited`` and
``listed``. Tables are built when they are first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mi_survey.model.address import is_web_url, normalize_url, split_url
from mi_survey.model.identifier import (
    Identifier,
    equivalents,
    find_identifier,
    identity,
    iter_identifiers,
    iter_work_identifiers,
)
from mi_survey.model.stored import iter_column
from mi_survey.reference.title import normalize_title, title_forms
from mi_survey.text import tokenize

if TYPE_CHECKING:
    from mi_survey.model.work import Listing, Work
    from mi_survey.query.search import TextIndex

# A scheme and a value in it: an identifier, a key, a page, or a page's id at its site.
Name = tuple[str, str]
_Table = dict[Name, list[int]]

_NEURIPS = re.compile(r"(?:proceedings\.)?(?:neurips|nips)\.cc|papers\.(?:neurips|nips)\.cc")
_NEURIPS_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
# Both sites, and the mirror, show the same posts under the same ids.
_FORUM = re.compile(r"(?:lesswrong|greaterwrong)\.com|alignmentforum\.org")
_FORUM_POST = re.compile(r"(?:^|/)(?:posts|p)/([A-Za-z0-9]{17})(?:/|$)")
_ARXIV_IN_PATH = re.compile(r"(?:^|[/:])([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf)?(?=/|$)")
_LEAST_SIMILARITY = 85  # of 100, to be looked at


class By(IntEnum):
    """The kinds of names, surest first."""

    KEY = 0
    IDENTIFIER = 1
    PAGE = 2
    TITLE = 3
    ALT_TITLE = 4
    NICKNAME = 5
    LISTING = 6


class Named(NamedTuple):
    """A work, and by which of its names it is meant."""

    work: Work
    by: By
    name: Name


class Conflict(NamedTuple):
    """What speaks against a work's being meant: the rule, what is wrong, and what to do."""

    rule: str
    message: str
    suggestion: str = ""
    severe: bool = True


class NameIndex:
    """The names of a sequence of works, many or few."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = works

    def iter_named(self, text: str) -> Iterator[list[Named]]:
        """Yield the works that a text names as a whole, those that share a name together.

        The surest name comes first, and no table is built before it is needed.
        """
        yield from filter(None, self._iter_sharing(text))

    def _iter_sharing(self, text: str) -> Iterator[list[Named]]:
        yield self._look_up(self.keys, By.KEY, ("key", text.lower()))
        for name in _names_of(text):
            yield self._look_up(self._identities, By.IDENTIFIER, name)
            yield self._look_up(self._pages, By.PAGE, name)
        if not is_web_url(text):
            title = ("title", normalize_title(text))
            yield self._look_up(self._titles, By.TITLE, title)
            # nobody remembers whether a name is an earlier title or a nickname
            others = self._look_up(self._alt_titles, By.ALT_TITLE, title)
            yield others + self._look_up(self._nicknames, By.NICKNAME, title)
        for name in _names_of(text):
            yield self._look_up(self._listed, By.LISTING, name)

    def iter_linked(self, link: str | Identifier) -> Iterator[Named]:
        """Yield the works whose own identifier or page a text is, or has within it."""
        for name in _names_of(link):
            yield from self._look_up(self._identities, By.IDENTIFIER, name)
            yield from self._look_up(self._pages, By.PAGE, name)

    def iter_titled(self, title: str) -> Iterator[Named]:
        """Yield the works that bear a title, by their main titles first, then nicknames last."""
        name = ("title", normalize_title(title))
        yield from self._look_up(self._titles, By.TITLE, name)
        yield from self._look_up(self._alt_titles, By.ALT_TITLE, name)
        yield from self._look_up(self._nicknames, By.NICKNAME, name)

    def iter_listed(self, link: str | Identifier) -> Iterator[Named]:
        """Yield the works that lists link by an address."""
        for name in _names_of(link):
            yield from self._look_up(self._listed, By.LISTING, name)

    def find_listed(self, link: str | Identifier) -> Work | None:
        """Return the work that alone is linked by an address in lists."""
        works = {named.work.key: named.work for named in self.iter_listed(link)}
        return works.popitem()[1] if len(works) == 1 else None

    def find_held(self, listing: Listing, source: str) -> Work | None:
        """Return the work for which a list has an entry of this title with these links."""
        at = self._held.get((source, *_mark(listing)))
        return None if at is None else self.works[at]

    def find_held_title(self, title: str, source: str) -> Work | None:
        """Return the work for which a list has an entry of this title."""
        at = self._held_titles.get((source, normalize_title(title)))
        return None if at is None else self.works[at]

    def iter_alike(self, title: str) -> Iterator[Work]:
        """Yield the works whose titles, whole or cut short, look like a title."""
        from rapidfuzz import fuzz, process  # 13 ms, for titles that no work has

        choices = [written for written, _ in self._title_forms]
        for form in title_forms(title):
            wanted = " ".join(tokenize(form))
            hits = process.extract(
                wanted, choices, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, limit=None
            )
            for _, _, at in hits:
                yield self.works[self._title_forms[at][1]]

    def iter_by_part(self, text: str) -> Iterator[Work]:
        """Yield the works that a text names by enough of a title.

        That is words that stand in it one behind the other, or at least half of its words, in any
        order; stop words do not count. "Attention is all you need" is not enough of "Attention
        Score is not All You Need for Token Importance".
        """
        part, words = _take_words(text)
        if part.strip():
            found = dict.fromkeys(
                at
                for title, title_words, at in self._worded_titles
                if part in title or (words <= title_words and 2 * len(words) >= len(title_words))
            )
            yield from (self.works[at] for at in found)

    def get_position(self, work: Work) -> int:
        """Return the position of one of the works."""
        return self.keys["key", work.key.lower()][0]

    @cached_property
    def keys(self) -> _Table:
        """The keys and aliases, in lower case."""
        aliases = iter_column(self.works, "aliases")
        pairs = zip(iter_column(self.works, "key"), aliases, strict=True)
        return _group(
            [("key", name.lower()) for name in (key, *(others or ()))] for key, others in pairs
        )

    @cached_property
    def text_index(self) -> TextIndex:
        """The words of the works, for what is near a name that no work has."""
        from mi_survey.query.search import TextIndex  # with RapidFuzz: 13 ms

        return TextIndex(self.works)

    @cached_property
    def _identities(self) -> _Table:
        columns = (iter_column(self.works, field) for field in ("ids", "appearances"))
        return _group(
            [
                each.identity
                for record in (ids, *(appearance.ids for appearance in appearances or ()))
                for each in (iter_identifiers(record) if record else ())
            ]
            for ids, appearances in zip(*columns, strict=True)
        )

    @cached_property
    def _pages(self) -> _Table:
        column = iter_column(self.works, "url")
        return _group(_iter_page_names(url) if url else () for url in column)

    @cached_property
    def _titles(self) -> _Table:
        return self._by_title("title", lambda title: (title,))

    @cached_property
    def _alt_titles(self) -> _Table:
        return self._by_title("alt_titles", lambda titles: titles or ())

    @cached_property
    def _nicknames(self) -> _Table:
        return self._by_title("nicknames", lambda names: names or ())

    def _by_title(self, field: str, titles: Callable[[Any], Iterable[str]]) -> _Table:
        return _group(
            [("title", normalize_title(title)) for title in titles(value)]
            for value in iter_column(self.works, field)
        )

    @cached_property
    def _listed(self) -> _Table:
        """What lists link works by, unless it is another arXiv id than the work's own."""
        return _group(_iter_listed_names(work) for work in self.works)

    @cached_property
    def _held(self) -> dict[tuple[str, str, frozenset[str]], int]:
        return {(each.source, *_mark(each)): at for at, each in self._iter_listings()}

    @cached_property
    def _held_titles(self) -> dict[Name, int]:
        listings = self._iter_listings()
        return {(each.source, normalize_title(each.title)): at for at, each in listings}

    def _iter_listings(self) -> Iterator[tuple[int, Listing]]:
        for at, work in enumerate(self.works):
            yield from ((at, listing) for listing in work.listings)

    @cached_property
    def _title_forms(self) -> list[tuple[str, int]]:
        # main titles first: a tool may bear the title of its paper as another one
        titles = [(work.title, at) for at, work in enumerate(self.works)]
        titles += [(title, at) for at, work in enumerate(self.works) for title in work.alt_titles]
        return [
            (" ".join(tokenize(form)), at) for title, at in titles for form in title_forms(title)
        ]

    @cached_property
    def _worded_titles(self) -> list[tuple[str, frozenset[str], int]]:
        return [
            (*_take_words(title), at)
            for at, work in enumerate(self.works)
            for title in (work.title, *work.alt_titles)
        ]

    def _look_up(self, table: _Table, by: By, name: Name) -> list[Named]:
        return [Named(self.works[at], by, name) for at in table.get(name, ())]


def iter_unique_names(work: Work) -> Iterator[Name]:
    """Yield what no two works of a catalog share: key, aliases and identifiers.

    >>> from mi_survey.model.work import Ids, Work
    >>> work = Work(key="a", title="A", kind="paper", ids=Ids(doi="10.1/X"), status="partial")
    >>> list(iter_unique_names(work))
    [('key', 'a'), ('doi', '10.1/x')]
    """
    yield from (("key", name.lower()) for name in (work.key, *work.aliases))
    yield from (each.identity for each in iter_work_identifiers(work))


def _take_words(text: str) -> tuple[str, frozenset[str]]:
    """Return the words of a text as they stand, and those that say something."""
    from mi_survey.query.synonyms import STOP_WORDS  # for parts of titles alone

    words = tokenize(text)
    return f" {' '.join(words)} ", frozenset(words) - STOP_WORDS


def _group(names_of_works: Iterable[Iterable[Name]]) -> _Table:
    table: _Table = {}
    for at, names in enumerate(names_of_works):
        for name in dict.fromkeys(names):
            table.setdefault(name, []).append(at)
    return table


def _mark(listing: Listing) -> tuple[str, frozenset[str]]:
    return normalize_title(listing.title), frozenset(map(normalize_url, listing.urls))


def _iter_listed_names(work: Work) -> Iterator[Name]:
    for url in dict.fromkeys(url for listing in work.listings for url in listing.urls):
        names = list(_names_of(url))
        own = work.ids.arxiv
        if own is None or all(value == own for scheme, value in names if scheme == "arxiv"):
            yield from names


def _names_of(link: str | Identifier) -> Iterator[Name]:
    """Yield what a link may name, surest first: an identifier, a page, an id within it."""
    if isinstance(link, Identifier):
        yield from (each.identity for each in equivalents(link))
        return
    identifier = find_identifier(link)
    if identifier is None:
        # an OpenReview id or a repository without its host has no form of its own
        yield "openreview", identity("openreview", link)
        yield "github", identity("github", link)
    else:
        yield from (each.identity for each in equivalents(identifier))
    yield from _iter_page_names(link)


def _iter_page_names(url: str) -> Iterator[Name]:
    """Yield the page, what tells it apart at its site, and the one arXiv id within its path."""
    url = url.replace("\\", "")  # as Markdown writes an underscore
    yield "page", normalize_url(url)
    host, path, _ = split_url(url)
    if _NEURIPS.fullmatch(host):
        yield from (("neurips", found) for found in _NEURIPS_HASH.findall(path.lower())[:1])
    elif _FORUM.fullmatch(host):
        yield from (("forum", found) for found in _FORUM_POST.findall(path)[:1])
    elif host:
        ids = set(_ARXIV_IN_PATH.findall(path))
        if len(ids) == 1:
            yield "arxiv", ids.pop()
