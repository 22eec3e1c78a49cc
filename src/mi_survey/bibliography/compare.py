"""What is wrong with references: the work that each means, and where it departs from the record.

An identifier, or a title together with an author, says which work is meant; what contradicts
that is a finding. What the record itself does not know is never held against a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mi_survey.bibliography.reading import References
from mi_survey.bibliography.rules import (
    AUTHORS,
    CITED_TWICE,
    IDENTIFIER,
    KEY_UNIQUE,
    PAGES,
    PUBLISHED,
    SYNTAX,
    TITLE,
    VENUE,
    YEAR,
)
from mi_survey.model.finding import Finding, Location, Rule
from mi_survey.model.work import Work, is_published
from mi_survey.reference.cited import CitedWork, find_cited
from mi_survey.reference.names import NameIndex
from mi_survey.reference.person import compare_authors
from mi_survey.reference.record import Reference
from mi_survey.reference.title import grade_title
from mi_survey.reference.venue import describe_mismatch, is_preprint_venue, parse_venue

_LATE_JOURNAL_YEARS = 1
_YEARS_OF_VERSIONS = 2  # most preprints have had their last version by then


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reference, the work that it means (``None``: not in the catalog), and what is wrong."""

    reference: Reference
    work: Work | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def state(self) -> str:
        """``wrong``, ``fine``, or ``unknown`` for what the catalog does not have."""
        return "wrong" if self.findings else "unknown" if self.work is None else "fine"


def check_references(references: References, names: NameIndex, *, file: str) -> tuple[Verdict, ...]:
    """Check every reference of a file; the verdicts stand in order of line.

    A link that is neither an identifier nor a known work's cites nothing.
    """
    found = ((each, find_cited(each, names)) for each in references.entries)
    verdicts = [
        _check(reference, cited, file)
        for reference, cited in found
        if cited.work or reference.identifiers or not reference.is_link
    ]
    verdicts = list(_mark_repetitions(verdicts, file))
    for line, key, reason, advice in references.faults:
        place = Location(file, line, key=key)
        finding = SYNTAX.finding(place, f"this entry cannot be read: {reason}", advice)
        verdicts.append(Verdict(Reference(key=key, line=line), None, (finding,)))
    return tuple(sorted(verdicts, key=lambda verdict: verdict.reference.line))


def _check(reference: Reference, cited: CitedWork, file: str) -> Verdict:
    place = Location(file, reference.line, key=reference.key)
    findings = [
        IDENTIFIER.finding(place, each.message, each.suggestion) for each in cited.conflicts
    ]
    work = cited.work
    if work is None:
        return Verdict(reference, None, tuple(findings))
    if is_published(work) and reference.is_preprint and not _names_venue(reference.context, work):
        venue = work.venue.name if work.venue else ""
        year = f", {work.year}" if work.year and str(work.year) not in venue else ""
        message = f"this preprint is published: {venue}{year}"
        findings.append(PUBLISHED.finding(place, message, f"cite {work.key} as published"))
    if work.status == "verified":
        differences = _iter_differences(reference, work)
        findings += [rule.finding(place, *said) for rule, *said in differences]
    return Verdict(reference, work, tuple(findings))


def _names_venue(context: str, work: Work) -> bool:
    """Tell whether text around a reference names where the work was published."""
    if not context or work.venue is None:
        return False
    named = (
        parse_venue(context).series & parse_venue(f"{work.venue.name} {work.venue.short}").series
    )
    written = context.casefold()
    return bool(named) or any(
        name.casefold() in written for name in (work.venue.short, work.venue.name)
    )


def _iter_differences(reference: Reference, work: Work) -> Iterator[tuple[Rule[[]], str, str]]:
    outdated = is_published(work) and reference.is_preprint
    yield from _title_difference(reference, work, outdated=outdated)
    yield from _author_differences(reference, work)
    if reference.year and work.year and reference.year not in _years(reference, work):
        yield YEAR, f"the year is {work.year}, not {reference.year}", ""
    if is_published(work) and not outdated and work.venue:
        published = [venue for venue in reference.venues if not is_preprint_venue(venue)]
        wrong = [(venue, describe_mismatch(venue, work)) for venue in published]
        if wrong and all(mismatch for _, mismatch in wrong):
            venue, mismatch = wrong[0]
            yield VENUE, f"'{venue}' is {mismatch}", f"it is {work.venue.name}"
    if not outdated and _differ_in_pages(reference.pages, work.pages or ""):
        yield PAGES, f"the pages are {work.pages}, not {reference.pages}", ""


def _title_difference(
    reference: Reference, work: Work, *, outdated: bool
) -> Iterator[tuple[Rule[[]], str, str]]:
    if not reference.title or reference.is_link:
        return
    grade = grade_title(reference.title, [work.title])
    earlier = grade_title(reference.title, work.alt_titles)
    if grade in ("same", "short"):
        return
    if earlier in ("same", "short"):
        # a preprint may bear its own title, and so may what never got another venue
        if is_published(work) and not outdated and grade == "other":
            message = "this is the title of an earlier version"
            yield TITLE, message, f"as published: {work.title}"
        return
    # another wording may be that of a version of the preprint that the record does not know
    if grade == "typo" or not outdated:
        yield TITLE, f"the title is '{work.title}'", f"written: '{reference.title}'"


def _author_differences(reference: Reference, work: Work) -> Iterator[tuple[Rule[[]], str, str]]:
    # the names of running text are enough to find a work, and no more
    if not reference.authors.names or not work.authors or reference.type == "bibitem":
        return
    likeness = compare_authors(reference.authors, work.authors)
    order = f"the authors are {', '.join(name.display for name in work.authors)}"
    parts = [f"the author '{written}' is {name}" for written, name in likeness.misspelt]
    if likeness.unknown:
        parts.append(f"not among the authors: {'; '.join(likeness.unknown)}")
    if likeness.missing:
        parts.append(f"authors missing: {', '.join(likeness.missing)}")
    if likeness.disordered:
        parts.append("the order of the authors is wrong")
    if parts:
        yield AUTHORS, "; ".join(parts), order if likeness.disordered else ""


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
    plain = all(re.fullmatch(r"[\d\s–—-]+", text) for text in (written, right))
    if not (plain and ours and theirs) or "1" in (ours[0], theirs[0]):
        return False
    return ours[0] != theirs[0] or (len(ours) == len(theirs) == 2 and not _same_end(ours, theirs))


def _same_end(ours: list[str], theirs: list[str]) -> bool:
    return theirs[1].endswith(ours[1]) or ours[1].endswith(theirs[1])


def _mark_repetitions(verdicts: Sequence[Verdict], file: str) -> Iterator[Verdict]:
    keys: dict[str, Reference] = {}
    works: dict[str, Reference] = {}
    for verdict in verdicts:
        reference = verdict.reference
        extra: list[Finding] = []
        place = Location(file, reference.line, key=reference.key)
        first = keys.setdefault(reference.key.lower(), reference) if reference.key else reference
        if first is not reference:
            message = f"the key {reference.key} is already that of line {first.line}"
            extra.append(KEY_UNIQUE.finding(place, message, "rename one of them"))
        if verdict.work is not None and reference.key:
            other = works.setdefault(verdict.work.key, reference)
            if other is not reference and other.key.lower() != reference.key.lower():
                message = f"the same work is cited as {other.key} in line {other.line}"
                advice = "keep one of the two, and cite that"
                extra.append(CITED_TWICE.finding(place, message, advice))
        yield replace(verdict, findings=(*verdict.findings, *extra))
