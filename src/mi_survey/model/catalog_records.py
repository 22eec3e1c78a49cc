"""What a catalog holds, as plain records: works, taxonomy and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Work

if TYPE_CHECKING:  # most calls never look at a list
    from mi_survey.model.source import Source


class CatalogRecords(NamedTuple):
    """The works in order of key, the axes they are placed on, the lists they come from."""

    works: Sequence[Work]
    taxonomy: Taxonomy
    sources: Sequence[Source]
