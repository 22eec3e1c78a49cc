"""The lists that works were taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mi_survey.errors import UsageFault
from mi_survey.model.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list that works were taken from; ``None`` stands for what is not known.

    ``collected`` is an ISO date. The list has ``entries``, of which the catalog holds
    ``listings``. ``state_of`` is the id of the source that is another state of the same list, so
    that the two count as one. ``citation`` is the work to cite for it.
    """

    id: str
    title: str
    listings: int
    url: str | None = None
    maintainers: tuple[str, ...] = ()
    license: str | None = None
    collected: str | None = None
    entries: int | None = None
    state_of: str | None = None
    citation: Work | None = None

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    def get_citation(self) -> Work:
        """Return the work to cite for the list.

        Raises:
            UsageFault: none is known.
        """
        if self.citation is None:
            raise UsageFault(
                f"no work is known to cite for the list '{self.id}'",
                hint=f"its works: mi-survey find --source {self.id}",
            )
        return self.citation


def count_lists(work: Work, sources: Iterable[Source] = ()) -> int:
    """Count the lists that name a work; an older and a newer state of one list count once."""
    lists = {source.id: source.state_of for source in sources if source.state_of}
    return len({lists.get(listing.source, listing.source) for listing in work.listings})
