"""``mi-survey catalog info``: what a catalog holds, in counts."""

from collections.abc import Iterator

from mi_survey.cli.options import share_options
from mi_survey.cli.output import write_table
from mi_survey.cli.request import CatalogChoice, Output, open_catalog
from mi_survey.exports.table import Cell, Table
from mi_survey.library import Catalog

# What is known of a source, beside how many works it lists.
_FACTS = ("entries", "listings", "collected", "license", "maintainers", "url")
COLUMNS = ("what", "value", "count", *_FACTS)


@share_options()
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
    rows = [(*row, *facts.get(row[:2], nothing)) for row in _iter_rows(catalog)]
    write_table(Table(COLUMNS, rows), output)


def _iter_rows(catalog: Catalog) -> Iterator[tuple[str, str | None, int | str]]:
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
