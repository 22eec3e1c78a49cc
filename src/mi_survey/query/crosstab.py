"""Cross-tabulation: how many works stand in each cell of two axes, and which cells are empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mi_survey.errors import UnknownValue
from mi_survey.model.taxonomy import NO_STEP, Taxonomy
from mi_survey.query.index import Index, Selection
from mi_survey.query.meaning import get_axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mi_survey.model.taxonomy import Axis

FACETS = ("year", "kind", "venue", "source", "status")


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Counts of distinct works; ``counts[i][j]`` belongs to row ``i`` and column ``j``.

    Totals are of distinct works, so a row's cells may add up to more than its total.
    """

    rows: str
    columns: str
    row_terms: tuple[str, ...]
    column_terms: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        from html import escape  # notebooks have loaded it

        def row(name: str, cells: Iterable[object], *, tag: str = "td") -> str:
            texts = "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in cells)
            return f"<tr><th>{escape(name)}</th>{texts}</tr>"

        head = row(f"{self.rows} × {self.columns}", (*self.column_terms, "total"), tag="th")
        counted = zip(self.row_terms, self.counts, self.row_totals, strict=True)
        body = "".join(row(term, (*counts, total)) for term, counts, total in counted)
        return f"<table>{head}{body}{row('total', (*self.column_totals, self.total))}</table>"

    def transposed(self) -> Crosstab:
        """Return the same counts with rows as columns."""
        counts = tuple(
            tuple(row[at] for row in self.counts) for at in range(len(self.column_terms))
        )
        return Crosstab(
            rows=self.columns,
            columns=self.rows,
            row_terms=self.column_terms,
            column_terms=self.row_terms,
            counts=counts,
            row_totals=self.column_totals,
            column_totals=self.row_totals,
            total=self.total,
        )

    def iter_cells(self) -> Iterator[tuple[tuple[str, str], int]]:
        """Yield the terms of every cell with its count, row by row."""
        for row, counts in zip(self.row_terms, self.counts, strict=True):
            for column, count in zip(self.column_terms, counts, strict=True):
                yield (row, column), count

    def gaps(self) -> list[tuple[str, str]]:
        """Return the empty cells, without those of the term ``none``, which is no choice."""
        return [pair for pair, n in self.iter_cells() if n == 0 and NO_STEP not in pair]


@dataclass(frozen=True, slots=True)
class AxisCounts:
    """An axis with the number of works under each term, in all and in each year."""

    axis: Axis
    counts: Mapping[str, int]
    years: Mapping[str, Mapping[int, int]]


def dimensions(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return what works can be counted by: the axes, then the facets."""
    return (*taxonomy.ids, *FACETS)


def get_dimension(name: str, taxonomy: Taxonomy) -> str:
    """Return the axis or facet that a name stands for.

    Raises:
        UnknownValue: there is none of that name.
    """
    return get_axis(name, taxonomy, known=dimensions(taxonomy))


def count_axis(index: Index, axis: Axis, *, selection: Selection) -> AxisCounts:
    """Count the selected works under every term of an axis, wider terms included."""
    postings = index.axis_postings(axis.id)
    under = {term.id: index.project(postings[term.id] & selection.slots) for term in axis.terms}
    years = {
        int(year): works
        for year, works in sorted(index.facet_postings("year").items())
        if selection.works & works
    }
    return AxisCounts(
        axis=axis,
        counts={term: works.bit_count() for term, works in under.items()},
        years={
            term: {year: (works & each).bit_count() for year, each in years.items()}
            for term, works in under.items()
        },
    )


def crosstab(index: Index, rows: str, columns: str, *, selection: Selection) -> Crosstab:
    """Count the selected works in every cell of two axes or facets.

    Two axes meet in a placement: a cell counts the works with one placement that bears both
    terms.

    Raises:
        UnknownValue: ``rows`` or ``columns`` is no axis or facet.
    """
    row_postings = _postings(index, rows, selection)
    column_postings = _postings(index, columns, selection)
    if not {rows, columns} <= set(FACETS):
        over_slots = True
        row_postings = {term: _widen(index, rows, bits) for term, bits in row_postings.items()}
        column_postings = {
            term: _widen(index, columns, bits) for term, bits in column_postings.items()
        }
        scope = selection.slots
    else:
        over_slots = False
        scope = selection.works

    def count(bits: int) -> int:
        return (index.project(bits) if over_slots else bits).bit_count()

    return Crosstab(
        rows=rows,
        columns=columns,
        row_terms=tuple(row_postings),
        column_terms=tuple(column_postings),
        counts=tuple(
            tuple(count(row & column & scope) for column in column_postings.values())
            for row in row_postings.values()
        ),
        row_totals=tuple(count(row & scope) for row in row_postings.values()),
        column_totals=tuple(count(column & scope) for column in column_postings.values()),
        total=count(scope),
    )


def _postings(index: Index, dimension: str, selection: Selection) -> dict[str, int]:
    if dimension in index.taxonomy.ids:
        postings = index.axis_postings(dimension)
        return {term.id: postings[term.id] for term in index.taxonomy.axis(dimension).leaves()}
    if dimension not in FACETS:
        raise UnknownValue("axis", dimension, known=dimensions(index.taxonomy))
    postings = index.facet_postings(dimension)
    values = sorted(value for value, bits in postings.items() if bits & selection.works)
    return {value: postings[value] for value in values}


def _widen(index: Index, dimension: str, bits: int) -> int:
    return index.spread(bits) if dimension in FACETS else bits
