"""Stored records behave as the tuple of records that they stand for."""

from __future__ import annotations

import pytest

from mi_survey.catalog.codec import DECODERS, decode_work, encode
from mi_survey.catalog.store import load_bundled
from mi_survey.model.stored import Stored

RAW = encode(load_bundled().works[:40])
WORKS = tuple(decode_work(raw) for raw in RAW)


def test_positions_slices_length_and_order_agree() -> None:
    stored = Stored(RAW, decode_work, decoders=DECODERS)
    assert len(stored) == len(WORKS)
    assert stored[-1] == WORKS[-1]
    assert stored[3:9:2] == WORKS[3:9:2]
    assert stored == WORKS
    assert list(reversed(stored)) == list(reversed(WORKS))
    with pytest.raises(IndexError):
        stored[len(WORKS)]


def test_a_record_is_decoded_once() -> None:
    stored = Stored(RAW, decode_work, decoders=DECODERS)
    assert stored[5] is stored[5]
    assert stored[-1] is stored[len(WORKS) - 1]


@pytest.mark.parametrize("field", ["placements", "authors", "year", "venue", "listings", "kind"])
def test_a_column_is_the_field_of_every_record(field: str) -> None:
    column = list(Stored(RAW, decode_work, decoders=DECODERS).iter_column(field))
    assert [value or None for value in column] == [getattr(work, field) or None for work in WORKS]
