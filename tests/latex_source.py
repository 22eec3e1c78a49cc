"""LaTeX read back into plain text: an inverse of the writer's macros, written down by itself.

It knows what the exports may write and takes nothing else: an unknown macro is an error.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_NAMED = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dj": "đ", "DJ": "Đ", "dh": "ð", "DH": "Ð",
    "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "pounds": "£", "ldots": "…",
    "texteuro": "€", "textcopyright": "©", "textregistered": "®", "texttrademark": "™",
    "textdegree": "°", "textpm": "±", "texttimes": "×", "textdiv": "÷", "textmu": "µ",
    "textperiodcentered": "·", "textbullet": "•", "textexclamdown": "¡",
    "textquestiondown": "¿", "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„",
    "quotesinglbase": "‚", "textasciitilde": "~", "textasciicircum": "^",
    "textbackslash": "\\",
}  # fmt: skip
_TOKEN = re.compile(
    r"""
    \{\\ensuremath\{\\(?P<math>[lr]brace)\}\}
    | \{\\textcommabelow\ (?P<below>[A-Za-z])\}
    | \{\\(?P<named>[A-Za-z]+)\}
    | \{\\(?P<mark>[`'^~=."urHvdckb])(?:\{(?P<braced>[A-Za-z])\}|(?P<letter>[A-Za-z])
        |(?P<accented>\{\\[^{}]+(?:\{[A-Za-z]\})?\}))\}
    | \\(?P<escaped>[&%$\#_{}])
    | (?P<dashes>---|--) | (?P<open>``) | (?P<close>'')
    | (?P<brace>[{}])
    | (?P<wrong>[\\&%$\#_~^])
    | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def read_latex(source: str) -> str:
    """Read what LaTeX would show, in composed characters."""
    return unicodedata.normalize("NFC", "".join(map(_read_token, _TOKEN.finditer(source))))


def flat_apostrophes(text: str) -> str:
    """Make single quotes straight: BibTeX's text has one apostrophe and one back-tick."""
    return text.replace("’", "'").replace("‘", "`")


def is_balanced(source: str) -> bool:
    """Count braces as BibTeX does, which takes no note of backslashes."""
    depth = 0
    for char in source:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _read_token(match: re.Match[str]) -> str:
    groups = match.groupdict()
    assert groups["wrong"] is None, f"{match[0]!r} stands bare in {match.string!r}"
    if groups["mark"]:
        base = read_latex(groups["braced"] or groups["letter"] or groups["accented"])
        return base + _MARKS[groups["mark"]]
    if groups["below"]:
        return groups["below"] + "\u0326"
    if groups["math"]:
        return {"lbrace": "{", "rbrace": "}"}[groups["math"]]
    if groups["named"]:
        return _NAMED[groups["named"]]
    if groups["dashes"]:
        return {"--": "–", "---": "—"}[groups["dashes"]]
    if groups["open"] or groups["close"]:
        return "“" if groups["open"] else "”"
    return groups["escaped"] or groups["plain"] or ""
