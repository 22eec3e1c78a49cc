"""CSL-JSON: its items with their lines, each read into a reference or told as a fault.

An array of items, one item alone, or an object that holds them under ``items``, as Zotero's
and pandoc's files do: https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mi_survey.bibliography.bibtex import SyntaxFault
from mi_survey.bibliography.entry import divide_identifiers, find_identifiers, find_year
from mi_survey.bibliography.source_text import LineNumbers
from mi_survey.errors import FileUnreadable
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.text import normalize_space

if TYPE_CHECKING:
    from json import JSONDecoder

_Placed = tuple[int, Any]  # an offset, and the value that stands there

_VALUE = re.compile(r"[^\s,:]")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>")
_TYPES = {"paper-conference": "inproceedings", "article-journal": "article", "book": "book"}
# One of these tells what an item is.
_NAMING = frozenset({"id", "citation-key", "title", "DOI", "URL"})
_LINKS = ("DOI", "URL", "number", "archive_location", "container-title")
_OTHERS = frozenset({"others", "et al.", "et al"})


def parse_items(text: str, file: str) -> tuple[list[Reference], list[SyntaxFault]]:
    """Read the items of a CSL-JSON text; what stands among them and is none is a fault.

    Raises:
        FileUnreadable: the text is no JSON, or has no place for items.
    """
    text = text.removeprefix("\ufeff")
    try:
        items = list(_iter_items(text))
    except ValueError as error:
        raise _not_csl(file, f"not JSON: {error}") from error
    except RecursionError as error:
        raise _not_csl(file, "it is nested too deeply") from error
    lines = LineNumbers(text)
    references: list[Reference] = []
    faults: list[SyntaxFault] = []
    for at, value in items:
        line = lines.at(at)
        if isinstance(value, dict) and not _NAMING.isdisjoint(value):
            references.append(_reference_of_item(value, line))
        else:
            what = "it has no id, title or link" if isinstance(value, dict) else "it is no object"
            faults.append(SyntaxFault(line, "", what, 'items are {"id": …, "title": …}'))
    return references, faults


def _not_csl(file: str, reason: str) -> FileUnreadable:
    error = FileUnreadable(file, reason)
    error.hint = "CSL-JSON is expected: mi-survey export --format csl-json writes it"
    return error


def _iter_items(text: str) -> Iterator[_Placed]:
    """Yield the items with their offsets; where none are held, the one that an object is."""
    import json  # 6 ms that .bib files do not need

    decoder = json.JSONDecoder()
    json.loads(text)  # what is no JSON is told here
    start = len(text) - len(text.lstrip())
    if text[start] == "[":
        yield from _iter_values(text, start, decoder)
        return
    if text[start] != "{":
        raise ValueError("neither an array of items nor an object")
    within = list(_iter_values(text, start, decoder))
    members = list(zip(within[::2], within[1::2], strict=True))
    held = [at for (_, name), (at, _) in members if name == "items" and text[at] == "["]
    for at in held:
        yield from _iter_values(text, at, decoder)
    if not held:
        yield start, {name: value for (_, name), (_, value) in members}


def _iter_values(text: str, start: int, decoder: JSONDecoder) -> Iterator[_Placed]:
    """Yield the values within the array or the object that begins at an offset, names included."""
    end = start + 1
    while (found := _VALUE.search(text, end)) and found[0] not in "]}":
        value, end = decoder.raw_decode(text, found.start())
        yield found.start(), value


def _reference_of_item(item: dict[str, Any], line: int) -> Reference:
    def said(name: str) -> str:
        value = item.get(name, "")
        return normalize_space(str(value)) if isinstance(value, str | int | float) else ""

    found = find_identifiers(" ".join(said(name) for name in _LINKS))
    noted = find_identifiers(said("note"))
    firm, hints = divide_identifiers((*found, *noted))
    venues = (said("container-title"), said("event-title"), said("event"))
    hosts = (said("publisher"), said("archive"), said("genre"))
    return Reference(
        key=said("id") or said("citation-key"),
        line=line,
        type=_TYPES.get(said("type"), "misc"),
        title=_TAG.sub("", said("title")),
        authors=_authors(item.get("author")),
        year=_year(item.get("issued")),
        venues=tuple(_TAG.sub("", venue) for venue in venues if venue),
        hosts=tuple(filter(None, hosts)),
        context=said("note"),
        pages=said("page"),
        identifiers=firm,
        urls=(said("URL"),) if said("URL") else (),
        hints=hints,
    )


def _authors(names: Any) -> AuthorList:
    written = [_name(name) for name in names] if isinstance(names, list) else []
    # programs that come from BibTeX leave its "and others" as a name
    told = [name for name in written if name and name.casefold() not in _OTHERS]
    return AuthorList(tuple(told), any(name.casefold() in _OTHERS for name in written))


def _name(name: Any) -> str:
    if not isinstance(name, dict):
        return ""
    if name.get("literal"):
        return normalize_space(str(name["literal"]))
    parts = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(str(name[part]) for part in parts if name.get(part))
    given = str(name.get("given") or "")
    return normalize_space(f"{family}, {given}" if family and given else family or given)


def _year(issued: Any) -> int | None:
    return find_year(str(issued.get("date-parts") or issued)) if isinstance(issued, dict) else None
