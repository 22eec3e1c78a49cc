"""What a caller can ask of a format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mi_survey.model.taxonomy import Taxonomy

if TYPE_CHECKING:
    from mi_survey.exports.citation import Prefer

NO_AXES = Taxonomy(())
Style = Literal["list", "survey", "references"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """Wishes that formats fulfil where they concern them, and pass over where they do not.

    ``taxonomy`` gives the order of the axes and the labels of terms; ``fields`` and ``header``
    concern records and tables, ``style`` Markdown, and the rest bibliographies.
    """

    taxonomy: Taxonomy = NO_AXES
    fields: tuple[str, ...] = ()
    header: bool = True
    explained: bool = False
    style: Style = "list"
    ascii: bool = False
    prefer: Prefer = "published"
    keywords: bool = True
