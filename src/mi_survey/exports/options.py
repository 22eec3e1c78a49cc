"""What a caller can ask of a format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mi_survey.model.taxonomy import NO_AXES, Taxonomy

if TYPE_CHECKING:
    from mi_survey.exports.citation import Prefer
    from mi_survey.model.source import Source

Style = Literal["list", "survey", "references"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """Wishes that formats fulfil where they concern them, and pass over where they do not.

    ``taxonomy`` gives the order of the axes and the labels of terms; ``fields``, ``header``
    and ``compact`` (JSON without white space) concern records and tables, ``style`` Markdown,
    ``sources``, ``within`` and ``catalog`` the page, and the rest bibliographies. ``within`` is the
    command that prints the keys of the works,
    empty where they are the whole catalog, and ``None`` where no command is known; ``catalog`` are
    the options that name the catalog.
    """

    taxonomy: Taxonomy = NO_AXES
    sources: Sequence[Source] = ()
    within: str | None = None
    catalog: str = ""
    fields: tuple[str, ...] = ()
    header: bool = True
    compact: bool = False
    explained: bool = False
    style: Style = "list"
    ascii: bool = False
    prefer: Prefer = "published"
    keywords: bool = True
    summaries: bool = False
