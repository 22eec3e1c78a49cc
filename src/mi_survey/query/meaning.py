"""What a word may mean on the axes: an axis, a term of one, or a work that stands at terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mi_survey.errors import AmbiguousTerm, UnknownValue
from mi_survey.model.stored import iter_column
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.term import get_choice, get_named, normalize_value, term_names
from mi_survey.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mi_survey.model.taxonomy import Taxonomy
    from mi_survey.model.work import Work

_WHAT = "axis or term"
_MOST_NEAR = 2


class Headword(NamedTuple):
    """What a glossary explains: a term of an axis, or without a term the axis itself."""

    axis: str
    term: str = ""

    def __str__(self) -> str:
        """Return the name by which no other word is meant."""
        return f"{self.axis}:{self.term}" if self.term else self.axis

    @property
    def option(self) -> str:
        """The filter that asks for the term."""
        return f"--{self.axis} {self.term}"


def headword_names(taxonomy: Taxonomy) -> dict[str, list[Headword]]:
    """Return every normalized name of the axes and terms, with all that it is a name of."""
    named: dict[str, dict[Headword, None]] = {}
    for axis in taxonomy.axes:
        for name in (axis.id, axis.label, *axis.aliases):
            named.setdefault(normalize_value(name), {})[Headword(axis.id)] = None
        for name, term in term_names(axis).items():
            named.setdefault(name, {})[Headword(axis.id, term)] = None
    return {name: list(words) for name, words in named.items()}


def get_headword(text: str, works: Sequence[Work], taxonomy: Taxonomy) -> Headword:
    """Return the axis or the term that a text names, whole or by an unambiguous beginning.

    The id of an axis always names the axis; ``AXIS:TERM`` names a term that several axes have.

    Raises:
        UnknownValue, UnknownTerm: it names none; the hint has what is near, or what it is instead.
        AmbiguousTerm: it names several.
    """
    axis, colon, term = (part.strip() for part in text.partition(":"))
    value = normalize_value(text)
    if value in taxonomy.ids:
        return Headword(value)
    names = headword_names(taxonomy)
    if colon and value not in names:
        chosen = taxonomy.axis(get_choice(axis, "axis", known=taxonomy.ids))
        return Headword(chosen.id, get_named(term, chosen.id, names=term_names(chosen)))
    found = names.get(value) or _find_begun(value, names, taxonomy.ids)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousTerm(_WHAT, text.strip(), candidates=[str(word) for word in found])
    near = [str(word) for name in nearest(value, names, limit=_MOST_NEAR) for word in names[name]]
    near = list(dict.fromkeys(near))
    error = UnknownValue(_WHAT, text.strip(), known=taxonomy.ids, nearest=near)
    error.hint = _explain_nickname(text, works) or error.hint
    raise error


def get_axis(text: str, taxonomy: Taxonomy, *, known: Sequence[str]) -> str:
    """Return the axis, by id, label or alias, or what else is known, that a text names.

    Raises:
        UnknownValue: it names none; the hint says so where it is a term.
        AmbiguousTerm: it is the beginning of several.
    """
    try:
        return get_choice(text, "axis", known=known)
    except UnknownValue as error:
        words = headword_names(taxonomy).get(normalize_value(text), ())
        if axes := [word.axis for word in words if not word.term]:
            return axes[0]
        if words:
            error.hint = f"'{text}' is a term of {', '.join(word.axis for word in words)}"
        raise


def explain_value(value: str, works: Sequence[Work], taxonomy: Taxonomy, *, asked: str) -> str:
    """Say what a value is that is no term of the axis asked: another's, or the name of a work."""
    for word in headword_names(taxonomy).get(normalize_value(value), ()):
        if word.term:
            return f"'{value}' is a term of {word.axis}: {word.option}"
    return _explain_nickname(value, works, asked=asked)


def _explain_nickname(value: str, works: Sequence[Work], *, asked: str = "") -> str:
    """Say that a value is the name of a work, and at which terms it stands, the asked axis first.

    Empty where it is none, or the work stands at no term.
    """
    name = normalize_value(value)
    columns = (iter_column(works, field) for field in ("key", "nicknames"))
    for position, (key, nicknames) in enumerate(zip(*columns, strict=True)):
        if name not in map(normalize_value, (key, *(nicknames or ()))):
            continue
        tags = {tag for each in works[position].placements for tag in each.iter_terms()}
        placed = [Headword(*tag) for tag in tags if tag[1] != NO_STEP]
        if placed:
            placed.sort(key=lambda word: (word.axis != asked, word))
            options = ", ".join(word.option for word in placed)
            return f"'{value}' is the work {key}; it is placed at {options}"
    return ""


def _find_begun(
    value: str, names: Mapping[str, Sequence[Headword]], axes: Sequence[str]
) -> list[Headword]:
    """Find what names begin with a value: the one axis whose id does, else all."""
    begun = [axis for axis in axes if value and axis.startswith(value)]
    if len(begun) == 1:
        return [Headword(begun[0])]
    found = (names[name] for name in names if value and name.startswith(value))
    return list(dict.fromkeys(word for words in found for word in words))
