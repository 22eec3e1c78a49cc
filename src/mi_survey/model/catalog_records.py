"""What a catalog holds, as plain records: works, taxonomy, sources and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Work

if TYPE_CHECKING:  # most calls never look at a list or a name
    from mi_survey.model.person import Person
    from mi_survey.model.source import Source


class CatalogRecords(NamedTuple):
    """The works in order of key, the axes they are placed on, the lists they come from.

    ``people`` are those with several names.
    """

    works: Sequence[Work]
    taxonomy: Taxonomy
    sources: Sequence[Source]
    people: Sequence[Person] = ()
