"""Files to be merged into a catalog: works, sources and listings, in the catalog's own words.

Such a file is an array of works, or an object with ``works``, ``sources`` and ``listings``. Of a
record any field may be missing, the key included. A listing names its work by ``key``, or as
``new`` by the title of a record beside it; else by its links and title, as in a list.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from mi_survey.catalog.document import UNKNOWN_FIELD, WRONG_TYPE, Document, parse_document
from mi_survey.catalog.fit import CONTRIBUTION, Brought, fit
from mi_survey.catalog.rule import describe
from mi_survey.errors import CatalogInvalid
from mi_survey.files import STDIO
from mi_survey.model.finding import Finding, change_texts
from mi_survey.text import escape, quote

if TYPE_CHECKING:
    from mi_survey.model.finding import Location
    from mi_survey.model.taxonomy import Taxonomy

_PARTS = tuple(field.name for field in fields(Brought))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a file brings, and what it has besides."""

    document: Document
    brought: Brought
    findings: tuple[Finding, ...]

    def place(self, part: str, *path: str | int) -> Location:
        """Return a place in one of the parts of the file."""
        is_whole = isinstance(self.document.raw, dict)
        return self.document.place((part, *path) if is_whole else path)


def read_contribution(text: str, *, file: str, taxonomy: Taxonomy) -> Contribution:
    """Read a file to be merged; ``file`` is its name in findings.

    Raises:
        CatalogUnreadable: the text is not JSON.
        CatalogInvalid: values are not of the types that records have.
    """
    document = parse_document(CONTRIBUTION, text, file=file)
    findings = list(document.findings)
    raw = document.raw
    if not isinstance(raw, list | dict):
        message = f"expected an array of works, or an object, found {describe(raw)}"
        findings.append(WRONG_TYPE.finding(document.place(()), message))
        raw = []
    parts = raw if isinstance(raw, dict) else {_PARTS[0]: raw}
    for name in (name for name in parts if name not in _PARTS):
        place, message = document.place((name,)), f"{quote(name)} is not read"
        known = f"known: {', '.join(_PARTS)}"
        findings.append(UNKNOWN_FIELD.finding(place, message, known, severity="warning"))
    read = {name: parts[name] for name in _PARTS if name in parts}
    fitted = fit(replace(document, raw=read), taxonomy)
    contribution = Contribution(document, fitted.value, ())
    for misfit in fitted.misfits:
        part, *path = misfit.place.path or ()
        findings.append(replace(misfit, place=contribution.place(str(part), *path)))
    findings = [change_texts(finding, escape) for finding in findings]
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise CatalogInvalid(file, errors, is_read_once=file == STDIO)
    return replace(contribution, findings=tuple(findings))
