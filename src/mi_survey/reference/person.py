"""Author lists: who is meant by a written name, and where a list departs from the record.

Initials for given names, middle names left out or added, nicknames, accents or their absence,
hyphens, and the order of family and given names are all legitimate ways to write one name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mi_survey.model.name import Name
from mi_survey.text import tokenize

# German and Scandinavian letters without their accents, written by those who care
_TRANSLITERATED = (("oe", "o"), ("ue", "u"), ("ae", "a"), ("aa", "a"))
# Beginnings of names need no row.
_SHORT_FORMS = frozenset(
    frozenset(pair.split("="))
    for pair in (
        "mike=michael bob=robert bill=william tom=thomas jim=james tony=anthony ted=edward "
        "jack=john sasha=alexander sasha=aleksandr kate=katherine liz=elizabeth beth=elizabeth "
        "dick=richard rick=richard peggy=margaret misha=mikhail andy=andrew zack=zachary "
        "jeff=geoffrey steve=stephen nicky=nicholas"
    ).split()
)
# From this similarity on (of 100), two family names are one of them misspelt.
_MISSPELT = 72
_LONGEST = 100  # characters of a name: what is longer is a sentence, or hostile
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LEAST_WORDS = 2  # of a name that another one begins with
_LEAST_KNOWN = 2  # names that fit, where one that does not may be another of its bearer's
_LEAST_GIVEN = 3  # letters of a given name that tell a person
_ALIKE = 85  # likewise of given names


class AuthorList(NamedTuple):
    """The names of a reference in plain text, and whether it says that there are others.

    ``apart`` are the names if commas and the like separate them, too, where that makes more;
    ``flaw`` says what a program would read wrongly.
    """

    names: tuple[str, ...] = ()
    others: bool = False
    apart: tuple[str, ...] = ()
    flaw: str = ""

    @property
    def first(self) -> str:
        """The first name, whatever separates it from the next."""
        return next(iter(self.apart or self.names), "")


class AuthorDifferences(NamedTuple):
    """How a list of authors departs from the record's; all but ``places`` empty where it does not.

    ``misspelt`` pairs what is written with what is right, as does ``renamed``: the one name that
    differs, of somebody with the same given name at the same place, who may have two. ``places``
    has for every name that of its author in the record, or ``None``. ``apart`` tells that the names
    are those of the record only if commas and the like separate them.
    """

    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    misspelt: tuple[tuple[str, str], ...] = ()
    renamed: tuple[str, str] | None = None
    disordered: bool = False
    places: tuple[int | None, ...] = ()
    apart: bool = False

    @property
    def known(self) -> int:
        """How many of the names are the record's."""
        return len(self.places) - self.places.count(None)


def compare_authors(written: AuthorList, authors: Sequence[Name]) -> AuthorDifferences:
    """Compare a list of authors with the record's.

    >>> record = [Name("Andy", "Arditi"), Name("Oscar", "Obeso"), Name("Neel", "Nanda")]
    >>> compare_authors(AuthorList(("A. Arditi", "Obseo, Oscar"), others=True), record).misspelt
    (('Obseo, Oscar', 'Oscar Obeso'),)
    """
    differences = _compare(written, authors)
    if written.apart:
        apart = _compare(AuthorList(written.apart, written.others), authors)
        if apart.known > differences.known and 2 * apart.known > len(apart.places):
            return apart._replace(apart=True)
    return differences


def _compare(written: AuthorList, authors: Sequence[Name]) -> AuthorDifferences:
    places: dict[int, int] = {}
    misspelt: list[tuple[str, str]] = []
    for grade in ("same", "near"):
        for at, name in enumerate(written.names):
            if at in places:
                continue
            # a name's own place first: families may have several members in one list
            free = sorted(set(range(len(authors))) - {*places.values()}, key=lambda to: to != at)
            fit = next((to for to in free if compare_names(name, authors[to]) == grade), None)
            if fit is not None:
                places[at] = fit
                misspelt += [(name, authors[fit].display)] if grade == "near" else []
    renamed = _find_renamed(written, authors, places)
    if renamed is not None:
        places[renamed] = renamed
    order = [places[at] for at in sorted(places)]
    unsaid = [] if written.others else [to for to in range(len(authors)) if to not in order]
    skipped = written.others and 0 in places and places[0] != 0
    return AuthorDifferences(
        missing=tuple(authors[to].display for to in unsaid),
        unknown=tuple(name for at, name in enumerate(written.names) if at not in places),
        misspelt=tuple(misspelt),
        renamed=None if renamed is None else (written.names[renamed], authors[renamed].display),
        disordered=order != sorted(order) or skipped,
        places=tuple(places.get(at) for at in range(len(written.names))),
    )


def _find_renamed(
    written: AuthorList, authors: Sequence[Name], places: Mapping[int, int]
) -> int | None:
    """Find the one name that differs, if its given name stands at that place in the record."""
    unknown = [at for at in range(len(written.names)) if at not in places]
    if len(unknown) != 1 or len(places) < _LEAST_KNOWN:
        return None
    (at,) = unknown
    if at >= len(authors) or at in places.values():
        return None
    given = _words(authors[at].given or "")[:1]
    first, comma, last = written.names[at].partition(",")
    same = bool(given) and len(given[0]) >= _LEAST_GIVEN
    return at if same and _words(last if comma else first)[:1] == given else None


def compare_names(written: str, name: Name) -> str:
    """Tell whether a written name is a person's: ``same``, ``near`` (misspelt) or ``other``.

    >>> [compare_names(text, Name("Mor", "Geva")) for text in ("M Geva", "Gevva, Mor", "Li, M.")]
    ['same', 'near', 'other']
    """
    written = written[:_LONGEST]
    words = _words(written)
    # several persons are none of them
    suffixes = _words(" ".join(written.split(",")[1:-1]))
    if not _SUFFIXES.issuperset(suffixes):
        return "other"
    family, given = _words(name.family_or_literal), _words(name.given or "")
    if _is_beginning(written, given + family):
        return "same"
    # programs move particles about, and people family names
    if sorted(words) == sorted(family + given):
        return "same"
    particles = len(_words(name.particle))
    for wanted in (family, family[particles:]):
        rest = _without(words, wanted)
        if rest is not None:
            return "same" if _is_given(rest, given, written) else "near"
    return "near" if _is_misspelt(written, family, given) else "other"


def _is_beginning(written: str, right: list[str]) -> bool:
    """Tell whether a name leaves out last words of another, as Logan Riggs of Logan Riggs Smith."""
    first, _, last = written.partition(",")
    ours = _words(last) + _words(first)
    short, long = sorted((ours, right), key=len)
    return len(short) >= _LEAST_WORDS and long[: len(short)] == short and len(short[0]) > 1


def _is_given(rest: list[str], given: list[str], written: str = "") -> bool:
    """Tell whether what is left of a name is a form of a given name."""
    rest = [word for word in rest if word not in _SUFFIXES]
    if not rest or not given:
        return True
    initials = [word.lower() for word in re.findall(r"\b[A-Z]{2,3}\b", written)]
    if "".join(rest) in initials and given[0].startswith(rest[0][0]):
        return True
    return any(
        one.startswith(other) or other.startswith(one) or {one, other} in _SHORT_FORMS
        for one in rest
        for other in given
    )


def _is_misspelt(written: str, family: list[str], given: list[str]) -> bool:
    from rapidfuzz import fuzz  # 13 ms, where names differ only

    first, comma, last = written.partition(",")
    words = _words(written)
    candidates = [(_words(first), _words(last))] if comma else [(words[-1:], words[:-1])]
    if not comma and len(words) > len(family):
        candidates.append((words[-len(family) :], words[: -len(family)]))
    right = "".join(family)
    return any(
        # two names may be as near as Wang and Wan: there, the given names must be one
        fuzz.ratio("".join(one), right) >= _MISSPELT
        and bool(rest and given)
        and (rest[0] == given[0] or (len(right) >= 5 and _is_nearly(rest, given)))
        for one, rest in candidates
    )


def _is_nearly(rest: list[str], given: list[str]) -> bool:
    from rapidfuzz import fuzz

    return _is_given(rest, given) or fuzz.ratio("".join(rest), "".join(given)) >= _ALIKE


def _without(words: list[str], wanted: list[str]) -> list[str] | None:
    """Return the words that are left when a run of them is taken away; ``None`` if not there."""
    joined = "".join(wanted)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            run = "".join(words[start:end])
            if joined and (run == joined or _plainest(run) == _plainest(joined)):
                return words[:start] + words[end:]
    return None


def _words(text: str) -> list[str]:
    return [word.replace("'", "") for word in tokenize(text)]


def _plainest(word: str) -> str:
    for pair, letter in _TRANSLITERATED:
        word = word.replace(pair, letter)
    return word
