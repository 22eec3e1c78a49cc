"""BibTeX and BibLaTeX: two dialects of one writer.

Types and fields follow Patashnik, BibTeXing (https://ctan.org/pkg/bibtex), and the BibLaTeX
manual, chapter 2 (https://ctan.org/pkg/biblatex). A fact that is not known has no field, and a
fact for which a type has no field, such as the publisher of an article, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from mi_survey.exports.capitals import find_fixed_words
from mi_survey.exports.citation import Citation, make_citation
from mi_survey.exports.latex import (
    Charset,
    clean,
    render_latex,
    render_pieces,
    render_verbatim,
)
from mi_survey.model.name import Name
from mi_survey.model.work import is_citable

if TYPE_CHECKING:
    from mi_survey.exports.options import RenderOptions
    from mi_survey.query.result import Result

Dialect = Literal["bibtex", "biblatex"]
Field = tuple[str, str | None]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TYPES = {"proceedings": "inproceedings", "article": "article"}
_BIBLATEX_TYPES = _TYPES | {
    "preprint": "online", "post": "online", "video": "online", "page": "online",
    "software": "software",
}  # fmt: skip
# The field of a type that names where the work appeared.
_CONTAINERS: dict[Dialect, dict[str, str]] = {
    "bibtex": {"inproceedings": "booktitle", "article": "journal", "misc": "howpublished"},
    "biblatex": {
        "inproceedings": "booktitle", "article": "journaltitle", "online": "organization",
        "software": "howpublished", "misc": "howpublished",
    },
}  # fmt: skip
# These are lists in BibLaTeX, which splits them at "and".
_LISTS = ("organization", "publisher", "location")
_ARXIV = "arXiv"


class _Writer(NamedTuple):
    """How text becomes the value of a field."""

    dialect: Dialect
    charset: Charset

    def text(self, text: str | None) -> str | None:
        return self._defuse(render_latex(text, self.charset)) if text else None

    def title(self, text: str) -> str:
        text = clean(text)
        pieces = render_pieces(text, self.charset)
        for start, end in find_fixed_words(text):
            pieces[start] = "{" + pieces[start]
            pieces[end - 1] += "}"
        return self._defuse("".join(pieces))

    def several(self, text: str | None) -> str | None:
        value = self.text(text)
        divided = value is not None and re.search(r"\band\b", value, re.IGNORECASE)
        return f"{{{value}}}" if divided and self.dialect == "biblatex" else value

    def pages(self, text: str | None) -> str | None:
        parts = re.split(r"[-–—]+", text) if text else []
        return "--".join(self.text(part.strip()) or "" for part in parts) or None

    def names(self, names: Sequence[Name]) -> str | None:
        return " and ".join(self._name(name) for name in names) or None

    def _name(self, name: Name) -> str:
        if name.literal or not (name.family and name.given):
            return f"{{{self.text(name.display)}}}"
        family = self._family(clean(name.family))
        suffix = self._part(name.suffix) if name.suffix else None
        return ", ".join(filter(None, (family, suffix, self._part(name.given))))

    def _family(self, family: str) -> str:
        """Brace a family name whose lower-case words BibTeX would take for particles."""
        particle = Name(family=family).particle
        proper = family.removeprefix(particle).strip()
        if any(word[:1].islower() for word in proper.split()[1:]):
            return " ".join(filter(None, (self.text(particle), f"{{{self.text(proper)}}}")))
        return self._part(family)

    def _part(self, part: str) -> str:
        value = self.text(part) or ""
        # bibtexparser drops what is escaped where a word begins
        splits = "," in part or re.search(r"\band\b|(?:^|\s)\\", value, re.IGNORECASE)
        return f"{{{value}}}" if splits else value

    @staticmethod
    def _defuse(value: str) -> str:
        # bibtexparser takes this for an entry that begins within another
        return re.sub(r"@(?=\w*[ \t]*\{)", "{@}", value)


def render_bibtex(results: Sequence[Result], options: RenderOptions) -> str:
    """Render entries for BibTeX, with accents as macros."""
    return _render(results, options, _Writer("bibtex", "ascii" if options.ascii else "macros"))


def render_biblatex(results: Sequence[Result], options: RenderOptions) -> str:
    """Render entries for BibLaTeX, in UTF-8 or, if wished, with everything as macros."""
    return _render(results, options, _Writer("biblatex", "ascii" if options.ascii else "utf8"))


def _render(results: Sequence[Result], options: RenderOptions, writer: _Writer) -> str:
    works = {result.work.key: result.work for result in results if is_citable(result.work)}
    prefer, axes = options.prefer, options.taxonomy.ids
    citations = (make_citation(work, prefer=prefer, axes=axes) for work in works.values())
    return "\n".join(_entry(each, writer, options) for each in citations)


def _entry(citation: Citation, writer: _Writer, options: RenderOptions) -> str:
    type = _type_of(citation, writer.dialect)
    fields = [*_iter_fields(citation, type, writer)]
    if options.keywords:
        fields.append(("keywords", writer.text(", ".join(citation.keywords))))
    if options.summaries:
        fields.append(("note", writer.text(citation.summary)))
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields
        if value
    ]
    return f"@{type}{{{citation.key},\n{''.join(lines)}}}\n"


def _type_of(citation: Citation, dialect: Dialect) -> str:
    """Choose the type that asks for no more than is known.

    Styles demand the author of a paper or an article, and BibTeX's its year: without them it is
    ``@misc``, which names its container as well. BibTeX has no place for the number of
    proceedings that are numbered as a journal is, so these are one, as AAAI itself has it.
    """
    unknown = not citation.authors or (dialect == "bibtex" and citation.year is None)
    if unknown and citation.form in _TYPES:
        return "misc"
    if dialect == "biblatex":
        return _BIBLATEX_TYPES[citation.form]
    if citation.form == "proceedings" and citation.number:
        return "article"
    return _TYPES.get(citation.form, "misc")


def _iter_fields(citation: Citation, type: str, writer: _Writer) -> Iterator[Field]:
    yield "author", writer.names(citation.authors)
    if writer.dialect == "bibtex" and not citation.authors:
        # what BibTeX sorts and labels by where nobody is named
        yield "key", writer.text(citation.title.partition(": ")[0])
    yield "title", writer.title(citation.title)
    yield _container(citation, type, writer)
    yield "year", str(citation.year) if citation.year else None
    yield "month", _month(citation, writer.dialect)
    yield "volume", writer.text(citation.volume)
    yield "number", writer.text(citation.number)
    yield "pages", writer.pages(citation.pages)
    if type == "inproceedings":
        place = "address" if writer.dialect == "bibtex" else "location"
        yield "publisher", writer.several(citation.publisher)
        yield place, writer.several(citation.address)
    yield "doi", _verbatim(citation.doi)
    yield "url", _verbatim(citation.url)
    yield "eprint", _verbatim(citation.arxiv)
    if citation.arxiv:
        if writer.dialect == "bibtex":
            yield "archiveprefix", _ARXIV
        else:
            yield "eprinttype", _ARXIV.lower()


def _container(citation: Citation, type: str, writer: _Writer) -> Field:
    name = _CONTAINERS[writer.dialect][type]
    # the eprint says that it is on arXiv
    known = citation.form == "preprint" and citation.container == _ARXIV and citation.arxiv
    render: Callable[[str | None], str | None] = writer.several if name in _LISTS else writer.text
    return name, None if known else render(citation.container)


def _month(citation: Citation, dialect: Dialect) -> str | None:
    # a month of no year says nothing, and BibTeX warns of it
    if not citation.month or not citation.year:
        return None
    return _MONTHS[citation.month - 1] if dialect == "bibtex" else f"{{{citation.month}}}"


def _verbatim(value: str | None) -> str | None:
    return render_verbatim(value) if value else None
