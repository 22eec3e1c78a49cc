"""What is wrong with bibliographies: where references depart from the works that they mean.

An identifier, or a title together with an author, says which work is meant; what contradicts
that is a finding. What the record itself does not know is never held against a reference. Of files
that are checked together, what the texts cite must stand in a bibliography, and what stands there
should be cited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from mi_survey.bibliography.fields import iter_departures
from mi_survey.bibliography.reading import References, find_kind, read_references
from mi_survey.bibliography.rules import (
    AUTHORS,
    CITED_TWICE,
    IDENTIFIER,
    KEY_UNIQUE,
    NOT_CHECKED,
    PUBLISHED,
    RULES,
    SUPPRESSION,
    SYNTAX,
    UNCITED,
    UNDEFINED,
)
from mi_survey.bibliography.source_text import Silence
from mi_survey.bibliography.tex_source import CitedKey, find_cited_keys
from mi_survey.model.finding import Finding, Location
from mi_survey.model.work import Work
from mi_survey.reference.cited import CitedWork, find_cited
from mi_survey.reference.names import NameIndex
from mi_survey.reference.record import Reference
from mi_survey.text import nearest
from mi_survey.watching import Watch, watched

_EVERYTHING = "*"  # what \nocite{*} cites
_MOST_TOLD = 10  # findings of one kind, before they are told in one
_MOST_NAMED = 3
_MOST_COMPARED = 20  # keys with every key that there is, which takes long


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


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file, what was found in its references, and what on it as a whole."""

    file: str
    kind: str
    text: str
    verdicts: tuple[Verdict, ...]
    own: tuple[Finding, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """All findings, in order of line."""
        found = [*self.own, *(each for verdict in self.verdicts for each in verdict.findings)]
        return sorted(found, key=lambda finding: finding.place.line or 0)

    @property
    def unchecked(self) -> int:
        """How many references the catalog does not have."""
        return sum(verdict.work is None for verdict in self.verdicts)

    @property
    def unchecked_finding(self) -> Finding | None:
        """What tells a program so; ``None`` where all are in the catalog."""
        if not self.unchecked:
            return None
        message = f"{self.unchecked} of {len(self.verdicts)} references are not in the catalog"
        return NOT_CHECKED.finding(Location(self.file), message)


def check_files(
    texts: Mapping[str, str],
    names: NameIndex,
    *,
    cited_only: bool = False,
    watch: Watch | None = None,
) -> list[CheckedFile]:
    """Check the texts of files; their names say what they are.

    With ``cited_only``, of bibliographies only what the LaTeX texts among them cite.

    Raises:
        UsageFault, FileUnreadable: a text is not what its name says.
    """
    read = {file: read_references(text, file=file, watch=watch) for file, text in texts.items()}
    latex = (file for file in texts if PurePath(file).suffix.lower() == ".tex")
    cited = {file: found for file in latex if (found := find_cited_keys(texts[file]))}
    keys = {each.key for found in cited.values() for each in found}
    defined = {key for found in read.values() for key in found.keys} - {""}
    compared = cited and defined  # and not texts alone
    checked = []
    for file, references in read.items():
        kind = find_kind(file)
        own = [*_iter_unknown_rules(references.silences, file)]
        chosen = references
        if cited_only and kind != "links" and _EVERYTHING not in keys:
            kept = tuple(each for each in references.entries if each.key in keys)
            chosen = references._replace(entries=kept)
        verdicts = check_references(chosen, names, file=file, watch=watch)
        if compared:
            own += _iter_undefined(cited.get(file, ()), defined, file)
        if compared and kind != "links" and _EVERYTHING not in keys:
            own += _iter_uncited([each.reference for each in verdicts], keys, file)
        checked.append(CheckedFile(file, kind, texts[file], verdicts, tuple(own)))
    return checked


def check_references(
    references: References, names: NameIndex, *, file: str, watch: Watch | None = None
) -> tuple[Verdict, ...]:
    """Check every reference of a file; the verdicts stand in order of line.

    A link that is neither an identifier nor a known work's cites nothing.
    """
    silenced: dict[int, set[str]] = {}
    for lines, rules in references.silences:
        for line in lines:
            silenced.setdefault(line, set()).update(rules or RULES.names())
    repeated = _find_repeated_keys(references.entries, file)
    works: dict[str, Reference] = {}
    linked: set[str] = set()
    found: list[tuple[Reference, Work | None, list[Finding]]] = []
    for at, reference in enumerate(watched(references.entries, "checking references", watch)):
        cited = find_cited(reference, names)
        work = cited.work
        if work is None and reference.is_link and not reference.identifiers:
            continue
        findings = _compare(reference, cited, file)
        findings += [repeated[at]] if at in repeated else []
        if work is not None and reference.key:
            findings += _tell_second(reference, works.setdefault(work.key, reference), file)
        elif work is not None and any(each.rule == PUBLISHED.name for each in findings):
            if work.key in linked:  # of the links to preprints of one work, the first is told
                findings = [each for each in findings if each.rule != PUBLISHED.name]
            linked.add(work.key)
        found.append((reference, work, findings))
    for line, key, reason, advice in references.faults:
        reference = Reference(key=key, line=line)
        message = f"this entry cannot be read: {reason}"
        found.append((reference, None, [SYNTAX.finding(reference.place(file), message, advice)]))
    verdicts = (
        Verdict(
            reference,
            work,
            tuple(each for each in findings if each.rule not in silenced.get(reference.line, ())),
        )
        for reference, work, findings in found
    )
    return tuple(sorted(verdicts, key=lambda verdict: verdict.reference.line))


def select_rules(checked: CheckedFile, rules: Collection[str]) -> CheckedFile:
    """Keep the findings by certain rules."""
    verdicts = tuple(
        replace(verdict, findings=tuple(each for each in verdict.findings if each.rule in rules))
        for verdict in checked.verdicts
    )
    own = tuple(each for each in checked.own if each.rule in rules)
    return replace(checked, verdicts=verdicts, own=own)


def _compare(reference: Reference, cited: CitedWork, file: str) -> list[Finding]:
    place = reference.place(file)
    findings = [
        IDENTIFIER.finding(place, each.message, each.suggestion) for each in cited.conflicts
    ]
    if cited.work is not None:
        for rule, message, suggestion, severity in iter_departures(reference, cited.work):
            findings.append(rule.finding(place, message, suggestion, severity=severity))
    flaw = reference.authors.flaw
    if flaw and all(each.rule != AUTHORS.name or each.severity == "note" for each in findings):
        advice = "'and' stands between names, and 'and others' for more"
        findings.append(AUTHORS.finding(place, flaw, advice))
    return findings


def _find_repeated_keys(references: Sequence[Reference], file: str) -> dict[int, Finding]:
    """Find where keys stand that stood there before; many are told in one finding."""
    first: dict[str, Reference] = {}
    repeated: dict[int, Finding] = {}
    for at, each in enumerate(references):
        other = first.setdefault(each.key.lower(), each)
        if each.key and other is not each:
            message = f"the key {each.key} is already that of line {other.line}"
            repeated[at] = KEY_UNIQUE.finding(each.place(file), message, "rename one of them")
    if len(repeated) <= _MOST_TOLD:
        return repeated
    at = next(iter(repeated))
    keys = dict.fromkeys(finding.place.key for finding in repeated.values())
    shown = ", ".join([*keys][:_MOST_NAMED])
    message = f"{len(repeated)} entries have a key that stands here before: {shown}, …"
    advice = "let the program that wrote the file make keys unique"
    return {at: KEY_UNIQUE.finding(repeated[at].place, message, advice)}


def _tell_second(reference: Reference, first: Reference, file: str) -> Iterator[Finding]:
    if first.key.lower() != reference.key.lower():
        message = f"the same work is cited as {first.key} in line {first.line}"
        advice = "keep one of the two, and cite that"
        yield CITED_TWICE.finding(reference.place(file), message, advice)


def _iter_unknown_rules(silences: Sequence[Silence], file: str) -> Iterator[Finding]:
    unknown = {
        (line, name)
        for lines, rules in silences
        for line in lines[:1]
        for name in rules.difference(RULES.names())
    }
    for line, name in sorted(unknown):
        near = nearest(name, RULES.names(), limit=1)
        advice = f"did you mean {near[0]}?" if near else "--rules lists them"
        message = f"no rule is called '{name}'"
        yield SUPPRESSION.finding(Location(file, line), message, advice)


def _iter_undefined(
    cited: Sequence[CitedKey], defined: Collection[str], file: str
) -> Iterator[Finding]:
    unknown = (each for each in cited if each.key not in defined and each.key != _EVERYTHING)
    for number, (key, line) in enumerate(unknown):
        near = nearest(key, defined, limit=1) if number < _MOST_COMPARED else []
        advice = f"did you mean {near[0]}?" if near else "add an entry, or name its file"
        message = f"no bibliography has the key {key}"
        yield UNDEFINED.finding(Location(file, line, key=key), message, advice)


def _iter_uncited(
    references: Sequence[Reference], keys: Collection[str], file: str
) -> Iterator[Finding]:
    left = [each for each in references if each.key and each.key not in keys]
    if len(left) <= _MOST_TOLD:
        for each in left:
            yield UNCITED.finding(each.place(file), "this entry is cited nowhere")
        return
    shown = ", ".join(each.key for each in left[:_MOST_NAMED])
    message = f"{len(left)} of {len(references)} entries are cited nowhere: {shown}, …"
    yield UNCITED.finding(Location(file, left[0].line), message, "check --cited")
