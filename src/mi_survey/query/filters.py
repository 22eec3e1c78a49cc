"""The filters that commands share: what a selection asks for, as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FilterValue = str | int | Sequence[str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a selection asks for, as it was typed; empty fields ask for nothing.

    Fields combine with AND, the values within one field with OR. ``axes`` has the axes that
    something is asked of, each with its values.
    """

    axes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    venue: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    workshops: bool = False

    @classmethod
    def of(cls, **values: FilterValue) -> Filters:
        """Make filters of single values or sequences of them; what is no field is an axis.

        >>> Filters.of(object="neuron", year=2024)  # doctest: +ELLIPSIS
        Filters(axes=(('object', ('neuron',)),), by=(), year=('2024',), ...)
        """
        fields: dict[str, Any] = {}
        axes = []
        for name, value in values.items():
            several = (value,) if isinstance(value, str | int) else value
            texts = tuple(str(item) for item in several)
            if name == "workshops":
                fields[name] = bool(value)
            elif name in cls.__slots__ and name != "axes":
                fields[name] = texts
            elif texts:
                axes.append((name, texts))
        return cls(axes=tuple(axes), **fields)
