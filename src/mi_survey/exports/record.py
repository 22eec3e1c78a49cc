"""What is known of a work or a list in labelled lines: made once, for pipes and terminals alike.

The lines of a record come in groups, the first of which names the thing. A block is one group: of a
work, or of a row in any table, for narrow terminals and for readers that speak: no columns, no
marks, every label a word. ``display.record`` draws the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mi_survey.exports.table import Table, cell_text
from mi_survey.exports.works import result_table
from mi_survey.model.address import is_web_url, normalize_url
from mi_survey.model.identifier import iter_identifiers
from mi_survey.model.source import count_lists
from mi_survey.reference.errata import iter_errata
from mi_survey.text import fold, normalize_space, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.source import Source
    from mi_survey.model.taxonomy import Axis, Taxonomy
    from mi_survey.model.work import Listing, Placement, Work
    from mi_survey.query.result import Result
    from mi_survey.reference.errata import Erratum

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SAID_BY = {
    "survey": ("survey tags", ""),
    "curated": ("curated tags", " (assigned here, not by the survey)"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what it is, what it says, and the address it leads to, if any."""

    label: str
    text: str
    link: str | None = None


Group = tuple[Line, ...]
_SOME = Line("found by", "only some of the words")


def render_record(groups: Sequence[Group]) -> str:
    """Render a record as plain lines, ``label: text``, aligned and never wrapped."""
    lines = [line for group in groups for line in group]
    width = max(len(line.label) for line in lines) + 2
    rows = (f"{line.label + ':':<{width}}{normalize_space(line.text)}" for line in lines)
    return "".join(printable(row) + "\n" for row in rows)


def work_groups(work: Work, taxonomy: Taxonomy, sources: Sequence[Source] = ()) -> list[Group]:
    """Say everything on a work: what it is, where it is, how it is tagged, listed and known.

    ``sources`` tell which of those that list it are states of one list.
    """
    heading = (Line("title", work.title, work.url), Line("key", work.key), Line("kind", work.kind))
    groups = (
        heading,
        tuple(_iter_contents(work)),
        tuple(_iter_facts(work)),
        tuple(_iter_addresses(work)),
        tuple(_iter_tags(work, taxonomy)),
        tuple(_iter_lists(work, taxonomy, sources)),
        (Line("status", work.status), *(Line("evidence", url, url) for url in work.evidence)),
    )
    return [group for group in groups if group]


def source_groups(source: Source) -> list[Group]:
    """Say everything on a list, and how to cite it."""
    facts = (
        ("maintainers", ", ".join(source.maintainers)),
        ("license", source.license),
        ("collected", source.collected),
        ("entries", None if source.entries is None else str(source.entries)),
        ("listings", str(source.listings)),
        ("state of", source.state_of),
    )
    groups = [
        (Line("title", source.title, source.url), Line("list", source.id)),
        tuple(Line(label, text) for label, text in facts if text),
    ]
    if source.url:
        groups.append((Line("url", source.url, source.url),))
    if source.citation:
        cited = source.citation
        groups.append((Line("cite", _citation(cited), cited.url), Line("cite key", cited.key)))
    return groups


def table_blocks(table: Table) -> list[Group]:
    """Make a block of each row, without what it says nothing of.

    >>> table_blocks(Table(("key", "year"), [("a1", None)]))
    [(Line(label='key', text='a1', link=None),)]
    """
    return [
        tuple(
            Line(label, text, text if is_web_url(text) else None)
            for label, text in zip(table.columns, map(cell_text, row), strict=True)
            if text
        )
        for row in table.rows
    ]


def result_blocks(
    results: Sequence[Result], taxonomy: Taxonomy, *, explained: bool = False
) -> list[Group]:
    """Make a block of each work; what was found by some of the words only says so."""
    blocks = table_blocks(result_table(results, taxonomy, explained=explained))
    pairs = zip(results, blocks, strict=True)
    return [block if result.complete else (*block, _SOME) for result, block in pairs]


def render_blocks(blocks: Sequence[Group]) -> str:
    """Render blocks with an empty line between them, and a line for each thing, however long."""
    return "\n".join(
        "".join(f"{line.label}: {printable(line.text)}\n" for line in block) for block in blocks
    )


def render_list(results: Sequence[Result], options: RenderOptions) -> str:
    """Render a labelled block for each work."""
    return render_blocks(result_blocks(results, options.taxonomy, explained=options.explained))


def _iter_contents(work: Work) -> Iterator[Line]:
    if work.summary:
        yield Line("summary", work.summary)
    if work.topics:
        yield Line("topics", ", ".join(work.topics))


def _iter_facts(work: Work) -> Iterator[Line]:
    if work.authors:
        yield Line("authors", ", ".join(name.display for name in work.authors))
    if venue := _venue(work):
        yield Line("venue", venue)
    if publisher := ", ".join(filter(None, (work.publisher, work.address))):
        yield Line("publisher", publisher)
    if work.year:
        month = _MONTHS[work.month - 1] if work.month and 1 <= work.month <= 12 else ""
        yield Line("date", f"{month} {work.year}".strip())
    for appearance in work.appearances:
        where, year = appearance.venue.name, str(appearance.year or "")
        link = next((each.url for each in iter_identifiers(appearance.ids)), None)
        yield Line("also at", where if year in where else f"{where} {year}", link)
    if work.nicknames:
        yield Line("known as", ", ".join(work.nicknames))
    for title in work.alt_titles:
        yield Line("also titled", title)
    if work.aliases:
        yield Line("former keys", ", ".join(work.aliases))


def _venue(work: Work) -> str:
    name = ""
    if work.venue:
        name, short = work.venue.name, work.venue.short
        name += f" ({short})" if short not in name else ""
    parts = (("volume", work.volume), ("number", work.number), ("pages", work.pages))
    located = (f"{label} {value}" for label, value in parts if value)
    return ", ".join(filter(None, (name, *located)))


def _iter_addresses(work: Work) -> Iterator[Line]:
    for identifier in iter_identifiers(work.ids):
        yield Line(identifier.scheme, identifier.value, identifier.url)
    if work.url:
        yield Line("url", work.url, work.url)


def _iter_tags(work: Work, taxonomy: Taxonomy) -> Iterator[Line]:
    for placement in work.placements:
        axes = ((axis.id, _term_labels(placement, axis)) for axis in taxonomy.axes)
        text = "; ".join(f"{axis} {labels}" for axis, labels in axes if labels)
        label, remark = _SAID_BY[placement.by]
        yield Line(label, text + remark)
    if not work.placements:
        yield Line("tags", "not tagged")


def _term_labels(placement: Placement, axis: Axis) -> str:
    labels = {term.id: term.wording for term in axis.terms}
    return " + ".join(labels[term] for term in placement.terms(axis.id))


def _iter_lists(work: Work, taxonomy: Taxonomy, sources: Sequence[Source]) -> Iterator[Line]:
    if (count := count_lists(work, sources)) > 1:
        yield Line("named by", f"{count} lists")
    for listing in work.listings:
        heading = taxonomy.heading
        place = " > ".join(listing.section) or (listing.tag(heading.id) if heading else "")
        under = f", under {place}" if place else ""
        text = "; ".join((listing.source + under, *_iter_claims(work, listing)))
        yield Line("listed by", text, listing.urls[0] if listing.urls else None)
    # a list that has a work under several headings is wrong in each alike
    for correction in dict.fromkeys(map(_correction, iter_errata(work, taxonomy))):
        yield Line("correction", correction)


def _iter_claims(work: Work, listing: Listing) -> Iterator[str]:
    """Yield what a list wrote otherwise than the record has it, right or wrong."""
    if listing.venue and fold(listing.venue) != fold(work.venue_short):
        yield f"venue '{listing.venue}'"
    if listing.year and listing.year != str(work.year):
        yield f"year '{listing.year}'"
    known = {normalize_url(line.link) for line in _iter_addresses(work) if line.link}
    for url in listing.urls:
        if normalize_url(url) not in known:
            yield f"links to {url}"


def _correction(erratum: Erratum) -> str:
    by = f"{erratum.source}: " if erratum.source else ""
    if erratum.field == "note":
        return by + erratum.right
    right = f"'{erratum.right}'" if erratum.right else "unknown"
    return f"{by}{erratum.field} is {right}, not '{erratum.listed}'"


def _citation(work: Work) -> str:
    authors = ", ".join(name.display for name in work.authors)
    venue = f"{_venue(work)} {work.year or ''}".strip()
    return ". ".join(filter(None, (authors, work.title, venue, work.url)))
