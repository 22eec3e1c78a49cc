"""Awesome lists against the catalog: every fault with its place, and the list with them mended.

Only works whose facts are verified are held against a list. Mending touches the places of the
faults and nothing else, so line ends and layout stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mi_survey.lists.entry_fact import bears_title, iter_fact_problems, iter_tag_problems
from mi_survey.lists.entry_link import iter_link_problems
from mi_survey.lists.entry_text import Lines, Passage, iter_passages
from mi_survey.lists.parser import ParsedList, parse_list
from mi_survey.lists.rules import DUPLICATE
from mi_survey.model.finding import Finding, Location, apply_edits
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Listing
from mi_survey.reference.listed import ListedWork, find_listed
from mi_survey.reference.names import NameIndex


def lint_list(text: str, names: NameIndex, *, taxonomy: Taxonomy, file: str) -> tuple[Finding, ...]:
    """Find every fault of a list, in order of line and column."""
    parsed = parse_list(text, source=file, file=file, taxonomy=taxonomy)
    passages = iter_passages(parsed, Lines(text), file=file)
    found = [*parsed.findings, *_iter_findings(parsed, passages, names, taxonomy)]
    return tuple(sorted(found, key=lambda each: (each.place.line or 0, each.place.column or 0)))


def mend_list(text: str, findings: Sequence[Finding]) -> str:
    """Mend what can be mended; everything else stays as it is."""
    return apply_edits(text, [edit for finding in findings for edit in finding.edits])


def _iter_findings(
    parsed: ParsedList, passages: Iterable[Passage], names: NameIndex, taxonomy: Taxonomy
) -> Iterator[Finding]:
    seen: dict[str, list[tuple[int, Listing]]] = {}
    heading = taxonomy.heading.id if taxonomy.heading else ""
    for entry, passage in zip(parsed.entries, passages, strict=True):
        listing = entry.listing
        listed = _only_verified(find_listed(listing, names, notes=entry.notes))
        found = list(iter_link_problems(listing, listed, passage))
        found += iter_tag_problems(listing, taxonomy, passage)
        if listed.work is not None:
            found += iter_fact_problems(listing, listed.work, passage)
            if listed.titled or bears_title(listing, listed.work):
                earlier = seen.setdefault(listed.work.key, [])
                found += _iter_repetitions((listing, passage.start), earlier, heading)
                earlier.append((entry.line, listing))
        key = listed.work.key if listed.work else ""
        for finding in found:
            yield replace(finding, place=replace(finding.place, key=key))


def _only_verified(found: ListedWork) -> ListedWork:
    """Leave out works whose facts are not verified: of such a title, the link is what is known."""
    linked = tuple((url, work) for url, work in found.linked if work.status == "verified")
    if found.work is None or found.work.status == "verified":
        return found._replace(linked=linked)
    works = list({work.key: work for _, work in linked}.values())
    return found._replace(work=works[0] if len(works) == 1 else None, titled=False, linked=linked)


def _iter_repetitions(
    entry: tuple[Listing, Location], earlier: Sequence[tuple[int, Listing]], heading: str
) -> Iterator[Finding]:
    """Yield that a work is listed again; with other tags, or under another heading, it may be."""
    listing, place = entry
    for line, other in earlier:
        if _tags(listing, heading) != _tags(other, heading):
            continue
        if (listing.section, listing.tag(heading)) == (other.section, other.tag(heading)):
            message = f"the same work is in line {line}"
            yield DUPLICATE.finding(place, message, "keep one of the two")
            return
        if not _tags(listing, heading):
            message = f"the same work is in line {line}, in another section"
            yield DUPLICATE.finding(place, message, severity="note")
            return


def _tags(listing: Listing, heading: str) -> dict[str, str]:
    return {axis: tag for axis, tag in listing.tags if axis != heading}
