"""The bundled catalog: all of it in CI, else a part, with the works that tests name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from effort import IN_CI
from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.store import FILES, load_bundled

if TYPE_CHECKING:
    from pathlib import Path

    from mi_survey.model.catalog_records import CatalogRecords

_NAMED = frozenset(
    """
    arditi2024refusal geva2021transformer meng2022locating meng2023massediting xia2025tokenskip
    """.split()
)


@cache
def load_part() -> CatalogRecords:
    """Load the part as a sound catalog: its sources count the listings that it has."""
    whole = load_bundled()
    if IN_CI:
        return whole
    works = [work for at, work in enumerate(whole.works) if at % 12 == 0 or work.key in _NAMED]
    counts = Counter(listing.source for work in works for listing in work.listings)
    sources = [replace(source, listings=counts[source.id]) for source in whole.sources]
    return whole._replace(works=tuple(works), sources=tuple(sources))


def write_part(folder: Path) -> Path:
    """Write the part into a new folder; return the folder."""
    folder.mkdir(parents=True)
    for name, records in zip(FILES, load_part(), strict=True):
        (folder / name).write_text(dump_canonical(encode(records)), encoding="utf-8")
    return folder
