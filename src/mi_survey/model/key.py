"""The rule for citation keys: family name, year, first significant word of the title.

A key is made once, when a work enters a catalog, and then frozen in the data: a preprint that
gets published keeps its key.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from mi_survey.model.name import Name
from mi_survey.text import fold, slug

_FORM = re.compile(r"[a-z][a-z0-9]*")
_WORD = re.compile(r"[^\s:,;.!?()\[\]\"/]+")
# Words that say nothing of what a title is about.
_INSIGNIFICANT = frozenset(
    (
        "a actually all an and are as at be been being by can could do does for from has have how "
        "i if in into is it its just may might more must no not of on or our over should so still "
        "than that the their them then there these they this those through to toward towards "
        "under until up via was we were what when where which while who whose why will with "
        "without would you your"
    ).split()
)


def is_key(text: str) -> bool:
    """Tell whether a text has the form of a key: ASCII lower case and digits, a letter first.

    >>> is_key("arditi2024refusal"), is_key("Arditi2024"), is_key("2024refusal")
    (True, False, False)
    """
    return _FORM.fullmatch(text) is not None


def make_key(
    title: str,
    *,
    authors: Sequence[Name] = (),
    year: int | None = None,
    is_taken: Callable[[str], bool] = lambda _: False,
) -> str:
    """Make the key of a new work: the first by the rule that is not taken.

    What is not known is left out; where nobody is named, a word of the title stands first.
    Words that only repeat the author are passed over. The key grows by further significant
    words of the title, then by numbers.

    >>> authors, taken = [Name("Andy", "Arditi")], set()
    >>> for _ in range(3):
    ...     key = make_key("Refusal Is Mediated", authors=authors, is_taken=taken.__contains__)
    ...     taken.add(key)
    ...     print(key)
    arditirefusal
    arditirefusalmediated
    arditirefusalmediated2
    """
    keys = _list_keys(title, authors, year)
    if free := next((key for key in keys if not is_taken(key)), None):
        return free
    # a list can have one title on every line: their numbers are not tried in turn
    most = 2
    while is_taken(f"{keys[-1]}{most}"):
        most *= 2
    tried = range(max(2, most // 2), most)
    at = bisect_left(tried, 1, key=lambda number: 1 - is_taken(f"{keys[-1]}{number}"))
    return f"{keys[-1]}{tried.start + at}"


def _list_keys(title: str, authors: Sequence[Name], year: int | None) -> list[str]:
    """List the keys without a number; one at least."""
    first = authors[0] if authors else Name()
    family = slug(first.family or first.literal or "")
    known = {family, family + "s", slug(first.given or "")}
    words = [word for word in _significant_words(title) if word not in known]
    if not is_key(family):
        family = words.pop(0) if words and is_key(words[0]) else "work"
    key = family + (str(year) if year else "")
    return [*accumulate(words, initial=key)][bool(words) :]


def _significant_words(title: str) -> list[str]:
    words = (slug(word) for word in _WORD.findall(fold(title)) if word not in _INSIGNIFICANT)
    return [word for word in words if word and not word.isdigit()]
