"""Files checked together: every bibliography by itself, and texts against the bibliographies.

What a text cites must stand in one of the bibliographies, and what stands there should be cited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from mi_survey.bibliography.citing import CitedKey, find_cited_keys
from mi_survey.bibliography.compare import Verdict, check_comments, check_references
from mi_survey.bibliography.reading import References, find_kind, read_references
from mi_survey.bibliography.rules import NOT_CHECKED, UNCITED, UNDEFINED
from mi_survey.model.finding import Finding, Location
from mi_survey.reference.names import NameIndex
from mi_survey.text import nearest
from mi_survey.watching import Watch

_EVERYTHING = "*"  # what \nocite{*} cites
_MOST_TOLD = 10
_MOST_NAMED = 3
_MOST_COMPARED = 20  # keys with every key that there is, which takes long


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
    read = {
        file: read_references(text, kind=find_kind(file), file=file, watch=watch)
        for file, text in texts.items()
    }
    cited = {file: find_cited_keys(text) for file, text in texts.items() if _is_latex(file)}
    keys = {each.key for found in cited.values() for each in found}
    checked = []
    for file, references in read.items():
        whole = references
        if cited_only and find_kind(file) != "links" and _EVERYTHING not in keys:
            whole = _keep_cited(references, keys)
        verdicts = check_references(whole, names, file=file, watch=watch)
        own = tuple(check_comments(references, file=file))
        checked.append(CheckedFile(file, find_kind(file), texts[file], verdicts, own))
    return _compare_keys(checked, cited, keys) if any(cited.values()) else checked


def select_rules(checked: CheckedFile, rules: Collection[str]) -> CheckedFile:
    """Keep the findings by certain rules."""
    verdicts = tuple(
        replace(verdict, findings=tuple(each for each in verdict.findings if each.rule in rules))
        for verdict in checked.verdicts
    )
    own = tuple(each for each in checked.own if each.rule in rules)
    return replace(checked, verdicts=verdicts, own=own)


def _is_latex(file: str) -> bool:
    return PurePath(file).suffix.lower() == ".tex"


def _keep_cited(references: References, keys: Collection[str]) -> References:
    entries = tuple(each for each in references.entries if each.key in keys)
    return references._replace(entries=entries)


def _compare_keys(
    checked: Sequence[CheckedFile], cited: Mapping[str, Sequence[CitedKey]], keys: Collection[str]
) -> list[CheckedFile]:
    defined = {verdict.reference.key for each in checked for verdict in each.verdicts} - {""}
    if not defined:  # texts alone
        return [*checked]
    return [
        replace(
            each,
            own=(
                *each.own,
                *_undefined(each, cited.get(each.file, ()), defined),
                *(_uncited(each, keys) if each.kind != "links" else ()),
            ),
        )
        for each in checked
    ]


def _undefined(
    checked: CheckedFile, cited: Sequence[CitedKey], defined: Collection[str]
) -> Iterator[Finding]:
    unknown = (each for each in cited if each.key not in defined and each.key != _EVERYTHING)
    for number, (key, line) in enumerate(unknown):
        near = nearest(key, defined, limit=1) if number < _MOST_COMPARED else []
        advice = f"did you mean {near[0]}?" if near else "add an entry, or name its file"
        message = f"no bibliography has the key {key}"
        yield UNDEFINED.finding(Location(checked.file, line, key=key), message, advice)


def _uncited(checked: CheckedFile, keys: Collection[str]) -> Iterator[Finding]:
    if _EVERYTHING in keys:
        return
    read = [verdict.reference for verdict in checked.verdicts]
    left = [each for each in read if each.key and each.key not in keys]
    if len(left) > _MOST_TOLD:
        shown = ", ".join(each.key for each in left[:_MOST_NAMED])
        message = f"{len(left)} of {len(read)} entries are cited nowhere: {shown}, …"
        yield UNCITED.finding(Location(checked.file, left[0].line), message, "check --cited")
        return
    for each in left:
        place = Location(checked.file, each.line, key=each.key)
        yield UNCITED.finding(place, "this entry is cited nowhere")
