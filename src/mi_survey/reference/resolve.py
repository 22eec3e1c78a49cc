"""From what a person pastes to the one work that it names.

What a work says of itself always wins. What a list links it by counts only where it links one
work alone, and not where it is another arXiv id than the work's own: lists are sometimes wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest

from mi_survey.errors import AmbiguousWork, InvalidIdentifier, WorkNotFound
from mi_survey.model.address import is_web_url, normalize_url, split_url
from mi_survey.model.identifier import equivalents, identity, iter_identifiers, parse_identifier
from mi_survey.model.work import Work
from mi_survey.query.search import TextIndex
from mi_survey.text import fold, nearest, tokenize

# What a text or an address may name: an identifier, a page, or a page's id at its site.
_Name = tuple[str, str]

_NEURIPS = re.compile(r"(?:proceedings\.)?(?:neurips|nips)\.cc|papers\.(?:neurips|nips)\.cc")
_NEURIPS_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
# Both sites, and the mirror, show the same posts under the same ids.
_FORUM = re.compile(r"(?:lesswrong|greaterwrong)\.com|alignmentforum\.org")
_FORUM_POST = re.compile(r"(?:^|/)(?:posts|p)/([A-Za-z0-9]{17})(?:/|$)")
_ARXIV_IN_PATH = re.compile(r"(?:^|[/:])([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf)?(?=/|$)")


class Resolver:
    """Finds works by key, alias, identifier, URL, nickname, or enough of the title."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = works

    @cached_property
    def _keys(self) -> dict[str, Work]:
        return {name.lower(): work for work in self.works for name in (work.key, *work.aliases)}

    @cached_property
    def _identities(self) -> dict[tuple[str, str], Work]:
        return {
            identifier.identity: work
            for work in self.works
            for identifier in iter_identifiers(work.ids)
        }

    @cached_property
    def _pages(self) -> dict[_Name, Work]:
        pages: dict[_Name, Work] = {}
        for work in self.works:
            for name in _iter_page_names(work.url) if work.url else ():
                pages.setdefault(name, work)
        return pages

    @cached_property
    def _listed(self) -> dict[_Name, list[Work]]:
        """What lists link works by, each with the works that are linked so."""
        listed: dict[_Name, list[Work]] = {}
        for work in self.works:
            urls = {url for listing in work.listings for url in listing.urls}
            groups = [set(_iter_names(url)) for url in urls]
            right = (names for names in groups if not _is_another_paper(names, work))
            for name in set().union(*right):
                listed.setdefault(name, []).append(work)
        return listed

    @cached_property
    def _titles(self) -> dict[str, list[Work]]:
        return self._group(lambda work: (work.title,))

    @cached_property
    def _other_names(self) -> dict[str, list[Work]]:
        return self._group(lambda work: (*work.nicknames, *work.alt_titles))

    def _group(self, names: Callable[[Work], Iterable[str]]) -> dict[str, list[Work]]:
        groups: dict[str, list[Work]] = {}
        for work in self.works:
            for name in {fold(name) for name in names(work)}:
                groups.setdefault(name, []).append(work)
        return groups

    @cached_property
    def _text(self) -> TextIndex:
        return TextIndex(self.works)

    def get_work(self, text: str) -> Work:
        """Return the work that a text names.

        Raises:
            WorkNotFound: it names none; the error holds the nearest keys.
            AmbiguousWork: it is part of several titles.
        """
        stripped = text.strip()
        work = self._keys.get(stripped.lower()) or self.find_by_identifier(stripped)
        if work is not None:
            return work
        folded = fold(stripped).strip("\"'")
        candidates = (
            self._titles.get(folded)
            or self._other_names.get(folded)
            or self._find_by_words(stripped)
        )
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            candidates = sorted(candidates, key=lambda work: _stands_in_title(folded, work))
            raise AmbiguousWork(stripped, candidates=_keys(candidates))
        raise WorkNotFound([text], nearest=self._nearest_keys(stripped))

    def get_works(self, texts: Iterable[str]) -> list[Work]:
        """Return the works that the texts name, each once, in the order in which they are named.

        Raises:
            WorkNotFound: some name none; the error names them all.
            AmbiguousWork: one is part of several titles.
        """
        found: dict[str, Work] = {}
        missing: list[str] = []
        near: list[tuple[str, ...]] = []
        for text in texts:
            try:
                work = self.get_work(text)
            except WorkNotFound as error:
                missing.append(text)
                near.append(error.nearest)
            else:
                found[work.key] = work
        if missing:
            # the nearest of each before the second nearest of any
            hints = [key for keys in zip_longest(*near) for key in keys if key is not None]
            raise WorkNotFound(missing, nearest=list(dict.fromkeys(hints))[:3])
        return list(found.values())

    def find_by_identifier(self, text: str) -> Work | None:
        """Return the work that an identifier or an address names, None if it names none."""
        names = list(_iter_names(text))
        for name in names:
            work = self._identities.get(name) or self._pages.get(name)
            if work is not None:
                return work
        for name in names:
            listed = self._listed.get(name, ())
            if len(listed) == 1:
                return listed[0]
        return None

    def _find_by_words(self, text: str) -> list[Work]:
        words = set(tokenize(text))
        if not words or is_web_url(text):
            return []
        return [
            work
            for work in self.works
            if any(words <= set(tokenize(title)) for title in (work.title, *work.alt_titles))
        ]

    def _nearest_keys(self, text: str) -> list[str]:
        if is_web_url(text):
            return []
        hits = self._text.search(text)[:3]
        return nearest(text.lower(), self._keys) or _keys(self.works[hit.position] for hit in hits)


def _keys(works: Iterable[Work]) -> list[str]:
    return [work.key for work, _ in zip(works, range(3), strict=False)]


def _is_another_paper(names: Iterable[_Name], work: Work) -> bool:
    own = work.ids.arxiv
    return own is not None and any(scheme == "arxiv" and id != own for scheme, id in names)


def _stands_in_title(text: str, work: Work) -> int:
    """Return 0 where a title begins with the text, 1 where it stands within one, else 2."""
    titles = [fold(title) for title in (work.title, *work.alt_titles)]
    if any(title.startswith(text) for title in titles):
        return 0
    return 1 if any(text in title for title in titles) else 2


def _iter_names(text: str) -> Iterator[_Name]:
    """Yield what a text may name, surest first: an identifier, a page, an id within it."""
    try:
        named = parse_identifier(text)
    except InvalidIdentifier:
        # an OpenReview id or a repository without its host has no form of its own
        for scheme in ("openreview", "github"):
            yield scheme, identity(scheme, text)
    else:
        yield from (each.identity for each in equivalents(named))
    yield from _iter_page_names(text)


def _iter_page_names(url: str) -> Iterator[_Name]:
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
