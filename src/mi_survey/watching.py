"""Long work that can be watched: what goes through many items tells how far it is.

Who watches is the caller's affair; nothing here knows of a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Watch(Protocol):
    """Passes items on, and sees which of them have been dealt with."""

    def __call__(self, items: Sequence[_Item], what: str) -> Iterable[_Item]:
        """Yield the items; ``what`` says what is being done with them."""


def watched(items: Sequence[_Item], what: str, watch: Watch | None) -> Iterable[_Item]:
    """Return the items as they are to be gone through, watched or not.

    >>> list(watched("ab", "reading letters", None))
    ['a', 'b']
    """
    return items if watch is None else watch(items, what)
