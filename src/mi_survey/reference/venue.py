"""Names of venues: which series, edition and track a written name means, and whether it fits.

Fair to the many ways of naming one venue: abbreviations, official names of proceedings, series
of publishers. A name that nothing is known of is only wrong where it plainly means another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from mi_survey.model.venue import (
    CHAPTERS,
    CONFERENCES,
    EDITIONS,
    FORMER_NAMES,
    GENERIC,
    JOURNALS,
    NEUTRAL,
    PREPRINT,
    VENUE_WORDS,
    WORKSHOP,
)
from mi_survey.model.work import Appearance, Venue, Work, is_published
from mi_survey.text import fold, tokenize

_SERIES = {name: re.compile(form) for name, form in (CONFERENCES | JOURNALS).items()}
# ICMLW and CVPRW are the workshops of conferences.
_WORKSHOP_OF = re.compile(rf"\b({'|'.join(filter(str.isalpha, CONFERENCES))})w\b")
_YEAR = re.compile(r"(?<!\d)(19[6-9]\d|20[0-4]\d)(?!\d)|(?<=[a-z])['’](\d\d)\b|['’](\d\d)\b")
_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70}
_ORDINAL = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)\b|\b(?:(twent|thirt|fort|fift|sixt|sevent)(?:y[- ]|ieth))?("
    + "|".join(sorted(_ONES, key=len, reverse=True))
    + r")?\b"
)
_VOLUME = re.compile(r"systems,?(?: vol\w*\.?)? (\d{1,2})\b")
_LONGEST = 1000  # characters of a name, or of what stands around a link: the rest is not read


class VenueName(NamedTuple):
    """What a written name says, folded: the series that it names, and the track."""

    folded: str
    series: frozenset[str]
    findings: bool
    workshop: bool

    @property
    def year(self) -> int | None:
        """The year of the edition, which its number or that of the volume may tell."""
        years = {
            int(whole or f"20{within or apart}")
            for whole, within, apart in _YEAR.findall(self.folded)
        }
        if years:
            return years.pop() if len(years) == 1 else None
        if volume := _VOLUME.search(self.folded):
            return 1987 + int(volume[1])
        first = [EDITIONS[name] for name in self.series if name in EDITIONS]
        numbers = [
            int(digits or 0) + _TENS.get(tens, 0) + (_ONES.index(ones) + 1 if ones else 0)
            for digits, tens, ones in _ORDINAL.findall(self.folded)
            if digits or tens or ones
        ]
        return first[0] + numbers[0] if len(first) == len(numbers) == 1 else None


def parse_venue(text: str) -> VenueName:
    """Read the name of a venue; total.

    >>> venue = parse_venue("Findings of the Association for Computational Linguistics: EMNLP 2024")
    >>> sorted(venue.series), venue.year, venue.findings
    (['emnlp'], 2024, True)
    >>> parse_venue("ICMLW").workshop
    True
    >>> [parse_venue(text).year for text in ("NIPS'17", "The Twelfth International Conference on "
    ... "Learning Representations", "Advances in Neural Information Processing Systems 37")]
    [2017, 2024, 2024]
    """
    return _parse_venue(text[:_LONGEST])


# A bibliography names few venues, each many times.
@lru_cache(maxsize=500)
def _parse_venue(text: str) -> VenueName:
    folded = _WORKSHOP_OF.sub(r"\1 workshop", fold(text))
    series = {name for name, form in _SERIES.items() if form.search(folded)}
    if series & CHAPTERS and "meeting of the association" not in folded:
        series.discard("acl")
    is_workshop = re.search(WORKSHOP, folded) is not None
    return VenueName(folded, frozenset(series), "findings" in folded, is_workshop)


def is_preprint_venue(text: str) -> bool:
    """Tell whether a name stands for a preprint server, or for not being published.

    >>> [is_preprint_venue(text) for text in ("arXiv preprint arXiv:2406.11717", "CoRR", "ICLR")]
    [True, True, False]
    """
    return re.search(PREPRINT, fold(text[:_LONGEST])) is not None


def describe_mismatch(text: str, work: Work) -> str:
    """Say in what a written venue differs from a published work's; empty where it does not."""
    venue = work.venue
    if venue is None or not is_published(work):
        return ""
    written, right = parse_venue(text), _parse_record(venue)
    if written.folded in (fold(venue.name), fold(venue.short)):
        return ""
    if re.search(NEUTRAL, written.folded):
        return ""
    if written.series & right.series:
        return _differ_within_series(written, right, venue, work.year)
    if not (written.series and right.series) and _shares_words(written, right):
        return ""
    return "another venue" if written.series or re.search(VENUE_WORDS, written.folded) else ""


def find_appearance(venues: Sequence[str], year: int | None, work: Work) -> Appearance | None:
    """Find the other appearance of a work, such as a workshop's, that is written of it.

    It is where the venues are not the main one, or where the year is another than the work's and
    they do not name the main one.
    """
    if not work.appearances:
        return None
    is_elsewhere = bool(venues) and all(describe_mismatch(venue, work) for venue in venues)
    is_at_main = any(names_venue(venue, work) for venue in venues)
    for other in work.appearances:
        there = replace(work, venue=other.venue, year=other.year or work.year)
        mismatches = [describe_mismatch(venue, there) for venue in venues]
        if not is_published(there) or (mismatches and all(mismatches)):
            continue
        if is_elsewhere or (year == there.year != work.year and not is_at_main):
            return other
    return None


def names_venue(text: str, work: Work) -> bool:
    """Tell whether a text names, among other words, where a work appeared."""
    venue = work.venue
    if venue is None:
        return False
    named = parse_venue(text)
    if named.series & _parse_record(venue).series:
        return True
    names = (re.escape(fold(name)) for name in (venue.short, venue.name))
    return any(re.search(rf"(?<![^\W\d_]){name}(?![^\W\d_])", named.folded) for name in names)


def _parse_record(venue: Venue) -> VenueName:
    return parse_venue(f"{venue.name} ({venue.short})")


def _differ_within_series(
    written: VenueName, right: VenueName, venue: Venue, year: int | None
) -> str:
    if written.findings != right.findings:
        if right.findings:
            return "the main conference, not Findings"
        return "Findings, not the main conference"
    if written.workshop and venue.type != "workshop":
        return "a workshop, not the conference"
    # the name of the series alone is that of the conference
    own = _telling(tokenize(written.folded)) & _telling(tokenize(right.folded))
    if venue.type == "workshop" and not (written.workshop or own):
        return "the conference, not its workshop"
    if written.year and year and written.year != year:
        return f"the edition of {written.year}, not {year}"
    return ""


def _shares_words(written: VenueName, right: VenueName) -> bool:
    ours, theirs = tokenize(written.folded), tokenize(right.folded)
    return bool(_telling(ours) & _telling(theirs)) or "".join(ours) in "".join(theirs)


def _telling(words: list[str]) -> set[str]:
    known = set(CONFERENCES) | set(FORMER_NAMES) | GENERIC
    return {word for word in words if not word[0].isdigit()} - known
