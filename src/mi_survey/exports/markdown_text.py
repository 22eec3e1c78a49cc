r"""Text and links in Markdown that read back as they were, by CommonMark and by GitHub's rules.

Escapes by the specifications: https://spec.commonmark.org/0.31.2/#backslash-escapes and, for
tables, strikethrough and bare addresses, https://github.github.com/gfm/. Dollars (formulas) and
``:names:`` (emoji) are GitHub's and pandoc's.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from mi_survey.model.address import is_web_url, trim
from mi_survey.text import normalize_space, printable

# Characters that may be markup anywhere, and those that are so only before or after others.
# Nothing keeps GitHub from linking an e-mail address; its text stays as it is.
_SPECIAL = re.compile(
    r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|:(?=[\w+-]+:|//)|(?<=www)\.|@(?=[\w.-]*\.)", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"^([0-9]{1,9})([.)])")
# What RFC 3986 allows in an address, without what ends a link or a table's cell in Markdown.
_SAFE_IN_URL = "-._~:/?#@!$&'*+,;=%"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# As much of an address as may be linked; the limit keeps hostile ones from costing time.
_ADDRESS = re.compile(r"(https?://\S{1,2000})", re.IGNORECASE)


def one_line(text: str) -> str:
    r"""Fold control characters and white space, as every reader of Markdown would.

    >>> one_line("one\n\n# two ")
    'one # two'
    """
    return normalize_space(printable(text))


def escape(text: str) -> str:
    r"""Escape a text so that it stays text within a line.

    >>> print(escape("AtP*: A [link](x) | <b> in mamba_interp & GPT-2"))
    AtP\*: A \[link\](x) \| \<b\> in mamba\_interp & GPT-2
    """
    return _escape_signs(one_line(text))


def code(text: str) -> str:
    r"""Set a text as code, in tables, too; one with signs that code cannot hold is escaped.

    >>> code("find --steer vector"), code("a|`b`")
    ('`find --steer vector`', 'a\\|\\`b\\`')
    """
    line = one_line(text)
    return escape(text) if set(line) & set("`|") or not line else f"`{line}`"


def guard_start(line: str) -> str:
    r"""Keep an already escaped line from starting a heading, a list or a rule.

    >>> print(guard_start("# 1"), guard_start("2024. A year"), guard_start("-"))
    \# 1 2024\. A year \-
    """
    if line.startswith(("#", "+", "-", "=")):
        return "\\" + line
    return _LIST_NUMBER.sub(r"\1\\\2", line)


def link_target(url: str | None) -> str | None:
    """Return an address as the target of a link; nothing where it is not of the web.

    >>> link_target("https://example.org/a_(b) c"), link_target("javascript:alert(1)")
    ('https://example.org/a_%28b%29%20c', None)
    """
    spaced = (url or "").strip().replace(" ", "%20")
    if not is_web_url(spaced):
        return None
    return _ENTITY.sub("&amp;", quote(_BARE_PERCENT.sub("%25", spaced), safe=_SAFE_IN_URL))


def link(text: str, url: str | None) -> str:
    """Link an already escaped text; it stands alone where the address is no link.

    >>> link("ROME", "https://arxiv.org/abs/2202.05262"), link("ROME", None)
    ('[ROME](https://arxiv.org/abs/2202.05262)', 'ROME')
    """
    target = link_target(url)
    return f"[{text}]({target})" if target else text


def escape_around_links(text: str) -> str:
    r"""Escape a text, but for the web addresses in it, which become links.

    >>> print(escape_around_links("it is *not* https://example.org/a_b, but https://e.org/é"))
    it is \*not\* <https://example.org/a_b>, but [https\://e.org/é](https://e.org/%C3%A9)
    """
    parts = []
    for part in _ADDRESS.split(one_line(text)):
        length = _address_length(part) if _ADDRESS.match(part) else 0
        address, text = part[:length], part[length:]
        parts.append(_autolink(address) + _escape_signs(text))
    return "".join(parts)


def _address_length(word: str) -> int:
    length = len(trim(word))
    # a slash at the end is not the sentence's
    return length + word.startswith("/", length)


def _autolink(address: str) -> str:
    # nothing can be escaped between angle brackets
    target = link_target(address)
    return f"<{target}>" if target and target == address else link(_escape_signs(address), address)


def _escape_signs(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)
