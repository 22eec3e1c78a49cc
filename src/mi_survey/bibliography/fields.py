"""Where a reference departs from the record of the work that it means, field by field.

An error is what cannot be right; a note what may be, as the authors of a preprint in their own
order. What the record does not know is never held against a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mi_survey.bibliography.rules import AUTHORS, PAGES, PUBLISHED, TITLE, VENUE, YEAR
from mi_survey.model.finding import Rule, Severity
from mi_survey.model.identifier import equivalents, find_identifier, iter_identifiers
from mi_survey.model.venue import NOT_YET
from mi_survey.model.work import Work, is_published
from mi_survey.reference.person import compare_authors
from mi_survey.reference.record import Reference
from mi_survey.reference.title import grade_title
from mi_survey.reference.venue import (
    describe_mismatch,
    find_appearance,
    names_venue,
    parse_venue,
)
from mi_survey.text import fold

# What appears on a site first, and on arXiv besides, is published by neither more than the other.
_PUBLISHABLE = frozenset({"paper", "survey", "preprint"})
_LATE_JOURNAL_YEARS = 1
_YEARS_OF_VERSIONS = 2  # most preprints have had their last version by then
_FROM_ONE = re.compile(r"1\s*[–—-]")
_PLAIN_PAGES = re.compile(r"[\d\s–—-]+")


class Departure(NamedTuple):
    """What a field says that the record does not; ``severity`` where it is not the rule's own."""

    rule: Rule[[]]
    message: str
    suggestion: str = ""
    severity: Severity | None = None


def iter_departures(reference: Reference, work: Work) -> Iterator[Departure]:
    """Yield where a reference departs from the record."""
    outdated = work.kind in _PUBLISHABLE and is_published(work) and reference.is_preprint
    if outdated and not _tells_publication(reference, work):
        # a link in a text leads to where the text is free, and says nothing of where it appeared
        severity: Severity | None = None if reference.key else "note"
        message = f"this preprint is published: {_appeared(work)}"
        yield Departure(PUBLISHED, message, f"cite {work.key} as published", severity)
    if not _is_evident(work):
        return
    yield from _title_departure(reference, work, outdated=outdated)
    yield from _author_departure(reference, work, outdated=outdated)
    venues = reference.published_venues
    other = None if outdated else find_appearance(venues, reference.year, work)
    if other is not None:
        yield Departure(VENUE, f"the work appeared at {_appeared(work)}, too", severity="note")
        work = replace(work, venue=other.venue, year=other.year or work.year, pages=None)
    elif not outdated and (workshop := _find_workshop_before(venues, reference.year, work)):
        message = f"'{workshop}' may be where the work appeared before"
        yield Departure(VENUE, message, f"it appeared at {_appeared(work)}", "note")
        return
    if reference.year and work.year and reference.year not in _years(reference, work):
        yield Departure(YEAR, f"the year is {work.year}, not {reference.year}")
    mismatches = [describe_mismatch(venue, work) for venue in venues]
    if venues and all(mismatches):
        yield Departure(VENUE, f"'{venues[0]}' is {mismatches[0]}", f"it is {work.venue_name}")
    if not outdated:
        yield from _page_departure(reference.pages, work.pages or "")


def _appeared(work: Work) -> str:
    venue = work.venue_name
    return f"{venue}, {work.year}" if work.year and str(work.year) not in venue else venue


def _tells_publication(reference: Reference, work: Work) -> bool:
    """Tell whether words beside a reference say where the work appeared; plans do not."""
    if reference.key and re.search(NOT_YET, fold(reference.context)):
        return False
    return names_venue(reference.context, work)


def _find_workshop_before(venues: Sequence[str], year: int | None, work: Work) -> str:
    """Return the workshop that a work may have been at before it appeared; empty for none."""
    if work.venue is None or work.year is None:
        return ""
    right = parse_venue(work.venue.short)
    for venue in venues:
        written = parse_venue(venue)
        # a conference has no paper at a workshop of its own, in one year
        latest = work.year - (1 if written.series & right.series else 0)
        is_before = (written.year or year or latest + 1) <= latest
        if written.workshop and is_before and describe_mismatch(venue, work):
            return venue
    return ""


def _page_departure(written: str, right: str) -> Iterator[Departure]:
    if _differ_in_pages(written, right):
        yield Departure(PAGES, f"the pages are {right}, not {written}")
    elif _FROM_ONE.match(written) and right and not _FROM_ONE.match(right):
        message = f"the pages are {right}; {written} counts the paper's own"
        yield Departure(PAGES, message, severity="note")


def _is_evident(work: Work) -> bool:
    """Tell whether the fields of a record were read where the work itself appeared."""
    if work.status == "verified":
        return True
    own = {meant.identity for each in iter_identifiers(work.ids) for meant in equivalents(each)}
    read = filter(None, map(find_identifier, work.evidence))
    return work.status == "partial" and any(each.identity in own for each in read)


def _title_departure(reference: Reference, work: Work, *, outdated: bool) -> Iterator[Departure]:
    if not reference.title or not reference.key:
        return
    grade = grade_title(reference.title, [work.title])
    earlier = grade_title(reference.title, work.alt_titles)
    if grade in ("same", "short"):
        return
    if earlier in ("same", "short"):
        # a preprint may bear its own title, and so may what never got another venue
        if is_published(work) and not outdated and grade == "other":
            message = "this is the title of an earlier version"
            yield Departure(TITLE, message, f"as published: {work.title}")
        return
    # another wording may be that of a version of the preprint that the record does not know
    if grade == "typo" or not outdated:
        written = f"written: '{reference.title}'"
        yield Departure(TITLE, f"the title is '{work.title}'", written)


def _author_departure(reference: Reference, work: Work, *, outdated: bool) -> Iterator[Departure]:
    # the names of running text are enough to find a work, and no more
    if not reference.authors.names or not work.authors or reference.type == "bibitem":
        return
    differences = compare_authors(reference.authors, work.authors)
    listed = f"the authors are {', '.join(name.display for name in work.authors)}"
    apart = "commas and the like stand between names, which BibTeX reads as one"
    wrong = [apart] if differences.apart else []
    wrong += [f"the author '{written}' is {name}" for written, name in differences.misspelt]
    others = []
    if differences.unknown:
        others.append(f"not among the authors: {'; '.join(differences.unknown)}")
    if differences.missing:
        others.append(f"authors missing: {', '.join(differences.missing)}")
    order = ["the authors stand in another order"] if differences.disordered else []
    unsure = []
    if differences.renamed:
        unsure.append("'{}' may be another name of {}".format(*differences.renamed))
    # of one version to the next, authors join and leave, and change places
    if outdated:
        unsure += others + order
    elif work.ids.arxiv and not others:
        unsure += order
    else:
        wrong += others + order
    advice = "write 'and' between all of them" if differences.apart else listed if order else ""
    if wrong:
        yield Departure(AUTHORS, "; ".join(wrong), advice)
    if unsure:
        yield Departure(AUTHORS, "; ".join(unsure), advice, "note")


def _years(reference: Reference, work: Work) -> set[int]:
    year = work.year or 0
    years = {year}
    arxiv = work.ids.arxiv or ""
    first = 2000 + int(arxiv[:2]) if re.match(r"\d{4}\.", arxiv) else None
    if first and (reference.is_preprint or not is_published(work)):
        # programs date a preprint by its first version, or by the last that they saw
        latest = 9999 if reference.versioned else max(first + _YEARS_OF_VERSIONS, year)
        years |= set(range(first, latest + 1))
    if work.venue and work.venue.type == "journal":
        # articles appear online before their issue does
        years |= {year - _LATE_JOURNAL_YEARS, year + _LATE_JOURNAL_YEARS}
    return years


def _differ_in_pages(written: str, right: str) -> bool:
    """Tell whether two ranges contradict each other; those that begin at 1 count by the paper."""
    ours, theirs = re.findall(r"\d+", written), re.findall(r"\d+", right)
    plain = all(_PLAIN_PAGES.fullmatch(text) for text in (written, right))
    if not (plain and ours and theirs) or "1" in (ours[0], theirs[0]):
        return False
    if len(ours) == len(theirs) == 2 and ours[0] == theirs[0]:  # 123-9 ends where 123-129 does
        return not (theirs[1].endswith(ours[1]) or ours[1].endswith(theirs[1]))
    return bool(ours[0] != theirs[0])
