"""References in entries of .bib files: their fields read into records, in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mi_survey.bibliography.bibtex import BibEntry, plain_text
from mi_survey.errors import InvalidIdentifier
from mi_survey.model.identifier import Identifier, parse_arxiv, parse_identifier
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.text import normalize_space

# The fields that say where a work appeared; BibLaTeX has names of its own for some.
CONTAINERS = ("booktitle", "journal", "journaltitle", "eventtitle", "howpublished", "series")
_HOSTS = ("publisher", "institution", "organization", "archiveprefix", "eprinttype", "note")
_LINKS = ("link", "ee", "pdf", "bdsk-url-1", "bdsk-url-2", "opturl")
_VERBATIM = ("doi", "url", "eprint", *_LINKS)
_ARXIV = re.compile(
    r"(?<![\w.])(?:arxiv:\s*|abs/|arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?![\w.]\d|\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_OTHERS = re.compile(r"others|et\.?\s*al\.?|\.\.\.|…", re.IGNORECASE)
_ET_AL = re.compile(r"[\s,]+et\.?\s*al\.?$", re.IGNORECASE)


def reference_of_entry(entry: BibEntry) -> Reference:
    """Return what an entry of a .bib file says."""
    # some writers escape what stands in addresses, too
    plain = {name: re.sub(r"\\([_%&#~])", r"\1", entry.fields.get(name, "")) for name in _VERBATIM}
    fields = {**entry.fields, **{name: text for name, text in plain.items() if text}}
    said = " ".join(fields.get(name, "") for name in (*CONTAINERS, "volume", "number", "pages"))
    note = _unlink(fields.get("note", ""))
    identifiers, urls = _read_links(fields)
    firm = [each for each in identifiers if each.scheme != "github"]
    loose = [each for each in identifiers if each.scheme == "github"]
    if note:
        kept, urls = _read_links({**fields, "note": ""})
        if not _is_identifier(note):
            loose += [each for each in find_identifiers(note) if each not in kept]
            firm = [each for each in firm if each in kept]
    firm += [each for each in find_identifiers(said) if each.scheme == "arxiv"]
    for name in _LINKS:
        firm += [each for each in find_identifiers(fields.get(name, "")) if each.scheme != "github"]
    venues = [plain_text(_unlink(fields[name])) for name in CONTAINERS if fields.get(name)]
    return Reference(
        key=entry.key,
        line=entry.line,
        type=entry.type,
        title=_full_title(fields),
        authors=parse_authors(fields.get("author", "")),
        year=find_year(fields.get("year") or fields.get("date", "")),
        venues=tuple(venue for venue in venues if venue and not _is_address(venue)),
        hosts=tuple(plain_text(fields[name]) for name in _HOSTS if fields.get(name)),
        context=note,
        pages=plain_text(fields.get("pages", "")),
        identifiers=tuple(dict.fromkeys(firm)),
        urls=tuple(url for url in urls if not _leads_to_code(url)),
        hints=tuple(dict.fromkeys(loose)),
        versioned=_names_version(" ".join(fields.values())),
    )


def parse_authors(text: str) -> AuthorList:
    r"""Split the authors of a BibTeX field, with its LaTeX.

    >>> parse_authors(r"Schr{\"o}dinger, E. and {Barnes and Noble} and others")
    AuthorList(names=('Schrödinger, E.', 'Barnes and Noble'), others=True)
    """
    names: list[str] = []
    others = False
    for part in split_names(normalize_space(text)):
        name, et_al = _ET_AL.subn("", plain_text(part))
        if _OTHERS.fullmatch(name):
            others = True
        elif name.strip(" ,"):
            names.append(name.strip(" ,"))
        others = others or bool(et_al)
    return AuthorList(tuple(names), others)


def split_names(text: str) -> list[str]:
    """Split a field of names at every "and" outside of braces."""
    parts: list[str] = []
    start = 0
    for found in _AND.finditer(text):
        before = text[start : found.start()]
        if before.count("{") <= before.count("}"):
            parts.append(before)
            start = found.end()
    return [*parts, text[start:]]


def inherit_fields(entry: BibEntry, entries: Mapping[str, BibEntry]) -> BibEntry:
    """Add what an entry takes from the one that it names by ``crossref`` or ``xdata``."""
    fields = dict(entry.fields)
    for parent_key in (fields.get("crossref", ""), *fields.get("xdata", "").split(",")):
        parent = entries.get(parent_key.strip().lower())
        if parent is None or parent is entry:
            continue
        inherited = {name: value for name, value in parent.fields.items() if name not in fields}
        title = inherited.pop("booktitle", "") or parent.fields.get("title", "")
        for name in ("title", "author", "doi", "url", "eprint", "note", "pages"):
            inherited.pop(name, None)
        fields = inherited | fields
        if title:
            fields.setdefault("booktitle", title)
    return BibEntry(entry.key, entry.type, entry.line, fields)


def find_identifiers(text: str) -> list[Identifier]:
    """Find the identifiers among the words of a text, and arXiv ids within them.

    >>> [str(each) for each in find_identifiers("arXiv preprint arXiv:2406.11717v2 [cs.LG], 2024")]
    ['arxiv:2406.11717']
    """
    found: list[Identifier] = []
    for word in re.split(r"[\s{}<>|]+", _unlink(text)):
        try:
            found.append(parse_identifier(word))
        except InvalidIdentifier:
            for match in _ARXIV.finditer(word):
                found += _arxiv(match[1])
    return list(dict.fromkeys(found))


def find_year(text: str) -> int | None:
    """Return the year that a text begins with or holds; ``None`` where it holds none."""
    match = _YEAR.search(text)
    return int(match[0]) if match else None


def _arxiv(text: str) -> list[Identifier]:
    try:
        return [Identifier("arxiv", parse_arxiv(text))]
    except InvalidIdentifier:
        return []


def _unlink(text: str) -> str:
    return text.replace("\\url", " ").replace("\\href", " ").replace("\\_", "_")


def _is_identifier(note: str) -> bool:
    """Tell whether a note is an identifier and no more, as in "arXiv:2406.11717 [cs]"."""
    rest = _ARXIV.sub("", note)
    return re.sub(r"(?i)arxiv|e-?print|preprint|\[[\w.-]+\]|[\W_]|cs", "", rest) == ""


def _read_links(fields: Mapping[str, str]) -> tuple[list[Identifier], list[str]]:
    """Return the identifiers and the addresses in the fields that lead to a work."""
    written = [fields.get(name, "") for name in ("doi", "url", "howpublished", "note")]
    words = [word for text in written for word in text.replace("\\url", " ").split()]
    candidates = [word.strip("{}\\") for word in words]
    urls = [word for word in candidates if word.lower().startswith(("http:", "https:"))]
    return [*_iter_eprints(fields), *_iter_identifiers(candidates)], urls


def _iter_eprints(fields: Mapping[str, str]) -> Iterator[Identifier]:
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    if archive in ("", "arxiv"):
        yield from _arxiv(fields.get("eprint", ""))


def _iter_identifiers(candidates: list[str]) -> Iterator[Identifier]:
    for candidate in candidates:
        try:
            yield parse_identifier(candidate)
        except InvalidIdentifier:
            continue


def _is_address(venue: str) -> bool:
    return re.match(r"(?i)\s*(https?:|www\.|accessed)", venue) is not None


def _leads_to_code(url: str) -> bool:
    return any(each.scheme == "github" for each in find_identifiers(url))


def _full_title(fields: Mapping[str, str]) -> str:
    title, subtitle = (plain_text(fields.get(name, "")) for name in ("title", "subtitle"))
    return f"{title}: {subtitle}" if title and subtitle else title


def _names_version(text: str) -> bool:
    return any(match[2] for match in _ARXIV.finditer(text))
