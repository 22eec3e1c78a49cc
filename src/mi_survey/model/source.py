"""The lists that works were taken from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

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
