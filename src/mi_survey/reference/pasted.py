"""From what a person pastes to the one work that it names; what several bear is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING

from mi_survey.errors import AmbiguousWork, WorkNotFound
from mi_survey.model.address import is_web_url
from mi_survey.model.identifier import find_identifier
from mi_survey.model.work import Work
from mi_survey.text import fold, nearest

if TYPE_CHECKING:
    from mi_survey.reference.names import NameIndex

# A key as LaTeX and pandoc cite it.
_CITATION = re.compile(r"\\[A-Za-z]+\*?(?:\[[^\]]*\])*\{([^{},]+)\}|\[?@([^][@;,\s]+)\]?")
_MOST_SHOWN = 3
_MOST_COMPARED = 10  # names that no work bears with the keys, which takes long


def get_work(text: str | Work, names: NameIndex) -> Work:
    """Return the work that a text names: by a key, a link, a title, or enough of the title.

    Raises:
        WorkNotFound: it names none; the error holds the nearest keys.
        AmbiguousWork: it is the name of several works, or part of several titles.
    """
    (work,) = get_works([text], names)
    return work


def find_meant(text: str, names: NameIndex) -> list[Work]:
    """Return the works that a text may mean: those that bear it, else those with it in a title.

    Of several, those come first whose title begins with it.
    """
    if cited := _CITATION.fullmatch(text):
        text = cited[1] or cited[2]
    named = next(names.iter_named(text), [])
    works = list({each.work.key: each.work for each in named}.values())
    if not works and not is_web_url(text):
        works = list(names.iter_by_part(text))
    if len(works) > 1:
        folded = fold(text).strip("\"'")
        # what comparing names leaves out may be all that tells these apart: AtP and AtP*
        works = [work for work in works if folded in _fold_names(work)] or works
        works.sort(key=lambda work: _rank_in_titles(folded, work))
    return works


def get_works(texts: Iterable[str | Work], names: NameIndex) -> list[Work]:
    """Return the works that the texts name, each once, in order; a work names itself.

    Raises:
        WorkNotFound: some name none; the error names them all.
        AmbiguousWork: one names several.
    """
    found: dict[str, Work] = {}
    missing: list[str] = []
    for text in texts:
        if isinstance(text, Work):
            found[text.key] = text
            continue
        works = find_meant(text.strip(), names)
        if len(works) > 1:
            raise AmbiguousWork(text.strip(), candidates=[each.key for each in works[:_MOST_SHOWN]])
        found |= {work.key: work for work in works}
        missing += [] if works else [text]
    if missing:
        near = [_nearest_keys(text.strip(), names) for text in missing[:_MOST_COMPARED]]
        # the nearest of each before the second nearest of any
        hints = [key for keys in zip_longest(*near) for key in keys if key is not None]
        raise WorkNotFound(missing, nearest=list(dict.fromkeys(hints))[:_MOST_SHOWN])
    return list(found.values())


def find_linked(link: str, names: NameIndex) -> Work | None:
    """Return the work that an identifier or an address names; ``None`` where it names none."""
    own = next(names.iter_linked(link), None)
    return own.work if own else names.find_listed(link)


def is_link(text: str) -> bool:
    """Tell whether a text is an identifier or an address, whether or not it names a work.

    >>> is_link("2406.11717"), is_link("https://example.org"), is_link("refusal/direction")
    (True, True, False)
    """
    return is_web_url(text) or find_identifier(text) is not None


def _fold_names(work: Work) -> list[str]:
    return [fold(name) for name in (work.title, *work.alt_titles, *work.nicknames)]


def _rank_in_titles(text: str, work: Work) -> int:
    """Return 0 where a title begins with the text, 1 where it stands within one, else 2."""
    titles = [fold(title) for title in (work.title, *work.alt_titles)]
    return min(0 if each.startswith(text) else 1 if text in each else 2 for each in titles)


def _nearest_keys(text: str, names: NameIndex) -> list[str]:
    if is_web_url(text):
        return []
    if near := nearest(text.lower(), (key for _, key in names.keys)):
        return near
    return [names.works[hit.position].key for hit in names.text_index.search(text)[:_MOST_SHOWN]]
