"""References in entries of .bib files: their fields read into records, in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from mi_survey.bibliography.author_field import parse_authors
from mi_survey.bibliography.bibtex import BibEntry
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.model.identifier import Identifier, find_as, find_identifier
from mi_survey.reference.record import Reference

# The fields that say where a work appeared; BibLaTeX has names of its own for some.
CONTAINERS = ("booktitle", "journal", "journaltitle", "eventtitle", "howpublished", "series")
_NUMBERS = ("volume", "number", "pages")
_HOSTS = ("publisher", "institution", "organization", "archiveprefix", "eprinttype", "note")
_ADDRESSES = (
    "doi", "url", "howpublished", "title",
    "link", "ee", "pdf", "bdsk-url-1", "bdsk-url-2", "opturl",
)  # fmt: skip
_ARXIV = re.compile(
    r"(?<![\w.])(\d{4}\.\d{4,5}|(?:[a-z]{1,8}-)?[a-z]{2,8}(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?![\w.]\d|\d)",
    re.IGNORECASE,
)
_LONGEST_WORD = 2000  # longer ones are no identifiers
_WORD_BREAK = re.compile(r"[\s{}<>|]+")
_TELLING = re.compile(r"[\d/]")
_ESCAPED = re.compile(r"\\([_%&#~])")
_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl)(?![a-z])")
# What stands beside the identifier in a note that is one, as in "arXiv:2406.11717 [cs]".
_BESIDE = re.compile(
    r"https?:|www\.|arxiv(?:\.org)?|corr|abs|pdf|html|e-?print|preprint|\[[\w.-]+\]|[\W_]|cs",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


def reference_of_fields(values: Mapping[str, str], *, key: str, type: str, line: int) -> Reference:
    """Return what an entry says by its fields, its own and those that it inherits."""
    note = values.get("note", "")
    addresses = " ".join(values[name] for name in _ADDRESSES if name in values)
    said = " ".join(values[name] for name in (*CONTAINERS, *_NUMBERS) if name in values)
    noted = find_identifiers(note)
    firm, code = divide_identifiers(
        (
            *_iter_eprint(values),
            *find_identifiers(addresses),
            *(each for each in find_identifiers(said) if each.scheme == "arxiv"),
            *(noted if says_preprint_alone(note) else ()),
        )
    )
    venues = [_shown(values[name]) for name in CONTAINERS if name in values]
    return Reference(
        key=key,
        line=line,
        type=type,
        title=_full_title(values),
        authors=parse_authors(values.get("author", "")),
        year=find_year(values.get("year") or values.get("date", "")),
        venues=tuple(venue for venue in venues if venue and not _is_address(venue)),
        hosts=tuple(plain_text(values[name]) for name in _HOSTS if values.get(name)),
        context=_shown(note),
        pages=plain_text(values.get("pages", "")),
        identifiers=firm,
        urls=tuple(_iter_urls(addresses)),
        hints=tuple(dict.fromkeys(each for each in (*code, *noted) if each not in firm)),
        versioned=any(_names_version(value) for value in values.values()),
    )


def inherit_fields(entry: BibEntry, entries: Mapping[str, BibEntry]) -> dict[str, str]:
    """Return the fields of an entry and those of what it names by ``crossref`` or ``xdata``."""
    fields = entry.values
    for parent_key in (fields.get("crossref", ""), *fields.get("xdata", "").split(",")):
        parent = entries.get(parent_key.strip().lower()) if parent_key else None
        if parent is None or parent is entry:
            continue
        inherited = {name: value for name, value in parent.values.items() if name not in fields}
        title = inherited.pop("booktitle", "") or parent.values.get("title", "")
        for name in ("title", "author", "doi", "url", "eprint", "note", "pages"):
            inherited.pop(name, None)
        fields = inherited | fields
        if title:
            fields.setdefault("booktitle", title)
    return fields


def find_identifiers(text: str) -> list[Identifier]:
    """Find the identifiers among the words of a text, and arXiv ids within them.

    >>> [str(each) for each in find_identifiers("arXiv preprint arXiv:2406.11717v2 [cs.LG], 2024")]
    ['arxiv:2406.11717']
    """
    found: list[Identifier] = []
    for word in _iter_words(text):
        if identifier := find_identifier(word):
            found.append(identifier)
        else:
            found += _iter_arxiv(match[1] for match in _ARXIV.finditer(word))
    return list(dict.fromkeys(found))


def divide_identifiers(
    found: Iterable[Identifier],
) -> tuple[tuple[Identifier, ...], tuple[Identifier, ...]]:
    """Divide identifiers into those of a work, and those of code, which may be another's."""
    distinct = tuple(dict.fromkeys(found))
    code = tuple(each for each in distinct if each.scheme == "github")
    return tuple(each for each in distinct if each not in code), code


def find_year(text: str) -> int | None:
    """Return the year that a text begins with or holds; ``None`` where it holds none."""
    match = _YEAR.search(text)
    return int(match[0]) if match else None


def _iter_words(text: str) -> Iterator[str]:
    """Yield the words of a text, LaTeX's or not, that can be identifiers or addresses."""
    if not _TELLING.search(text):
        return
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", _COMMAND.sub(" ", text))
    for word in _WORD_BREAK.split(text):
        if len(word) <= _LONGEST_WORD and _TELLING.search(word):
            yield word


def _iter_urls(text: str) -> Iterator[str]:
    for word in _iter_words(text):
        if word[:5].lower() in ("http:", "https") and "github" not in word.lower():
            yield word


def _iter_eprint(values: Mapping[str, str]) -> Iterator[Identifier]:
    archive = values.get("archiveprefix") or values.get("eprinttype") or "arxiv"
    if archive.lower() == "arxiv":
        yield from _iter_arxiv([values.get("eprint", "")])


def _iter_arxiv(texts: Iterable[str]) -> Iterator[Identifier]:
    yield from filter(None, (find_as("arxiv", text) for text in texts))


def _shown(text: str) -> str:
    return plain_text(_COMMAND.sub(" ", text))


def says_preprint_alone(note: str) -> bool:
    """Tell whether a note names a preprint and no more, as in "arXiv:2406.11717 [cs]"."""
    rest = _ARXIV.sub("", _COMMAND.sub(" ", note))
    return _BESIDE.sub("", rest) == ""


def _is_address(venue: str) -> bool:
    return re.match(r"(?i)\s*(https?:|www\.|accessed)", venue) is not None


def _full_title(fields: Mapping[str, str]) -> str:
    title, subtitle = (plain_text(fields.get(name, "")) for name in ("title", "subtitle"))
    return f"{title}: {subtitle}" if title and subtitle else title


def _names_version(text: str) -> bool:
    return "v" in text and any(match[2] for match in _ARXIV.finditer(text[:_LONGEST_WORD]))
