"""Every verified conference paper, cited in other ways, which pass, and wrongly, which do not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bibliographies import CATALOG, check_text, rules_of, said
from effort import IN_CI, some
from mi_survey.model.name import Name
from mi_survey.model.work import Work

_PUBLISHED = [
    work
    for work in CATALOG.works
    if work.status == "verified"
    and work.venue
    and work.venue.type == "conference"
    and len(work.authors) > 2
]
WORKS = some(_PUBLISHED, of=4)
Change = Callable[[Work], dict[str, str]]


def cite(work: Work, change: Change, *, key: str) -> str:
    """Return an entry of a work with some fields changed; empty ones are left out."""
    right = {
        "title": work.title,
        "author": join(name.sort_form for name in work.authors),
        "booktitle": work.venue.name if work.venue else "",
        "year": str(work.year),
        "eprint": work.ids.arxiv or "",
    }
    fields = right | change(work)
    written = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@inproceedings{{{key}, {written}}}"


def join(names: object) -> str:
    return " and ".join(names)  # type: ignore[arg-type]


def short(work: Work) -> str:
    return work.venue.short if work.venue else ""


def initials(name: Name) -> str:
    if not name.family or not name.given:
        return name.display
    return f"{name.family}, {' '.join(f'{part[0]}.' for part in re.split('[ -]', name.given))}"


def without_second(work: Work) -> str:
    return join(name.sort_form for name in (work.authors[0], *work.authors[2:]))


def swapped(work: Work) -> str:
    first, second, *rest = work.authors
    return join(name.sort_form for name in (second, first, *rest))


def slip(text: str) -> str:
    """Swap the last two different letters that stand side by side in the longest word."""
    word = max(re.findall(r"[^\W\d_]+", text), key=len)
    at = next(at for at in range(len(word) - 2, -1, -1) if word[at] != word[at + 1])
    return text.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def misspelt(work: Work) -> str:
    names = [name.sort_form for name in work.authors]
    longest = max(range(len(names)), key=lambda at: len(work.authors[at].family or ""))
    family, comma, given = names[longest].partition(",")
    names[longest] = (slip(family) if len(family) > 3 else family + "x") + comma + given
    return join(names)


def elsewhere(work: Work) -> str:
    others = ("Advances in Neural Information Processing Systems", "AAAI", "EMNLP", "JMLR")
    known = f"{work.venue.name} {work.venue.short}" if work.venue else ""
    return next(other for other in others if other not in known)


def id_of_next(work: Work) -> str:
    known = [other.ids.arxiv for other in WORKS if other.ids.arxiv]
    at = known.index(work.ids.arxiv) if work.ids.arxiv else 0
    return known[at - 1] or ""


LEGITIMATE: dict[str, Change] = {
    "as it is": lambda _: {},
    "short venue": lambda work: {"booktitle": short(work)},
    "venue and year": lambda work: {"booktitle": f"Proceedings of {short(work)} {work.year}"},
    "venue and apostrophe": lambda work: {"booktitle": f"{short(work)}'{str(work.year)[2:]}"},
    "and others": lambda work: {
        "author": join(name.sort_form for name in work.authors[:2]) + " and others"
    },
    "initials": lambda work: {"author": join(map(initials, work.authors))},
    "reading order": lambda work: {"author": join(name.display for name in work.authors)},
    "capitals": lambda work: {
        "author": join(name.sort_form.upper() for name in work.authors),
        "title": work.title.upper(),
    },
    "lower case": lambda work: {"title": work.title.lower()},
    "facts left out": lambda _: {"author": "", "year": "", "booktitle": ""},
}
WRONG: dict[str, tuple[str, Change]] = {
    "later year": ("year", lambda work: {"year": str((work.year or 0) + 1)}),
    "earlier year": (
        "year",
        lambda work: {"year": str((work.year or 0) - 1), "booktitle": short(work)},
    ),
    "another venue": ("venue", lambda work: {"booktitle": elsewhere(work)}),
    "an author missing": ("authors", lambda work: {"author": without_second(work)}),
    "authors swapped": ("authors", lambda work: {"author": swapped(work)}),
    "an author misspelt": ("authors", lambda work: {"author": misspelt(work)}),
    "an author more": (
        "authors",
        lambda work: {"author": join(n.sort_form for n in work.authors) + " and Turing, Alan"},
    ),
    "a slip in the title": ("title", lambda work: {"title": slip(work.title)}),
    "a slip in the title, no id": (
        "title",
        lambda work: {"title": slip(work.title), "eprint": ""},
    ),
    "another's arXiv id": ("identifier", lambda work: {"eprint": id_of_next(work)}),
}


def cite_all(change: Change) -> str:
    return "\n".join(cite(work, change, key=f"k{at}") for at, work in enumerate(WORKS))


@pytest.mark.parametrize("way", LEGITIMATE)
def test_a_legitimate_way_to_cite_is_right_for_every_paper(way: str) -> None:
    verdicts = check_text(cite_all(LEGITIMATE[way]))
    assert len(verdicts) == len(WORKS) > (200 if IN_CI else 50)
    assert said(verdicts) == []


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_found_in_every_paper(fault: str) -> None:
    rule, change = WRONG[fault]
    verdicts = check_text(cite_all(change))
    passed = [verdict.reference.title for verdict in verdicts if rule not in rules_of(verdict)]
    assert passed == []
    keys = [verdict.work.key if verdict.work else None for verdict in verdicts]
    assert keys == [work.key for work in WORKS]
