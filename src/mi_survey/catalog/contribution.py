"""Files to be merged into a catalog: works, sources and listings, in the catalog's own words.

Such a file is an array of works, or an object with ``works``, ``sources`` and ``listings``. Of a
record any field may be missing, the key included. A listing names its work by ``key``, or as
``new`` by the title of a record beside it; else by its links and title, as in a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.document import (
    UNKNOWN_FIELD,
    WRONG_TYPE,
    Document,
    parse_document,
)
from mi_survey.catalog.fit import PARTS, fit
from mi_survey.catalog.rule import describe
from mi_survey.errors import CatalogInvalid
from mi_survey.files import STDIO
from mi_survey.model.finding import Finding, Path, change_texts
from mi_survey.text import escape, quote

if TYPE_CHECKING:
    from mi_survey.model.finding import Location
    from mi_survey.model.source import Source
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Listing, Work

_WORKS, _SOURCES, _LISTINGS = PARTS
_NAMES = ("key", "new")  # by which a listing names its work


@dataclass(frozen=True, slots=True)
class ListingOf:
    """A listing with the name of its work: a key, or the title of a record; both may be empty."""

    listing: Listing
    key: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a file brings: records of which any field may be missing, and listings."""

    document: Document
    works: tuple[Work, ...] = ()
    sources: tuple[Source, ...] = ()
    listings: tuple[ListingOf, ...] = ()
    findings: tuple[Finding, ...] = ()

    def place(self, part: str, *path: str | int) -> Location:
        """Return a place in one of the parts of the file."""
        return _place(self.document, part, path)


def read_contributions(texts: Mapping[str, str], taxonomy: Taxonomy) -> list[Contribution]:
    """Read the texts of files, by their names; raises as ``read_contribution`` does."""
    return [read_contribution(text, file=file, taxonomy=taxonomy) for file, text in texts.items()]


def read_contribution(text: str, *, file: str, taxonomy: Taxonomy) -> Contribution:
    """Read a file to be merged; ``file`` is its name in findings.

    Raises:
        CatalogUnreadable: the text is not JSON.
        CatalogInvalid: values are not of the types that records have.
    """
    document = parse_document("", text, file=file)
    raw = document.raw
    findings = list(document.findings)
    if not isinstance(raw, list | dict):
        message = f"expected an array of works, or an object, found {describe(raw)}"
        findings.append(WRONG_TYPE.finding(document.place(()), message))
    parts: dict[str, Any] = raw if isinstance(raw, dict) else {_WORKS: raw}
    for name in parts:
        if name not in PARTS:
            message = f"{quote(name)} is not read"
            findings.append(
                UNKNOWN_FIELD.finding(
                    document.place((name,)),
                    message,
                    f"known: {', '.join(PARTS)}",
                    severity="warning",
                )
            )
    named = list(_iter_names(parts.get(_LISTINGS), document, findings))
    records: dict[str, tuple[Any, ...]] = {}
    for part in PARTS:
        values = parts.get(part, [])
        fitted = fit(Document(part, file, _without_names(values, part)), taxonomy)
        records[part] = fitted.value
        for misfit in fitted.misfits:
            place = _place(document, part, misfit.place.path or ())
            findings.append(replace(misfit, place=place))
    findings = [change_texts(finding, escape) for finding in findings]
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise CatalogInvalid(file, errors, is_read_once=file == STDIO)
    pairs = zip(records[_LISTINGS], named, strict=True)
    listings = tuple(ListingOf(listing, *names) for listing, names in pairs)
    return Contribution(document, records[_WORKS], records[_SOURCES], listings, tuple(findings))


def _iter_names(
    listings: Any, document: Document, findings: list[Finding]
) -> Iterator[tuple[str, str]]:
    """Yield by what each listing names its work: a key, a title."""
    for at, listing in enumerate(listings if isinstance(listings, list) else ()):
        given = listing if isinstance(listing, dict) else {}
        names = [given.get(name, "") for name in _NAMES]
        for name, value in zip(_NAMES, names, strict=True):
            if not isinstance(value, str):
                message = f"expected a string, found {describe(value)}"
                place = document.place((_LISTINGS, at, name))
                findings.append(WRONG_TYPE.finding(place, message))
        key, title = map(str, names)
        yield key, title


def _without_names(values: Any, part: str) -> Any:
    if part != _LISTINGS or not isinstance(values, list):
        return values
    return [
        {name: value for name, value in each.items() if name not in _NAMES}
        if isinstance(each, dict)
        else each
        for each in values
    ]


def _place(document: Document, part: str, path: Path) -> Location:
    return document.place((part, *path) if isinstance(document.raw, dict) else path)
