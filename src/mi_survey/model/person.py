"""People who have published under several names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Person:
    """One person's names as works give them, and the pages that show them to be one person."""

    names: tuple[str, ...]
    evidence: tuple[str, ...] = ()

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
