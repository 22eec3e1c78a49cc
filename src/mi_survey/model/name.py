"""The record of a name: a person's parts, or one literal that nobody has split.

Every command loads this; how names are written and read is in ``model.written_name``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from mi_survey.text import fold


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
