"""The catalog that ``--write`` names: a file of works, or a folder with its sources beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.schema import check_values
from mi_survey.catalog.store import FILES, load_bundled
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO, is_file, is_folder, is_there, write_whole
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.source import Source
from mi_survey.model.work import Work

_WORKS, _, _SOURCES, _ = FILES


class Target(NamedTuple):
    """Where to write: the file of works, and beside it in a folder that of sources.

    ``spec`` names the catalog for loading it; it is empty where there is none yet.
    """

    works: Path
    sources: Path | None
    spec: str

    def write(self, works: Sequence[Work], contents: CatalogRecords) -> bool:
        """Write the works in canonical form; tell whether anything was to be written.

        Their sources are written where the catalog brings its own, or has to from now on.

        Raises:
            CatalogInvalid: they break rules, so that no command could read them again.
            OutputFailed: the file cannot be written; then it is as it was.
            UsageFault: there are sources of their own, for which a file of works has no place.
        """
        sources = self._choose_sources(works, contents)
        values = {_WORKS: encode(works)}
        if sources is not None:
            values[_SOURCES] = encode(sources)
        checked = check_values(values, base=contents)
        checked.demand_valid(str(self.works))
        written = _write(self.works, values[_WORKS])
        if self.sources is not None and sources is not None:
            written = _write(self.sources, values[_SOURCES]) or written
        return written

    def _choose_sources(
        self, works: Sequence[Work], contents: CatalogRecords
    ) -> list[Source] | None:
        """Return the sources to write with their counts; ``None`` where none are."""
        counts = Counter(listing.source for work in works for listing in work.listings)
        counted = [replace(each, listings=counts[each.id]) for each in contents.sources]
        if self.sources is not None and is_file(self.sources):
            return counted
        bundled = {source.id for source in load_bundled().sources}
        if not {source.id for source in counted} - bundled:
            return None
        if self.sources is None:
            raise UsageFault(
                f"'{self.works}' is a file of works and has no place for new sources",
                hint=f"name a folder with the file in it, as {FILES[0]}",
            )
        return [each for each in counted if each.listings or each.id not in bundled]


def find_target(name: str) -> Target:
    """Find out what a catalog to write is: new, a file, or a folder's.

    A ``works.json`` beside a ``sources.json`` is the folder's, whose counts follow it.

    Raises:
        UsageFault: it is standard output, which has the report.
    """
    path = Path(name)
    if name == STDIO:
        raise UsageFault("--write takes a file, not standard output", hint="name a file")
    folder = path if is_folder(path) else path.parent
    sources = folder / _SOURCES
    if is_folder(path) or (path.name == _WORKS and is_file(path) and is_file(sources)):
        works = folder / _WORKS
        # an empty folder gets its works; what is in it otherwise is its own
        spec = str(folder) if is_there(works) else ""
        return Target(works, sources, spec)
    # nothing can be read of a device
    return Target(path, None, name if is_file(path) else "")


def _write(path: Path, values: object) -> bool:
    data = dump_canonical(values).encode("utf-8")
    if is_file(path) and path.read_bytes() == data:
        return False
    write_whole(path, data)
    return True
