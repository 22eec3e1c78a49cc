"""The record of a name: a person's parts, or one literal that nobody has split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from mi_survey.text import fold, normalize_space, printable

# Every command loads this, so patterns are compiled on first use.
_SUFFIX = r"[Jj]r\.?|[Ss]r\.?|II|III|IV"
_DEGREE = r".*\b[Pp]h\.?\s?[Dd]\.?"


@dataclass(frozen=True, slots=True)
class Name:
    """A person (``given``, ``family``, ``suffix``) or, as ``literal``, anything that is not split.

    ``family`` includes its particles, as in ``van der Weij``.
    """

    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    literal: str | None = None

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    @property
    def display(self) -> str:
        """The name as people read it.

        >>> Name(given="Teun", family="van der Weij").display
        'Teun van der Weij'
        """
        person = " ".join(filter(None, (self.given, self.family)))
        return self.literal or ", ".join(filter(None, (person, self.suffix)))

    @property
    def sort_form(self) -> str:
        """The name as lists order it, family first.

        >>> Name(given="Teun", family="van der Weij").sort_form
        'van der Weij, Teun'
        """
        return self.literal or ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def family_or_literal(self) -> str:
        """What a short citation calls the author."""
        return self.family or self.literal or ""

    @property
    def particle(self) -> str:
        """The lower-case words before the family name proper; empty where there are none.

        >>> Name(given="Teun", family="van der Weij").particle
        'van der'
        """
        words = self.family.split() if self.family else []
        count = 0
        while count < len(words) - 1 and words[count].lstrip("'’")[:1].islower():
            count += 1
        return " ".join(words[:count])

    @property
    def match_key(self) -> str:
        """The family name or literal without case and accents, for comparing.

        >>> Name(given="Raphaël", family="Millière").match_key
        'milliere'
        """
        return fold(self.family_or_literal)


def problem(name: Name) -> str | None:
    """Say what is wrong with a record of a name; None where nothing is.

    >>> problem(Name(given="Neel"))
    'a given name or suffix without a family name'
    """
    if name.literal is not None and (name.given or name.family or name.suffix):
        return "both a literal and parts of a person's name"
    fields = {"given": name.given, "family": name.family, "suffix": name.suffix}
    parts = {field: part for field, part in fields.items() if part is not None}
    if name.literal is None and not parts:
        return "nothing is there"
    if parts and not name.family:
        return "a given name or suffix without a family name"
    for field, part in (parts or {"literal": name.literal or ""}).items():
        if reason := _problem_of_part(part, literal=field == "literal"):
            return f"{field} {reason}"
    if name.suffix and not re.fullmatch(_SUFFIX, name.suffix):
        return f"{name.suffix} is no suffix such as Jr. or III"
    return None


def _problem_of_part(part: str, *, literal: bool) -> str | None:
    if not part.strip():
        return "is empty"
    if printable(part) != part:
        return "holds control characters"
    if normalize_space(part) != part:
        return "holds stray white space"
    if "{" in part or "}" in part:
        return "holds braces"
    if not literal and "," in part:
        return "holds a comma"
    if not literal and re.fullmatch(_DEGREE, part):
        return "holds a degree"
    return None
