"""Which work an entry of a list means: what its title says, and what its links say.

A list names no authors, so a title counts only where it is that of one verified work, word for
word; where title and link disagree, both are told, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mi_survey.errors import InvalidIdentifier
from mi_survey.model.identifier import Identifier, parse_identifier
from mi_survey.model.work import Listing, Work
from mi_survey.reference.matching import Matcher
from mi_survey.reference.record import Reference
from mi_survey.text import tokenize


@dataclass(frozen=True, slots=True)
class Meant:
    """What an entry means: the work (``None``: nobody can say), and the works of its links.

    ``titled`` says that the title names the work, so that a link to another one is wrong.
    """

    work: Work | None
    linked: tuple[tuple[str, Work], ...]
    titled: bool = False


class WorkFinder:
    """Finds what entries mean among the verified works of a catalog."""

    def __init__(self, works: Sequence[Work]) -> None:
        verified = [work for work in works if work.status == "verified"]
        self._matcher = Matcher(verified)
        self._by_title = _group((work.title, work) for work in verified)
        self._by_other = _group((title, work) for work in verified for title in work.alt_titles)

    def find(self, listing: Listing) -> Meant:
        """Find what an entry means."""
        linked = tuple((url, work) for url in listing.urls for work in self._find_linked(url))
        bare = _bare(listing.title)
        # a tool may bear the title of its paper as another one: the paper comes first
        main, other = self._by_title.get(bare, {}), self._by_other.get(bare, {})
        for _, work in linked:
            if work.key in main or work.key in other:
                return Meant(work, linked, titled=True)
        titled = list((main or other).values())
        if titled:
            single = titled[0] if len(titled) == 1 else None
            return Meant(single, linked, titled=single is not None)
        works = list({work.key: work for _, work in linked}.values())
        return Meant(works[0] if len(works) == 1 else None, linked)

    def _find_linked(self, url: str) -> list[Work]:
        identifier = find_identifier(url)
        reference = Reference(identifiers=(identifier,) if identifier else (), urls=(url,))
        found = {work.key: work for _, work in self._matcher.iter_identified(reference)}
        return list(found.values())


def find_identifier(url: str) -> Identifier | None:
    """Return the identifier that an address shows; ``None`` where it shows none."""
    try:
        return parse_identifier(url)
    except InvalidIdentifier:
        return None


def _group(pairs: Iterable[tuple[str, Work]]) -> dict[str, dict[str, Work]]:
    groups: dict[str, dict[str, Work]] = {}
    for title, work in pairs:
        groups.setdefault(_bare(title), {})[work.key] = work
    return groups


def _bare(title: str) -> str:
    return " ".join(tokenize(title))
