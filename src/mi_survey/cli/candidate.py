"""What a command line can go on with: which candidates fit, and how each shell is told.

The module is light to import: the short way answers shells by it, too.
"""

from __future__ import annotations

from mi_survey.text import normalize_space, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Candidate = tuple[str, str]  # a value, and what describes it

MARKS = ",+&!"  # what stands before, between and around the terms of a filter
# COMP_TYPE where bash lists: at a second Tab, which inserts nothing; at the first; at the first
# with show-all-if-ambiguous or -unmodified. Elsewhere it walks through the candidates.
_LISTING = ("63", "9", "33", "64")


def split_begun(begun: str) -> tuple[str, str]:
    """Split what was typed of a filter: what stays as it is, and the term that is begun.

    >>> split_begun("!mha+ne"), split_begun("ne")
    (('!mha+', 'ne'), ('', 'ne'))
    """
    at = max(begun.rfind(mark) for mark in MARKS) + 1
    return begun[:at], begun[at:]


def iter_fitting(
    candidates: Iterable[Candidate], begun: str, *, several: bool
) -> Iterator[Candidate]:
    """Yield the candidates that go on with what was typed.

    ``several``: the value is a filter, of which the term after the last mark is completed.
    """
    before, rest = split_begun(begun) if several else ("", begun)
    for value, description in candidates:
        fits = value.lower().startswith(rest.lower())
        if fits and not (several and set(value) & set(MARKS)):
            yield before + value, description


def iter_offered(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates that can be offered in a line each."""
    for value, description in candidates:
        if value == printable(value):  # changed, it would be another value
            yield value, normalize_space(printable(description))


def render_lines(candidates: Iterable[Candidate]) -> list[str]:
    """Render candidates as zsh, fish and PowerShell take them."""
    return [f"{value}\t{description}" for value, description in candidates]


def render_for_bash(
    candidates: Sequence[Candidate], environ: Mapping[str, str], *, kept: int, quote: str = ""
) -> list[str]:
    """Render candidates as bash, which knows no descriptions, is to insert or list them.

    Args:
        candidates: the candidates, as whole words.
        environ: says how bash completes, and how wide the terminal is.
        kept: the number of characters that bash takes to stand before the word.
        quote: the quotation mark that is open, if any.
    """
    values = [_quote(value[kept:], quote) for value, _ in candidates]
    # bash inserts what the lines begin with in common; between quotes that may be the padding
    lists = _LISTING[:1] if quote else _LISTING
    if len(values) < 2 or environ.get("_MI_SURVEY_COMP_TYPE") not in lists:
        return values
    width = max(len(value) for value in values)
    columns = environ.get("COLUMNS", "")
    room = max(int(columns) if columns.isdecimal() else 80, width + 20) - 1
    return [
        f"{value:<{width}}  ({description})"[:room] if description else value
        for value, (_, description) in zip(values, candidates, strict=True)
    ]


def _quote(text: str, mark: str) -> str:
    if mark == "'":
        return text.replace("'", "'\\''")
    if mark:
        return "".join(f"\\{char}" if char in '"$`\\' else char for char in text)
    return "".join(char if char.isalnum() or char in "_./,:=+@%-" else f"\\{char}" for char in text)
