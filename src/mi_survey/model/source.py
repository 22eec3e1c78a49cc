"""The lists that works were taken from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from mi_survey.model.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list that works were taken from; ``None`` stands for what is not known.

    ``collected`` is an ISO date, ``listings`` the number of entries taken from the list, and
    ``citation`` the work to cite for it.
    """

    id: str
    title: str
    listings: int
    url: str | None = None
    authors: str | None = None
    license: str | None = None
    collected: str | None = None
    citation: Work | None = None

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
