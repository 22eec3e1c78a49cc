r"""Plain text to LaTeX: what is special is escaped, and accents become macros where asked for.

Three sets of characters: ``utf8`` escapes what is special and no more; ``macros`` writes as
macros the accents and letters that LaTeX readers know, pandoc and bibtexparser among them;
``ascii`` writes everything as a macro for which LaTeX has one, and some readers drop the rarer
ones. What has none (CJK, Greek, emoji) stays as it is in every set: no text is lost.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from mi_survey.text import is_balanced, normalize_space, printable

Charset = Literal["utf8", "macros", "ascii"]

# Not `< > |`: they need no escape in T1, and bibtexparser and pandoc drop their macros.
_SPECIAL = {char: f"\\{char}" for char in "&%$#_"} | {
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
}
_BALANCED = {"{": r"\{", "}": r"\}"}
# BibTeX counts a brace even after a backslash; bibtexparser drops the braces of text mode.
_UNBALANCED = {"{": r"{\ensuremath{\lbrace}}", "}": r"{\ensuremath{\rbrace}}"}
ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_DOTLESS = re.compile(f"[ıȷ](?=[{''.join(ACCENTS)}])")
LETTERS = {
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ø": r"{\o}",
    "Ø": r"{\O}", "å": r"{\aa}", "Å": r"{\AA}", "ł": r"{\l}", "Ł": r"{\L}", "ı": r"{\i}",
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
}  # fmt: skip
# pandoc drops most of these, and bibtexparser some; as UTF-8 both read them and LaTeX prints them.
RARE_LETTERS = {
    "đ": r"{\dj}", "Đ": r"{\DJ}", "ð": r"{\dh}", "Ð": r"{\DH}", "þ": r"{\th}", "Þ": r"{\TH}",
    "ŋ": r"{\ng}", "Ŋ": r"{\NG}", "ȷ": r"{\j}", "¡": r"{\textexclamdown}",
    "¿": r"{\textquestiondown}", "«": r"{\guillemotleft}", "»": r"{\guillemotright}",
    "„": r"{\quotedblbase}", "‚": r"{\quotesinglbase}", "…": r"{\ldots}", "§": r"{\S}",
    "¶": r"{\P}", "£": r"{\pounds}", "€": r"{\texteuro}", "©": r"{\textcopyright}",
    "®": r"{\textregistered}", "™": r"{\texttrademark}", "°": r"{\textdegree}",
    "±": r"{\textpm}", "×": r"{\texttimes}", "÷": r"{\textdiv}", "µ": r"{\textmu}",
    "·": r"{\textperiodcentered}", "•": r"{\textbullet}",
    # without braces, so that readers who do not know the accent keep the letter
    "ș": r"{\textcommabelow s}", "Ș": r"{\textcommabelow S}",
    "ț": r"{\textcommabelow t}", "Ț": r"{\textcommabelow T}",
}  # fmt: skip
_TABLES: dict[Charset, dict[str, str]] = {
    "utf8": _SPECIAL,
    "macros": _SPECIAL | LETTERS,
    "ascii": _SPECIAL | LETTERS | RARE_LETTERS,
}
# What TeX's fonts join into another character, unless something stands between.
_LIGATURES = frozenset(("--", "''", "``", ",,", "<<", ">>", "!`", "?`"))


def render_latex(text: str, charset: Charset = "macros") -> str:
    r"""Write text so that LaTeX shows the same text.

    >>> print(render_latex("Müller & Šimek: 100 % of {x}_1"))
    M{\"u}ller \& {\v{S}}imek: 100 \% of \{x\}\_1
    """
    return "".join(render_pieces(clean(text), charset))


def clean(text: str) -> str:
    """Return text on one line, composed, and without control characters."""
    if not text.isascii():
        # what is copied from a PDF has dotless letters under accents, which compose with none
        text = _DOTLESS.sub(lambda match: "ij"["ıȷ".index(match[0])], text)
        text = unicodedata.normalize("NFC", text)
    return normalize_space(printable(text))


def render_pieces(text: str, charset: Charset) -> list[str]:
    """Write every character of a clean text as LaTeX, one piece each; pieces may be empty."""
    table = _TABLES[charset] | (_BALANCED if is_balanced(text) else _UNBALANCED)
    pieces: list[str] = []
    end = ""
    for char in text:
        piece = table.get(char, char)
        if charset != "utf8" and not piece.isascii():
            piece = _accented(char, nested=charset == "ascii") or char
        if charset != "utf8" and char in ACCENTS and _is_letter(pieces[-1:]):
            # an accent that does not compose with its letter, which stands before it
            piece, pieces[-1] = _accent(char, pieces[-1]), ""
        pieces.append("{}" + piece if end + piece[:1] in _LIGATURES else piece)
        end = piece[-1:]
    return pieces


def render_verbatim(value: str) -> str:
    """Write a URL or an identifier as it is, with what would break a field percent-encoded.

    >>> render_verbatim("https://example.org/a_b?c=1&d=50%25#{e}")
    'https://example.org/a_b?c=1&d=50%25#%7Be%7D'
    """
    return "".join(
        "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
        if char in "{}\\" or not "!" <= char <= "~"
        else char
        for char in value.strip()
    )


def _accented(char: str, *, nested: bool) -> str | None:
    r"""Return the macro of an accented letter; ``None`` where there is none.

    Letters with two accents have one if nested macros will do: biber misreads these.
    """
    decomposed = unicodedata.normalize("NFD", char)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not base.isascii() or any(mark not in ACCENTS for mark in marks):
        return None
    if len(marks) > 1 and not nested:
        return None
    for mark in marks:
        base = _accent(mark, base)
    return base


def _accent(mark: str, base: str) -> str:
    macro = ACCENTS[mark]
    braced = len(base) == 1 and macro.isalpha()
    return f"{{\\{macro}{{{base}}}}}" if braced else f"{{\\{macro}{base}}}"


def _is_letter(pieces: list[str]) -> bool:
    return pieces != [] and len(pieces[0]) == 1 and pieces[0].isascii() and pieces[0].isalpha()
