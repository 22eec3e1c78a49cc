"""Which work a reference means: by its identifiers, else by title and author together.

A title alone never suffices: different papers share titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mi_survey.model.address import normalize_url
from mi_survey.model.identifier import Identifier, equivalents, iter_identifiers
from mi_survey.model.work import Work
from mi_survey.reference.record import Reference
from mi_survey.text import tokenize


class Matcher:
    """Finds the works that references mean."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._by_identity: dict[tuple[str, str], Work] = {}
        self._by_url: dict[str, Work] = {}
        self._by_title: dict[str, list[Work]] = {}
        for work in works:
            for identifier in iter_identifiers(work.ids):
                self._by_identity[identifier.identity] = work
            if work.url:
                self._by_url[normalize_url(work.url)] = work
            self._by_title.setdefault(_bare(work.title), []).append(work)
        # a tool may bear the title of its paper as another one: the paper comes first
        for work in works:
            for title in work.alt_titles:
                self._by_title.setdefault(_bare(title), []).append(work)

    def find_work(self, reference: Reference) -> Work | None:
        """Return the work that a reference means; ``None`` where it means none."""
        identified = (work for _, work in self.iter_identified(reference))
        return next(identified, None) or self.find_titled(reference)

    def iter_identified(self, reference: Reference) -> Iterator[tuple[Identifier | str, Work]]:
        """Yield every work that an identifier or address of a reference names, with that."""
        for identifier in reference.identifiers:
            for meant in equivalents(identifier):
                work = self._by_identity.get(meant.identity)
                if work is not None:
                    yield identifier, work
                    break
        for url in reference.urls:
            if (work := self._by_url.get(normalize_url(url))) is not None:
                yield url, work

    def find_titled(self, reference: Reference) -> Work | None:
        """Return the work that has a reference's title and one of its authors, else ``None``."""
        for work in self._by_title.get(_bare(reference.title), ()):
            if reference.families & {name.match_key for name in work.authors}:
                return work
        return None


def _bare(title: str) -> str:
    return " ".join(tokenize(title))
