"""How much is tried: a part where people wait, all of it in CI."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

IN_CI = bool(os.environ.get("CI"))
T = TypeVar("T")


def some(cases: Sequence[T], *, of: int) -> Sequence[T]:
    """Return all cases in CI, and one of so many elsewhere."""
    return cases if IN_CI else cases[::of]
