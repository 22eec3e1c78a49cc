"""Fields of authors: the names in them, where each stands, and what BibTeX cannot read.

BibTeX takes "and" alone for the end of a name. What is pasted from a page has commas, semicolons
or "&" instead: then the names can be read apart, and only the record of the work can say whether
that is what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mi_survey.bibliography.latex_text import plain_text
from mi_survey.model.finding import TextSpan
from mi_survey.reference.person import AuthorList

_AND = re.compile(r"[{}]|\sand\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[{}]|;|\s\\?&(?:amp;)?\s")
_COMMA = re.compile(r"[{}]|,")
_SUFFIX = re.compile(r"[js]r\.?|i{1,3}|iv", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?[\s-]*){1,3}")
_OTHERS = re.compile(r"others|et\.?\s*al\.?|\.\.\.|…", re.IGNORECASE)
ET_AL = re.compile(r"(?<![\s~,])[\s~,]+et\.?[\s~]?al\.?$", re.IGNORECASE)
_MOST_PARTS = 3  # of a name, as in "King, Jr., Martin Luther"


def parse_authors(text: str) -> AuthorList:
    r"""Split the authors of a BibTeX field.

    >>> parse_authors(r"Schr{\"o}dinger, E. and {Barnes and Noble} and others").names
    ('Schrödinger, E.', 'Barnes and Noble')
    >>> authors = parse_authors("Ann Lee, Bo Li, Cy Wu, et al.")
    >>> authors.apart, authors.others
    (('Ann Lee', 'Bo Li', 'Cy Wu'), True)
    >>> authors.flaw
    "BibTeX reads 'Ann Lee, Bo Li, Cy Wu, et al.' as one name"
    """
    names: list[str] = []
    others = several = False
    flaw = ""
    for span in iter_names(text, with_others=True):
        written = plain_text(text[slice(*span)])
        name, et_al = ET_AL.subn("", written)
        name = name.strip(" ,")
        is_others = _OTHERS.fullmatch(name) is not None
        names += [name] if name and not is_others else []
        others = others or is_others or bool(et_al)
        several = several or _may_be_several(written)
        if _is_crowded(text, span):
            flaw = flaw or f"BibTeX reads '{written}' as one name"
        elif et_al or (is_others and name.lower() != "others"):
            flaw = flaw or f"BibTeX reads '{written}' as a name"
    spans = iter_apart(text) if several else ()
    apart = tuple(ET_AL.sub("", plain_text(text[slice(*span)])) for span in spans)
    return AuthorList(tuple(names), others, apart if len(apart) > len(names) else (), flaw)


def iter_names(text: str, *, with_others: bool = False) -> Iterator[TextSpan]:
    """Yield the places of the names in a field: what stands between every "and" outside of braces.

    "others" is a name only if it is asked for.
    """
    for part in _iter_parts(text, TextSpan(0, len(text)), _AND):
        shown = plain_text(text[slice(*part)]).strip(" ,")
        if shown and (with_others or not _OTHERS.fullmatch(shown)):
            yield part


def iter_apart(text: str) -> Iterator[TextSpan]:
    """Yield the places of the names in a field if commas, semicolons and "&" separate them, too.

    What may be a family name with a given one stays together.

    >>> text = "Dan Klein, Haotian Ye and Burns, C., Meng, K., & Li, X."
    >>> [text[slice(*span)] for span in iter_apart(text)]
    ['Dan Klein', 'Haotian Ye', 'Burns, C.', 'Meng, K.', 'Li, X.']
    """
    pieces = (each for name in iter_names(text) for each in _iter_parts(text, name, _SEPARATOR))
    for piece in pieces:
        parts = list(_iter_parts(text, piece, _COMMA))
        parts = [part for part in parts if not _OTHERS.fullmatch(text[slice(*part)])]
        if len(parts) == _MOST_PARTS and _SUFFIX.fullmatch(text[slice(*parts[1])]):
            yield TextSpan(parts[0].start, parts[-1].end)
        else:
            yield from _join_pairs(text, parts)


def _join_pairs(text: str, parts: Sequence[TextSpan]) -> Iterator[TextSpan]:
    """Yield names of what stands between commas: family names with the given ones that follow."""
    at = 0
    while at < len(parts):
        family, *given = parts[at : at + 2]
        is_pair = bool(given) and _is_pair(text[slice(*family)], text[slice(*given[0])])
        yield TextSpan(family.start, given[0].end) if is_pair else family
        at += 2 if is_pair else 1


def _is_pair(family: str, given: str) -> bool:
    single = any(len(name.split()) == 1 for name in (family, given))
    return single or _INITIALS.fullmatch(given) is not None


def _may_be_several(name: str) -> bool:
    first, comma, second = name.partition(",")
    return (
        (bool(comma) and ("," in second or (" " in first and " " in second.strip())))
        or ";" in name
        or "&" in name
    )


def _is_crowded(text: str, name: TextSpan) -> bool:
    """Tell whether a name has more commas than BibTeX can read."""
    commas = text.count(",", *name)  # most names have none
    return commas >= _MOST_PARTS and len(list(_iter_parts(text, name, _COMMA))) > _MOST_PARTS


def _iter_parts(text: str, within: TextSpan, separator: re.Pattern[str]) -> Iterator[TextSpan]:
    """Yield what stands between separators outside of braces; the pattern finds braces, too."""
    depth = 0
    bounds = [within.start]
    for found in separator.finditer(text, *within):
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0:
            bounds += found.span()
    for start, end in zip(bounds[::2], [*bounds[1::2], within.end], strict=True):
        part = text[start:end]
        if part.strip():
            yield TextSpan(end - len(part.lstrip()), start + len(part.rstrip()))
