"""Claims: what a reference says of a work, in plain text, whatever file it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mi_survey.bibliography.bibtex import BibEntry, plain_text
from mi_survey.errors import InvalidIdentifier
from mi_survey.model.identifier import Identifier, parse_arxiv, parse_identifier
from mi_survey.reference.matching import Reference, reference_of_entry
from mi_survey.reference.person import AuthorList, parse_authors
from mi_survey.reference.venue import is_preprint_venue

# The fields that say where a work appeared; BibLaTeX has names of its own for some.
CONTAINERS = ("booktitle", "journal", "journaltitle", "eventtitle", "howpublished", "series")
_HOSTS = ("publisher", "institution", "organization", "archiveprefix", "eprinttype", "note")
_LINKS = ("link", "ee", "pdf", "bdsk-url-1", "bdsk-url-2", "opturl")
_PUBLISHED_TYPES = ("inproceedings", "conference", "incollection", "proceedings", "inbook", "book")
_VERBATIM = ("doi", "url", "eprint", *_LINKS)
_ARXIV = re.compile(
    r"(?<![\w.])(?:arxiv:\s*|abs/|arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?![\w.]\d|\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_ARXIV_DOI = "10.48550/"
_NOBODY = AuthorList()
_NOTHING = Reference()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one reference says; ``line`` counts from 1, and what is not said is empty.

    ``reference`` holds the identifiers that must be the work's, ``hints`` those that stand in
    a note, or lead to code, and may be another's. ``context`` is text around that may name
    the venue. ``versioned`` tells that a version of a preprint is named.
    """

    key: str = ""
    line: int = 1
    type: str = ""
    title: str = ""
    authors: AuthorList = _NOBODY
    year: int | None = None
    venues: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    context: str = ""
    pages: str = ""
    reference: Reference = _NOTHING
    hints: tuple[Identifier, ...] = ()
    versioned: bool = False

    @property
    def is_preprint(self) -> bool:
        """Whether the reference is to a preprint, and to nothing that was published."""
        if any(not is_preprint_venue(venue) for venue in self.venues):
            return False
        if self.venues:
            return True
        if self.type in _PUBLISHED_TYPES or _names_publication(self.reference.identifiers):
            return False
        arxiv = any(each.scheme == "arxiv" for each in self.reference.identifiers)
        return arxiv or any(is_preprint_venue(host) for host in self.hosts)


def claim_of_entry(entry: BibEntry) -> Claim:
    """Return what an entry of a .bib file claims."""
    # some writers escape what stands in addresses, too
    plain = {name: re.sub(r"\\([_%&#~])", r"\1", entry.fields.get(name, "")) for name in _VERBATIM}
    fields = {**entry.fields, **{name: text for name, text in plain.items() if text}}
    entry = BibEntry(entry.key, entry.type, entry.line, fields)
    reference = reference_of_entry(entry)
    authors = parse_authors(fields.get("author", ""))
    said = " ".join(fields.get(name, "") for name in (*CONTAINERS, "volume", "number", "pages"))
    note = _unlink(fields.get("note", ""))
    firm = [each for each in reference.identifiers if each.scheme != "github"]
    loose = [each for each in reference.identifiers if each.scheme == "github"]
    said_alone = _without_note(entry) if note else reference
    if note and not _is_identifier(note):
        noted = find_identifiers(note)
        kept = said_alone.identifiers
        loose += [each for each in noted if each not in kept]
        firm = [each for each in firm if each in kept]
    firm += [each for each in find_identifiers(said) if each.scheme == "arxiv"]
    for name in _LINKS:
        firm += [each for each in find_identifiers(fields.get(name, "")) if each.scheme != "github"]
    title = _full_title(fields)
    venues = [plain_text(_unlink(fields[name])) for name in CONTAINERS if fields.get(name)]
    return Claim(
        key=entry.key,
        line=entry.line,
        type=entry.type,
        title=title,
        authors=authors,
        year=find_year(fields.get("year") or fields.get("date", "")),
        venues=tuple(venue for venue in venues if venue and not _is_address(venue)),
        hosts=tuple(plain_text(fields[name]) for name in _HOSTS if fields.get(name)),
        context=note,
        pages=plain_text(fields.get("pages", "")),
        reference=Reference(
            identifiers=tuple(dict.fromkeys(firm)),
            urls=tuple(url for url in said_alone.urls if not _leads_to_code(url)),
            title=title,
            families=reference.families | _families(authors),
        ),
        hints=tuple(dict.fromkeys(loose)),
        versioned=_names_version(" ".join(fields.values())),
    )


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


def _without_note(entry: BibEntry) -> Reference:
    fields = {name: value for name, value in entry.fields.items() if name != "note"}
    return reference_of_entry(BibEntry(entry.key, entry.type, entry.line, fields))


def _is_address(venue: str) -> bool:
    return re.match(r"(?i)\s*(https?:|www\.|accessed)", venue) is not None


def _leads_to_code(url: str) -> bool:
    return any(each.scheme == "github" for each in find_identifiers(url))


def _names_publication(identifiers: tuple[Identifier, ...]) -> bool:
    return any(
        each.scheme == "acl" or (each.scheme == "doi" and not each.value.startswith(_ARXIV_DOI))
        for each in identifiers
    )


def _full_title(fields: Mapping[str, str]) -> str:
    title, subtitle = (plain_text(fields.get(name, "")) for name in ("title", "subtitle"))
    return f"{title}: {subtitle}" if title and subtitle else title


def _families(authors: AuthorList) -> frozenset[str]:
    from mi_survey.text import fold

    return frozenset(fold(name.partition(",")[0].split(" ")[-1]) for name in authors.names if name)


def _names_version(text: str) -> bool:
    return any(match[2] for match in _ARXIV.finditer(text))
