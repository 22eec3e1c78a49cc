"""The grammar of terms: which of the known values are named by what a person types.

A value is a term's id, label or alias, or an unambiguous beginning of one, in any case, with
hyphens, underscores or spaces. Commas separate alternatives, ``+`` joins what must hold
together in one placement, ``!`` excludes. The module is light to import: the short way parses
by it, too.
"""

from __future__ import annotations

from mi_survey.text import fold, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mi_survey.model.taxonomy import Axis

    # Ids that must hold together in one placement, and what a filter asks for: any of the first
    # groups, none of the second.
    Group = tuple[str, ...]
    Criterion = tuple[Sequence[Group], Sequence[Group]]


def parse_criterion(values: Iterable[str], what: str, *, names: Mapping[str, str]) -> Criterion:
    """Parse the values of one filter into alternatives and exclusions.

    Args:
        values: the values as typed, each possibly with commas, ``+`` and ``!``.
        what: what the values are, for errors: ``object``, ``venue``, …
        names: every normalized name that a value may have, with the id it stands for.

    Raises:
        UnknownTerm: a value fits no name.
        AmbiguousTerm: a value is the beginning of names of several ids.
    """
    any_of: list[Group] = []
    none_of: list[Group] = []
    for value in values:
        for part in value.split(","):
            stripped = part.strip()
            target = none_of if stripped.startswith("!") else any_of
            pieces = stripped.removeprefix("!").replace("&", "+").split("+")
            target.append(tuple(get_named(piece, what, names=names) for piece in pieces))
    return any_of, none_of


def term_names(axis: Axis) -> dict[str, str]:
    """Return every normalized name of the axis's terms, hints included, with the term's id."""
    names = {}
    for term in axis.terms:
        for name in term.names:
            names[normalize_value(name)] = term.id
    return names


def short_forms(terms: Iterable[str]) -> dict[str, str]:
    """Return for every term its first word, or itself where another begins alike.

    >>> short_forms(["vector-arithmetic", "sae-feature", "sae-error"])["vector-arithmetic"]
    'vector'
    """
    known = list(dict.fromkeys(terms))
    firsts = [term.split("-")[0] for term in known]
    beginning: dict[str, int] = {}
    for first in firsts:
        beginning[first] = beginning.get(first, 0) + 1
    return {
        term: first if beginning[first] == 1 else term
        for term, first in zip(known, firsts, strict=True)
    }


def normalize_value(text: str) -> str:
    """Make a value comparable: folded, with hyphens for underscores and spaces.

    >>> normalize_value(" Residual_Stream "), normalize_value("-")
    ('residual-stream', '-')
    """
    spaced = fold(text).strip().replace("_", " ").replace("-", " ")
    # the dots keep separators at both ends, which splitting would drop
    return "-".join(f".{spaced}.".split())[1:-1]


def get_named(text: str, what: str, *, names: Mapping[str, str]) -> str:
    """Return the id that a text names, by a whole normalized name or an unambiguous beginning.

    Raises:
        UnknownTerm: it begins no name.
        AmbiguousTerm: it is the beginning of names of several ids.
    """
    value = normalize_value(text)
    if value in names:
        return names[value]
    found = sorted({id for name, id in names.items() if value and name.startswith(value)})
    if len(found) == 1:
        return found[0]
    from mi_survey.errors import AmbiguousTerm, UnknownTerm  # which most calls do not meet

    if found:
        raise AmbiguousTerm(what, text.strip(), candidates=found)
    raise UnknownTerm(
        what,
        text.strip(),
        known=list(dict.fromkeys(names.values())),
        nearest=_nearest_ids(value, names),
    )


def _nearest_ids(value: str, names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names[name] for name in nearest(value, names)))


def get_choice(text: str, what: str, *, known: Sequence[str]) -> str:
    """Return the known value that a text names, by any case or unambiguous beginning.

    Raises:
        UnknownValue: it names none.
        AmbiguousTerm: it is the beginning of several.
    """
    from mi_survey.errors import UnknownTerm, UnknownValue  # as above

    names = {normalize_value(value): value for value in known}
    try:
        return get_named(text, what, names=names)
    except UnknownTerm as error:
        raise UnknownValue(what, error.value, known=known, nearest=error.nearest) from None
