"""The bytes of a list to text: encodings, byte order marks, and text that was decoded wrongly.

Lists that went through several programs hold UTF-8 that was read as Windows-1252 or as Mac
Roman ("Donâ€™t" for "Don’t"). Such runs are mended, each mending is told, and nothing else
of the text is changed.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# In Mac Roman the Apple logo stands for 0xF0, the first byte of every emoji's UTF-8.
_MAC_EMOJI = re.compile("\uf8ff[^\\x00-\\x7f]{3}")
# What the first bytes of two to four (0xC2-0xF4) read as, before another non-ASCII character.
_FIRST = "".join(
    sorted(
        {
            bytes([byte]).decode(name)
            for byte in range(0xC2, 0xF5)
            for name in ("cp1252", "mac_roman")
        }
    )
)
_SUSPECT = re.compile(f"[{_FIRST}][^\\x00-\\x7f]")


def decode_list(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Decode a list's bytes; the notes tell what was not plain UTF-8.

    >>> decode_list("Don’t".encode())
    ('Don’t', ())
    >>> decode_list(b"\xef\xbb\xbf* Title")
    ('* Title', ('a byte order mark was left out',))
    """
    text, notes = _decode(data)
    mended, lines = mend_mojibake(text)
    if lines:
        where = ("line " if len(lines) == 1 else "lines ") + ", ".join(map(str, lines))
        notes = (*notes, f"{where}: UTF-8 that had been decoded as another encoding was mended")
    return mended, notes


def mend_mojibake(text: str) -> tuple[str, tuple[int, ...]]:
    r"""Mend UTF-8 that was decoded as another encoding; say in which lines (from 1).

    >>> mend_mojibake("café\n\uf8ffüîé Overview\nDonâ€™t")
    ('café\n🔎 Overview\nDon’t', (2, 3))
    """
    if not _SUSPECT.search(text):
        return text, ()
    from ftfy import fix_encoding  # 100 ms, and few lists need it

    lines = text.split("\n")
    mended = [
        fix_encoding(_MAC_EMOJI.sub(_mac_emoji, line)) if _SUSPECT.search(line) else line
        for line in lines
    ]
    changed = [
        number for number, (old, new) in enumerate(zip(lines, mended, strict=True), 1) if old != new
    ]
    return "\n".join(mended), tuple(changed)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding, label in _MARKS:
        if data.startswith(mark):
            note = "a byte order mark was left out"
            if label != "UTF-8":
                note = f"the file is {label}"
            return data[len(mark) :].decode(encoding, errors="replace"), (note,)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        note = f"line {line}: not UTF-8; the file was read as Windows-1252"
        return data.decode("cp1252", errors="replace"), (note,)


def _mac_emoji(match: re.Match[str]) -> str:
    try:
        return match[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return match[0]
