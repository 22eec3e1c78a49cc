"""Text from a command line whose locale could not decode it, and names in two spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.text import fold, recover, spellings


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_an_ascii_locale_made_of_utf_8_is_recovered(text: str) -> None:
    decoded = text.encode("utf-8").decode("ascii", "surrogateescape")
    assert recover(decoded) == text
    assert recover(text) == text


@given(text=st.text(st.characters()))
def test_recovered_text_can_be_encoded(text: str) -> None:
    recovered = recover(text)
    assert recovered.encode("utf-8").decode("utf-8") == recovered
    assert recover(recovered) == recovered


@given(data=st.binary())
def test_bytes_that_are_no_utf_8_are_marked_and_not_lost_silently(data: bytes) -> None:
    assert recover(data.decode("ascii", "surrogateescape")) == data.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Schütze", "schuetze"),
        ("Schu\N{COMBINING DIAERESIS}tze", "schuetze"),
        ("HØJER", "hoejer"),
        ("Ågren", "aagren"),
        ("Ängström", "aengstroem"),
    ],
)
def test_a_letter_that_cannot_be_typed_has_two_spellings(written: str, other: str) -> None:
    assert spellings(written) == (fold(written), other)


@given(text=st.text())
def test_the_first_spelling_is_the_folded_text(text: str) -> None:
    first, *others = spellings(text)
    assert first == fold(text)
    assert first not in others
