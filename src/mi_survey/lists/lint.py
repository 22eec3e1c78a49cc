"""Awesome lists against the catalog: every fault with its place, and the list with them mended.

Only works whose facts are verified are held against a list. Mending touches the places of the
faults and nothing else, so line ends and layout stay as they are. A line that is no sound UTF-8
is read as it is meant, and no fault in it is mended before its encoding is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mi_survey.lists.encoding import BrokenLine, find_broken_lines, recover_text
from mi_survey.lists.entry_fact import bears_title
from mi_survey.lists.entry_text import Lines, Passage, iter_passages
from mi_survey.lists.parser import ListEntry, parse_list
from mi_survey.lists.rules import ENCODING, RULES, CheckedEntry, tell_right
from mi_survey.model.finding import Edit, Finding, Location, apply_edits
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Listing
from mi_survey.reference.listed import ListedWork, find_listed
from mi_survey.reference.names import NameIndex
from mi_survey.watching import Watch, watched

_WORD = re.compile(r"(?:[\w'-]|[^\x00-\x7f])*")


def lint_list(
    text: str, names: NameIndex, *, taxonomy: Taxonomy, file: str, watch: Watch | None = None
) -> tuple[Finding, ...]:
    """Find every fault of a list, in order of line and column."""
    broken = find_broken_lines(text)
    recovered = recover_text(text, broken)
    parsed = parse_list(recovered, source=file, file=file, taxonomy=taxonomy, watch=watch)
    passages = iter_passages(parsed, Lines(recovered), file=file)
    pairs = zip(watched(parsed.entries, "checking entries", watch), passages, strict=True)
    found = [*parsed.findings, *_iter_findings(pairs, names, taxonomy)]
    if broken:
        found = [
            *(_tell_encoding(line, file) for line in broken),
            *_move_edits(found, broken),
        ]
    return tuple(sorted(found, key=lambda each: (each.place.line or 0, each.place.column or 0)))


def mend_list(text: str, findings: Sequence[Finding]) -> str:
    """Mend what can be mended; everything else stays as it is."""
    return apply_edits(text, [edit for finding in findings for edit in finding.edits])


def _tell_encoding(line: BrokenLine, file: str) -> Finding:
    pairs = enumerate(zip(line.written, line.meant, strict=False))
    differs = next((at for at, (one, other) in pairs if one != other), 0)
    start = differs - len(_match_word(line.written[differs - 1 :: -1] if differs else ""))
    written, meant = (_match_word(text[start:]) for text in (line.written, line.meant))
    shown = written.encode("utf-8", "replace").decode()
    place = Location(file, line.number, start + 1)
    if not line.is_known:
        return ENCODING.finding(place, f"nobody can tell what '{shown}' is to say")
    advice = f"{tell_right(meant)}; --fix --mend-encoding writes it"
    return ENCODING.finding(place, f"'{shown}' is no sound UTF-8", advice)


def _match_word(text: str) -> str:
    """Return the word that a text begins with; what is not ASCII may stand for a letter."""
    match = _WORD.match(text)
    return match[0] if match else ""


def _move_edits(findings: Iterable[Finding], broken: Sequence[BrokenLine]) -> Iterator[Finding]:
    """Move edits from the recovered text to that as it is written; broken lines are left alone."""
    starts, ends, shifts = list[int](), list[int](), [0]
    for line in broken:
        starts.append(line.start - shifts[-1])
        ends.append(starts[-1] + len(line.meant))
        shifts.append(shifts[-1] + len(line.written) - len(line.meant))
    for finding in findings:
        moved = list[Edit]()
        for edit in finding.edits:
            before = bisect_right(starts, edit.end)  # an edit within a line ends in it
            if before and edit.start <= ends[before - 1]:
                break
            shift = shifts[before]
            moved.append(Edit(edit.start + shift, edit.end + shift, edit.text))
        whole = len(moved) == len(finding.edits)
        yield replace(finding, edits=tuple(moved) if whole else ())


def _iter_findings(
    entries: Iterable[tuple[ListEntry, Passage]], names: NameIndex, taxonomy: Taxonomy
) -> Iterator[Finding]:
    seen: dict[str, list[tuple[int, Listing]]] = {}
    for entry, passage in entries:
        listing = entry.listing
        listed = _only_verified(find_listed(listing, names, notes=entry.notes))
        work, earlier = listed.work, list[tuple[int, Listing]]()
        if work is not None and (listed.titled or bears_title(listing, work)):
            earlier = seen.setdefault(work.key, [])
        checked = CheckedEntry(listing, passage, listed, taxonomy, tuple(earlier))
        earlier.append((entry.line, listing))
        key = work.key if work else ""
        for rule in RULES:
            for finding in rule(checked):
                yield replace(finding, place=replace(finding.place, key=key))


def _only_verified(found: ListedWork) -> ListedWork:
    """Leave out works whose facts are not verified: of such a title, the link is what is known."""
    linked = tuple((url, work) for url, work in found.linked if work.status == "verified")
    if found.work is None or found.work.status == "verified":
        return found._replace(linked=linked)
    works = list({work.key: work for _, work in linked}.values())
    return found._replace(work=works[0] if len(works) == 1 else None, titled=False, linked=linked)


@RULES.rule("duplicate", "error")
def check_duplicate(entry: CheckedEntry) -> Iterator[Finding]:
    """A work is listed twice."""
    # with other tags, or under another heading, it may be
    listing, place = entry.listing, entry.passage.start
    heading = entry.taxonomy.heading.id if entry.taxonomy.heading else ""
    for line, other in entry.earlier:
        if _tags(listing, heading) != _tags(other, heading):
            continue
        if (listing.section, listing.tag(heading)) == (other.section, other.tag(heading)):
            message = f"the same work is in line {line}"
            yield check_duplicate.finding(place, message, "keep one of the two")
            return
        if not _tags(listing, heading):
            message = f"the same work is in line {line}, in another section"
            yield check_duplicate.finding(place, message, severity="note")
            return


def _tags(listing: Listing, heading: str) -> dict[str, str]:
    return {axis: tag for axis, tag in listing.tags if axis != heading}
