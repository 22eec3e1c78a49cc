"""The catalog that ``--write`` names: a file of works, or a folder with its sources beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.file_rules import check_source_count
from mi_survey.catalog.schema import check_values
from mi_survey.catalog.store import FILES, load_bundled
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO, is_file, is_folder, read_bytes
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.source import Source
from mi_survey.model.work import Work
from mi_survey.transaction import Transaction, transaction

_WORKS, _, _SOURCES, _ = FILES
# What a process that is killed between two files leaves wrong, and the next one puts right.
MENDED = frozenset({check_source_count.name})


class Target(NamedTuple):
    """Where to write: the file of works, and beside it in a folder that of sources.

    ``spec`` names the catalog for loading it; it is empty where there is none yet.
    """

    files: Transaction
    works: Path
    sources: Path | None
    spec: str

    def write(self, works: Sequence[Work], contents: CatalogRecords) -> bool:
        """Write the works in canonical form; tell whether anything was to be written.

        Their sources are written where the catalog brings its own, or has to from now on.

        Raises:
            CatalogInvalid: they break rules, so that no command could read them again.
            OutputFailed: a file cannot be written; then all are as they were.
            UsageFault: there are sources of their own, for which a file of works has no place,
                or there are others in it.
        """
        sources = self._choose_sources(works, contents)
        values = {_WORKS: encode(works)}
        if sources is not None:
            values[_SOURCES] = encode(sources)
        check_values(values, base=contents, errors_only=True).demand_valid(str(self.works))
        texts = {name: dump_canonical(value).encode("utf-8") for name, value in values.items()}
        written = {str(self.works): texts[_WORKS]}
        if self.sources is not None:
            self._refuse_to_lose(texts.get(_SOURCES))
            # the sources first: works need theirs, while sources that have no works yet are known
            written = {str(self.sources): texts[_SOURCES], **written} if sources else written
        return self.files.write(written)

    def _refuse_to_lose(self, sources: bytes | None) -> None:
        """Stop before sources that were never read are written over."""
        if self.spec or self.sources is None or not is_file(self.sources):
            return
        if sources is None or read_bytes(self.sources) != sources:
            raise UsageFault(
                f"'{self.sources}' is there without works",
                hint=f"name another folder, or put a {_WORKS} that holds [] beside it",
            )

    def _choose_sources(
        self, works: Sequence[Work], contents: CatalogRecords
    ) -> list[Source] | None:
        """Return the sources to write with their counts; ``None`` where none are."""
        counts = Counter(listing.source for work in works for listing in work.listings)
        counted = [replace(each, listings=counts[each.id]) for each in contents.sources]
        if self.spec and self.sources is not None and is_file(self.sources):
            return counted
        bundled = {source.id for source in load_bundled().sources}
        if not {source.id for source in counted} - bundled:
            return None
        if self.sources is None:
            raise UsageFault(
                f"'{self.works}' is no folder, and a file of works has no place for new sources",
                hint="name a folder, which mkdir makes, for its works.json and sources.json",
            )
        return [each for each in counted if each.listings or each.id not in bundled]


@contextmanager
def hold_target(name: str) -> Iterator[Target]:
    """Find out what a catalog to write is: new, a file, or a folder's; and write to it alone.

    A ``works.json`` beside a ``sources.json`` is the folder's, whose counts follow it.

    Raises:
        UsageFault: it is standard output, which has the report.
    """
    if name == STDIO:
        raise UsageFault("--write takes a file, not standard output", hint="name a file")
    with transaction(*map(str, filter(None, _find_files(name)))) as files:
        works, sources = _find_files(name)  # as they are now that nobody else writes there
        # an empty folder gets its works, and nothing can be read of a device
        is_known = is_file(works)
        yield Target(files, works, sources, str(sources.parent if sources else works) * is_known)


def _find_files(name: str) -> tuple[Path, Path | None]:
    path = Path(name)
    folder = path if is_folder(path) else path.parent
    works, sources = folder / _WORKS, folder / _SOURCES
    if is_folder(path) or (path.name == _WORKS and is_file(path) and is_file(sources)):
        return works, sources
    return path, None
