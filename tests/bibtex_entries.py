"""What other readers find in our BibTeX and BibLaTeX, in one form that can be compared.

Where a reader changes a text by design, the change is named here and undone on both sides.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from latex_source import read_latex
from mi_survey.exports.latex import clean
from programs import need_package, need_program

if TYPE_CHECKING:
    from mi_survey.model.name import Name
    from mi_survey.model.work import Work

_CONTAINERS = ("booktitle", "journal", "journaltitle", "howpublished", "organization")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_QUOTES = str.maketrans(dict.fromkeys('‘’“”"`', "'"))


class Entry(NamedTuple):
    """One entry as a reader has it."""

    title: str
    authors: tuple[tuple[str, str, str], ...]
    year: str
    month: str
    venue: str
    pages: str
    doi: str
    url: str
    eprint: str


def expect(work: Work) -> Entry:
    """Return what readers are to find."""
    # a month of no year is not exported
    month = work.month if work.year else None
    archive = "arXiv" if work.ids.arxiv else ""
    return Entry(
        title=clean(work.title),
        authors=tuple(_parts(name) for name in work.authors),
        year=str(work.year or ""),
        month=str(month or ""),
        venue=clean(work.venue_name or archive),
        pages=work.pages or "",
        doi=work.ids.doi or "",
        url=work.url or "",
        eprint=work.ids.arxiv or "",
    )


def flatten(entry: Entry) -> Entry:
    """Make all quotes of a kind: BibTeX writes one apostrophe for both that there are."""
    authors = tuple((_level(a), _level(b), _level(c)) for a, b, c in entry.authors)
    return entry._replace(title=_level(entry.title), authors=authors, venue=_level(entry.venue))


def flatten_for_pandoc(entry: Entry) -> Entry:
    """Leave out what pandoc changes or has no field for.

    It lowers the capitals of titles and proceedings, sets spaces between initials, makes all
    quotes typographic, and reads no eprint, which is all that names the archive of a preprint.
    """
    flat = flatten(entry)
    return flat._replace(
        title=flat.title.casefold(),
        authors=tuple((a, b.replace(". ", "."), c) for a, b, c in flat.authors),
        venue="" if flat.venue == "arXiv" and flat.eprint else flat.venue.casefold(),
        eprint="",
    )


def read_pybtex(text: str) -> dict[str, Entry]:
    """Read with pybtex, which leaves LaTeX as it is, so that ours is read by our own reader."""
    parsed = need_package("pybtex.database").parse_string(text, "bibtex")
    return {key: _from_pybtex(entry) for key, entry in parsed.entries.items()}


def read_bibtexparser(text: str) -> dict[str, Entry]:
    r"""Read with bibtexparser 2 and its own decoding of LaTeX.

    It decodes addresses as well, which spoils `~` and `%`: these are taken as they stand. It
    reads `{\textasciicircum}` as the modifier letter.
    """
    bibtexparser = need_package("bibtexparser")
    middlewares = need_package("bibtexparser.middlewares")
    names = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    raw = bibtexparser.parse_string(text, append_middleware=names)
    decoding = [middlewares.LatexDecodingMiddleware()]
    decoded = bibtexparser.parse_string(text, append_middleware=decoding)
    assert not raw.failed_blocks
    assert not decoded.failed_blocks
    # its middleware leaves names that are split alone, so their parts go the same way here
    to_text = need_package("pylatexenc.latex2text").LatexNodes2Text(
        keep_braced_groups=False, math_mode="verbatim"
    )

    def decode(words: list[str]) -> str:
        return str(to_text.latex_to_text(" ".join(words))).replace("ˆ", "^")

    entries = {}
    for entry in raw.entries:
        texts = {each.key: each.value for each in decoded.entries_dict[entry.key].fields}
        fields = {each.key: each.value for each in entry.fields}
        authors = [
            (decode(name.von + name.last), decode(name.first), decode(name.jr))
            for name in fields.get("author", ())
        ]
        flat = {name: text.replace("ˆ", "^") for name, text in texts.items()}
        entries[entry.key] = _make_entry(flat, fields)._replace(authors=tuple(authors))
    return entries


def read_pandoc(text: str, dialect: str) -> dict[str, Entry]:
    """Read with pandoc into CSL-JSON, where words whose case is fixed are marked as such."""
    command = [need_program("pandoc"), "-f", dialect, "-t", "csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert done.stderr == b""
    return {item["id"]: _from_csl(item) for item in json.loads(done.stdout)}


def _parts(name: Name) -> tuple[str, str, str]:
    if name.literal or not (name.family and name.given):
        return (clean(name.display), "", "")
    return (clean(name.family), clean(name.given), clean(name.suffix or ""))


def _from_pybtex(entry: Any) -> Entry:
    authors = [
        (
            read_latex(" ".join(person.prelast_names + person.last_names)),
            read_latex(" ".join(person.first_names + person.middle_names)),
            read_latex(" ".join(person.lineage_names)),
        )
        for person in entry.persons.get("author", ())
    ]
    fields = dict(entry.fields)
    texts = {name: read_latex(fields[name]) for name in ("title", *_CONTAINERS) if name in fields}
    return _make_entry(texts, fields)._replace(authors=tuple(authors))


def _make_entry(texts: Mapping[str, str], fields: Mapping[str, Any]) -> Entry:
    """Make an entry without authors of texts that are decoded and of fields as they stand."""
    containers = [texts[name] for name in _CONTAINERS if name in texts]
    assert len(containers) <= 1
    # where there is none, the archive that holds a preprint
    archive = "arXiv" if "eprint" in fields else ""
    return Entry(
        title=texts["title"],
        authors=(),
        year=fields.get("year", ""),
        month=_month(fields.get("month", "")),
        venue=containers[0] if containers else archive,
        pages=fields.get("pages", "").replace("--", "-"),
        doi=fields.get("doi", ""),
        url=fields.get("url", ""),
        eprint=fields.get("eprint", ""),
    )


def _from_csl(item: Mapping[str, Any]) -> Entry:
    date: list[int] = item["issued"]["date-parts"][0] if "issued" in item else []
    year, month = [*map(str, date), "", ""][:2]
    # the site of pages, software and videos is their publisher
    venue = item.get("container-title") or item.get("publisher", "")
    return Entry(
        title=_unmarked(item["title"]),
        authors=tuple(_from_csl_name(name) for name in item.get("author", ())),
        year=year,
        month=month,
        venue=_unmarked(venue),
        pages=item.get("page", "").replace("–", "-"),
        doi=item.get("DOI", ""),
        url=item.get("URL", ""),
        eprint="",
    )


def _from_csl_name(name: Mapping[str, str]) -> tuple[str, str, str]:
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, name.get("family") or name.get("literal"))))
    return (family, name.get("given", ""), name.get("suffix", ""))


def _unmarked(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"</?span[^>]*>", "", text))


def _month(text: str) -> str:
    """Return the number of a month: its macro is read as it stands or as the English name."""
    for number, month in enumerate(_MONTHS, start=1):
        if text.casefold() in (month.casefold(), month[:3].casefold()):
            return str(number)
    return text


def _level(text: str) -> str:
    # two single quotes are a double one
    return text.translate(_QUOTES).replace("''", "'")
