"""Names as people write them: read into records, and written so that they read back.

Written names follow BibTeX: ``Family, Given``, ``Family, Jr., Given`` or ``Given Family``, and
braces around what must not be split (Patashnik, BibTeXing, 1988, section 4:
https://ctan.org/pkg/bibtex). Where these leave doubt, a name stays whole, as a literal.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mi_survey.errors import InvalidName
from mi_survey.model.name import Name
from mi_survey.text import is_balanced, normalize_space, printable

_SUFFIX = re.compile(r"[Jj]r\.?|[Ss]r\.?|II|III|IV")
_DEGREE = re.compile(r".*\b[Pp]h\.?\s?[Dd]\.?")
# Case tells nothing in a name written in lower case throughout: there, only these count.
_PARTICLE = re.compile(
    r"aan|a[flv]|auf|bin|bint|d[aeiou]|dal|dalla|das|degli|dei|del|della|de[nrs]|dos|el|ibn|la|las"
    r"|le|lo|los|op|['’]t|ten?|ter|und|v[ao]n|vom|zu|zu[mr]"
)


def parse_name(text: str) -> Name:
    """Read one written name.

    Single words stay literals, as does what stands in braces; lower-case words before the
    last belong to the family name. A family name of several capitalised words needs a comma
    or braces. Any white space, line ends included, counts as one space. Raises InvalidName
    for empty texts, control characters, and whatever else makes no sound record.

    >>> parse_name("Teun van der Weij")
    Name(given='Teun', family='van der Weij', suffix=None, literal=None)
    >>> parse_name("Dupré la Tour, Tom") == parse_name("Tom {Dupré la Tour}")
    True
    >>> parse_name("{{OpenAI}}"), parse_name("nostalgebraist")  # doctest: +ELLIPSIS
    (Name(..., literal='OpenAI'), Name(..., literal='nostalgebraist'))
    """
    if not is_balanced(text):
        raise InvalidName(text, reason="its braces do not match")
    match [_split(part, " ") for part in _split(normalize_space(text), ",", keep_empty=True)]:
        case [words]:
            name = _from_reading_order(words)
        case [family, given]:
            name = _from_one_comma(family, given)
        case [family, suffix, given]:
            name = _from_two_commas(family, suffix, given)
        case _:
            raise InvalidName(text, reason="more than two commas; put an organisation in braces")
    if reason := problem(name):
        raise InvalidName(text, reason=reason)
    return name


def render_name(name: Name) -> str:
    """Write a name so that ``parse_name`` reads the same name from it.

    >>> render_name(Name(given="Teun", family="van der Weij"))
    'van der Weij, Teun'
    >>> render_name(Name(literal="Anthropic"))
    '{Anthropic}'
    """
    if name.literal is not None:
        return f"{{{name.literal}}}"
    family, given, suffix = name.family or "", name.given or "", name.suffix or ""
    # A given name that ends like a suffix keeps its place by an empty suffix before it.
    if suffix or _is_suffix(given.split()[-1:]):
        return f"{family}, {suffix}, {given}".rstrip(" ")
    return f"{family}, {given}".rstrip(" ")


def problem(name: Name) -> str | None:
    """Say what is wrong with a record of a name; None where nothing is.

    >>> problem(Name(given="Neel"))
    'a given name or suffix without a family name'
    """
    if name.literal is not None and (name.given or name.family or name.suffix):
        return "both a literal and parts of a person's name"
    fields = {"given": name.given, "family": name.family, "suffix": name.suffix}
    parts = {field: part for field, part in fields.items() if part is not None}
    if name.literal is None and not parts:
        return "nothing is there"
    if parts and not name.family:
        return "a given name or suffix without a family name"
    for field, part in (parts or {"literal": name.literal or ""}).items():
        if reason := _problem_of_part(part, literal=field == "literal"):
            return f"{field} {reason}"
    if name.suffix and not _SUFFIX.fullmatch(name.suffix):
        return f"{name.suffix} is no suffix such as Jr. or III"
    return None


def _problem_of_part(part: str, *, literal: bool) -> str | None:
    if not part.strip():
        return "is empty"
    if printable(part) != part:
        return "holds control characters"
    if normalize_space(part) != part:
        return "holds stray white space"
    if "{" in part or "}" in part:
        return "holds braces"
    if not literal and "," in part:
        return "holds a comma"
    if not literal and _DEGREE.fullmatch(part):
        return "holds a degree"
    return None


def _from_reading_order(words: list[str]) -> Name:
    if len(words) > 2 and _is_suffix(words[-1:]):
        return replace(_from_reading_order(words[:-1]), suffix=words[-1])
    if len(words) < 2 or _is_suffix(words[-1:]):
        return Name(literal=_join(words))
    cased = any(word != word.lower() for word in words)
    if all(_PARTICLE.fullmatch(word) for word in words[:-1]):
        # Either a family name alone or, all in lower case, somebody called Van or Le.
        return Name(family=_join(words)) if cased else Name(literal=_join(words))
    first = 1
    while first < len(words) - 1 and not _is_particle(words[first], cased=cased):
        first += 1
    return Name(given=_join(words[:first]), family=_join(words[first:]))


def _from_one_comma(family: list[str], given: list[str]) -> Name:
    if _is_suffix(given) and len(family) > 1:
        return replace(_from_reading_order(family), suffix=given[0])
    if given and _is_suffix(given[-1:]):
        return Name(given=_join(given[:-1]), family=_join(family), suffix=given[-1])
    return Name(given=_join(given), family=_join(family))


def _from_two_commas(family: list[str], suffix: list[str], given: list[str]) -> Name:
    if suffix and not _is_suffix(suffix) and _is_suffix(given):
        suffix, given = given, suffix
    return Name(given=_join(given), family=_join(family), suffix=_join(suffix))


def _is_suffix(words: list[str]) -> bool:
    return len(words) == 1 and _SUFFIX.fullmatch(words[0]) is not None


def _is_particle(word: str, *, cased: bool) -> bool:
    return _PARTICLE.fullmatch(word) is not None or (cased and _starts_lower(word))


def _starts_lower(word: str) -> bool:
    return word.lstrip("'’")[:1].islower()


def _split(text: str, separator: str, *, keep_empty: bool = False) -> list[str]:
    """Split at the separators that stand outside of braces."""
    parts = []
    depth = start = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if char == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part for part in parts if part or keep_empty]


def _join(words: list[str]) -> str | None:
    return normalize_space(" ".join(words).replace("{", "").replace("}", "")) or None
