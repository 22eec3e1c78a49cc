"""The rules on bibliographies, in the order in which SARIF lists them."""

from __future__ import annotations

from mi_survey.model.finding import Rulebook

RULES: Rulebook[[]] = Rulebook()
SYNTAX = RULES.declare("syntax", "error", "An entry cannot be read.")
KEY_UNIQUE = RULES.declare("key-unique", "error", "Two entries have the same key.")
CITED_TWICE = RULES.declare("cited-twice", "warning", "A work is cited under two keys.")
IDENTIFIER = RULES.declare(
    "identifier", "error", "An identifier belongs to another work than the one described."
)
PUBLISHED = RULES.declare(
    "published", "warning", "A preprint is cited of a work that is published by now."
)
TITLE = RULES.declare("title", "error", "The title is not the work's.")
AUTHORS = RULES.declare(
    "authors", "error", "Authors are missing, misspelt, unknown or in the wrong order."
)
YEAR = RULES.declare("year", "error", "The year is not the work's.")
VENUE = RULES.declare("venue", "error", "The venue is not the work's.")
PAGES = RULES.declare("pages", "error", "The pages are not the work's.")
# These a machine can mend; the others leave open what is meant.
FIXABLE = frozenset(each.name for each in (PUBLISHED, TITLE, AUTHORS, YEAR, VENUE, PAGES))
