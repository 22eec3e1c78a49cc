"""A term on a terminal: nothing wider than it, every fact, and the first works."""

from __future__ import annotations

import pytest

from drawn import WIDENING, WIDTHS, hidden, make_terminal, visible, widest
from effort import some
from mi_survey import load_catalog
from mi_survey.display.axes import render_term

CATALOG = load_catalog()
TERMS = [(axis.id, term.id) for axis in CATALOG.taxonomy.axes for term in axis.terms]
COMMAND = "mi-survey find --axis term"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unicode", [True, False])
def test_a_term_fits_and_shows_its_facts(width: int, unicode: bool) -> None:
    terminal = make_terminal(width, unicode=unicode)
    for axis, term in some(TERMS, of=3):
        profile = CATALOG.profile(axis, term)
        drawn = render_term(profile, terminal, command=COMMAND)
        assert widest(drawn) <= width
        assert not hidden(drawn)
        text = visible(drawn)
        assert unicode or text.isascii()
        words = text.split()
        assert {f"{axis}:{term}", str(profile.works)} <= {*words}
        assert COMMAND in text
        assert all(work.key in text for work in (*profile.earliest, *profile.central))
        assert {str(min(profile.years)), str(max(profile.years))} <= {*words}


def test_a_wider_terminal_takes_no_more_lines() -> None:
    for axis, term in some(TERMS, of=6):
        profile = CATALOG.profile(axis, term)
        lengths = [
            len(render_term(profile, make_terminal(width), command=COMMAND).splitlines())
            for width in WIDENING
        ]
        assert lengths == sorted(lengths, reverse=True), term
