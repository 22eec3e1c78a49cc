"""Identifiers of works, found in whatever a person pastes.

A value keeps its writer's case; ``identity`` gives what to compare. Whole texts are read: an
identifier within a sentence is not looked for, so that no title is taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args
from urllib.parse import quote

from mi_survey.model.address import decode, split_url, trim, unwrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mi_survey.model.work import Ids, Work

Scheme = Literal["doi", "arxiv", "acl", "openreview", "github"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


_FLAGS = re.IGNORECASE | re.ASCII
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})
_DOI_PREFIX = re.compile(r"^(?:info:|urn:)?doi\s*[:/=]?\s*", _FLAGS)
_DOI_WITHIN = re.compile(r"(?:^|[/:=])(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^&]+)")
# What publishers append to a DOI: a view, a file suffix, or (Silverchair) a number and the title.
_DOI_TAIL = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|html|meta|summary|references)|\.(?:pdf|epub|html|full))$",
    _FLAGS,
)
_SILVERCHAIR = re.compile(r"/article(?:-\w+)?/doi/10\..", _FLAGS)
_SILVERCHAIR_TAIL = re.compile(r"/[0-9]+(?:/[^/]*)?$")

_ARXIV_ID = (
    # Sequence numbers have 4 digits from April 2007 and 5 from January 2015.
    r"(?:(?P<new>(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4])(?:0[1-9]|1[0-2]))\.(?!0000)[0-9]{4}"
    r"|(?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.(?!00000)[0-9]{5})"
    r"|(?P<archive>acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph"
    r"|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph"
    r"|mtrl-th|nlin|nucl-(?:ex|th)|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int"
    r"|stat|supr-con)(?:\.[a-z-]{2,8})?"
    r"/(?P<number>(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])[0-9]{3}))(?:v[1-9][0-9]*)?"
)
_ARXIV = re.compile(
    r"(?:arxiv(?:\s+preprint)?(?:\s+arxiv)?\s*+(?::\s*+)?|(?:corr\s+)?abs/)?" + _ARXIV_ID +
    # The stamp on a page's margin: arXiv:0706.0001v1 [q-bio.CB] 1 Jun 2007
    r"(?:\.pdf)?(?:\s*\[[a-z.-]+\](?:\s+[0-9]{1,2}\s+[a-z]+\s+[0-9]{4})?)?",
    _FLAGS,
)  # fmt: skip
_ARXIV_PATH = re.compile(
    r"(?:[a-z0-9-]+/+)?(?:arxiv:)?" + _ARXIV_ID + r"(?:\.pdf)?(?:/.*)?", _FLAGS
)
_ARXIV_HOST = re.compile(r"(?:[a-z0-9-]+\.)*arxiv\.org|ar5iv\.org|alphaxiv\.org")
_PAPERS_HOSTS = frozenset({"huggingface.co", "hf.co"})
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", _FLAGS)

_ACL_ID = (
    r"(?:(?P<new>(?:19|20)[0-9]{2}\.[a-z0-9]+-[a-z0-9]+\.[0-9]+)|(?P<old>[a-z][0-9]{2}-[0-9]{4}))"
    r"(?:v[0-9]+)?"
)
_ACL_FILE = r"(?:\.(?:pdf|bib|xml|endf|html))?"
_ACL = re.compile(r"(?:acl\s*:\s*)?" + _ACL_ID + _ACL_FILE, _FLAGS)
_ACL_PATH = re.compile(r"(?:[a-z0-9-]+/+)*" + _ACL_ID + _ACL_FILE, _FLAGS)
_ACL_HOST = re.compile(r"aclanthology\.(?:org|info)|aclweb\.org")
_ACL_DOI = re.compile(r"10\.(?:18653|3115)/v1/(.+)", _FLAGS)

_OPENREVIEW_HOSTS = frozenset({"openreview.net", "api.openreview.net", "api2.openreview.net"})
_OPENREVIEW_ID = re.compile(r"[a-z0-9_-]{5,24}", _FLAGS)
_OPENREVIEW_PATH = re.compile(
    r"forum|pdf|attachment|revisions|references/(?:pdf|attachment)", _FLAGS
)
_OPENREVIEW_QUERY = re.compile(r"(?:^|[&;])id=([^&]*)", _FLAGS)

# GitHub's rule for account names; and pages of GitHub that look like an account.
_GITHUB = re.compile(
    r"(?!(?:about|apps|collections|events|explore|features|login|marketplace|orgs|search|settings"
    r"|site|sponsors|topics|trending|users)/)"
    r"(?P<owner>[a-z0-9](?:[a-z0-9-]{0,38}))/+(?P<repo>[\w.-]{1,104})(?:/.*)?",
    _FLAGS,
)
_GITHUB_END = re.compile(r"\.(?:git)?$", _FLAGS)
_GITHUB_HOSTS = frozenset({"github.com", "raw.githubusercontent.com"})


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
    pasted = _take_apart(text)
    for scheme, form in _FORMS.items():
        if value := form.find(pasted):
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
    pasted = _take_apart(text)
    value = _FORMS[scheme].find(pasted) or _FORMS[scheme].find_bare(pasted)
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
        if arxiv := _find_arxiv_in_doi(identifier.value):
            return identifier, Identifier("arxiv", arxiv)
        if acl := _find_acl_in_doi(identifier.value):
            return identifier, Identifier("acl", acl)
    return (identifier,)


class _Pasted(NamedTuple):
    """A pasted text out of its wrapping, and as an address: all three are empty if it is none."""

    text: str
    host: str
    path: str
    query: str


def _take_apart(text: str) -> _Pasted:
    bare = unwrap(text)
    return _Pasted(bare, *split_url(bare))


def _find_doi(pasted: _Pasted) -> str | None:
    """Find a DOI: bare, prefixed, at a resolver, or within a publisher's address."""
    text, host, path, query = pasted
    if not host:
        found = _DOI_PREFIX.sub("", decode(text), count=1)
    elif host in _DOI_HOSTS:
        found = _DOI_PREFIX.sub("", path, count=1)
    else:
        if begun := _SILVERCHAIR.search(path):
            path = path[: begun.end()] + _SILVERCHAIR_TAIL.sub("", path[begun.end() :])
        within = _DOI_WITHIN.search(path) or _DOI_WITHIN.search(decode(query))
        found = within[1] if within else ""
        while tail := _DOI_TAIL.search(found):
            found = found[: tail.start()]
    found = trim(found)
    return found if found.isprintable() and _DOI.fullmatch(found) else None


def _find_arxiv(pasted: _Pasted) -> str | None:
    """Find an arXiv id: bare, prefixed, in an address, or in a DOI of arXiv's."""
    text, host, path, _ = pasted
    match = _ARXIV.fullmatch(text)
    if _ARXIV_HOST.fullmatch(host) or (host in _PAPERS_HOSTS and path.startswith("papers/")):
        match = _ARXIV_PATH.fullmatch(path)
    return _arxiv_value(match) or _find_arxiv_in_doi(_find_doi(pasted))


def _find_arxiv_in_doi(doi: str | None) -> str | None:
    match = _ARXIV_DOI.fullmatch(doi or "")
    return _arxiv_value(match and _ARXIV.fullmatch(match[1]))


def _arxiv_value(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    return match["new"] or f"{match['archive'].lower()}/{match['number']}"


def _find_acl(pasted: _Pasted) -> str | None:
    """Find an ACL Anthology id: bare, prefixed or in an address; DOIs stay DOIs."""
    at_home = _ACL_HOST.fullmatch(pasted.host)
    return _acl_value(_ACL_PATH.fullmatch(pasted.path) if at_home else _ACL.fullmatch(pasted.text))


def _find_acl_in_doi(doi: str | None) -> str | None:
    match = _ACL_DOI.fullmatch(doi or "")
    return _acl_value(match and _ACL.fullmatch(match[1]))


def _acl_value(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    return match["new"].lower() if match["new"] else match["old"].upper()


def _find_openreview(pasted: _Pasted) -> str | None:
    """Find an OpenReview id in an address or after its prefix."""
    if pasted.host in _OPENREVIEW_HOSTS and _OPENREVIEW_PATH.fullmatch(pasted.path):
        parameter = _OPENREVIEW_QUERY.search(pasted.query)
        found = decode(parameter[1]) if parameter else ""
    else:
        found = _after_prefix(pasted.text, "openreview")
    return found if _OPENREVIEW_ID.fullmatch(found) else None


def _find_github(pasted: _Pasted) -> str | None:
    """Find a repository in an address, a Git remote or after its prefix."""
    at_home = pasted.host in _GITHUB_HOSTS
    return _repository(pasted.path if at_home else _after_prefix(pasted.text, "github"))


def _repository(path: str) -> str | None:
    match = _GITHUB.fullmatch(path)
    name = match["repo"] if match else ""
    while end := _GITHUB_END.search(name):
        name = name[: end.start()]
    return f"{match['owner']}/{name}" if match and name else None


def _after_prefix(text: str, scheme: Scheme) -> str:
    prefix, _, rest = text.partition(":")
    return rest if prefix.lower() == scheme else ""


class _Form(NamedTuple):
    """How identifiers of a scheme look: one of them, its address, and what finds them.

    ``find_bare`` finds what may be something else where the scheme is not known.
    """

    example: str
    url: str
    find: Callable[[_Pasted], str | None]
    find_bare: Callable[[_Pasted], str | None] = lambda _: None


# The DOI comes last: arXiv's own is to be read as the arXiv id.
_FORMS: Final[dict[Scheme, _Form]] = {
    "arxiv": _Form("2406.11717", "https://arxiv.org/abs/{}", _find_arxiv),
    "acl": _Form(
        "2023.acl-long.893",
        "https://aclanthology.org/{}/",
        _find_acl,
        lambda pasted: _find_acl_in_doi(_find_doi(pasted)),
    ),
    "openreview": _Form(
        "z9SbcYYP0M",
        "https://openreview.net/forum?id={}",
        _find_openreview,
        lambda pasted: pasted.text if _OPENREVIEW_ID.fullmatch(pasted.text) else None,
    ),
    "github": _Form(
        "davidbau/baukit",
        "https://github.com/{}",
        _find_github,
        lambda pasted: _repository(pasted.text),
    ),
    "doi": _Form("10.18653/v1/2023.acl-long.893", "https://doi.org/{}", _find_doi),
}
EXAMPLES: Final[dict[Scheme, str]] = {scheme: form.example for scheme, form in _FORMS.items()}
