"""Users' catalogs: loaded through validation, in place of the bundled one or joined to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mi_survey.catalog.known import load_valid
from mi_survey.catalog.store import load_bundled
from mi_survey.errors import UsageFault
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.source import Source
from mi_survey.model.work import Work
from mi_survey.reference.names import iter_unique_names
from mi_survey.text import normalize_space


@dataclass(frozen=True, slots=True)
class Override:
    """A work of an earlier catalog that gives way to one of a later catalog.

    ``shared`` says what both have: ``key`` or an identifier such as ``arxiv 2406.11717``.
    """

    replaced: Work
    by: Work
    shared: str


def load_contents(
    specs: Sequence[str], *, forgiven: frozenset[str] = frozenset()
) -> tuple[CatalogRecords, tuple[Override, ...]]:
    """Load and join the catalogs named.

    A spec is a file with an array of works, a folder with ``works.json`` and, if it has them,
    its other files, or ``-`` for standard input. ``+FILE`` adds to the
    bundled catalog; any spec without ``+`` leaves the bundled works out. Where two works share
    a key or an identifier, the later catalog's work wins. ``forgiven`` are rules that they may
    break.

    Raises:
        CatalogUnreadable: a file is missing, not readable, or not JSON.
        CatalogInvalid: a file breaks rules; the error holds every finding.
    """
    bundled = load_bundled()
    contents = bundled
    if not all(spec.startswith("+") for spec in specs):
        contents = bundled._replace(works=())
    overrides: tuple[Override, ...] = ()
    for spec in specs:
        added = load_valid(spec.removeprefix("+"), base=contents, forgiven=forgiven)
        contents, replaced = _join(contents, added)
        overrides += replaced
    return contents, overrides


def add_source(contents: CatalogRecords, id: str, title: str) -> CatalogRecords:
    """Return a catalog with one more source, which has no listings yet.

    Raises:
        UsageFault: the catalog has such a source, of another title, or one of them is empty.
    """
    id, title = normalize_space(id), normalize_space(title)
    if not (id and title):
        raise UsageFault(f"the source has no {'title' if id else 'id'}", hint="give both")
    known = [source for source in contents.sources if source.id.lower() == id.lower()]
    if [(source.id, source.title) for source in known] == [(id, title)]:
        return contents
    if known:
        raise UsageFault(f"the catalog has the source '{id}'", hint="leave out the title")
    sources = (*contents.sources, Source(id=id, title=title, listings=0))
    in_order = tuple(sorted(sources, key=lambda source: source.id))
    return contents._replace(sources=in_order)


def _join(
    first: CatalogRecords, second: CatalogRecords
) -> tuple[CatalogRecords, tuple[Override, ...]]:
    known = {source.id for source in second.sources}
    sources = [source for source in first.sources if source.id not in known]
    people = (*first.people, *(each for each in second.people if each not in first.people))
    joined = CatalogRecords(second.works, second.taxonomy, (*sources, *second.sources), people)
    if not first.works:  # so that no work is decoded
        return joined, ()
    by_name = {name: work for work in second.works for name in iter_unique_names(work)}
    works = {work.key: work for work in second.works}
    overrides = []
    for work in first.works:
        shared = next((name for name in iter_unique_names(work) if name in by_name), None)
        if shared is None:
            works[work.key] = work
            continue
        winner = works[by_name[shared].key]
        if work.key not in (winner.key, *winner.aliases):
            # what cites the replaced work by its key finds the one in its place
            winner = works[winner.key] = replace(winner, aliases=(*winner.aliases, work.key))
        overrides.append(Override(work, winner, " ".join(shared)))
    in_order = tuple(works[key] for key in sorted(works))
    return joined._replace(works=in_order), tuple(overrides)
