"""The library's front door: what a notebook and every command of the CLI do with a catalog."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.store import load_bundled
from mi_survey.files import Text, take_text
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Work
from mi_survey.query.bits import iter_bits
from mi_survey.query.filters import Filters
from mi_survey.query.index import Index
from mi_survey.query.result import Match, Result

if TYPE_CHECKING:  # each is loaded when it is used
    from mi_survey.bibliography.checking import CheckedFile, Verdict
    from mi_survey.bibliography.coverage import Coverage
    from mi_survey.bibliography.fix import Fixed
    from mi_survey.catalog.difference import Difference
    from mi_survey.catalog.joining import Override
    from mi_survey.catalog.merging import Merged
    from mi_survey.catalog.referred import Referred
    from mi_survey.catalog.schema import Checked
    from mi_survey.catalog.skeleton import Said
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.lists.proposal import Proposals
    from mi_survey.model.finding import Finding
    from mi_survey.model.source import Source
    from mi_survey.query.crosstab import AxisCounts, Crosstab
    from mi_survey.query.filters import FilterValue
    from mi_survey.query.meaning import Headword
    from mi_survey.query.profile import TermProfile
    from mi_survey.query.search import TextIndex
    from mi_survey.query.similar import Neighbour
    from mi_survey.query.tree import WorkTree
    from mi_survey.reference.errata import Erratum
    from mi_survey.reference.names import NameIndex
    from mi_survey.watching import Watch

# What may be an identifier or an address; an OpenReview id mixes its letters.
_MAY_BE_LINK = re.compile(
    r"(?=.*[0-9/]|\w+:)(?=.*[.:/])\S+|(?=.*(?:[0-9]|[a-z_-][A-Z]))[\w-]{9,12}"
)


def load_catalog(*specs: str) -> Catalog:
    """Load the bundled catalog, or the catalogs named.

    Args:
        specs: files with an array of works, folders with ``works.json``, or ``-`` for standard
            input. ``+FILE`` adds to the bundled catalog; without ``+`` it is left out.

    Raises:
        CatalogUnreadable: a file is missing, not readable, or not JSON.
        CatalogInvalid: a file breaks rules; the error holds every finding.

    >>> catalog = load_catalog()
    >>> "arditi2024refusal" in [work.key for work in catalog]
    True
    """
    if not specs:
        return _load_bundled()
    from mi_survey.catalog.joining import load_contents  # with pydantic: 50-90 ms

    contents, overrides = load_contents(specs)
    return Catalog(contents, overrides=overrides)


@cache
def _load_bundled() -> Catalog:
    return Catalog(load_bundled())  # with the indexes that it builds when they are asked for


def validate_catalog(path: str) -> Checked:
    """Find every fault of a catalog: a file of works, a folder, or ``-`` for standard input.

    Raises:
        CatalogUnreadable: a file is missing, not readable, or not JSON.
    """
    from mi_survey.catalog.schema import check_catalog

    return check_catalog(path, base=load_bundled())


class Catalog:
    """Works in order of key, and the questions that they answer.

    >>> catalog = load_catalog()
    >>> [work.key for work in catalog.find("refusal single direction")][:1]
    ['arditi2024refusal']
    """

    def __init__(self, contents: CatalogRecords, *, overrides: tuple[Override, ...] = ()) -> None:
        self.contents = contents
        self.overrides = overrides

    def __repr__(self) -> str:
        return f"<Catalog of {len(self)} works from {len(self.sources)} lists>"

    @property
    def works(self) -> Sequence[Work]:
        """The works in order of key."""
        return self.contents.works

    @property
    def taxonomy(self) -> Taxonomy:
        """The axes and their terms."""
        return self.contents.taxonomy

    @property
    def sources(self) -> Sequence[Source]:
        """The lists that the works come from."""
        return self.contents.sources

    @cached_property
    def index(self) -> Index:
        """The posting lists over the works."""
        return Index(self.contents)

    @cached_property
    def text_index(self) -> TextIndex:
        """The words of the works."""
        from mi_survey.query.search import TextIndex  # with RapidFuzz: 13 ms

        people, sources = self.contents.people, self.sources
        return TextIndex(self.works, self.taxonomy, people=people, sources=sources)

    @cached_property
    def names(self) -> NameIndex:
        """The names of the works."""
        from mi_survey.reference.names import NameIndex  # for commands that take keys

        return NameIndex(self.works)

    def __len__(self) -> int:
        return len(self.works)

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def find(self, text: str = "", **criteria: FilterValue) -> list[Work]:
        """Find works by text and filters, best or newest first.

        Args:
            text: words of the title, authors, year or key; typos are forgiven.
            criteria: the filters of ``Filters`` and the axes of the taxonomy by their ids, each
                a value or several.

        Raises:
            UnknownValue: a filter is none, and the taxonomy has no such axis.
            UnknownTerm, AmbiguousTerm: a value names no term, or several.
            InvalidYearRange: a year is none.

        >>> {work.year for work in load_catalog().find(author="Geva", year="2021..2022")}
        {2021, 2022}
        """
        return [result.work for result in self.results(text, filters=Filters.of(**criteria))]

    def results(self, text: str = "", *, filters: Filters | None = None) -> list[Result]:
        """Find works as ``find`` does, with what of each answers the question."""
        selection = self.index.select(filters or Filters())
        passed = self.index.placements_of(selection)

        def answer(position: int, *matched: Any) -> Result:
            work = self.works[position]
            placements = tuple([work.placements[number] for number in passed.get(position, ())])
            return Result(work, placements, *matched)

        linked = self._find_linked(text.strip())
        if linked is not None:
            match = Match(text.strip(), "ids", text.strip())
            return [answer(at, (match,)) for at in linked if selection.works >> at & 1]
        if text.strip():
            hits = self.text_index.search(text, within=selection.works)
            return [answer(hit.position, hit.matches, hit.complete) for hit in hits]
        found = [answer(position) for position in iter_bits(selection.works)]
        return sorted(found, key=lambda found: -(found.work.year or 0))

    def _find_linked(self, text: str) -> list[int] | None:
        """Return where the work stands that a link names, if any; ``None`` for other texts."""
        if not _MAY_BE_LINK.fullmatch(text):
            return None
        from mi_survey.reference.pasted import find_linked, is_link  # not for words

        work = find_linked(text, self.names)
        found = [self.names.get_position(work)] if work else []
        return found if found or is_link(text) else None

    def get(self, text: str | Work) -> Work:
        """Return the one work that a key, identifier, URL, nickname or title names, or itself.

        Raises:
            WorkNotFound: it names none.
            AmbiguousWork: it is part of several titles.

        >>> load_catalog().get("https://arxiv.org/pdf/2406.11717v3").key
        'arditi2024refusal'
        """
        from mi_survey.reference.pasted import get_work

        return get_work(text, self.names)

    def get_all(self, texts: Iterable[str | Work]) -> list[Work]:
        """Return the works that the texts name; the error, if any, names all that are missing."""
        from mi_survey.reference.pasted import get_works

        return get_works(texts, self.names)

    def counts(self, axis: str, *, filters: Filters | None = None) -> AxisCounts:
        """Count the works under every term of an axis, under the filters, in all and by year."""
        from mi_survey.query.crosstab import count_axis

        selection = self.index.select(filters or Filters())
        return count_axis(self.index, self.taxonomy.axis(axis), selection=selection)

    def headword(self, text: str) -> Headword:
        """Return the axis or term that a text names: by id, alias, beginning, or AXIS:TERM."""
        from mi_survey.query.meaning import get_headword

        return get_headword(text, self.works, self.taxonomy)

    def profile(self, axis: str, term: str, *, filters: Filters | None = None) -> TermProfile:
        """Return what there is of a term under the filters: counts, years, the first works."""
        from mi_survey.query.profile import profile_term

        results = self.results(filters=(filters or Filters()).narrow(axis, term))
        return profile_term(self.contents, axis, term, results=results)

    def matrix(self, rows: str, columns: str, *, filters: Filters | None = None) -> Crosstab:
        """Cross two axes, or facets such as ``year``, under the filters.

        >>> table = load_catalog().matrix("object", "steer")
        >>> table.total <= sum(table.row_totals)
        True
        """
        from mi_survey.query.crosstab import crosstab, get_dimension

        selection = self.index.select(filters or Filters())
        rows, columns = (get_dimension(name, self.taxonomy) for name in (rows, columns))
        return crosstab(self.index, rows, columns, selection=selection)

    def tree(self, first: str, second: str, *, filters: Filters | None = None) -> WorkTree:
        """Put the works under the terms of two axes; UsageFault where both are the same."""
        from mi_survey.query.tree import choose_axes, make_tree

        axes = choose_axes(self.taxonomy, first, second)
        return make_tree(self.results(filters=filters), *axes)

    def similar(self, text: str | Work, *, limit: int = 10) -> list[Neighbour]:
        """Return the works nearest to one, by shared tags and title words, with the reasons."""
        from mi_survey.query.similar import find_similar

        return find_similar(self.get(text), self.works, limit=limit)

    def errata(self, *, source: str = "") -> list[Erratum]:
        """Return what the lists, or one of them, got wrong."""
        from mi_survey.reference.errata import find_errata

        return find_errata(self.works, self.taxonomy, source=source)

    def check(self, text: Text, *, file: str = "references.bib") -> tuple[Verdict, ...]:
        """Check a path, or a text that is what ``file`` ends in; UsageFault, FileUnreadable.

        >>> title = "Locating and Editing Factual Associations in GPT"
        >>> entry = f"@misc{{rome, title={{{title}}}, eprint={{2202.05262}}, year=2022}}"
        >>> [finding.rule for finding in load_catalog().check(entry)[0].findings]
        ['published']
        """
        text, file = take_text(text, file)
        return self.check_files({file: text})[0].verdicts

    def check_files(
        self, texts: Mapping[str, str], *, cited_only: bool = False, watch: Watch | None = None
    ) -> list[CheckedFile]:
        """Check files together, LaTeX texts against bibliographies, too; raises as ``check``.

        ``watch`` sees how far it is, here and in whatever else may take long.
        """
        from mi_survey.bibliography.checking import check_files

        return check_files(texts, self.names, cited_only=cited_only, watch=watch)

    def fix(
        self, text: Text, *, file: str = "references.bib", rules: Collection[str] | None = None
    ) -> Fixed:
        """Mend what is wrong in the text of a .bib file; all else stays byte for byte.

        ``rules`` are what to mend, of what can be; all without.
        """
        from mi_survey.bibliography.fix import fix_bibliography

        text, file = take_text(text, file)
        return fix_bibliography(text, self.check(text, file=file), rules=rules)

    def missing(self, cited: Collection[str], *, filters: Filters | None = None) -> list[Result]:
        """Return the works under the filters that are not cited, most central first."""
        from mi_survey.bibliography.coverage import find_missing

        return find_missing(self.results(filters=filters), self.contents, cited=cited)

    def coverage(
        self, axis: str, cited: Collection[str], *, filters: Filters | None = None
    ) -> list[Coverage]:
        """Count for every term of an axis the works that bear it, cited and in all."""
        from mi_survey.bibliography.coverage import measure_coverage
        from mi_survey.query.meaning import get_axis

        chosen = self.taxonomy.axis(get_axis(axis, self.taxonomy, known=self.taxonomy.ids))
        return measure_coverage(self.results(filters=filters), chosen, cited=cited)

    def export(
        self,
        results: Iterable[Result | Work | str] | Work | str,
        *,
        format: str = "bibtex",
        options: RenderOptions | None = None,
    ) -> str:
        """Write works, their names, or results with what answers a question, in a format.

        What cannot be cited is left out of bibliographies.

        Raises:
            UnknownValue: there is no such format.

        >>> catalog = load_catalog()
        >>> catalog.export(catalog.find("refusal single direction")[:1])[:32]
        '@inproceedings{arditi2024refusal'
        """
        from mi_survey.exports.registry import RenderOptions, get_format
        from mi_survey.model.work import is_citable

        chosen = get_format(format)
        given = [results] if isinstance(results, str | Work | Result) else results
        found = [each if isinstance(each, Result) else Result.of(self.get(each)) for each in given]
        if chosen.bibliography:
            found = [result for result in found if is_citable(result.work)]
        return chosen.render(found, options or RenderOptions(taxonomy=self.taxonomy))

    def lint(
        self, text: Text, *, file: str = "README.md", watch: Watch | None = None
    ) -> tuple[Finding, ...]:
        """Find what an awesome list has wrong; ``apply_edits`` of the findings' edits mends it."""
        from mi_survey.lists.lint import lint_list

        text, file = take_text(text, file)
        return lint_list(text, self.names, taxonomy=self.taxonomy, file=file, watch=watch)

    def propose(
        self, text: str, *, source: str, file: str = "README.md", watch: Watch | None = None
    ) -> Proposals:
        """Compare an awesome list with what the catalog holds of it, under the id of a source."""
        from mi_survey.lists.parser import parse_list
        from mi_survey.lists.proposal import propose

        parsed = parse_list(text, source=source, file=file, taxonomy=self.taxonomy, watch=watch)
        return propose(parsed, self.names, taxonomy=self.taxonomy, source=source, file=file)

    def draft(self, text: str, *, file: str = "references.bib") -> Referred:
        """Make records of what a bibliography has and the catalog has not; raises as ``check``."""
        from mi_survey.bibliography.drafting import draft

        return draft(text, self.names, file=file)

    def add(self, words: Sequence[str], said: Said, *, present: Sequence[Work] = ()) -> list[Work]:
        """Make the record of a new work, and place known ones; raises as ``make_additions``."""
        from mi_survey.catalog.skeleton import make_additions

        return make_additions(words, said, held=self.contents, present=present)

    def with_source(self, id: str, title: str) -> Catalog:
        """Return the catalog with one more source; UsageFault where it has such a one."""
        from mi_survey.catalog.joining import add_source

        return Catalog(add_source(self.contents, id, title), overrides=self.overrides)

    def diff(self, later: Catalog) -> list[Difference]:
        """Return what a later catalog has added, removed and changed, field by field."""
        from mi_survey.catalog.difference import find_differences

        return find_differences(self.works, later.works)

    def merge(self, texts: Mapping[str, str], *, update: bool = False) -> Merged:
        """Merge the texts of files, by their names, with records and listings into the catalog.

        With ``update``, a file is right where the catalog says otherwise.

        Raises:
            CatalogUnreadable, CatalogInvalid: a text is not JSON, or holds no records.
        """
        from mi_survey.catalog.merging import merge

        return merge(self.contents, texts, names=self.names, update=update)
