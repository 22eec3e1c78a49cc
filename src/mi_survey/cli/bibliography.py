"""What is told of a bibliography besides its text: what was left out, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from mi_survey.cli.stream import say
from mi_survey.model.work import is_citable
from mi_survey.query.result import Result


def choose_citable(results: Sequence[Result]) -> list[Result]:
    """Return what belongs in a bibliography; name on standard error the rest, and the gaps."""
    citable = [result for result in results if is_citable(result.work)]
    others = [result.work for result in results if not is_citable(result.work)]
    if others:
        names = ", ".join(f"{work.key} ({work.kind})" for work in others)
        say(f"note: left out, since only works can be cited: {names}")
    for fact in ("authors", "year"):
        without = [result.work.key for result in citable if not getattr(result.work, fact)]
        if without:
            say(f"note: not known and left out, {fact} of: {', '.join(without)}")
    return citable
