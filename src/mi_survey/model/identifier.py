"""Identifiers of works, found in whatever a person pastes.

A value keeps its writer's case; ``identity`` gives what to compare. Whole texts are read: an
identifier within a sentence is not looked for, so that no title is taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args
from urllib.parse import quote

from mi_survey.model import scheme as grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mi_survey.model.work import Ids, Work

Scheme = Literal["doi", "arxiv", "acl", "openreview", "github"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


class _Form(NamedTuple):
    """How identifiers of a scheme look: one of them, its address, and what finds them.

    ``find`` finds what no other text can be taken for, ``find_bare`` also what stands alone.
    """

    example: str
    url: str
    find: Callable[[str], str | None]
    find_bare: Callable[[str], str | None]


# The DOI comes last: arXiv's own is to be read as the arXiv id.
_FORMS: Final[dict[Scheme, _Form]] = {
    "arxiv": _Form(
        "2406.11717", "https://arxiv.org/abs/{}", grammar.find_arxiv, grammar.find_arxiv
    ),
    "acl": _Form(
        "2023.acl-long.893",
        "https://aclanthology.org/{}/",
        grammar.find_acl,
        lambda text: grammar.find_acl(text) or grammar.find_acl_in_doi(grammar.find_doi(text)),
    ),
    "openreview": _Form(
        "z9SbcYYP0M",
        "https://openreview.net/forum?id={}",
        grammar.find_openreview,
        lambda text: grammar.find_openreview(text) or grammar.find_openreview_bare(text),
    ),
    "github": _Form(
        "davidbau/baukit",
        "https://github.com/{}",
        grammar.find_github,
        lambda text: grammar.find_github(text) or grammar.find_github_bare(text),
    ),
    "doi": _Form(
        "10.18653/v1/2023.acl-long.893", "https://doi.org/{}", grammar.find_doi, grammar.find_doi
    ),
}
EXAMPLES: Final[dict[Scheme, str]] = {scheme: form.example for scheme, form in _FORMS.items()}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A scheme and a value in that scheme's normal form; found by the functions below."""

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
        return _FORMS[self.scheme].url.format(quote(self.value, safe="/:;()@!$,*~+=&"))


def find_identifier(text: str) -> Identifier | None:
    """Find an identifier of whatever scheme the text shows without doubt.

    A DOI of arXiv's is read as the arXiv id. Bare OpenReview ids and ``owner/repo`` are
    words like any other, and refused.

    >>> for text in ("2406.11717v3", "https://doi.org/10.18653/v1/P19-1001", "davidbau/baukit"):
    ...     print(find_identifier(text))
    arxiv:2406.11717
    doi:10.18653/v1/P19-1001
    None
    """
    for scheme, form in _FORMS.items():
        if value := form.find(text):
            return Identifier(scheme, value)
    return None


def find_as(scheme: Scheme, text: str) -> Identifier | None:
    """Find an identifier that is known to be of a scheme: bare, or in an address of its sites.

    >>> for scheme, text in {
    ...     "doi": "https://dl.acm.org/doi/abs/10.1145/3639372",
    ...     "arxiv": "arXiv:cs.CL/0601001v2",
    ...     "acl": "https://doi.org/10.18653/v1/P19-1001",
    ...     "openreview": "https://openreview.net/pdf?id=z9SbcYYP0M&noteId=abcdefgh",
    ...     "github": "git@github.com:davidbau/baukit.git",
    ... }.items():
    ...     print(find_as(scheme, text))
    doi:10.1145/3639372
    arxiv:cs/0601001
    acl:P19-1001
    openreview:z9SbcYYP0M
    github:davidbau/baukit
    """
    value = _FORMS[scheme].find_bare(text)
    return Identifier(scheme, value) if value else None


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
