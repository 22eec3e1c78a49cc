"""A result: a work that was found, with what of it answers the question."""

from __future__ import annotations

from typing import NamedTuple

from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.work import Placement, Work


class Match(NamedTuple):
    """Why a word of the query counted: the field it was found in, and the catalog's word."""

    word: str
    field: str
    term: str


def list_subjects(work: Work) -> set[str]:
    """Return the terms that a work is placed at, and its topics."""
    terms = {term for each in work.placements for _, term in each.iter_terms() if term != NO_STEP}
    return terms.union(work.topics)


class Result(NamedTuple):
    """A work, the placements that passed the filters, and the matches of the text searched for.

    ``complete`` says that no telling word of the text is missing.
    """

    work: Work
    placements: tuple[Placement, ...]
    matches: tuple[Match, ...] = ()
    complete: bool = True

    @classmethod
    def of(cls, work: Work) -> Result:
        """Return a work that no filter and no text was asked for, with all of its placements."""
        return cls(work, work.placements)

    def terms(self, axis: str) -> tuple[str, ...]:
        """Return the distinct terms of the placements on one axis; pairs joined by ``+``."""
        joined = ("+".join(placement.terms(axis)) for placement in self.placements)
        return tuple(dict.fromkeys(term for term in joined if term))

    def tags(self, axis: str) -> dict[tuple[str, ...], bool]:
        """Return the distinct tags on one axis, each with whether the survey has it."""
        tags: dict[tuple[str, ...], bool] = {}
        for placement in self.placements:
            if terms := placement.terms(axis):
                tags[terms] = tags.get(terms, False) or placement.by == "survey"
        return tags

    @property
    def said_by(self) -> tuple[str, ...]:
        """Return who assigned the placements: ``survey``, ``curated``, or both."""
        return tuple(dict.fromkeys(placement.by for placement in self.placements))


class Telling(NamedTuple):
    """What to tell of results beside the works.

    ``total`` and ``partial_total`` are how many there are, whole and with some of the words
    only, where not all are shown; ``reading`` says how the text was understood; ``explained``
    asks for what of the text matched.
    """

    total: int | None = None
    partial_total: int | None = None
    reading: str = ""
    explained: bool = False


WHOLE = Telling()
