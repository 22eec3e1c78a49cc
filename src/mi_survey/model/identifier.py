"""Identifiers of works, and parsers that find them in whatever a person pastes.

A value keeps its writer's case; ``identity`` gives what to compare. Parsers take a whole text:
an identifier within a sentence is not looked for, so that no title is taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import quote

from mi_survey.errors import InvalidIdentifier
from mi_survey.model import scheme as grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mi_survey.model.work import Ids, Work

Scheme = Literal["doi", "arxiv", "acl", "openreview", "github"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

_EXAMPLES: Final[dict[Scheme, str]] = {
    "doi": "10.18653/v1/2023.acl-long.893",
    "arxiv": "2406.11717",
    "acl": "2023.acl-long.893",
    "openreview": "z9SbcYYP0M",
    "github": "davidbau/baukit",
}
# The DOI comes last: arXiv's own is to be read as the arXiv id.
_FINDERS: Final[tuple[tuple[Scheme, Callable[[str], str | None]], ...]] = (
    ("arxiv", grammar.find_arxiv),
    ("acl", grammar.find_acl),
    ("openreview", grammar.find_openreview),
    ("github", grammar.find_github),
    ("doi", grammar.find_doi),
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A scheme and a value in that scheme's normal form; made by the parsers below."""

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def identity(self) -> tuple[Scheme, str]:
        """What is equal for two ways of writing the same identifier.

        >>> Identifier("doi", "10.1109/CVPR").identity == Identifier("doi", "10.1109/cvpr").identity
        True
        """
        return self.scheme, identity(self.scheme, self.value)

    @property
    def url(self) -> str:
        """The address of the thing identified, at the scheme's own site.

        >>> Identifier("acl", "2023.acl-long.893").url
        'https://aclanthology.org/2023.acl-long.893/'
        """
        match self.scheme:
            case "doi":
                return f"https://doi.org/{quote(self.value, safe='/:;()@!$,*~+=&')}"
            case "arxiv":
                return f"https://arxiv.org/abs/{self.value}"
            case "acl":
                return f"https://aclanthology.org/{self.value}/"
            case "openreview":
                return f"https://openreview.net/forum?id={self.value}"
            case "github":
                return f"https://github.com/{self.value}"


def parse_doi(text: str) -> str:
    """Read a DOI from a bare one, ``doi:``, a resolver's or a publisher's address.

    Syntax: https://www.doi.org/doi-handbook/HTML/doi-name-syntax2.html

    >>> parse_doi("https://dl.acm.org/doi/abs/10.1145/3639372")
    '10.1145/3639372'
    """
    return _found(grammar.find_doi(text), "doi", text)


def parse_arxiv(text: str) -> str:
    """Read an arXiv id, without version, from any form: id, stamp, abs, pdf, html or DOI.

    Both schemes and the preferred form of old ids, which leaves the subject class out:
    https://info.arxiv.org/help/arxiv_identifier.html and
    https://info.arxiv.org/help/arxiv_identifier_for_services.html

    >>> parse_arxiv("https://arxiv.org/pdf/2406.11717v3.pdf")
    '2406.11717'
    >>> parse_arxiv("arXiv:cs.CL/0601001v2")
    'cs/0601001'
    """
    return _found(grammar.find_arxiv(text), "arxiv", text)


def parse_acl(text: str) -> str:
    """Read an ACL Anthology id from an id, an Anthology address or an ACL DOI.

    Both forms of ids: https://aclanthology.org/info/ids/

    >>> parse_acl("https://doi.org/10.18653/v1/P19-1001"), parse_acl("2023.ACL-long.893v2.pdf")
    ('P19-1001', '2023.acl-long.893')
    """
    return _found(
        grammar.find_acl(text) or grammar.find_acl_in_doi(grammar.find_doi(text) or ""), "acl", text
    )


def parse_openreview(text: str) -> str:
    """Read an OpenReview id from a bare one or an OpenReview address.

    >>> parse_openreview("https://openreview.net/pdf?id=z9SbcYYP0M&noteId=abcdefgh")
    'z9SbcYYP0M'
    """
    found = grammar.find_openreview(text) or grammar.find_openreview_bare(text)
    return _found(found, "openreview", text)


def parse_github(text: str) -> str:
    """Read ``owner/repo`` from itself, a GitHub page or a Git remote.

    >>> parse_github("git@github.com:davidbau/baukit.git")
    'davidbau/baukit'
    """
    return _found(grammar.find_github(text) or grammar.find_github_bare(text), "github", text)


def parse_identifier(text: str) -> Identifier:
    """Read an identifier of whatever scheme the text shows without doubt.

    A DOI of arXiv's is read as the arXiv id. Bare OpenReview ids and ``owner/repo`` are
    words like any other, and refused.

    >>> str(parse_identifier("2406.11717v3")), str(parse_identifier("10.18653/v1/P19-1001"))
    ('arxiv:2406.11717', 'doi:10.18653/v1/P19-1001')
    """
    found = find_identifier(text)
    if found is None:
        raise InvalidIdentifier("known", text, example=_EXAMPLES["arxiv"])
    return found


def find_identifier(text: str) -> Identifier | None:
    """Return the identifier that ``parse_identifier`` reads; ``None`` where it refuses the text."""
    for scheme, find in _FINDERS:
        if value := find(text):
            return Identifier(scheme, value)
    return None


def parse_as(scheme: Scheme, text: str) -> Identifier:
    """Read an identifier of one scheme.

    >>> parse_as("github", "davidbau/baukit").url
    'https://github.com/davidbau/baukit'
    """
    return Identifier(scheme, _PARSERS[scheme](text))


def iter_identifiers(ids: Ids) -> Iterator[Identifier]:
    """Yield the identifiers that a work has, in the order of ``SCHEMES``."""
    for scheme in SCHEMES:
        value = getattr(ids, scheme)
        if value:
            yield Identifier(scheme, value)


def iter_work_identifiers(work: Work) -> Iterator[Identifier]:
    """Yield the identifiers that name a work: its own, then those of its other appearances."""
    yield from iter_identifiers(work.ids)
    for appearance in work.appearances:
        yield from iter_identifiers(appearance.ids)


def identity(scheme: Scheme, value: str) -> str:
    """Return what is equal for equal identifiers: OpenReview ids alone depend on case.

    >>> identity("doi", "10.1109/CVPR52734.2025.00391")
    '10.1109/cvpr52734.2025.00391'
    """
    return value if scheme == "openreview" else value.casefold()


def equivalents(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return the identifier, and with a DOI of arXiv's or ACL's the id that it contains.

    >>> [str(each) for each in equivalents(Identifier("doi", "10.18653/v1/P19-1001"))]
    ['doi:10.18653/v1/P19-1001', 'acl:P19-1001']
    """
    if identifier.scheme == "doi":
        if arxiv := grammar.find_arxiv_in_doi(identifier.value):
            return identifier, Identifier("arxiv", arxiv)
        if acl := grammar.find_acl_in_doi(identifier.value):
            return identifier, Identifier("acl", acl)
    return (identifier,)


def _found(value: str | None, scheme: Scheme, text: str) -> str:
    if value is None:
        raise InvalidIdentifier(scheme, text, example=_EXAMPLES[scheme])
    return value


_PARSERS: Final[dict[Scheme, Callable[[str], str]]] = {
    "doi": parse_doi,
    "arxiv": parse_arxiv,
    "acl": parse_acl,
    "openreview": parse_openreview,
    "github": parse_github,
}
