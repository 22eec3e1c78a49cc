"""A field of authors mended name by name: what is right stays as it is written.

What must be rewritten takes the style of the names beside it: the order of given and family
name, and initials.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mi_survey.bibliography.author_field import ET_AL, iter_apart, iter_names
from mi_survey.bibliography.edit import Uncertain
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.model.finding import Edit, apply_edits
from mi_survey.reference.person import AuthorDifferences, AuthorList

_MOST_INITIALS = 3  # that are written as one word
_WORD = re.compile(r"(?:\{\\[^{}]*(?:\{[^{}]*\})?\}|[^\s-])+")  # an accent in braces is a letter
_LETTER = re.compile(r"\{\\[^{}]*(?:\{[^{}]*\})?\}|.", re.DOTALL)


class _NameStyle(NamedTuple):
    """How the names of a field are written; ``gap`` stands between two initials."""

    family_first: bool
    initials: bool
    dot: str
    gap: str


def mend_names(
    field: str, right: Sequence[str], differences: AuthorDifferences, *, authors: AuthorList
) -> str:
    """Mend a field of authors.

    Args:
        field: the names as they are written, in LaTeX.
        right: every author of the record, in LaTeX and as ``Family, Given``.
        differences: how the names depart from the record's.
        authors: what the field says.

    Raises:
        Uncertain: the names cannot be told apart.
    """
    spans = list(iter_apart(field) if differences.apart else iter_names(field))
    written = [ET_AL.sub("", field[slice(*span)]) for span in spans]
    if len(written) != len(differences.places):
        raise Uncertain("its authors cannot be told apart")
    style = _find_style(written)
    wrong = {name for name, _ in differences.misspelt}
    kept: dict[int, str] = {}
    edits: list[Edit] = []
    for span, name, to in zip(spans, written, differences.places, strict=True):
        shown = plain_text(name).strip(" ,")
        if to is not None and to not in kept:
            is_wrong = shown in wrong or ET_AL.search(shown)
            kept[to] = _restyle(right[to], style) if is_wrong else name
            edits.append(Edit(*span, kept[to]))
    is_joined = differences.apart or bool(authors.flaw)
    in_order = list(kept) == sorted(kept) and len(kept) == len(spans) and not is_joined
    if in_order and (authors.others or len(kept) == len(right)):
        return apply_edits(field, edits)
    until = len(spans) if authors.others and len(spans) < len(right) else len(right)
    listed = [kept.get(to) or _restyle(right[to], style) for to in range(until)]
    if until < len(right):
        listed.append("others")
    several = len(spans) > 1 and not is_joined
    between = field[spans[0].end : spans[1].start] if several else " and "
    return between.join(listed)


def _find_style(names: Sequence[str]) -> _NameStyle:
    family_first = [name for name in names if "," in name]
    written = (name.partition(",")[2] or " ".join(name.split()[:-1]) for name in names)
    given = [shown for each in written if (shown := plain_text(each))]
    short = [each for each in given if _are_initials(each)]
    joined = " ".join(short)
    return _NameStyle(
        family_first=2 * len(family_first) >= len(names),
        initials=2 * len(short) > len(given),
        dot="." if "." in joined or not short else "",
        gap="" if re.search(r"\.\w", joined) or (short and "." not in joined) else " ",
    )


def _are_initials(given: str) -> bool:
    words = re.split(r"[\s.-]+", given)
    return all(word.isupper() and len(word) <= _MOST_INITIALS for word in words if word)


def _restyle(name: str, style: _NameStyle) -> str:
    r"""Write a name, given as ``Family, Given``, in the style of a field.

    >>> _restyle(r"Dupr{\'e} la Tour, {\'E}tienne Max", _NameStyle(False, True, ".", " "))
    "{\\'E}. M. {Dupr{\\'e} la Tour}"
    >>> _restyle("van der Weij, Teun", _NameStyle(False, False, ".", " "))
    'Teun van der Weij'
    """
    parts = [part.strip() for part in name.split(", ")]
    if len(parts) != 2:  # an organisation, or a suffix that stands between
        return name
    family, given = parts
    if style.initials:
        given = _initials(given, style)
    if style.family_first:
        return f"{family}, {given}"
    proper = [word for word in family.split() if not word[:1].islower()]
    several = len(proper) > 1 and not family.startswith("{")
    return f"{given} {{{family}}}" if several else f"{given} {family}"


def _initials(given: str, style: _NameStyle) -> str:
    def first(match: re.Match[str]) -> str:
        letter = _LETTER.match(match[0])
        return (letter[0] if letter else "") + style.dot

    return re.sub(r"(?<!-)\s+(?!-)", style.gap, _WORD.sub(first, given))
