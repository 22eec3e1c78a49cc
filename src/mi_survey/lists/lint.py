"""Awesome lists against the catalog: every fault with its place, and the list with them mended.

Only works whose facts are verified are held against a list. Mending touches the places of the
faults and nothing else, so line ends and layout stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mi_survey.lists.entry_fact import bears_title, iter_fact_problems, iter_tag_problems
from mi_survey.lists.entry_link import iter_link_problems
from mi_survey.lists.entry_text import Edit, Lines, apply_edits, iter_passages
from mi_survey.lists.parser import ParsedList, parse_list
from mi_survey.lists.problem import Level, Problem
from mi_survey.model.finding import Finding
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Listing, Work
from mi_survey.reference.meant_work import WorkFinder


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A fault of a list: its line and column from 1, the work concerned, and what is right."""

    line: int
    column: int
    severity: Level
    rule: str
    key: str
    message: str
    right: str
    edits: tuple[Edit, ...] = ()


def lint_list(
    text: str, works: Sequence[Work], *, taxonomy: Taxonomy, file: str
) -> tuple[LintFinding, ...]:
    """Find every fault of a list, in order of line and column."""
    parsed = parse_list(text, source=file, file=file)
    lines = Lines(text)
    found = [_of_reader(finding, parsed, lines) for finding in parsed.findings]
    found += _iter_findings(parsed, lines, WorkFinder(works), taxonomy)
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def mend_list(text: str, findings: Sequence[LintFinding]) -> str:
    """Mend what can be mended; everything else stays as it is."""
    return apply_edits(text, [edit for finding in findings for edit in finding.edits])


def _iter_findings(
    parsed: ParsedList, lines: Lines, finder: WorkFinder, taxonomy: Taxonomy
) -> Iterator[LintFinding]:
    seen: dict[str, list[tuple[int, Listing]]] = {}
    heading = taxonomy.heading.id if taxonomy.heading else ""
    passages = iter_passages(parsed, lines)
    for entry, passage in zip(parsed.entries, passages, strict=True):
        listing = entry.listing
        meant = finder.find(listing)
        problems = list(iter_link_problems(listing, meant, passage))
        problems += iter_tag_problems(listing, taxonomy, passage)
        if meant.work is not None:
            problems += iter_fact_problems(listing, meant.work, passage)
            if meant.titled or bears_title(listing, meant.work):
                earlier = seen.setdefault(meant.work.key, [])
                problems += _iter_repetitions(listing, earlier, heading)
                earlier.append((entry.line, listing))
        key = meant.work.key if meant.work else ""
        for problem in problems:
            place = problem.place
            line, column = lines.position(place.start) if place else (entry.line, entry.column)
            level, message, right = problem.level, problem.message, problem.right
            yield LintFinding(line, column, level, problem.rule, key, message, right, problem.edits)


def _iter_repetitions(
    listing: Listing, earlier: Sequence[tuple[int, Listing]], heading: str
) -> Iterator[Problem]:
    """Yield that a work is listed again; with other tags, or under another heading, it may be."""
    for line, other in earlier:
        if _tags(listing, heading) != _tags(other, heading):
            continue
        if (listing.section, listing.tag(heading)) == (other.section, other.tag(heading)):
            message = f"the same work is in line {line}"
            yield Problem("duplicate", "error", message, "keep one of the two")
            return
        if not _tags(listing, heading):
            message = f"the same work is in line {line}, in another section"
            yield Problem("duplicate", "note", message)
            return


def _tags(listing: Listing, heading: str) -> dict[str, str]:
    return {axis: tag for axis, tag in listing.tags if axis != heading}


def _of_reader(finding: Finding, parsed: ParsedList, lines: Lines) -> LintFinding:
    line = int(finding.where.removeprefix("line "))
    columns = [entry.column for entry in parsed.entries if entry.line == line]
    place = lines.places[line - 1]
    indent = len(lines.text[place.start : place.end]) - len(
        lines.text[place.start : place.end].lstrip()
    )
    column = columns[0] if columns else indent + 1
    return LintFinding(
        line, column, finding.severity, finding.rule, "", finding.message, finding.suggestion
    )
