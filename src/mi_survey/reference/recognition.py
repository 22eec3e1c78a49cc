"""Which work of a catalog an entry of a list means, and where the entry contradicts itself.

A listing that the catalog holds already settles it; then identifiers decide, then the title.
Where a link leads to another work than the title names, nothing is decided, and both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.errors import InvalidIdentifier
from mi_survey.lists.rules import LINK_ELSEWHERE, LINKS_DISAGREE, TITLE_DIFFERS, TITLE_SHARED
from mi_survey.model.address import normalize_url
from mi_survey.model.finding import Finding, Location, Rule, Severity
from mi_survey.model.identifier import Identifier, Scheme, equivalents, identity, parse_identifier
from mi_survey.reference.matching import Matcher
from mi_survey.reference.record import Reference
from mi_survey.text import tokenize

if TYPE_CHECKING:
    from mi_survey.lists.parser import ListEntry
    from mi_survey.model.work import Listing, Work

# Schemes in which one work has one id; a paper may well have two DOIs or OpenReview pages.
_SINGLE: tuple[Scheme, ...] = ("arxiv", "acl")
_ALIKE = 0.5


class Recognized(NamedTuple):
    """The work that an entry means, and what is odd about it.

    Without a work, the entry means one that the catalog does not have, or is ``undecided``.
    """

    work: Work | None
    findings: tuple[Finding, ...] = ()
    undecided: bool = False


class Recognizer:
    """Finds the works that the entries of one list mean."""

    def __init__(self, works: Sequence[Work], *, source: str, file: str) -> None:
        self._file = file
        self._matcher = Matcher(works)
        held = [(each, work) for work in works for each in work.listings if each.source == source]
        self._held = {_mark(listing): work for listing, work in held}
        self._held_titles = {bare(listing.title): work for listing, work in held}
        self._titles = _group(works, lambda work: [bare(work.title)])
        self._other_titles = _group(works, _other_titles)
        self._links = _group(
            works, lambda work: [normalize_url(url) for each in work.listings for url in each.urls]
        )

    def recognize(self, entry: ListEntry) -> Recognized:
        """Return the work that an entry means, with findings on what contradicts that."""
        listing = entry.listing
        if (held := self._held.get(_mark(listing))) is not None:
            return Recognized(held)
        if identified := self._find_identified(entry):
            return self._judge(entry, identified)
        titled = self._find_titled(entry)
        if len(titled) == 1 and not contradicts(titled[0], identify(listing.urls)):
            return Recognized(titled[0])
        if titled:
            return self._leave(entry, titled)
        return Recognized(self._find_linked(listing))

    def _judge(self, entry: ListEntry, identified: Sequence[Work]) -> Recognized:
        title = entry.listing.title
        titled = self._find_titled(entry)
        work = next((each for each in identified if each in titled), identified[0])
        found: tuple[Finding, ...] = ()
        if bare(title) not in _all_titles(work):
            if titled or len(identified) > 1:
                return self._leave(entry, titled, identified)
            if not _is_alike(title, work):
                message = f"'{title}' links to {work.key}, which is called '{work.title}'"
                found = (self._find(entry, TITLE_DIFFERS, message),)
        elif len(identified) > 1:
            message = f"'{title}' is {work.key}, but has links of {_keys(identified)}"
            found = (self._find(entry, LINKS_DISAGREE, message, severity="warning"),)
        return Recognized(work, found)

    def _leave(
        self, entry: ListEntry, titled: Sequence[Work], identified: Sequence[Work] = ()
    ) -> Recognized:
        """Tell what speaks against each other; a listing held under the title still settles it."""
        title = entry.listing.title
        if not titled:
            rule, message = LINKS_DISAGREE, f"'{title}' has links of {_keys(identified)}"
        elif len(titled) > 1:
            rule = TITLE_SHARED
            message = f"'{title}' is the title of {_keys(titled)}, and no link says which is meant"
        else:
            rule, other = LINK_ELSEWHERE, _keys(identified) or "another work"
            message = f"'{title}' is the title of {titled[0].key}, but links to {other}"
        held = self._held_titles.get(bare(title))
        finding = self._find(entry, rule, message)
        return Recognized(held, (finding,), undecided=held is None)

    def _find(
        self, entry: ListEntry, rule: Rule[[]], message: str, *, severity: Severity | None = None
    ) -> Finding:
        place = Location(self._file, entry.line, entry.column)
        suggestion = "look at the page that it links to"
        return rule.finding(place, message, suggestion, severity=severity)

    def _find_identified(self, entry: ListEntry) -> list[Work]:
        """Return the works that the links name; a repository's only where no paper is linked."""
        listing = entry.listing
        identifiers = identify(listing.urls)
        papers = [each for each in identifiers if each.scheme != "github"]
        urls = tuple(url for url in listing.urls if not _is_identified(url))
        reference = Reference(identifiers=tuple(papers), urls=urls)
        works = _distinct(work for _, work in self._matcher.iter_identified(reference))
        if works:
            return works
        # a paper's entry may link to the code of another work, which it only uses
        code = Reference(identifiers=tuple(each for each in identifiers if each not in papers))
        works = _distinct(work for _, work in self._matcher.iter_identified(code))
        alike = [work for work in works if _is_alike(listing.title, work)]
        return alike[:1] if papers or alike or self._find_titled(entry) else works

    def _find_titled(self, entry: ListEntry) -> list[Work]:
        title = bare(entry.listing.title)
        works = self._titles.get(title) or self._other_titles.get(title) or []
        if len(works) > 1:
            said = set(tokenize(" ".join(entry.notes)))
            named = [
                work
                for work in works
                if work.authors and said.issuperset(tokenize(work.authors[0].family or "?"))
            ]
            return named if len(named) == 1 else works
        return works

    def _find_linked(self, listing: Listing) -> Work | None:
        """Return the one work for which any list gave one of these links, if titles agree."""
        for url in listing.urls:
            works = self._links.get(normalize_url(url), [])
            if len(works) == 1 and _is_alike(listing.title, works[0]):
                return works[0]
        return None


def identify(urls: Iterable[str]) -> tuple[Identifier, ...]:
    """Return the identifiers that addresses have, each in its most telling scheme.

    >>> [str(each) for each in identify(["https://arxiv.org/abs/2202.05262", "https://x.org"])]
    ['arxiv:2202.05262']
    """
    found = []
    for url in urls:
        try:
            found.append(equivalents(parse_identifier(url))[-1])
        except InvalidIdentifier:
            continue
    return tuple(dict.fromkeys(found))


def bare(title: str) -> str:
    """Reduce a title to its folded words, for comparing."""
    return " ".join(tokenize(title)) or title


def contradicts(work: Work, identifiers: Iterable[Identifier]) -> bool:
    """Tell whether identifiers are of another work: another arXiv or ACL id than the work's."""
    given: dict[str, set[str]] = {}
    for each in identifiers:
        given.setdefault(each.scheme, set()).add(identity(each.scheme, each.value))
    own = {scheme: getattr(work.ids, scheme) for scheme in _SINGLE}
    return any(
        value and scheme in given and identity(scheme, value) not in given[scheme]
        for scheme, value in own.items()
    )


def _keys(works: Iterable[Work]) -> str:
    return " and ".join(work.key for work in works)


def _mark(listing: Listing) -> tuple[str, frozenset[str]]:
    return bare(listing.title), frozenset(normalize_url(url) for url in listing.urls)


def _is_identified(url: str) -> bool:
    return bool(identify([url]))


def _group(works: Iterable[Work], names: Callable[[Work], list[str]]) -> dict[str, list[Work]]:
    groups: dict[str, list[Work]] = {}
    for work in works:
        for name in dict.fromkeys(names(work)):
            groups.setdefault(name, []).append(work)
    return groups


def _other_titles(work: Work) -> list[str]:
    nicknames = work.nicknames if work.kind == "tool" else ()
    return [bare(title) for title in (*work.alt_titles, *nicknames)]


def _all_titles(work: Work) -> list[str]:
    return [bare(work.title), *_other_titles(work)]


def _is_alike(title: str, work: Work) -> bool:
    words = set(tokenize(title))
    for other in (work.title, *work.alt_titles, *work.nicknames):
        others = set(tokenize(other))
        if len(words & others) >= _ALIKE * max(1, min(len(words), len(others))):
            return True
    return False


def _distinct(works: Iterable[Work]) -> list[Work]:
    return list({work.key: work for work in works}.values())
