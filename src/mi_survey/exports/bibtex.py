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
from mi_survey.exports.citation import ARXIV, choose_version, form_of, keywords_of
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
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.work import Work
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
    cited = (choose_version(work, options.prefer) for work in works.values())
    return "\n".join(_entry(work, writer, options) for work in cited)


def _entry(work: Work, writer: _Writer, options: RenderOptions) -> str:
    type = _type_of(work, writer.dialect)
    fields = [*_iter_fields(work, type, writer)]
    if options.keywords:
        fields.append(("keywords", writer.text(", ".join(keywords_of(work, options.taxonomy.ids)))))
    if options.summaries:
        fields.append(("note", writer.text(work.summary)))
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields
        if value
    ]
    return f"@{type}{{{work.key},\n{''.join(lines)}}}\n"


def _type_of(work: Work, dialect: Dialect) -> str:
    """Choose the type that asks for no more than is known.

    Styles demand the author of a paper or an article, and BibTeX's its year: without them it is
    ``@misc``, which names its container as well. BibTeX has no place for the number of
    proceedings that are numbered as a journal is, so these are one, as AAAI itself has it.
    """
    unknown = not work.authors or (dialect == "bibtex" and work.year is None)
    if unknown and form_of(work) in _TYPES:
        return "misc"
    if dialect == "biblatex":
        return _BIBLATEX_TYPES[form_of(work)]
    if form_of(work) == "proceedings" and work.number:
        return "article"
    return _TYPES.get(form_of(work), "misc")


def _iter_fields(work: Work, type: str, writer: _Writer) -> Iterator[Field]:
    yield "author", writer.names(work.authors)
    if writer.dialect == "bibtex" and not work.authors:
        # what BibTeX sorts and labels by where nobody is named
        yield "key", writer.text(work.title.partition(": ")[0])
    yield "title", writer.title(work.title)
    yield _container(work, type, writer)
    yield "year", str(work.year) if work.year else None
    yield "month", _month(work, writer.dialect)
    yield "volume", writer.text(work.volume)
    yield "number", writer.text(work.number)
    yield "pages", writer.pages(work.pages)
    if type == "inproceedings":
        place = "address" if writer.dialect == "bibtex" else "location"
        yield "publisher", writer.several(work.publisher)
        yield place, writer.several(work.address)
    yield "doi", _verbatim(work.ids.doi)
    yield "url", _verbatim(work.url)
    yield "eprint", _verbatim(work.ids.arxiv)
    if work.ids.arxiv:
        if writer.dialect == "bibtex":
            yield "archiveprefix", ARXIV
        else:
            yield "eprinttype", ARXIV.lower()


def _container(work: Work, type: str, writer: _Writer) -> Field:
    name = _CONTAINERS[writer.dialect][type]
    # the eprint says that it is on arXiv
    known = form_of(work) == "preprint" and work.venue_name == ARXIV and work.ids.arxiv
    render: Callable[[str | None], str | None] = writer.several if name in _LISTS else writer.text
    return name, None if known else render(work.venue_name)


def _month(work: Work, dialect: Dialect) -> str | None:
    # a month of no year says nothing, and BibTeX warns of it
    if not work.month or not work.year:
        return None
    return _MONTHS[work.month - 1] if dialect == "bibtex" else f"{{{work.month}}}"


def _verbatim(value: str | None) -> str | None:
    return render_verbatim(value) if value else None
