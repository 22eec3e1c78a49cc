"""What is wrong with references: the work that each means, and where it departs from the record.

An identifier, or a title together with an author, says which work is meant; what contradicts
that is a finding. What the record itself does not know is never held against a reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mi_survey.bibliography.fields import iter_departures
from mi_survey.bibliography.reading import References
from mi_survey.bibliography.rules import (
    CITED_TWICE,
    IDENTIFIER,
    KEY_UNIQUE,
    PUBLISHED,
    RULES,
    SUPPRESSION,
    SYNTAX,
)
from mi_survey.bibliography.silencing import Silence
from mi_survey.model.finding import Finding, Location
from mi_survey.model.work import Work
from mi_survey.reference.cited import CitedWork, find_cited
from mi_survey.reference.names import NameIndex
from mi_survey.reference.record import Reference
from mi_survey.text import nearest
from mi_survey.watching import Watch, watched

_MOST_TOLD = 10  # findings of one kind, before they are told in one
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reference, the work that it means (``None``: not in the catalog), and what is wrong."""

    reference: Reference
    work: Work | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def state(self) -> str:
        """``wrong``, ``fine``, or ``unknown`` for what the catalog does not have."""
        if any(finding.severity != "note" for finding in self.findings):
            return "wrong"
        return "unknown" if self.work is None else "fine"


def check_references(
    references: References, names: NameIndex, *, file: str, watch: Watch | None = None
) -> tuple[Verdict, ...]:
    """Check every reference of a file; the verdicts stand in order of line.

    A link that is neither an identifier nor a known work's cites nothing.
    """
    entries = watched(references.entries, "checking references", watch)
    found = ((each, find_cited(each, names)) for each in entries)
    verdicts: Iterable[Verdict] = [
        _check(reference, cited, file)
        for reference, cited in found
        if cited.work or reference.identifiers or not reference.is_link
    ]
    verdicts = [*_mark_repetitions(_tell_links_once(verdicts), file)]
    for line, key, reason, advice in references.faults:
        place = Location(file, line, key=key)
        finding = SYNTAX.finding(place, f"this entry cannot be read: {reason}", advice)
        verdicts.append(Verdict(Reference(key=key, line=line), None, (finding,)))
    verdicts = _tell_keys_in_one(verdicts, file)
    silences: dict[int, list[Silence]] = {}
    for silence in references.silences:
        silences.setdefault(silence.first, []).append(silence)
    silent = (_silence(verdict, silences) for verdict in verdicts)
    return tuple(sorted(silent, key=lambda verdict: verdict.reference.line))


def check_comments(references: References, *, file: str) -> list[Finding]:
    """Tell of comments that name a rule which does not exist."""
    unknown = {
        (silence.first, name)
        for silence in references.silences
        for name in silence.rules
        if name not in RULES.names()
    }
    findings = []
    for line, name in sorted(unknown):
        near = nearest(name, RULES.names(), limit=1)
        advice = f"did you mean {near[0]}?" if near else "--rules lists them"
        message = f"no rule is called '{name}'"
        findings.append(SUPPRESSION.finding(Location(file, line), message, advice))
    return findings


def _check(reference: Reference, cited: CitedWork, file: str) -> Verdict:
    place = Location(file, reference.line, key=reference.key)
    findings = [
        IDENTIFIER.finding(place, each.message, each.suggestion) for each in cited.conflicts
    ]
    work = cited.work
    if work is None:
        return Verdict(reference, None, tuple(findings))
    for rule, message, suggestion, severity in iter_departures(reference, work):
        findings.append(rule.finding(place, message, suggestion, severity=severity))
    return Verdict(reference, work, tuple(findings))


def _silence(verdict: Verdict, silences: Mapping[int, Sequence[Silence]]) -> Verdict:
    line = verdict.reference.line
    # those of an entry begin where it does, those of a text in the line before at the earliest
    near = [*silences.get(line, ()), *silences.get(line - 1, ())] if verdict.findings else []
    if not near:
        return verdict
    told = (
        each
        for each in verdict.findings
        if not any(silence.covers(each.rule, line) for silence in near)
    )
    return replace(verdict, findings=tuple(told))


def _tell_links_once(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Keep of the links to preprints of one work the first finding."""
    told: set[str] = set()
    for verdict in verdicts:
        work = verdict.work
        if work is None or verdict.reference.key:
            yield verdict
            continue
        kept = [each for each in verdict.findings if each.rule != PUBLISHED.name]
        if work.key not in told:
            kept = [*verdict.findings]
            told |= {work.key for each in kept if each.rule == PUBLISHED.name}
        yield replace(verdict, findings=tuple(kept))


def _mark_repetitions(verdicts: Iterable[Verdict], file: str) -> Iterator[Verdict]:
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


def _tell_keys_in_one(verdicts: Sequence[Verdict], file: str) -> list[Verdict]:
    """Tell of a library's many keys that stand there twice in one finding, at the first."""
    repeated = [each for each in verdicts if _has(each, KEY_UNIQUE.name)]
    if len(repeated) <= _MOST_TOLD:
        return [*verdicts]
    names = list(dict.fromkeys(each.reference.key for each in repeated))
    shown = ", ".join(names[:_MOST_NAMED])
    message = f"{len(repeated)} entries have a key that stands here before: {shown}, …"
    place = Location(file, repeated[0].reference.line, key=repeated[0].reference.key)
    one = KEY_UNIQUE.finding(place, message, "let the program that wrote the file make keys unique")
    return [
        replace(
            each,
            findings=tuple(
                one if finding.rule == KEY_UNIQUE.name else finding
                for finding in each.findings
                if finding.rule != KEY_UNIQUE.name or each is repeated[0]
            ),
        )
        for each in verdicts
    ]


def _has(verdict: Verdict, rule: str) -> bool:
    return any(finding.rule == rule for finding in verdict.findings)
