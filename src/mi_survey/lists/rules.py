"""The book of the rules on lists, and those whose breaches the readers find on their way.

The others stand with what they compare, in ``entry_fact`` and ``lint``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mi_survey.model.finding import Edit, Finding, Rule, Rulebook, TextSpan

if TYPE_CHECKING:
    from mi_survey.lists.entry_text import Passage
    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Listing, Work
    from mi_survey.reference.listed import ListedWork


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry under check: what it says, where, which work it means, and by which taxonomy.

    ``earlier`` are the entries of the same work before it, with their lines.
    """

    listing: Listing
    passage: Passage
    listed: ListedWork
    taxonomy: Taxonomy
    earlier: Sequence[tuple[int, Listing]] = ()

    @property
    def work(self) -> Work | None:
        """The work that the entry means, if the catalog has it."""
        return self.listed.work

    def find(self, value: str) -> TextSpan | None:
        """Find where the entry says a value, beside its title."""
        return self.passage.find_cell(value, title=self.listing.title)

    def fault(
        self,
        rule: Rule[Any],
        message: str,
        place: TextSpan | None = None,
        *,
        right: str = "",
        edit: str = "",
    ) -> Finding:
        """Tell a fault at its place; ``edit`` is what to write there, if that is known."""
        edits = (Edit(*place, edit),) if place and edit else ()
        return rule.finding(self.passage.locate(place), message, tell_right(right), edits=edits)


RULES: Rulebook[[CheckedEntry]] = Rulebook()
ENCODING = RULES.declare(
    "encoding", "warning", "A line is no sound UTF-8, or was once read as another encoding."
)
LINK_BROKEN = RULES.declare("link-broken", "warning", "The link cannot be read as it is written.")
ENTRY_LINK = RULES.declare("entry-link", "warning", "An entry has no link.")
ENTRY_TITLE = RULES.declare("entry-title", "warning", "A row has no title.")
ENTRY_UNCLEAR = RULES.declare(
    "entry-unclear", "warning", "A line looks like an entry, but cannot be understood."
)
LINK_UNLISTED = RULES.declare("link-unlisted", "note", "A link belongs to no entry.")
TABLE_CELLS = RULES.declare(
    "table-cells", "warning", "A row has more or fewer cells than its header."
)
BLOCK_UNCLOSED = RULES.declare("block-unclosed", "warning", "A code block or a comment never ends.")
TAG_UNKNOWN = RULES.declare("tag-unknown", "error", "A tag of the survey is no term of its axis.")
TAG_MISSPELT = RULES.declare("tag-misspelt", "warning", "A tag of the survey is not written so.")
LIST_EMPTY = RULES.declare("list-empty", "error", "No entry was found in the list.")
TITLE_DIFFERS = RULES.declare(
    "title-differs", "warning", "The link leads to a work of another title."
)
TITLE_SHARED = RULES.declare(
    "title-shared", "error", "Several works have the title, and no link says which is meant."
)
LINKS_DISAGREE = RULES.declare("links-disagree", "error", "The links are of several works.")
LINK_ELSEWHERE = RULES.declare(
    "link-elsewhere", "error", "The title is that of one work, the link that of another."
)


def tell_right(text: str) -> str:
    """Return the advice to write a text instead; none where the right text is not known."""
    return f"right: {text}" if text else ""
