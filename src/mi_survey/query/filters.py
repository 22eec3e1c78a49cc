"""The filters that commands share: what a selection asks for, as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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

    def narrow(self, axis: str, term: str) -> Filters:
        """Return the filters that ask for a term of an axis, too, in the same placement.

        >>> Filters.of(object=("mha", "!ffn")).narrow("object", "neuron").axes
        (('object', ('mha+neuron', '!ffn')),)
        """
        asked = dict(self.axes)
        values = [part.strip() for value in asked.get(axis, ()) for part in value.split(",")]
        chosen = tuple(f"{value}+{term}" for value in values if not value.startswith("!"))
        excluded = tuple(value for value in values if value.startswith("!"))
        return replace(self, axes=tuple({**asked, axis: (*(chosen or (term,)), *excluded)}.items()))

    def words(self) -> list[str]:
        """Return the words of a command line that ask for the same.

        >>> Filters.of(object=("mha", "!ffn"), year=2024, workshops=True).words()
        ['--object', 'mha,!ffn', '--year', '2024', '--workshops']
        """
        own = [(name, getattr(self, name)) for name in self.__slots__ if name != "axes"]
        found: list[str] = []
        for name, values in (*self.axes, *own):
            if values:
                found += [f"--{name}"] if values is True else [f"--{name}", ",".join(values)]
        return found

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
