"""Years and ranges of years, as ``--year`` takes them.

The module is light to import: the short way parses by it, too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mi_survey.errors import InvalidYearRange

_DIGITS = 4
_END = 10**_DIGITS  # of time, for who writes years in four digits


def parse_year_range(text: str) -> range:
    """Parse ``2024``, ``2023..2025``, ``2024..`` or ``..2022``.

    Raises:
        InvalidYearRange: the text is none of these, or the range runs backwards.

    >>> parse_year_range("2023..2025"), parse_year_range("2024..")
    (range(2023, 2026), range(2024, 10000))
    """
    first, dots, last = text.strip().partition("..")
    ends = [end for end in (first, last) if end]
    if not ends or not all(len(end) == _DIGITS and end.isdecimal() for end in ends):
        raise _invalid(text)
    if not dots:
        last = first
    years = range(int(first or 0), int(last) + 1 if last else _END)
    if not years:
        raise _invalid(text, reason="runs backwards")
    return years


def parse_year(text: str) -> int:
    """Parse a year in four digits.

    Raises:
        InvalidYearRange: the text is none.

    >>> parse_year(" 2024 ")
    2024
    """
    year = text.strip()
    if len(year) != _DIGITS or not year.isdecimal():
        raise _invalid(text, reason="is no year")
    return int(year)


def split_years(text: str) -> tuple[str, range | None]:
    """Take from the end of a question since, after, before or until when it asks.

    >>> split_years("what is known of refusal since 2024?"), split_years("LLMs before 2023")
    (('what is known of refusal', range(2024, 10000)), ('LLMs', range(0, 2023)))
    >>> split_years("Cognition 2024")
    ('Cognition 2024', None)
    """
    *rest, word, end = ["", "", *text.rstrip(" ?.").split()]
    if len(end) != _DIGITS or not end.isdecimal():
        return text, None
    year = int(end)
    ranges = {
        "since": range(year, _END),
        "after": range(year + 1, _END),
        "until": range(year + 1),
        "before": range(year),
    }
    years = ranges.get(word.lower())
    return (text, None) if years is None else (" ".join(rest).strip(), years)


def match_years(values: Iterable[str], postings: Mapping[str, int]) -> int:
    """Join the posting lists of the years that ``--year`` asks for.

    Raises:
        InvalidYearRange: a value holds what is no year.
    """
    ranges = [parse_year_range(part) for value in values for part in value.split(",")]
    bits = 0
    for year, posting in postings.items():
        if any(int(year) in years for years in ranges):
            bits |= posting
    return bits


def _invalid(text: str, *, reason: str = "is no year or range of years") -> InvalidYearRange:
    from mi_survey.errors import InvalidYearRange  # which most calls do not meet

    return InvalidYearRange(text, reason=reason)
