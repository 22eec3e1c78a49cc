"""Plain text to plain text: folding, words, slugs, and text that is safe to print.

Every function is total, takes and returns strings, and knows nothing of works or files. The
module is light to import; patterns are compiled on first use, since a call needs few or none.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing, or re, takes as long as a short call
if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters and marks that Unicode does not decompose into an ASCII letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
        "ı": "i", "ħ": "h", "ŋ": "n", "ĸ": "k", "ŧ": "t", "ə": "e",
        "‘": "'", "’": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
# How German and the Scandinavian languages write these letters where they cannot be typed.
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_WORD = r"[^\W_]+(?:'[^\W_]+)?"
# C0 and C1 controls, and the bidirectional overrides that can make a terminal show text
# in another order than it has (Unicode Technical Report 36, section 2.4).
_UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]"
_LONGEST_QUOTED = 60


def fold(text: str) -> str:
    """Fold case, accents and typographic punctuation away, for comparing.

    >>> fold("Bertram Højer’s NAÏVE co–author")
    "bertram hojer's naive co-author"
    """
    if text.isascii():
        return text.lower()
    import unicodedata  # most words are ASCII

    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def spellings(text: str) -> tuple[str, ...]:
    """Return the folded text, and its other spelling where ä, ö, ü, ø or å stand in it.

    >>> spellings("Schütze"), spellings("Nanda")
    (('schutze', 'schuetze'), ('nanda',))
    """
    folded = fold(text)
    if text.isascii():
        return (folded,)
    import unicodedata  # most words are ASCII

    spelt = fold(unicodedata.normalize("NFC", text).casefold().translate(_DIGRAPHS))
    return (folded,) if spelt == folded else (folded, spelt)


def recover(text: str) -> str:
    r"""Read the bytes that an argument's decoding left as surrogates as UTF-8.

    In a locale without UTF-8 the interpreter gives every other byte of the command line as a
    lone surrogate (https://peps.python.org/pep-0383/).

    >>> recover("Sch\udcc3\udcbctze"), recover("Schütze")
    ('Schütze', 'Schütze')
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return text.encode("utf-8", "replace").decode("utf-8")


def tokenize(text: str) -> list[str]:
    """Split folded text into its words; hyphens and punctuation separate.

    >>> tokenize("A Language Model’s Chain-of-Thought")
    ['a', 'language', "model's", 'chain', 'of', 'thought']
    """
    import re  # as above

    return re.findall(_WORD, fold(text))


def slug(text: str) -> str:
    """Reduce text to lower-case ASCII letters and digits.

    >>> slug("van der Weij"), slug("Kıcıman"), slug("In-Context")
    ('vanderweij', 'kiciman', 'incontext')
    """
    import re  # as above

    return re.sub(r"[^a-z0-9]+", "", fold(text))


def normalize_space(text: str) -> str:
    """Make every run of white space one space and strip both ends."""
    return " ".join(text.split())


def printable(text: str) -> str:
    r"""Replace what must not reach a terminal or a one-line record by spaces.

    Control characters, escape sequences' first byte, line separators and bidirectional
    overrides go; everything else stays as it is.

    >>> printable("red \x1b[31m alert\n")
    'red  [31m alert '
    """
    if text.isascii() and text.isprintable():
        return text
    import re  # as above

    return re.sub(_UNPRINTABLE, " ", text)


def nearest(word: str, choices: Iterable[str], *, limit: int = 3, alike: float = 0.6) -> list[str]:
    """Return the choices that look most like the word, best first; may be empty.

    >>> nearest("nuron", ["neuron", "ffn", "mha"])
    ['neuron']
    """
    from difflib import get_close_matches  # Typer has loaded it already

    return get_close_matches(word, list(choices), n=limit, cutoff=alike)


def is_balanced(text: str) -> bool:
    """Tell whether every brace of a text has its partner.

    >>> is_balanced("{GPT}-2"), is_balanced("}{")
    (True, False)
    """
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def escape(text: str) -> str:
    r"""Write characters that do not print as escapes, so that they can be seen and do nothing.

    >>> escape("red \x1b[31m alert")
    'red \\x1b[31m alert'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def quote(text: str) -> str:
    """Quote a stranger's text, escaped and cut to a length that fits a line.

    >>> quote("neuron"), len(quote("x" * 1000))
    ("'neuron'", 62)
    """
    shown = escape(text[: _LONGEST_QUOTED + 1])
    if len(shown) > _LONGEST_QUOTED:
        shown = shown[: _LONGEST_QUOTED - 3] + "..."
    return f"'{shown}'"
