"""The filters that commands share: what a selection asks for, as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    Values = str | int | Sequence[str | int]

    class FilterValues(TypedDict, total=False):
        """The keyword arguments that make ``Filters``: for each a value or several."""

        object: Values
        locate: Values
        steer: Values
        area: Values
        by: Values
        year: Values
        venue: Values
        author: Values
        kind: Values
        source: Values
        status: Values
        workshops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a selection asks for, as it was typed; empty fields ask for nothing.

    Fields combine with AND, the values within one field with OR.
    """

    object: tuple[str, ...] = ()
    locate: tuple[str, ...] = ()
    steer: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    venue: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    workshops: bool = False

    @classmethod
    def of(cls, **values: Unpack[FilterValues]) -> Filters:
        """Make filters of single values or sequences of them.

        >>> Filters.of(object="neuron", year=2024).year
        ('2024',)
        """
        filters: dict[str, Any] = dict(values)
        for name, value in filters.items():
            if not isinstance(value, bool):
                several = (value,) if isinstance(value, str | int) else value
                filters[name] = tuple(str(item) for item in several)
        return cls(**filters)
