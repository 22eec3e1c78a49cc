"""Which work an entry of a list means, and where the entry contradicts itself.

An entry that the catalog already holds settles it; then links decide, then the title, which must
be one work's, word for word, since lists name no authors. Where a link leads to another work than
the title names, both are told and nothing is decided. What lists link a work by counts last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.model.identifier import Identifier, equivalents, find_identifier, iter_identifiers
from mi_survey.reference.names import By, Conflict, Named, NameIndex
from mi_survey.reference.title import normalize_title
from mi_survey.text import tokenize

if TYPE_CHECKING:
    from mi_survey.model.work import Listing, Work

# Schemes in which one work has one id; a paper may well have two DOIs or OpenReview pages.
_SINGLE = ("arxiv", "acl")
_ALIKE = 0.5
_ADVICE = "look at the page that it links to"


class ListedWork(NamedTuple):
    """The work that an entry means, if any, and what is odd about that.

    ``decided`` says that nothing speaks against the work, or against there being none;
    ``titled``, that the title names the work, so that a link to another one is wrong. ``linked``
    are the links that are a work's own, each with the work.
    """

    work: Work | None = None
    decided: bool = True
    titled: bool = False
    linked: tuple[tuple[str, Work], ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def find_listed(
    listing: Listing, names: NameIndex, *, source: str = "", notes: Sequence[str] = ()
) -> ListedWork:
    """Return the work that an entry means.

    Args:
        listing: the entry, as it would stand in a record.
        names: those of the works that it may mean.
        source: the list's id, if the works may hold entries of it already.
        notes: what else stands with the entry; there may be authors among it.
    """
    found = [(url, named) for url in listing.urls for named in islice(names.iter_linked(url), 1)]
    title = listing.title
    decided, conflict = True, None
    work = names.find_held(title, source, urls=listing.urls)
    if work is None:
        titled = _find_titled(title, names, notes)
        identified = _choose_linked(listing, [named for _, named in found], titled)
        work = next((each for each in identified if _bears(each, title)), None)
        if work is not None:
            if len(identified) > 1:
                message = f"'{title}' is {work.key}, but has links of {_keys(identified)}"
                conflict = Conflict("links-disagree", message, _ADVICE, severe=False)
        elif len(identified) == 1 and not titled:
            (work,) = identified
            if not is_alike(title, work):
                message = f"'{title}' links to {work.key}, which is called '{work.title}'"
                conflict = Conflict("title-differs", message, _ADVICE, severe=False)
        elif identified or len(titled) > 1 or any(contradicts(w, listing.urls) for w in titled):
            conflict = _word_conflict(title, titled, identified)
            held = names.find_held(title, source)
            decided = held is not None
            work = held or (titled[0] if len(titled) == 1 else None)
        elif titled:
            (work,) = titled
        else:  # the one work for which any list gave one of these links, if titles agree
            listed = filter(None, map(names.find_listed, listing.urls))
            work = next((each for each in listed if is_alike(title, each)), None)
    return ListedWork(
        work,
        decided,
        titled=work is not None and _bears(work, title),
        linked=tuple((url, named.work) for url, named in found),
        conflicts=(conflict,) if conflict else (),
    )


def identify(urls: Iterable[str]) -> tuple[Identifier, ...]:
    """Return the identifiers that addresses have, each in its most telling scheme.

    >>> [str(each) for each in identify(["https://arxiv.org/abs/2202.05262", "https://x.org"])]
    ['arxiv:2202.05262']
    """
    found = filter(None, map(find_identifier, urls))
    return tuple(dict.fromkeys(equivalents(each)[-1] for each in found))


def contradicts(work: Work, urls: Iterable[str]) -> bool:
    """Tell whether links are another work's: of another arXiv or ACL id than the work's."""
    own = {each.identity for each in iter_identifiers(work.ids)}
    given = [
        each for each in identify(urls) if each.scheme in _SINGLE and getattr(work.ids, each.scheme)
    ]
    right = {each.scheme for each in given if each.identity in own}
    return any(each.scheme not in right for each in given)


def is_alike(title: str, work: Work) -> bool:
    """Tell whether a title has half of its words in common with one of a work's names."""
    words = set(tokenize(title))
    names = (set(tokenize(name)) for name in (work.title, *work.alt_titles, *work.nicknames))
    return any(
        len(words & others) >= _ALIKE * max(1, min(len(words), len(others))) for others in names
    )


def _choose_linked(listing: Listing, found: Sequence[Named], titled: Sequence[Work]) -> list[Work]:
    """Return the works that the links name; a repository's only where no paper is linked."""
    papers = _distinct(named.work for named in found if named.name[0] != "github")
    if papers:
        return papers
    # a paper's entry may link to the code of another work, which it only uses
    works = _distinct(named.work for named in found)
    alike = [work for work in works if is_alike(listing.title, work)]
    has_paper = any(each.scheme != "github" for each in identify(listing.urls))
    return alike[:1] if has_paper or alike or titled else works


def _find_titled(title: str, names: NameIndex, notes: Sequence[str]) -> list[Work]:
    """Return the works that bear a title; an author among the notes tells several apart."""
    found = [
        named
        for named in names.iter_titled(title)
        # a paper is listed by its title, a tool by its name
        if named.by != By.NICKNAME or named.work.kind == "tool"
    ]
    # a tool may bear the title of its paper as another one: the paper comes first
    main = [named.work for named in found if named.by == By.TITLE]
    works = main or _distinct(named.work for named in found)
    if len(works) == 1:
        return works
    said = set(tokenize(" ".join(notes)))
    named = [
        work
        for work in works
        if work.authors and said.issuperset(tokenize(work.authors[0].family or "?"))
    ]
    return named if len(named) == 1 else works


def _bears(work: Work, title: str) -> bool:
    nicknames = work.nicknames if work.kind == "tool" else ()
    titles = (work.title, *work.alt_titles, *nicknames)
    return normalize_title(title) in map(normalize_title, titles)


def _word_conflict(title: str, titled: Sequence[Work], identified: Sequence[Work]) -> Conflict:
    if not titled:
        message = f"'{title}' has links of {_keys(identified)}"
        return Conflict("links-disagree", message, _ADVICE)
    if len(titled) > 1:
        message = f"'{title}' is the title of {_keys(titled)}, and no link says which is meant"
        return Conflict("title-shared", message, _ADVICE)
    other = _keys(identified) or "another work"
    message = f"'{title}' is the title of {titled[0].key}, but links to {other}"
    return Conflict("link-elsewhere", message, _ADVICE)


def _keys(works: Iterable[Work]) -> str:
    return " and ".join(work.key for work in works)


def _distinct(works: Iterable[Work]) -> list[Work]:
    return list({work.key: work for work in works}.values())
