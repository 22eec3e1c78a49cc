"""Reading references: every kind of file that cites works, with their lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from mi_survey.bibliography.bibtex import parse_bibtex
from mi_survey.bibliography.entry import (
    find_identifiers,
    find_year,
    inherit_fields,
    reference_of_entry,
)
from mi_survey.errors import FileUnreadable, UsageFault
from mi_survey.model.finding import Finding
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.text import normalize_space

KINDS = {
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".json": "csl-json",
    ".tex": "links",
    ".bbl": "links",
    ".md": "links",
    ".markdown": "links",
}
_LINK = re.compile(
    r"https?://[^\s<>\"|\\^`{}\]]+|\barxiv:\s?[\w.\-/]+|\bdoi:\s?10\.\S+", re.IGNORECASE
)
_LABEL = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?$|\\href\{$")
_HREF_TEXT = re.compile(r"\}\s*\{([^{}]*)\}")
_CITING = ("arxiv", "doi", "acl", "openreview")


class References(NamedTuple):
    """The references of a file in order, and what of it could not be read, with its line."""

    entries: tuple[Reference, ...]
    faults: tuple[tuple[int, str, Finding], ...] = ()


def find_kind(file: str) -> str:
    """Return what a file holds, by its suffix; ``-`` is BibTeX.

    Raises:
        UsageFault: the suffix is none that is known.
    """
    if file == "-":
        return "bibtex"
    kind = KINDS.get(PurePath(file).suffix.lower())
    if kind is None:
        raise UsageFault(
            f"'{file}' is no bibliography by its suffix",
            hint=f"known: {', '.join(KINDS)}; - reads BibTeX from standard input",
        )
    return kind


def read_references(text: str, *, kind: str, file: str) -> References:
    """Read the references of a text.

    Raises:
        UsageFault: it has no BibTeX in it at all.
        FileUnreadable: it is no JSON array of items.
    """
    if kind == "bibtex":
        return _read_bibliography(text, file)
    if kind == "csl-json":
        return References(tuple(_iter_items(text, file)))
    return References(tuple(_iter_links(text, tex=not file.lower().endswith((".md", ".markdown")))))


def _read_bibliography(text: str, file: str) -> References:
    layout = parse_bibtex(text)
    if not layout.entries and not layout.faults and text.strip() and "@" not in text:
        raise UsageFault(f"'{file}' holds no BibTeX entry", hint="is it a .bib file?")
    by_key = {each.key.lower(): each for each in reversed(layout.entries)}
    read = (reference_of_entry(each, inherit_fields(each, by_key)) for each in layout.entries)
    faults = tuple(
        (
            fault.line,
            fault.key,
            Finding(
                "syntax",
                "error",
                file,
                f"line {fault.line}",
                f"this entry cannot be read: {fault.reason}",
                "look for a brace, quote or comma that is missing",
            ),
        )
        for fault in layout.faults
    )
    return References(tuple(read), faults)


def _iter_items(text: str, file: str) -> Iterator[Reference]:
    import json  # 6 ms that .bib files do not need

    try:
        items = json.loads(text)
    except ValueError as error:
        raise _not_csl(file, f"not JSON: {error}") from error
    items = items.get("items", items) if isinstance(items, dict) else items
    items = [items] if isinstance(items, dict) else items
    if not isinstance(items, list):
        raise _not_csl(file, "not a JSON array of items")
    for item, line in zip(items, _item_lines(text), strict=False):
        if isinstance(item, dict):
            yield _reference_of_item(item, line)


def _not_csl(file: str, reason: str) -> FileUnreadable:
    error = FileUnreadable(file, reason)
    error.hint = "CSL-JSON is expected: mi-survey export --format csl-json writes it"
    return error


def _item_lines(text: str) -> Iterator[int]:
    """Yield the line of every item: where a brace opens in the outermost array."""
    depth = 0
    outermost = 0 if text.lstrip().startswith("{") and '"items"' not in text else None
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|\n', text):
        char = token[0]
        if char == "[" and outermost is None:
            outermost = depth + 1
        if char == "{" and depth == outermost:
            yield text.count("\n", 0, token.start()) + 1
        depth += (char in "[{") - (char in "]}")


def _reference_of_item(item: dict[str, Any], line: int) -> Reference:
    def said(name: str) -> str:
        value = item.get(name, "")
        return normalize_space(str(value)) if isinstance(value, str | int) else ""

    authors = item.get("author")
    names = [_item_name(name) for name in authors] if isinstance(authors, list) else []
    links = " ".join(said(name) for name in ("DOI", "URL", "number", "note", "archive_location"))
    found = find_identifiers(f"{links} {said('container-title')}")
    firm = [each for each in found if each.scheme != "github"]
    venues = (said("container-title"), said("event-title"), said("event"))
    return Reference(
        key=said("id"),
        line=line,
        type=_ITEM_TYPES.get(said("type"), "misc"),
        title=re.sub(r"</?[a-z]+[^>]*>", "", said("title")),
        authors=AuthorList(tuple(name for name in names if name)),
        year=_item_year(item.get("issued")),
        venues=tuple(venue for venue in venues if venue),
        hosts=tuple(filter(None, (said("publisher"), said("archive"), said("genre")))),
        context=said("note"),
        pages=said("page"),
        identifiers=tuple(firm),
        urls=(said("URL"),) if said("URL") else (),
        hints=tuple(each for each in found if each.scheme == "github"),
    )


_ITEM_TYPES = {"paper-conference": "inproceedings", "article-journal": "article", "book": "book"}


def _item_name(name: Any) -> str:
    if not isinstance(name, dict):
        return ""
    if name.get("literal"):
        return str(name["literal"])
    family = " ".join(
        str(name[part])
        for part in ("dropping-particle", "non-dropping-particle", "family")
        if name.get(part)
    )
    given = str(name.get("given") or "")
    return f"{family}, {given}" if family and given else family or given


def _item_year(issued: Any) -> int | None:
    return find_year(str(issued.get("date-parts") or issued)) if isinstance(issued, dict) else None


def _iter_links(text: str, *, tex: bool) -> Iterator[Reference]:
    ends = [match.start() for match in re.finditer("\n", text)]
    lines = text.split("\n")
    if tex:  # comments cite nothing
        lines = [re.sub(r"(?:^|(?<=[\s}]))%.*", "", line) for line in lines]
    text = "\n".join(lines)
    ends = [match.start() for match in re.finditer("\n", text)]
    for match in _LINK.finditer(text):
        found = [
            each for each in find_identifiers(match[0].rstrip(").,;")) if each.scheme in _CITING
        ]
        if not found:
            continue
        at = bisect_left(ends, match.start())
        yield Reference(
            line=at + 1,
            title=_label(text, match, tex=tex),
            context=_paragraph(lines, at) if tex else lines[at],
            identifiers=tuple(found),
        )


def _label(text: str, match: re.Match[str], *, tex: bool) -> str:
    if tex:
        label = _HREF_TEXT.match(text, match.end())
        return normalize_space(label[1]) if label else ""
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = _LABEL.search(text[line_start : match.start()])
    return normalize_space((before[1] or "").strip('*_`"“” ')) if before else ""


def _paragraph(lines: list[str], at: int) -> str:
    start, end = at, at + 1
    while (
        start > 0 and lines[start - 1].strip() and not lines[start].lstrip().startswith("\\bibitem")
    ):
        start -= 1
    while (
        end < len(lines) and lines[end].strip() and not lines[end].lstrip().startswith("\\bibitem")
    ):
        end += 1
    return " ".join(lines[start:end])
