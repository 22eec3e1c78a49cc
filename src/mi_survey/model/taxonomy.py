"""The survey's axes and their terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

AxisId = Literal["object", "locate", "steer", "area"]
AXES: tuple[AxisId, ...] = get_args(AxisId)

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Term:
    """One value of an axis; ``parent`` names the wider term that includes it."""

    id: str
    label: str
    definition: str
    order: int
    aliases: tuple[str, ...] = ()
    parent: str | None = None

    __pydantic_config__: ClassVar[Any] = _STRICT


@dataclass(frozen=True, slots=True)
class Axis:
    """One question that the survey asks of every work, with its possible answers in order."""

    id: AxisId
    label: str
    definition: str
    terms: tuple[Term, ...]

    __pydantic_config__: ClassVar[Any] = _STRICT

    def term(self, id: str) -> Term:
        """Return the term with this id; raise ``KeyError`` where there is none."""
        for term in self.terms:
            if term.id == id:
                return term
        raise KeyError(id)

    def leaves(self) -> tuple[Term, ...]:
        """Return the terms that works are tagged with: those without children."""
        parents = {term.parent for term in self.terms}
        return tuple(term for term in self.terms if term.id not in parents)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The four axes."""

    axes: tuple[Axis, ...]

    __pydantic_config__: ClassVar[Any] = _STRICT

    def axis(self, id: str) -> Axis:
        """Return the axis with this id; raise ``KeyError`` where there is none."""
        for axis in self.axes:
            if axis.id == id:
                return axis
        raise KeyError(id)
