"""CSL-JSON: its items with their lines, each read into a reference or told as a fault.

An array of items, one item alone, or an object that holds them under ``items``, as Zotero's
and pandoc's files do: https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from mi_survey.bibliography.bibtex import SyntaxFault
from mi_survey.bibliography.entry import find_identifiers, find_year
from mi_survey.errors import FileUnreadable
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.text import normalize_space

if TYPE_CHECKING:
    from json import JSONDecoder

_SPACE = re.compile(r"[ \t\r\n]*")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>")
_TYPES = {"paper-conference": "inproceedings", "article-journal": "article", "book": "book"}
_LINKS = ("DOI", "URL", "number", "archive_location", "container-title")
_OTHERS = frozenset({"others", "et al.", "et al"})


class _Item(NamedTuple):
    line: int
    value: Any


def parse_items(text: str, file: str) -> tuple[list[Reference], list[SyntaxFault]]:
    """Read the items of a CSL-JSON text; what stands among them and is none is a fault.

    Raises:
        FileUnreadable: the text is no JSON, or has no place for items.
    """
    references: list[Reference] = []
    faults: list[SyntaxFault] = []
    for line, value in _iter_items(text, file):
        if isinstance(value, dict):
            references.append(_reference_of_item(value, line))
        else:
            faults.append(SyntaxFault(line, "", "it is no JSON object", 'items are {"id": …}'))
    return references, faults


def _iter_items(text: str, file: str) -> Iterator[_Item]:
    from json import JSONDecoder  # 6 ms that .bib files do not need

    reader = _ItemReader(text.removeprefix("\ufeff"), JSONDecoder())
    try:
        yield from reader.iter_items()
    except ValueError as error:
        raise _not_csl(file, f"not JSON: {error}") from error
    except RecursionError as error:
        raise _not_csl(file, "it is nested too deeply") from error


def _not_csl(file: str, reason: str) -> FileUnreadable:
    error = FileUnreadable(file, reason)
    error.hint = "CSL-JSON is expected: mi-survey export --format csl-json writes it"
    return error


class _ItemReader:
    """One pass over a JSON text that stops at every item; ``at`` is how far it has come."""

    def __init__(self, text: str, decoder: JSONDecoder) -> None:
        self.text = text
        self.decoder = decoder
        self.at = 0
        self.counted = 0
        self.line = 1

    def iter_items(self) -> Iterator[_Item]:
        opener = self._peek()
        if opener == "[":
            yield from self._iter_array()
        elif opener == "{":
            yield from self._iter_object()
        else:
            self._value()
            raise ValueError("neither an array of items nor an object")
        if self._peek():
            raise ValueError(f"more text follows in line {self._line()}")

    def _iter_array(self) -> Iterator[_Item]:
        self._expect("[")
        if self._peek() == "]":
            self.at += 1
            return
        while True:
            self._peek()
            line = self._line()
            yield _Item(line, self._value())
            if self._peek() != ",":
                break
            self.at += 1
        self._expect("]")

    def _iter_object(self) -> Iterator[_Item]:
        """Yield what stands under ``items``, or else the object as the one item that it is."""
        line, start = self._line(), self.at
        found = False
        self._expect("{")
        while self._peek() == '"':
            name = self._value()
            self._expect(":")
            if name == "items" and self._peek() == "[":
                found = True
                yield from self._iter_array()
            else:
                self._value()
            if self._peek() == ",":
                self.at += 1
        self._expect("}")
        if not found:
            end, self.at = self.at, start
            yield _Item(line, self._value())
            self.at = end

    def _value(self) -> Any:
        self._peek()
        value, self.at = self.decoder.raw_decode(self.text, self.at)
        return value

    def _expect(self, char: str) -> None:
        if self._peek() != char:
            raise ValueError(f"'{char}' is missing in line {self._line()}")
        self.at += 1

    def _peek(self) -> str:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.text[self.at : self.at + 1]

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line


def _reference_of_item(item: dict[str, Any], line: int) -> Reference:
    def said(name: str) -> str:
        value = item.get(name, "")
        return normalize_space(str(value)) if isinstance(value, str | int | float) else ""

    found = find_identifiers(" ".join(said(name) for name in _LINKS))
    noted = find_identifiers(said("note"))
    firm = [each for each in (*found, *noted) if each.scheme != "github"]
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
        identifiers=tuple(dict.fromkeys(firm)),
        urls=(said("URL"),) if said("URL") else (),
        hints=tuple(each for each in (*found, *noted) if each.scheme == "github"),
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
