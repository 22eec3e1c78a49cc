"""Authors: who is meant by some words of a name, and which works are theirs.

A letter alone is an initial: of a given name, never of the family name. Names with ä, ö, ü,
ø or å answer to both their spellings, and each spelling to both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mi_survey.errors import UnknownValue
from mi_survey.model.name import Name
from mi_survey.text import fold, nearest, spellings, tokenize

if TYPE_CHECKING:
    from mi_survey.model.person import Person

_INITIAL = 1  # letters
_NAME_PARTS = 3  # of "Family, Jr., Given"
_HINTS = 3


class AuthorIndex:
    """The names of the authors of a sequence of works, ready to be asked for.

    A name is taken apart once, however many works bear it: names are fewer than signatures.
    """

    def __init__(self, authors: Iterable[Sequence[Name]], *, people: Iterable[Person] = ()) -> None:
        """Take the authors of each work, in order of position, and who has several names."""
        self._positions: dict[Name, list[int]] = {}
        for position, names in enumerate(authors):
            for name in names:
                self._positions.setdefault(name, []).append(position)
        self._names: dict[str, list[Name]] = {}
        self._spellings: dict[str, set[str]] = {}
        others = {name: person.names for person in people for name in person.names}
        for name in self._positions:
            texts = {name.display, *others.get(name.display, ())}
            for word in {each for text in texts for each in _words(text, self._spellings)}:
                self._names.setdefault(word, []).append(name)

    def split(self, text: str) -> Iterator[tuple[bool, str]]:
        """Yield the names in a filter's value, each with whether it is asked for or excluded.

        ``!`` excludes the name after it, up to a comma; "Family, Given" is one name where
        somebody bears it.
        """
        for piece in re.split(r",\s*(?=!)", text.strip()):
            if not piece.startswith("!"):
                yield True, piece
                continue
            parts = piece[1:].split(",")
            names = (",".join(parts[:size]) for size in range(_NAME_PARTS, 1, -1))
            name = next((name for name in names if self._find_one(name)), parts[0])
            yield False, name
            if rest := piece[1:].removeprefix(name).lstrip(" ,"):
                yield True, rest

    def find_works(self, text: str) -> list[int]:
        """Return the positions of one author's works, some possibly twice.

        ``text`` may be "Family, Given" or "G. Family"; where nobody bears all its words, commas
        separate several authors.

        Raises:
            UnknownValue: the text holds no word.
        """
        if not tokenize(text):
            raise UnknownValue("author", text)
        found = self._find_one(text)
        several = [part for part in text.split(",") if tokenize(part)]
        # what is initials alone belongs to the name beside it
        if not found and not any(_are_initials(part) for part in several):
            found = [position for part in several for position in self._find_one(part)]
        return found

    def nearest_authors(self, text: str) -> list[str]:
        """Return the names most like a text that is nobody's name, best first; may be empty.

        The whole name is compared, then each long word of the text with the names' words.
        """
        names = {fold(name.display): name for name in self._positions}
        found = [names[folded] for folded in nearest(fold(text), names)]
        for word in tokenize(text):
            for near in nearest(word, self._names) if len(word) > _INITIAL else ():
                # who wrote most is asked for most
                bearers = sorted(self._names[near], key=lambda name: -len(self._positions[name]))
                found += bearers[:_HINTS]
        return list(dict.fromkeys(name.display for name in found))[:_HINTS]

    def _find_one(self, text: str) -> list[int]:
        words = tokenize(text)
        whole = [word for word in words if len(word) > _INITIAL] or words
        initials = [word for word in words if word not in whole]
        bearers = [self._find_bearers(word) for word in whole]
        if not bearers:
            return []
        return [
            position
            for name in min(bearers, key=len)
            if all(name in others for others in bearers) and _has_initials(name, initials)
            for position in self._positions[name]
        ]

    def _find_bearers(self, word: str) -> dict[Name, None]:
        spelt = sorted(self._spellings.get(word, {word}))
        return dict.fromkeys(name for each in spelt for name in self._names.get(each, ()))


def _words(text: str, known: dict[str, set[str]]) -> set[str]:
    """Return a name's words in all their spellings, and note which belong together."""
    if text.isascii():
        return set(tokenize(text))
    words: set[str] = set()
    for word in text.split():
        folded, *others = spellings(word)
        words.update(tokenize(folded))
        for other in others:
            for each, another in zip(tokenize(folded), tokenize(other), strict=False):
                group = known.setdefault(each, {each}) | {another}
                known[each] = known[another] = group
                words.add(another)
    return words


def _has_initials(name: Name, letters: Iterable[str]) -> bool:
    given = tokenize(name.given or " ".join((name.literal or "").split()[:-1]))
    words = [*tokenize(name.display), *(word[:_INITIAL] for word in given)]
    return all(letter in words for letter in letters)


def _are_initials(text: str) -> bool:
    return all(len(word) <= _INITIAL for word in tokenize(text))
