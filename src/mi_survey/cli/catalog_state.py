"""What a catalog holds and lacks, and what is wrong with it or with its lists.

``catalog info``, ``catalog todo``, ``catalog validate`` and ``errata``.
"""

from collections.abc import Iterator

import typer

from mi_survey.cli.options import argument, option, share_options
from mi_survey.cli.output import FINDING_FORMATS, show_findings, write_findings, write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.cli.stream import count_of, say, show_progress
from mi_survey.errors import CatalogUnreadable, ExitStatus
from mi_survey.exports.findings import COLUMNS
from mi_survey.exports.table import Cell, Table
from mi_survey.library import Catalog, validate_catalog
from mi_survey.model.term import get_choice
from mi_survey.query.filters import Filters

# What is known of a source, beside how many works it lists.
_FACTS = ("entries", "listings", "collected", "license", "maintainers", "url")
_INFO_COLUMNS = ("what", "value", "count", *_FACTS)
_ERRATA_COLUMNS = ("key", "source", "field", "listed", "right")
_TODO_COLUMNS = ("key", "title", "lists", "lacks", "what")


@share_options(columns=_INFO_COLUMNS)
def info(*, output: Output, choice: CatalogChoice) -> None:
    """Say what the catalog holds, and its version.

    Counts of works by kind, source, status and axis. Of each source, there are its url,
    maintainers, licence, date, how many entries it has, and how many listings are held of them.

    The version is a hash of the data: two catalogs of the same version are the same.

    \b
    Examples:
      mi-survey catalog info
      mi-survey catalog info --json=what,value,count
    """
    catalog = open_catalog(choice)
    facts: dict[tuple[str, str | None], tuple[Cell, ...]] = {
        ("source", source.id): tuple(getattr(source, name) for name in _FACTS)
        for source in catalog.sources
    }
    nothing = (None,) * len(_FACTS)
    rows = [(*row, *facts.get(row[:2], nothing)) for row in _iter_facts(catalog)]
    write_table(Table(_INFO_COLUMNS, rows), output)


def _iter_facts(catalog: Catalog) -> Iterator[tuple[str, str | None, int | str]]:
    from mi_survey.catalog.codec import compute_version

    yield "version", None, compute_version(catalog.contents)
    yield "works", None, len(catalog)
    yield "listings", None, sum(len(work.listings) for work in catalog)
    for who in ("survey", "curated"):
        count = sum(placement.by == who for work in catalog for placement in work.placements)
        yield "placements", who, count
    for facet in ("kind", "source", "status"):
        postings = catalog.index.facet_postings(facet)
        for value, bits in sorted(postings.items(), key=lambda item: -item[1].bit_count()):
            yield facet, value, bits.bit_count()
    for axis in catalog.taxonomy.ids:
        tagged = sum(any(p.terms(axis) for p in work.placements) for work in catalog)
        yield "axis", axis, tagged


@share_options(columns=_TODO_COLUMNS)
def todo(
    *,
    lacks: list[str] | None = option(
        "--lacks", "WHAT", "Only these: venue, authors, axes, summary, evidence."
    ),
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """List what the records of works still lack, most central first.

    A venue beyond the archive, for what is older than a year; authors; axes on which nobody has
    placed the work; a summary; evidence from a page of the work itself, rather than from other
    sites alone.

    The works come in the order of find --sort central.

    \b
    Examples:
      mi-survey catalog todo --lacks venue
      mi-survey catalog todo --source neurons --json=key,lacks
    """
    from mi_survey.catalog.todo import GAPS, iter_gaps  # for this command alone
    from mi_survey.model.source import count_lists
    from mi_survey.query.order import CENTRAL, sort_results

    chosen = {get_choice(each, "gap", known=tuple(GAPS)) for each in lacks or GAPS}
    catalog = open_catalog(choice)
    results = sort_results(catalog.results(filters=filters), CENTRAL, sources=catalog.sources)
    works = [result.work for result in results]
    gaps = [gap for gap in iter_gaps(works, catalog.taxonomy) if gap.lacks in chosen]
    rows = [
        (gap.work.key, gap.work.title, count_lists(gap.work, catalog.sources), gap.lacks, gap.what)
        for gap in gaps
    ]
    write_table(Table(_TODO_COLUMNS, rows), output)
    say(f"{count_of(len({gap.work.key for gap in gaps}), 'work')}, {count_of(len(gaps), 'gap')}")


@share_options(*FINDING_FORMATS, columns=COLUMNS)
def validate(
    files: list[str] | None = argument(
        "[FILE]...",
        "Files of works, or folders with works.json; the bundled catalog without.",
        default=None,
    ),
    *,
    output: Output,
) -> None:
    """Check catalogs and show every fault at once.

    Structure, vocabularies, keys, identifiers, links, years, placements, form.

    All faults are shown at once, each with its file, its JSON path, what is wrong and what
    to do. --format sarif is for code hosts. Returns 1 with findings, 4 where a file cannot be read.

    \b
    Examples:
      mi-survey catalog validate
      mi-survey catalog validate --json
    """
    from mi_survey.catalog.rule import RULES
    from mi_survey.catalog.schema import check_bundled  # pydantic: 50-90 ms

    checked = []
    unreadable: list[CatalogUnreadable] = []
    for file in files or (None,):
        try:
            with show_progress("checking the catalog"):
                checked.append(check_bundled() if file is None else validate_catalog(file))
        except CatalogUnreadable as error:
            unreadable.append(error)
    findings = [finding for one in checked for finding in one.findings]
    write_findings(findings, output, rules=RULES)
    if checked:
        works = sum(one.count for one in checked)
        say(f"{count_of(works, 'work')}, {count_of(len(findings), 'finding')}")
    if unreadable:
        *others, last = unreadable
        for other in others:
            say(f"error: {other}")
        raise last
    if findings:
        raise typer.Exit(ExitStatus.FOUND)


@share_options(columns=_ERRATA_COLUMNS)
def errata(
    *,
    source: str | None = option("--source", "LIST", "Only this list."),
    output: Output,
    choice: CatalogChoice,
) -> None:
    """List what the source lists got wrong.

    Titles, venues, years, links and tags.

    A note is what a reader found, in words. The record holds the right fact, the listing
    what was claimed; this is the difference between the two.

    \b
    Examples:
      mi-survey errata --source survey
      mi-survey errata --json=key,field,right
    """
    catalog = open_catalog(choice)
    chosen = ""
    if source is not None:
        chosen = get_choice(source, "source", known=[item.id for item in catalog.sources])
    found = catalog.errata(source=chosen)
    if found and output.format == "table" and output.terminal is not None:
        from mi_survey.exports.findings import findings_of_errata  # for terminals alone

        show_findings(findings_of_errata(found), output)
        say(count_of(len(found), "erratum", plural="errata"))
        return
    rows = [(item.work.key, item.source, item.field, item.listed, item.right) for item in found]
    write_table(Table(_ERRATA_COLUMNS, rows), output)
