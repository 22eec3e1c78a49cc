"""From what a person pastes to the one work that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import zip_longest

from mi_survey.errors import AmbiguousWork, InvalidIdentifier, WorkNotFound
from mi_survey.model.identifier import (
    SCHEMES,
    equivalents,
    identity,
    is_web_url,
    normalize_url,
    parse_identifier,
)
from mi_survey.model.work import Work
from mi_survey.query.search import TextIndex
from mi_survey.text import fold, nearest, tokenize

__all__ = ["Resolver"]


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
            (scheme, identity(scheme, value)): work
            for work in self.works
            for scheme in SCHEMES
            if (value := getattr(work.ids, scheme))
        }

    @cached_property
    def _urls(self) -> dict[str, Work]:
        return {normalize_url(work.url): work for work in self.works if work.url}

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
        work = self._keys.get(stripped.lower()) or self._find_by_identifier(stripped)
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

    def _find_by_identifier(self, text: str) -> Work | None:
        try:
            named = parse_identifier(text)
        except InvalidIdentifier:
            # an OpenReview id or a repository without its host has no form of its own
            for scheme in ("openreview", "github"):
                work = self._identities.get((scheme, identity(scheme, text)))
                if work is not None:
                    return work
            return self._urls.get(normalize_url(text))
        for identifier in equivalents(named):
            key = (identifier.scheme, identity(identifier.scheme, identifier.value))
            if key in self._identities:
                return self._identities[key]
        return self._urls.get(normalize_url(text))

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
