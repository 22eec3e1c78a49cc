"""The rules on lists, in the order in which SARIF lists them."""

from __future__ import annotations

from mi_survey.model.finding import Rulebook

RULES: Rulebook[[]] = Rulebook()
LINK = RULES.declare("link", "error", "The link leads to another work than the one named.")
LINK_UNKNOWN = RULES.declare(
    "link-unknown", "warning", "The link's identifier is not the one that the work is known by."
)
LINK_MOVED = RULES.declare("link-moved", "warning", "The link's address has moved.")
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
DUPLICATE = RULES.declare("duplicate", "error", "A work is listed twice.")
PREPRINT = RULES.declare(
    "preprint", "warning", "A work is listed as a preprint that is published by now."
)
TITLE = RULES.declare("title", "warning", "The title is not the work's.")
VENUE = RULES.declare("venue", "error", "The venue is not the work's.")
VENUE_UNCONFIRMED = RULES.declare(
    "venue-unconfirmed", "note", "The catalog knows the work as a preprint only."
)
YEAR = RULES.declare("year", "error", "The year is not the work's.")
TAG = RULES.declare("tag", "error", "A tag is none of the survey's.")
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
