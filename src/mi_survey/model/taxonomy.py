"""The axes that works are placed on, and their terms: data, whatever they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

# The term of this id says on every axis that there is no such step; nothing is below it.
NO_STEP = "none"

# What no axis may be called: it would hide an option, a field, a column or a facet.
RESERVED = frozenset(
    """
    key title kind authors year month venue volume number pages publisher address ids url
    alt_titles nicknames aliases placements listings evidence status list_errors source urls
    section labels tags date by axes author workshops sort limit count explain format json
    color catalog output force append style prefer ascii keywords fix missing coverage all
    gaps write help match total bib q rows cols summary topics appearances select ignore fail_on
    cited rules since until has partial summaries from lacks new
    """.split()
)

# An axis and what is said on it: one term, or several where the axis may hold several.
Tag = tuple[str, str | tuple[str, ...]]

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Term:
    """One value of an axis; ``parent`` names the wider term that includes it.

    ``aliases`` mean the term itself; ``hints`` lead to it without meaning it, being narrower as
    jailbreak is than safety, or looser.
    """

    id: str
    label: str
    definition: str
    order: int
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    parent: str | None = None

    __pydantic_config__: ClassVar[Any] = _STRICT

    @property
    def wording(self) -> str:
        """The label in a sentence, where that of no such step, often a dash, says little."""
        return self.id if self.id == NO_STEP else self.label

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a filter understands: the id, the label, aliases and hints."""
        return (self.id, self.label, *self.aliases, *self.hints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One question that is asked of every work, with its possible answers in order.

    ``most`` is the number of terms that a placement may name here; more than one stand in an
    array. ``heading`` says that lists stand under this axis: its terms are their headings, and
    a work under two of them has two placements. ``rank`` says which columns stay where not all
    fit, 1 the longest; without it the order of the axes does.
    """

    id: str
    label: str
    definition: str
    aliases: tuple[str, ...] = ()
    most: int = 1
    heading: bool = False
    rank: int | None = None
    terms: tuple[Term, ...]

    __pydantic_config__: ClassVar[Any] = _STRICT

    def term(self, id: str) -> Term:
        """Return the term with this id; raise ``KeyError`` where there is none."""
        return {term.id: term for term in self.terms}[id]

    def leaves(self) -> tuple[Term, ...]:
        """Return the terms that works are tagged with: those without children."""
        narrower = self.narrower()
        return tuple(term for term in self.terms if term.id not in narrower)

    def narrower(self) -> dict[str, list[str]]:
        """Return for every term with children their ids."""
        found: dict[str, list[str]] = {}
        for term in self.terms:
            if term.parent:
                found.setdefault(term.parent, []).append(term.id)
        return found

    def wider(self) -> dict[str, tuple[str, ...]]:
        """Return for every term the terms that include it, nearest first.

        Whatever the data says, no term comes twice, so that a circle of parents ends.
        """
        parents = {term.id: term.parent for term in self.terms}
        found: dict[str, tuple[str, ...]] = {}
        for term in self.terms:
            above: dict[str, None] = {}
            parent = term.parent
            while parent is not None and parent in parents and parent not in (*above, term.id):
                above[parent] = None
                parent = parents[parent]
            found[term.id] = tuple(above)
        return found


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The axes in the order in which they are told."""

    axes: tuple[Axis, ...]

    __pydantic_config__: ClassVar[Any] = _STRICT

    def axis(self, id: str) -> Axis:
        """Return the axis with this id; raise ``KeyError`` where there is none."""
        return {axis.id: axis for axis in self.axes}[id]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the axes in order."""
        return tuple(axis.id for axis in self.axes)

    @property
    def heading(self) -> Axis | None:
        """The axis that lists stand under, if any."""
        return next((axis for axis in self.axes if axis.heading), None)

    def in_file_order(self) -> tuple[Axis, ...]:
        """Return the axes in the order in which records name them: the headings' first."""
        return tuple(sorted(self.axes, key=lambda axis: not axis.heading))

    def tag(self, terms: Mapping[str, Sequence[str]]) -> tuple[Tag, ...]:
        """Return the tags of a placement with these terms on these axes, in order."""
        return tuple(
            (axis.id, tuple(terms[axis.id]) if axis.most > 1 else terms[axis.id][0])
            for axis in self.in_file_order()
            if terms.get(axis.id)
        )


NO_AXES = Taxonomy(())
