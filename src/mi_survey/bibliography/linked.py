r"""References in running text: links of Markdown and LaTeX, ``\bibitem``, and biblatex's ``.bbl``.

A link says little: an identifier, perhaps a label, and the words around it. What a ``\bibitem``
says is read as far as its form is plain, and no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mi_survey.bibliography.entry import (
    divide_identifiers,
    find_identifiers,
    find_year,
    reference_of_fields,
)
from mi_survey.bibliography.latex_text import plain_text
from mi_survey.bibliography.source_text import LineNumbers
from mi_survey.bibliography.tex_source import blank_comments
from mi_survey.model.finding import TextSpan
from mi_survey.model.identifier import Identifier
from mi_survey.reference.person import AuthorList
from mi_survey.reference.record import Reference
from mi_survey.reference.venue import is_preprint_venue, parse_venue
from mi_survey.text import normalize_space

_LINK = re.compile(
    r"https?://[^\s<>\"|\\^`{}\]]+|\barxiv:\s?[\w.\-/]+|\bdoi:\s?10\.\S+", re.IGNORECASE
)
_MOST_AROUND = 400  # characters of a paragraph on either side of a link
_LONGEST_LABEL = 600
_HREF = "\\href{"
_BETWEEN = re.compile(r"\}\s*\{")
_VENUE_AFTER = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]$")

_BIBITEM = re.compile(
    r"""
    \\bibitem \s* (?=[\[{])
    (?: \[ (?: [^\[\]] | \[ [^\[\]]* \] )* \] \s* )?  # a label
    (?: \{ (?P<key> [^{}]* ) \} )?
    (?P<body> .*? )
    (?= \\bibitem\b | \\end\s*\{thebibliography\} | \Z )
    """,
    re.VERBOSE | re.DOTALL,
)
_NEW_BLOCK = re.compile(r"\\newblock\b")
_LEAST_QUOTED, _MOST_QUOTED = 10, 300
_SENTENCE = re.compile(r"(?<=[\w)\]]{2})[.?!]\s+|(?<=\d{4}\))[,:]?\s+")
_LEAST_WORDS = 3
_YEAR_IN_TEXT = re.compile(r"(?<![\d./:])(?:19|20)\d\d(?!\d|\.\d)")
_ARXIV_PART = re.compile(r"(?i)\barxiv\b[^,;]*")

_ENTRY = re.compile(
    r"\\entry\{(?P<key>[^{}]*)\}\{(?P<type>[^{}]*)\}(?P<body>.*?)(?=\\entry\{|\Z)", re.DOTALL
)
_ENTRY_PART = re.compile(
    r"\\(?:field|strng|list)\{([a-z]+)\}(?:\{\d+\})?(?=\{)"
    r"|\\verb\{([a-z]+)\}\s*\\verb ([^\n]*)"
    r"|\\(name)\{author\}\{\d+\}\{[^{}]*\}(?=\{)"
)
_BRACES = re.compile(r"[{}]")
_NAME_PART = re.compile(r"\b(family|given|prefix|suffix)=(?=\{)")


def iter_references(text: str, suffix: str) -> Iterator[Reference]:
    """Yield what a Markdown or LaTeX text cites, in the order of the text."""
    is_tex = suffix not in (".md", ".markdown")
    text = blank_comments(text) if is_tex else text  # they cite nothing
    lines = LineNumbers(text)
    if suffix == ".bbl" and _ENTRY.search(text):
        yield from _iter_entries(text, lines)
        return
    done = 0
    for found in _BIBITEM.finditer(text) if is_tex else ():
        yield from _iter_links(text, TextSpan(done, found.start()), lines, tex=True)
        yield _reference_of_item(found, lines.at(found.start()))
        done = found.end()
    yield from _iter_links(text, TextSpan(done, len(text)), lines, tex=is_tex)


def _iter_links(
    text: str, within: TextSpan, lines: LineNumbers, *, tex: bool
) -> Iterator[Reference]:
    for match, link, identifiers in _iter_citing(text, within):
        yield Reference(
            line=lines.at(match.start()),
            title=_label_in_tex(text, match) if tex else _label(text, match.start()),
            context=_around(text, match, tex=tex),
            identifiers=identifiers,
            urls=(link,),
        )


def _iter_citing(
    text: str, within: TextSpan
) -> Iterator[tuple[re.Match[str], str, tuple[Identifier, ...]]]:
    """Yield the links that are not to code, with their identifiers."""
    for match in _LINK.finditer(text, *within):
        link = match[0].rstrip(").,;")
        identifiers, code = divide_identifiers(find_identifiers(link))
        if identifiers or not code:
            yield match, link, identifiers


def _around(text: str, match: re.Match[str], *, tex: bool) -> str:
    """Return the words around a link that may be about it: of its line, or of its paragraph."""
    break_ = "\n\n" if tex else "\n"
    before, after = match.start() - _MOST_AROUND, match.end() + _MOST_AROUND
    start = text.rfind(break_, max(0, before), match.start())
    end = text.find(break_, match.end(), after)
    return text[start if start >= 0 else max(0, before) : end if end >= 0 else after]


def _label(text: str, at: int) -> str:
    """Return the words of a Markdown link whose address begins at a place."""
    head = text[max(0, at - _LONGEST_LABEL) : at].rpartition("\n")[2].rstrip(" \t<")
    if not head.endswith("]("):
        return ""
    depth, end = 0, len(head) - 2
    for start in range(end, -1, -1):
        depth += (head[start] == "]") - (head[start] == "[")
        if depth == 0:
            return _clean_label(head[start + 1 : end])
    return ""


def _label_in_tex(text: str, match: re.Match[str]) -> str:
    opener = _BETWEEN.match(text, match.end())
    if opener is None or not text.endswith(_HREF, 0, match.start()):
        return ""
    at = opener.end() - 1
    return _clean_label(plain_text(_group(text[at : at + _LONGEST_LABEL], 0)))


def _clean_label(label: str) -> str:
    """Take the marks of a label away, and a venue in brackets at its end."""
    label = normalize_space(label).strip('*_`"“” ')
    after = _VENUE_AFTER.search(label)
    if after and (find_year(after[1]) or parse_venue(after[1]).series):
        label = label[: after.start()].strip('*_`"“” ,')
    return label


def _reference_of_item(item: re.Match[str], line: int) -> Reference:
    r"""Read the key and the words of a ``\bibitem``."""
    body = item["body"]
    identifiers, hints = divide_identifiers(find_identifiers(body))
    names, title, after = _split_item(body, certain=bool(identifiers))
    if parse_venue(after).series:
        venue = _YEAR_IN_TEXT.sub("", _ARXIV_PART.sub("", after))
    else:
        venue = after if is_preprint_venue(after) else ""
    years = set(_YEAR_IN_TEXT.findall(f"{names} {after}"))
    return Reference(
        key=normalize_space(item["key"] or ""),
        line=line,
        type="bibitem",
        title=title,
        authors=AuthorList(_split_names(names), others=True),
        year=int(years.pop()) if len(years) == 1 else None,
        venues=(venue,) if venue else (),
        context=after,
        identifiers=identifiers,
        urls=tuple(link for _, link, _ in _iter_citing(body, TextSpan(0, len(body)))),
        hints=hints,
    )


def _split_item(body: str, *, certain: bool) -> tuple[str, str, str]:
    """Split an item into names, title and what follows.

    Where nothing marks the title, it is guessed, unless a link makes ``certain`` what is meant.
    """
    blocks = [plain_text(block) for block in _NEW_BLOCK.split(body)]
    if len(blocks) > 2:
        return blocks[0], blocks[1].rstrip(" .,"), " ".join(blocks[2:])
    before, _, quoted = body.replace("“", "``").replace("”", "''").partition("``")
    title, closed, after = quoted.partition("''")
    if closed and _LEAST_QUOTED <= len(title) <= _MOST_QUOTED:
        return plain_text(before), plain_text(title).rstrip(" .,"), plain_text(after)
    shown = plain_text(body)
    sentences = [] if certain else _SENTENCE.split(shown)
    for at, each in enumerate(sentences[1:], 1):
        if len(each.split()) >= _LEAST_WORDS and not each.startswith(("In ", "Proceedings")):
            return ", ".join(sentences[:at]), each.strip(" .,"), ". ".join(sentences[at + 1 :])
    return "", "", shown


def _split_names(text: str) -> tuple[str, ...]:
    """Return the words of a list of names that may be family names."""
    parts = re.split(r",|;|&|\band\b|\bet al\b|\d", text)
    return tuple(name for part in parts if len(name := part.strip(" .~()")) > 1)


def _iter_entries(text: str, lines: LineNumbers) -> Iterator[Reference]:
    r"""Yield the entries of biblatex's format, ``\entry{key}{type}{…} … \endentry``."""
    for entry in _ENTRY.finditer(text):
        values = dict(_iter_fields(entry["body"].replace("%\n", "\n")))
        line = lines.at(entry.start())
        yield reference_of_fields(values, key=entry["key"], type=entry["type"], line=line)


def _iter_fields(body: str) -> Iterator[tuple[str, str]]:
    at = 0
    while part := _ENTRY_PART.search(body, at):
        at = part.end()
        if part[2]:
            yield part[2], part[3].strip()
            continue
        value = _group(body, at)
        at += len(value) + 2
        yield (part[1], value) if part[1] else ("author", _join_names(value))


def _join_names(text: str) -> str:
    names: list[dict[str, str]] = []
    for part in _NAME_PART.finditer(text):
        if part[1] == "family" or not names:
            names.append({})
        names[-1][part[1]] = _group(text, part.end())
    return " and ".join(map(_written_name, names))


def _written_name(parts: Mapping[str, str]) -> str:
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given"))))


def _group(text: str, at: int) -> str:
    """Return what stands between the brace at a place and its partner, or all until the end."""
    depth = 0
    for found in _BRACES.finditer(text, at):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return text[at + 1 : found.start()]
    return text[at + 1 :]
