"""Years and ranges of years, as ``--year`` takes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mi_survey.errors import InvalidYearRange

_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")


@dataclass(frozen=True, slots=True)
class YearRange:
    """Years from ``first`` to ``last``, both included; ``None`` leaves that end open."""

    first: int | None
    last: int | None

    def __contains__(self, year: int) -> bool:
        """Tell whether a year lies in the range."""
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )


def parse_year_range(text: str) -> YearRange:
    """Parse ``2024``, ``2023..2025``, ``2024..`` or ``..2022``.

    Raises:
        InvalidYearRange: the text is none of these, or the range runs backwards.

    >>> parse_year_range("2023..2025"), parse_year_range("2024..")
    (YearRange(first=2023, last=2025), YearRange(first=2024, last=None))
    """
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        raise InvalidYearRange(text)
    first, dots, last = match.groups()
    if dots is None:
        if first is None or last is not None:
            raise InvalidYearRange(text)
        return YearRange(int(first), int(first))
    if first is None and last is None:
        raise InvalidYearRange(text)
    if first and last and first > last:
        raise InvalidYearRange(text, reason="runs backwards")
    return YearRange(int(first) if first else None, int(last) if last else None)
