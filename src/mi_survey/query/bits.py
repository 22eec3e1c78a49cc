"""Bit sets: Python integers whose bits are positions of works, or slots of placements.

The module is light to import: the short way combines posting lists by it, too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mi_survey.model.term import Criterion


def pack_bits(positions: Iterable[int], length: int) -> int:
    """Make a bit set of the positions, each below ``length``.

    >>> pack_bits([0, 3], 8)
    9
    """
    packed = bytearray(length // 8 + 1)
    for position in positions:
        packed[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(packed, "little")


def iter_bits(bits: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first, in linear time.

    >>> list(iter_bits(9))
    [0, 3]
    """
    digits = bin(bits)[:1:-1]
    position = digits.find("1")
    while position >= 0:
        yield position
        position = digits.find("1", position + 1)


def combine(criterion: Criterion, postings: Mapping[str, int], everything: int) -> int:
    """Join posting lists as a filter asks: any of the first groups, none of the second.

    ``everything`` holds the bits that an exclusion leaves.
    """
    bits = everything
    any_of, none_of = criterion
    if any_of:
        bits = 0
        for group in any_of:
            bits |= _together(group, postings, everything)
    for group in none_of:
        bits &= ~_together(group, postings, everything)
    return bits


def _together(group: Iterable[str], postings: Mapping[str, int], everything: int) -> int:
    bits = everything
    for value in group:
        bits &= postings.get(value, 0)
    return bits


def project(slots: int, size: int) -> int:
    """Turn bits over the slots of placements into bits over the ``size`` works that hold them.

    >>> project(0b1000_0010, 4)
    10
    """
    every, works = (1 << size) - 1, 0
    while slots:
        works |= slots & every
        slots >>= size
    return works
