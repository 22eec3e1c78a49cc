"""LaTeX read as plain text: what a field of a bibliography would show on a page.

One pass over the text, without recursion: it never raises, whatever is left open, and its time
grows with the text's length. What it does not know of goes, and what stands in braces stays.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mi_survey.exports.latex import ACCENTS, LETTERS, RARE_LETTERS
from mi_survey.text import normalize_space

_SPECIAL = re.compile(r"[\\$~]|--|``|''|[!?]`")
_TOKEN = re.compile(
    r"""
    \\(?P<word>[A-Za-z@]+)(?:\*|\s+)?    # white space after a control word goes
    | \\(?P<symbol>.)
    | (?P<brace>[{}])
    | ---? | `` | '' | [!?]` | [$~]
    | [^\\{}$~`'!?-]+ | .
    """,
    re.VERBOSE | re.DOTALL,
)
_SIGNS = {
    "--": "–",
    "---": "—",
    "``": "“",
    "''": "”",
    "!`": "¡",
    "?`": "¿",
    "~": " ",
    "$": "",
    "\\": "",
}
_SYMBOLS = {" ": " ", "\n": " ", "\t": " ", ",": " ", ";": " ", ":": " ", "\\": " "} | {
    char: char for char in "&%$#_{}"
}
_MARKS = {macro: mark for mark, macro in ACCENTS.items()} | {"textcommabelow": "\u0326"}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_MOST_MARKS = 4  # on one letter: more is no language's
# How many arguments of a command are not text.
_WITHOUT = {
    "begin": 1, "bibinfo": 1, "cite": 1, "citep": 1, "citet": 1, "color": 1, "end": 1,
    "footnote": 1, "href": 1, "selectlanguage": 1, "textcolor": 1, "thanks": 1,
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega"
).split()
_WORDS = (
    {macro.strip("\\{}"): char for char, macro in (LETTERS | RARE_LETTERS).items()
     if "\\" in macro and " " not in macro}
    | {"TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "textendash": "–", "textemdash": "—"}
    | {"textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“"}
    | {"textquotedblright": "”", "textquotesingle": "'", "textasciitilde": "~", "slash": "/"}
    | {"textasciicircum": "^", "textbackslash": "\\", "textunderscore": "_", "lbrace": "{"}
    | {"rbrace": "}", "textbar": "|", "textless": "<", "textgreater": ">", "dots": "…"}
    | {"infty": "∞", "ell": "ℓ", "to": "→", "rightarrow": "→", "leftrightarrow": "↔", "times": "×"}
    | {"pm": "±", "cdot": "·", "leq": "≤", "geq": "≥", "sim": "~", "newline": " ", "quad": " "}
    | {"bibnamedelima": " ", "bibnamedelimb": " "}
    | {name: unicodedata.lookup(f"GREEK SMALL LETTER {name.replace('lambda', 'lamda')}")
       for name in _GREEK}
    | {name.capitalize(): unicodedata.lookup(
        f"GREEK CAPITAL LETTER {name.replace('lambda', 'lamda')}") for name in _GREEK}
)  # fmt: skip


@lru_cache(maxsize=2048)
def plain_text(value: str) -> str:
    r"""Turn LaTeX into plain text on one line; total.

    >>> plain_text(r"Bertram H{\o}jer \& {GPT}-2, \emph{see \href{https://a.b}{there}}")
    'Bertram Højer & GPT-2, see there'
    """
    if _SPECIAL.search(value):
        value = unicodedata.normalize("NFC", "".join(_LatexReader().read(value)))
    else:
        value = value.replace("{", "").replace("}", "")
    return normalize_space(value)


class _LatexReader:
    """The state of one pass: what is open, what is left out, and accents without their letter."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.hidden = False
        self.skipped = 0  # arguments that follow and are left out
        self.groups: list[tuple[bool, int]] = []  # these two, as they stand after each that is open
        self.marks: list[str] = []

    def read(self, text: str) -> list[str]:
        for token in _TOKEN.finditer(text):
            if brace := token["brace"]:
                self._open() if brace == "{" else self._close()
            elif word := token["word"]:
                self._word(word)
            elif symbol := token["symbol"]:
                if symbol in _MARKS:
                    self._mark(symbol)
                else:
                    self._show(_SYMBOLS.get(symbol, ""))
            else:
                self._show(_SIGNS.get(token[0], token[0]))
        return self.shown

    def _open(self) -> None:
        self.groups.append((self.hidden, max(0, self.skipped - 1)))
        self.hidden = self.hidden or self.skipped > 0
        self.skipped = 0

    def _close(self) -> None:
        self.marks = []  # as in \'{}, which is an accent alone
        self.hidden, self.skipped = self.groups.pop() if self.groups else (False, 0)

    def _word(self, word: str) -> None:
        if word in _MARKS:
            self._mark(word)
        else:
            self._show(_WORDS.get(word, ""))
            self.skipped = _WITHOUT.get(word, 0)

    def _mark(self, macro: str) -> None:
        if len(self.marks) < _MOST_MARKS:
            self.marks.append(_MARKS[macro])

    def _show(self, text: str) -> None:
        if self.hidden or not text:
            return
        if text.isspace() and (self.marks or self.skipped):
            return
        self.skipped = 0
        if self.marks:
            letter = _DOTLESS.get(text[0], text[0])
            text = letter + "".join(reversed(self.marks)) + text[1:]
            self.marks = []
        self.shown.append(text)
