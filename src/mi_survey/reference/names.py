"""The names of works, and which works bear them: the one answer to what a name can mean.

Keys, identifiers and pages are a work's own, and so is its title; other titles and nicknames may
be shared; what lists link a work by is the least sure, since lists are sometimes wrong. What
several works, or none, mean for who asks is for the policies to say: ``pasted``, ``cited`` and
``listed``. Tables are built when they are first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
    from mi_survey.model.work import Work
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


# The fields of a work that hold names of a kind.
_FIELDS = {
    By.KEY: ("key", "aliases"),
    By.IDENTIFIER: ("ids", "appearances"),
    By.PAGE: ("url",),
    By.TITLE: ("title",),
    By.ALT_TITLE: ("alt_titles",),
    By.NICKNAME: ("nicknames",),
    By.LISTING: ("listings", "ids"),
}


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
    """The names of a sequence of works, many or few; no table is built before it is needed."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = works
        self._tables: dict[By, _Table] = {}

    def iter_named(self, text: str) -> Iterator[list[Named]]:
        """Yield the works that a text names as a whole, those that share a name together.

        The surest name comes first.
        """
        yield from filter(None, self._iter_sharing(text))

    def _iter_sharing(self, text: str) -> Iterator[list[Named]]:
        yield self._look_up(By.KEY, ("key", text.lower()))
        links = list(_names_of(text))
        for name in links:
            yield self._look_up(By.IDENTIFIER, name)
            yield self._look_up(By.PAGE, name)
        if not is_web_url(text):
            title = ("title", normalize_title(text))
            yield self._look_up(By.TITLE, title)
            # nobody remembers whether a name is an earlier title or a nickname
            yield self._look_up(By.ALT_TITLE, title) + self._look_up(By.NICKNAME, title)
        for name in links:
            yield self._look_up(By.LISTING, name)

    def iter_linked(self, link: str | Identifier) -> Iterator[Named]:
        """Yield the works whose own identifier or page a text is, or has within it."""
        for name in _names_of(link):
            yield from self._look_up(By.IDENTIFIER, name)
            yield from self._look_up(By.PAGE, name)

    def iter_titled(self, title: str) -> Iterator[Named]:
        """Yield the works that bear a title, by their main titles first, then nicknames last."""
        for by in (By.TITLE, By.ALT_TITLE, By.NICKNAME):
            yield from self._look_up(by, ("title", normalize_title(title)))

    def find_listed(self, link: str | Identifier) -> Work | None:
        """Return the work that alone is linked by an address in lists."""
        found = (named for name in _names_of(link) for named in self._look_up(By.LISTING, name))
        works = {named.work.key: named.work for named in found}
        return works.popitem()[1] if len(works) == 1 else None

    def find_held(
        self, title: str, source: str, *, urls: Iterable[str] | None = None
    ) -> Work | None:
        """Return the work for which a list has an entry of this title, with these links if any."""
        links = None if urls is None else frozenset(map(normalize_url, urls))
        held = self._held.get((source, normalize_title(title)), ())
        return next((self.works[at] for at, others in held if links in (None, others)), None)

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

    @property
    def keys(self) -> _Table:
        """The keys and aliases, in lower case."""
        return self._get_table(By.KEY)

    @cached_property
    def text_index(self) -> TextIndex:
        """The words of the works, for what is near a name that no work has."""
        from mi_survey.query.search import TextIndex  # for names that no work has

        return TextIndex(self.works)

    @cached_property
    def _held(self) -> dict[tuple[str, str], list[tuple[int, frozenset[str]]]]:
        """What lists hold, by source and title, the last first: works and links."""
        held: dict[tuple[str, str], list[tuple[int, frozenset[str]]]] = {}
        for at, work in enumerate(self.works):
            for each in work.listings:
                entry = (at, frozenset(map(normalize_url, each.urls)))
                held.setdefault((each.source, normalize_title(each.title)), []).insert(0, entry)
        return held

    @cached_property
    def _titles(self) -> list[tuple[str, int]]:
        """The titles, main ones first: a tool may bear the title of its paper as another one."""
        main = [(work.title, at) for at, work in enumerate(self.works)]
        others = [(each, at) for at, work in enumerate(self.works) for each in work.alt_titles]
        return main + others

    @cached_property
    def _title_forms(self) -> list[tuple[str, int]]:
        return [
            (" ".join(tokenize(form)), at)
            for title, at in self._titles
            for form in title_forms(title)
        ]

    @cached_property
    def _worded_titles(self) -> list[tuple[str, frozenset[str], int]]:
        return [(*_take_words(title), at) for title, at in self._titles]

    def _look_up(self, by: By, name: Name) -> list[Named]:
        return [Named(self.works[at], by, name) for at in self._get_table(by).get(name, ())]

    def _get_table(self, by: By) -> _Table:
        if by not in self._tables:
            table = self._tables[by] = {}
            # of stored records, one column is decoded faster than the whole
            columns = zip(*(iter_column(self.works, field) for field in _FIELDS[by]), strict=True)
            for at, values in enumerate(columns):
                for name in dict.fromkeys(_iter_names(by, *values)):
                    table.setdefault(name, []).append(at)
        return self._tables[by]


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


def _iter_names(by: By, value: Any, other: Any = None) -> Iterator[Name]:
    """Yield the names of a kind that a work has by the values of the fields that hold them."""
    match by:
        case By.KEY:
            yield from (("key", name.lower()) for name in (value, *(other or ())))
        case By.IDENTIFIER:
            for ids in (value, *(appearance.ids for appearance in other or ())):
                yield from (each.identity for each in (iter_identifiers(ids) if ids else ()))
        case By.PAGE:
            yield from _iter_page_names(value) if value else ()
        case By.LISTING:
            for url in dict.fromkeys(url for listing in value or () for url in listing.urls):
                names = list(_names_of(url))
                # a link to another arXiv id than the work's own is wrong
                own = other.arxiv if other else None
                if own is None or all(held == own for scheme, held in names if scheme == "arxiv"):
                    yield from names
        case _:
            titles = (value,) if isinstance(value, str) else value or ()
            yield from (("title", normalize_title(title)) for title in titles)


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
