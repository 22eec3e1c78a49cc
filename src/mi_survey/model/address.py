"""Web addresses: taking pasted ones apart, comparing them, and telling which are safe to open."""

from __future__ import annotations

import re
from urllib.parse import unquote

_FLAGS = re.IGNORECASE | re.ASCII
# Longer texts are no identifiers; the limit keeps hostile ones from costing time.
_LONGEST = 2000
_MARKDOWN_LINK = re.compile(r"(?:\[.*?)?\]\((\S+)", re.DOTALL)
_OPENERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_BEFORE = "([{<\"'`“‘«*"
_AFTER = ".,;:!?/\"'`”’»*"

_URL = re.compile(
    r"(?:(?:git\+)?[a-z]{2,5}:)?(?://)?(?:[^\s/@]+@)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})"
    r"(?::[0-9]+(?=/))?(?:[/:](?P<path>[^?#]*))?(?:\?(?P<query>[^#]*))?(?:#.*)?",
    _FLAGS,
)
_WEB_URL = re.compile(
    r"https?://(?:[^\s/?#@\\]*@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]*)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_URL_START = re.compile(r"(?:\s|(?:https?:)?//|www\.)+", re.IGNORECASE)
_PAGE_END = "/ \t\r\n"
_INDEX = "/index.html"  # what a server gives for a folder
_DEFAULT_PORTS = frozenset({"80", "443"})


def unwrap(text: str) -> str:
    """Take a pasted text out of white space, brackets, quotes and Markdown links.

    >>> unwrap(" [ROME](https://arxiv.org/abs/2202.05262). ")
    'https://arxiv.org/abs/2202.05262'
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    if link := _MARKDOWN_LINK.match(text):
        text = link[1]
    text = trim(text)
    # Brackets around the whole go in pairs first, for a DOI may hold one that nothing closes.
    while len(text) > 1 and _OPENERS.get(text[-1]) == text[0]:
        text = trim(text[1:-1].strip())
    return trim(text.lstrip(_BEFORE))


def trim(text: str) -> str:
    """Drop punctuation from the end, and closing brackets that nothing opens.

    >>> trim("10.1016/S0140-6736(05)71146-6)."), trim("10.1016/0001(94)")
    ('10.1016/S0140-6736(05)71146-6', '10.1016/0001(94)')
    """
    while text:
        last = text[-1]
        opener = _OPENERS.get(last)
        if opener and text.count(opener) >= text.count(last):
            break
        if not (opener or last in _AFTER or last.isspace()):
            break
        text = text[:-1]
    return text


def decode(text: str) -> str:
    """Undo percent-encoding, however often it was applied.

    >>> decode("10.1145%252F3639372")
    '10.1145/3639372'
    """
    while (decoded := unquote(text)) != text:
        text = decoded
    return text


def split_url(text: str) -> tuple[str, str, str]:
    """Split an address, with or without its scheme, into host, path and query.

    The host is in lower case and without ``www.``, the path decoded and without slashes
    around it; all three are empty where the text is no address.

    >>> split_url("HTTPS://www.arXiv.org/abs/2406.11717/?context=cs#top")
    ('arxiv.org', 'abs/2406.11717', 'context=cs')
    >>> split_url("git@github.com:davidbau/baukit.git")
    ('github.com', 'davidbau/baukit.git', '')
    """
    match = _URL.fullmatch(text)
    if not match:
        return "", "", ""
    host = match["host"].lower().removeprefix("www.")
    return host, decode(match["path"] or "").strip("/"), match["query"] or ""


def normalize_url(url: str) -> str:
    """Reduce an address to what tells two pages apart, for comparing; never for opening.

    Scheme, ``www.``, default port, fragment, trailing slash and ``index.html`` go, and the host is
    put in lower case; path and query stay as they are.

    >>> normalize_url("http://www.LessWrong.com:80/posts/LbrP/200-problems/?a=B#top")
    'lesswrong.com/posts/LbrP/200-problems?a=B'
    """
    # What one pass uncovers may be another scheme or slash: the end is where nothing changes.
    while (shorter := _normalize_url_once(url)) != url:
        url = shorter
    return url


def _normalize_url_once(url: str) -> str:
    text = _URL_START.sub("", " " + url.partition("#")[0].rstrip(), count=1)
    page, _, query = text.partition("?")
    host, slash, path = page.partition("/")
    name, _, port = host.rpartition(":")
    if port in _DEFAULT_PORTS and name:
        host = name
    page = (host.lower() + slash + path).rstrip(_PAGE_END).removesuffix(_INDEX)
    return f"{page}?{query}" if query else page


def is_web_url(text: str) -> bool:
    """Tell whether a text is an http or https address with a host and nothing hidden in it.

    >>> is_web_url("https://arxiv.org/abs/2406.11717"), is_web_url("javascript:alert(1)")
    (True, False)
    """
    return text.isprintable() and _WEB_URL.fullmatch(text) is not None
