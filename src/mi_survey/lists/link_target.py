"""Where a link leads: the URL after its text, with the ways in which hands get it wrong."""

from __future__ import annotations

import html
import re

# No link's text or URL is longer; it keeps texts of brackets alone from taking long.
_REACH = 2000


def find_target(text: str, start: int) -> tuple[str | None, str, int]:
    """Return the URL that follows a link's text, what is wrong with it, and where it ends.

    >>> find_target("[t](http://a/b_(c)) etc", 3)
    ('http://a/b_(c)', '', 19)
    """
    opening = re.compile(r"\(|\s\((?=https?:)").match(text, start)
    if opening is None:
        return None, "", start
    spaced = "the link's text and URL stand apart" if opening[0] != "(" else ""
    end = find_closing(text, opening.end(), "(", ")")
    if end is None or "\n" in text[opening.end() : end].strip():
        rest = re.compile(r"[^\s<>|\])]*").match(text, opening.end())
        url = rest[0] if rest else ""
        if not re.match(r"https?:", url):
            return None, "", start
        return url, "the link has no end", opening.end() + len(url)
    inside = text[opening.end() : end].strip()
    url = re.sub(r"""\s+(?:"[^"]*"|'[^']*'|\([^)]*\))$""", "", inside).strip()
    url = url[1:-1] if url.startswith("<") and url.endswith(">") else url
    url, problem = _mend_url(url)
    return url, problem or spaced, end + 1


def _mend_url(url: str) -> tuple[str, str]:
    url = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", url))
    if not url:
        return "", "the link has no URL"
    if re.match(r"https?:[^\s()\[\]]*(?:\([^\s()]*\)[^\s()\[\]]*)*$", url):
        return url, ""
    if found := re.findall(r"https?:[^\s()\[\]<>\"]+", url):
        return found[-1], "the link's URL is not a URL alone"
    if re.match(r"[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|io|ai|edu|pub|dev|app|me|gov)(?:/|$)", url):
        return f"https://{url}", "the link's URL lacks its https://"
    return url, "the link's URL has a space" if " " in url else ""


def find_closing(text: str, start: int, opener: str, closer: str) -> int | None:
    """Return where the bracket opened just before ``start`` closes; ``None`` for nowhere near."""
    depth = 1
    escaped = False
    for index in range(start, min(len(text), start + _REACH)):
        char = text[index]
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == opener:
            depth += 1
        elif char == closer:
            depth -= 1
            if not depth:
                return index
    return None


def trim_url(url: str) -> str:
    """Cut off what ends the sentence around a bare URL rather than the URL.

    >>> trim_url("https://a.org/b_(c)).")
    'https://a.org/b_(c)'
    """
    url = url.rstrip(".,;:!?'\"")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:")
    return url
