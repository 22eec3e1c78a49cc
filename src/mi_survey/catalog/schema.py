"""Validating catalogs that users bring: every fault at once.

The only way from a stranger's file to records. The parts are ``document`` (reading), ``fit``
(records by pydantic) and ``rules``. Import this module on need: pydantic costs 50 to 90 ms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from mi_survey.catalog import file_rules, work_rules  # noqa: F401 - rules register themselves
from mi_survey.catalog.document import Document, parse_document, read_documents, read_values
from mi_survey.catalog.fit import fit
from mi_survey.catalog.rule import Subject, find_breaches
from mi_survey.catalog.store import FILES, bundled_folder, load_bundled, read_bundled
from mi_survey.errors import CatalogInvalid
from mi_survey.files import STDIO
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mi_survey.catalog.fit import Fit
    from mi_survey.model.finding import Finding

_, _TAXONOMY, _, _ = FILES


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings, the number of works, and the records, if no value had to be made up."""

    findings: tuple[Finding, ...]
    count: int
    contents: CatalogRecords | None

    def demand_valid(self, path: str, *, forgiven: frozenset[str] = frozenset()) -> CatalogRecords:
        """Return the records of a catalog without errors; ``path`` is how the user named it.

        Breaches of the rules ``forgiven`` are none.

        Raises:
            CatalogInvalid: there are errors; warnings alone do no harm.
        """
        errors = [
            finding
            for finding in self.findings
            if finding.severity == "error" and finding.rule not in forgiven
        ]
        if errors or self.contents is None:
            raise CatalogInvalid(path, errors, is_read_once=path == STDIO)
        return self.contents


def check_catalog(path: str, *, base: CatalogRecords) -> Checked:
    """Check a file of works, ``-`` for standard input, or a folder with a catalog's files.

    Taxonomy and sources that a catalog does not bring are those of ``base``. Raises
    CatalogUnreadable for what is missing, not readable, not UTF-8 or not JSON.
    """
    return check_documents(read_documents(path), base=base)


@cache
def check_bundled() -> Checked:
    """Check the bundled catalog, which never changes and may stand in a zip file."""
    folder = bundled_folder()
    documents = (
        parse_document(name, read_bundled(name), file=str(folder / name)) for name in FILES
    )
    return check_documents(documents, base=load_bundled())


def check_values(
    values: Mapping[str, Any], *, base: CatalogRecords, errors_only: bool = False
) -> Checked:
    """Check parsed JSON, given by the names in ``store.FILES``; nothing is said of its form."""
    documents = (read_values(name, values[name], file=name) for name in FILES if name in values)
    return check_documents(documents, base=base, errors_only=errors_only)


def check_documents(
    documents: Iterable[Document],
    *,
    base: CatalogRecords,
    today: date | None = None,
    errors_only: bool = False,
) -> Checked:
    """Check documents as they were read; ``today`` bounds the years that are plausible.

    ``errors_only`` leaves out the rules that only warn, which take half of the time.
    """
    given = {document.name: document for document in documents}
    fits: dict[str, Fit] = {}
    axes = base.taxonomy
    if _TAXONOMY in given:
        fits[_TAXONOMY] = fitted = fit(given[_TAXONOMY], axes)
        axes = fitted.value
        if fitted.misfits:  # what may have been lost of the axes is forgiven the works
            lost = [each for each in base.taxonomy.axes if each.id not in axes.ids]
            axes = Taxonomy((*axes.axes, *lost))
    fits |= {name: fit(each, axes) for name, each in given.items() if name != _TAXONOMY}
    given = {name: replace(each, misfits=fits[name].misfits) for name, each in given.items()}
    records: dict[str, Any] = dict(zip(FILES, base._replace(works=()), strict=True))
    contents = CatalogRecords(*(records | {name: fits[name].value for name in fits}).values())
    subject = Subject(given, contents, _believe(today or date.today(), base))
    breaches = find_breaches(subject, errors_only=errors_only)
    in_order = tuple(sorted(contents.works, key=lambda work: work.key))
    is_sound = not any(fitted.misfits for fitted in fits.values())
    return Checked(breaches, len(in_order), contents._replace(works=in_order) if is_sound else None)


def _believe(today: date, base: CatalogRecords) -> date:
    """Return the date, or that on which the last list was collected where the clock is behind."""
    collected = max((source.collected or "" for source in base.sources), default="")
    try:
        return max(today, date.fromisoformat(collected))
    except ValueError:  # the lists do not say when
        return today
