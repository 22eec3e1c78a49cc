r"""References in running text: links of Markdown and LaTeX, ``\bibitem``, and biblatex's ``.bbl``.

A link says little: an identifier, perhaps a label, and the words around it. What a ``\bibitem``
says is read as far as its form is plain, and no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mi_survey.bibliography.entry import find_identifiers, find_year, reference_of_fields
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.reference.venue import is_preprint_venue, parse_venue
from mi_survey.text import normalize_space

_LINK = re.compile(
    r"https?://[^\s<>\"|\\^`{}\]]+|\barxiv:\s?[\w.\-/]+|\bdoi:\s?10\.\S+", re.IGNORECASE
)
_CITING = ("arxiv", "doi", "acl", "openreview")
_MOST_AROUND = 400  # characters of a paragraph on either side of a link
_LONGEST_LABEL = 600
_HREF = "\\href{"
_BETWEEN = re.compile(r"\}\s*\{")
_VENUE_AFTER = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]$")
_COMMENT = re.compile(r"(?:^|(?<=[\s}]))%[^\n]*", re.MULTILINE)

_BIBITEM = re.compile(r"\\bibitem\s*(?:\[|\{)")
_END_OF_ITEMS = re.compile(r"\\bibitem\b|\\end\s*\{thebibliography\}")
_NEW_BLOCK = re.compile(r"\\newblock\b")
_QUOTES = {"``": "''", "“": "”"}
_OPENING_QUOTE = re.compile("|".join(_QUOTES))
_LEAST_QUOTED, _MOST_QUOTED = 10, 300
_SENTENCE = re.compile(r"(?<=[\w)\]]{2})[.?!]\s+|(?<=\d{4}\))[,:]?\s+")
_LEAST_WORDS = 3
_YEAR_IN_TEXT = re.compile(r"(?<![\d./:])(?:19|20)\d\d(?!\d|\.\d)")
_ARXIV_PART = re.compile(r"(?i)\barxiv\b[^,;]*")

_ENTRY = re.compile(r"\\entry\{([^{}]*)\}\{([^{}]*)\}")
_ENTRY_PART = re.compile(
    r"\\(?:field|strng|list)\{([a-z]+)\}(?:\{\d+\})?(?=\{)"
    r"|\\verb\{([a-z]+)\}\s*\\verb ([^\n]*)"
    r"|\\(name)\{author\}\{\d+\}\{[^{}]*\}(?=\{)"
)
_BRACES, _SQUARES = re.compile(r"[{}]"), re.compile(r"[\[\]]")
_NAME_PART = re.compile(r"\b(family|given|prefix|suffix)=(?=\{)")


def iter_references(text: str, suffix: str) -> Iterator[Reference]:
    """Yield what a Markdown or LaTeX text cites, in the order of the text."""
    if suffix in (".md", ".markdown"):
        yield from _iter_links(text, 0, len(text), line=1)
        return
    text = blank_comments(text)  # they cite nothing
    if suffix == ".bbl" and _ENTRY.search(text):
        yield from _iter_entries(text)
        return
    line, done = 1, 0
    for found in _BIBITEM.finditer(text):
        if found.start() < done:
            continue
        yield from _iter_links(text, done, found.start(), line=line, tex=True)
        line += text.count("\n", done, found.start())
        end = _END_OF_ITEMS.search(text, found.end())
        until = end.start() if end else len(text)
        yield _reference_of_item(text[found.end() - 1 : until], line)
        line += text.count("\n", found.start(), until)
        done = until
    yield from _iter_links(text, done, len(text), line=line, tex=True)


def blank_comments(text: str) -> str:
    r"""Take the comments of a LaTeX text away, and leave its lines.

    >>> blank_comments("a % b\nc")
    'a \nc'
    """
    return _COMMENT.sub("", text)


def _iter_links(
    text: str, start: int, end: int, *, line: int, tex: bool = False
) -> Iterator[Reference]:
    counted = start
    for match in _LINK.finditer(text, start, end):
        link = match[0].rstrip(").,;")
        if not _may_cite(link):
            continue
        found = [each for each in find_identifiers(link) if each.scheme in _CITING]
        line += text.count("\n", counted, match.start())
        counted = match.start()
        yield Reference(
            line=line,
            title=_label_in_tex(text, match) if tex else _label(text, match.start()),
            context=_around(text, match, tex=tex),
            identifiers=tuple(found),
            urls=(link,),
        )


def _around(text: str, match: re.Match[str], *, tex: bool) -> str:
    """Return the words around a link that may be about it: of its line, or of its paragraph."""
    break_ = "\n\n" if tex else "\n"
    before, after = match.start() - _MOST_AROUND, match.end() + _MOST_AROUND
    start = text.rfind(break_, max(0, before), match.start())
    end = text.find(break_, match.end(), after)
    return text[start if start >= 0 else max(0, before) : end if end >= 0 else after]


def _label(text: str, at: int) -> str:
    """Return the words of a Markdown link whose address begins at a place."""
    head = text[max(0, at - _LONGEST_LABEL) : at].rpartition("\n")[2].rstrip()
    if not head.removesuffix("<").rstrip().endswith("]("):
        return ""
    depth, end = 0, head.rindex("](")
    for start in range(end, -1, -1):
        depth += (head[start] == "]") - (head[start] == "[")
        if depth == 0:
            return _clean_label(head[start + 1 : end])
    return ""


def _label_in_tex(text: str, match: re.Match[str]) -> str:
    if not text.startswith(_HREF, max(0, match.start() - len(_HREF))):
        return ""
    opener = _BETWEEN.match(text, match.end())
    if opener is None:
        return ""
    at = opener.end() - 1
    return _clean_label(plain_text(_group(text, at, end=at + _LONGEST_LABEL)))


def _clean_label(label: str) -> str:
    """Take the marks of a label away, and a venue in brackets at its end."""
    label = normalize_space(label).strip('*_`"“” ')
    after = _VENUE_AFTER.search(label)
    if after and (find_year(after[1]) or parse_venue(after[1]).series):
        label = label[: after.start()].strip('*_`"“” ,')
    return label


def _reference_of_item(item: str, line: int) -> Reference:
    r"""Read what follows ``\bibitem``: a label in brackets, a key in braces, and the words."""
    label = _group(item, 0, end=_LONGEST_LABEL, pair="[]") if item.startswith("[") else ""
    rest = item[len(label) + 2 :].lstrip() if label or item.startswith("[") else item
    key = _group(rest, 0, end=_LONGEST_LABEL) if rest.startswith("{") else ""
    body = rest[len(key) + 2 :] if rest.startswith("{") else rest
    found = find_identifiers(body)
    firm = tuple(each for each in found if each.scheme in _CITING)
    names, title, after = _split_item(body, certain=bool(firm))
    if parse_venue(after).series:
        venue = _YEAR_IN_TEXT.sub("", _ARXIV_PART.sub("", after))
    else:
        venue = after if is_preprint_venue(after) else ""
    years = set(_YEAR_IN_TEXT.findall(f"{names} {after}"))
    return Reference(
        key=normalize_space(key),
        line=line,
        type="bibitem",
        title=title,
        authors=AuthorList(_split_names(names), others=True),
        year=int(years.pop()) if len(years) == 1 else None,
        venues=(venue,) if venue else (),
        context=after,
        identifiers=firm,
        urls=tuple(filter(_may_cite, (link[0].rstrip(").,;") for link in _LINK.finditer(body)))),
        hints=tuple(each for each in found if each.scheme == "github"),
    )


def _may_cite(link: str) -> bool:
    identifiers = find_identifiers(link)
    return not identifiers or any(each.scheme in _CITING for each in identifiers)


def _split_item(body: str, *, certain: bool) -> tuple[str, str, str]:
    """Split an item into names, title and what follows.

    Where nothing marks the title, it is guessed, unless a link makes ``certain`` what is meant.
    """
    blocks = [plain_text(block) for block in _NEW_BLOCK.split(body)]
    if len(blocks) > 2:
        return blocks[0], blocks[1].rstrip(" .,"), " ".join(blocks[2:])
    if quoted := _find_quoted(body):
        before, title, after = map(plain_text, quoted)
        return before, title.rstrip(" .,"), after
    shown = plain_text(body)
    parts = [] if certain else _SENTENCE.split(shown)
    for at, part in enumerate(parts[1:], 1):
        if len(part.split()) >= _LEAST_WORDS and not part.startswith(("In ", "Proceedings")):
            return ", ".join(parts[:at]), part.strip(" .,"), ". ".join(parts[at + 1 :])
    return "", "", shown


def _find_quoted(body: str) -> tuple[str, str, str] | None:
    """Split a text at the first quotation in it that is as long as titles are."""
    for found in _OPENING_QUOTE.finditer(body):
        closing, start = _QUOTES[found[0]], found.end()
        most = start + _MOST_QUOTED + len(closing)
        end = body.find(closing, start + _LEAST_QUOTED, most)
        if end >= 0:
            return body[: found.start()], body[start:end], body[end + len(closing) :]
    return None


def _split_names(text: str) -> tuple[str, ...]:
    """Return the words of a list of names that may be family names."""
    parts = re.split(r",|;|&|\band\b|\bet al\b|\d", text)
    return tuple(name for part in parts if len(name := part.strip(" .~()")) > 1)


def _iter_entries(text: str) -> Iterator[Reference]:
    r"""Yield the entries of biblatex's format, ``\entry{key}{type}{…} … \endentry``."""
    line, done = 1, 0
    found = list(_ENTRY.finditer(text))
    for entry, following in zip(
        found, [*(each.start() for each in found[1:]), len(text)], strict=True
    ):
        line += text.count("\n", done, entry.start())
        done = entry.start()
        values = dict(_iter_fields(text, entry.end(), following))
        yield reference_of_fields(values, key=entry[1], type=entry[2], line=line)


def _iter_fields(text: str, at: int, end: int) -> Iterator[tuple[str, str]]:
    while part := _ENTRY_PART.search(text, at, end):
        at = part.end()
        if part[2]:
            yield part[2], part[3].strip()
            continue
        value = _group(text, at, end=end)
        at += len(value) + 2
        yield (part[1], value) if part[1] else ("author", _join_names(value))


def _join_names(text: str) -> str:
    names: list[dict[str, str]] = []
    for part in _NAME_PART.finditer(text):
        if part[1] == "family" or not names:
            names.append({})
        names[-1][part[1]] = _group(text, part.end(), end=len(text))
    return " and ".join(map(_written_name, names))


def _written_name(parts: Mapping[str, str]) -> str:
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given"))))


def _group(text: str, at: int, *, end: int, pair: str = "{}") -> str:
    """Return what stands between the bracket at a place and its partner, or all until the end."""
    brackets = _BRACES if pair == "{}" else _SQUARES
    depth = 0
    for found in brackets.finditer(text, at, end):
        depth += 1 if found[0] == pair[0] else -1
        if depth == 0:
            return text[at + 1 : found.start()]
    return text[at + 1 : end]
