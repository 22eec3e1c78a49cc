"""Authors: who is meant by some words of a name, and which works are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mi_survey.errors import UnknownValue
from mi_survey.model.name import Name
from mi_survey.text import tokenize

__all__ = ["AuthorIndex"]


class AuthorIndex:
    """The names of the authors of a sequence of works, ready to be asked for.

    A name is taken apart once, however many works bear it: names are fewer than signatures.
    """

    def __init__(self, authors: Iterable[Sequence[Name]]) -> None:
        """Take the authors of each work, in order of position."""
        self._positions: dict[str, list[int]] = {}
        for position, names in enumerate(authors):
            for name in names:
                self._positions.setdefault(name.display, []).append(position)
        self._names: dict[str, list[str]] = {}
        for written in self._positions:
            for word in set(tokenize(written)):
                self._names.setdefault(word, []).append(written)

    def find_works(self, text: str) -> list[int]:
        """Return the positions of one author's works, some possibly twice.

        ``text`` may be "Family, Given"; where nobody bears all its words, commas separate
        several authors.

        Raises:
            UnknownValue: the text holds no word.
        """
        if not tokenize(text):
            raise UnknownValue("author", text)
        found = self._find_one(text)
        if not found:
            found = [position for part in text.split(",") for position in self._find_one(part)]
        return found

    def _find_one(self, text: str) -> list[int]:
        words = set(tokenize(text))
        if not words:
            return []
        rarest = min((self._names.get(word, []) for word in words), key=len)
        return [
            position
            for written in rarest
            if len(words) == 1 or words <= set(tokenize(written))
            for position in self._positions[written]
        ]
