"""What can be wrong with a list: the rules, and a problem that one of them found in an entry."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from mi_survey.lists.entry_text import Edit, Place

Level = Literal["error", "warning", "note"]

# Every rule with what it says, in the words of SARIF's rule descriptions.
RULES: Final[dict[str, str]] = {
    "link": "The link leads to another work than the one named.",
    "link-unknown": "The link's identifier is not the one that the work is known by.",
    "link-moved": "The link's address has moved.",
    "link-broken": "The link cannot be read as it is written.",
    "entry-link": "An entry has no link.",
    "entry-title": "A row has no title.",
    "entry-unclear": "A line looks like an entry, but cannot be understood.",
    "table-cells": "A row has more or fewer cells than its header.",
    "block-unclosed": "A code block or a comment never ends.",
    "duplicate": "A work is listed twice.",
    "preprint": "A work is listed as a preprint that is published by now.",
    "title": "The title is not the work's.",
    "venue": "The venue is not the work's.",
    "venue-unconfirmed": "The catalog knows the work as a preprint only.",
    "year": "The year is not the work's.",
    "tag": "A tag is none of the survey's.",
}


class Problem(NamedTuple):
    """What is wrong with an entry: the rule, how grave, what is right, where, how to mend it.

    ``right`` may be told where nothing can be mended; ``edits`` are empty then.
    """

    rule: str
    level: Level
    message: str
    right: str = ""
    place: Place | None = None
    edits: tuple[Edit, ...] = ()
