"""The grammar of each identifier scheme: where its ids stand in texts and addresses.

Every ``find_x`` takes a whole pasted text and returns an id in normal form, or None. The rules:
https://www.doi.org/doi-handbook/HTML/doi-name-syntax2.html,
https://info.arxiv.org/help/arxiv_identifier.html,
https://info.arxiv.org/help/arxiv_identifier_for_services.html (old ids without subject class),
https://aclanthology.org/info/ids/.
"""

from __future__ import annotations

import re

from mi_survey.model.address import decode, split_url, trim, unwrap

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


def find_doi(text: str) -> str | None:
    """Find a DOI: bare, prefixed, at a resolver, or within a publisher's address."""
    text = unwrap(text)
    host, path, query = split_url(text)
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


def find_arxiv(text: str) -> str | None:
    """Find an arXiv id: bare, prefixed, in an address, or in a DOI of arXiv's."""
    bare = unwrap(text)
    host, path, _ = split_url(bare)
    match = _ARXIV.fullmatch(bare)
    if _ARXIV_HOST.fullmatch(host) or (host in _PAPERS_HOSTS and path.startswith("papers/")):
        match = _ARXIV_PATH.fullmatch(path)
    return _arxiv_value(match) or find_arxiv_in_doi(find_doi(text))


def find_arxiv_in_doi(doi: str | None) -> str | None:
    """Find the arXiv id that a DOI contains."""
    match = _ARXIV_DOI.fullmatch(doi or "")
    return _arxiv_value(match and _ARXIV.fullmatch(match[1]))


def _arxiv_value(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    return match["new"] or f"{match['archive'].lower()}/{match['number']}"


def find_acl(text: str) -> str | None:
    """Find an ACL Anthology id: bare, prefixed or in an address; DOIs stay DOIs."""
    text = unwrap(text)
    host, path, _ = split_url(text)
    return _acl_value(
        _ACL_PATH.fullmatch(path) if _ACL_HOST.fullmatch(host) else _ACL.fullmatch(text)
    )


def find_acl_in_doi(doi: str | None) -> str | None:
    """Find the ACL Anthology id that a DOI contains."""
    match = _ACL_DOI.fullmatch(doi or "")
    return _acl_value(match and _ACL.fullmatch(match[1]))


def _acl_value(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    return match["new"].lower() if match["new"] else match["old"].upper()


def find_openreview_bare(text: str) -> str | None:
    """Find an OpenReview id that stands alone, where the caller knows that it is one."""
    text = unwrap(text)
    return text if _OPENREVIEW_ID.fullmatch(text) else None


def find_openreview(text: str) -> str | None:
    """Find an OpenReview id in an address or after its prefix."""
    text = unwrap(text)
    host, path, query = split_url(text)
    if host in _OPENREVIEW_HOSTS and _OPENREVIEW_PATH.fullmatch(path):
        parameter = _OPENREVIEW_QUERY.search(query)
        found = decode(parameter[1]) if parameter else ""
    else:
        prefix, _, found = text.partition(":")
        found = found if prefix.lower() == "openreview" else ""
    return found if _OPENREVIEW_ID.fullmatch(found) else None


def find_github(text: str) -> str | None:
    """Find a repository in an address, a Git remote or after its prefix."""
    text = unwrap(text)
    host, path, _ = split_url(text)
    if host in _GITHUB_HOSTS:
        return _repository(path)
    prefix, _, rest = text.partition(":")
    return _repository(rest) if prefix.lower() == "github" else None


def find_github_bare(text: str) -> str | None:
    """Find ``owner/repo`` that stands alone, where the caller knows that it is one."""
    return _repository(unwrap(text))


def _repository(path: str) -> str | None:
    match = _GITHUB.fullmatch(path)
    name = match["repo"] if match else ""
    while end := _GITHUB_END.search(name):
        name = name[: end.start()]
    return f"{match['owner']}/{name}" if match and name else None
