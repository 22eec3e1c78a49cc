"""The bytes of a list to text: encodings, byte order marks, and text that was decoded wrongly.

Lists that went through several programs hold UTF-8 that was read as Windows-1252 or as Mac
Roman ("Donâ€™t" for "Don’t"), and lines that are no UTF-8 at all. Each such line is found with
what it means to say, and nothing else of the text is changed.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from mi_survey.model.finding import Edit, apply_edits

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNKNOWN = "\ufffd"
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
_BYTE = "[\udc80-\udcff]"  # that is no UTF-8 (https://peps.python.org/pep-0383/)
_SUSPECT = re.compile(f"{_BYTE}|[{_FIRST}][^\\x00-\\x7f]")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")


class ReadList(NamedTuple):
    """A list as it was read, after its byte order ``mark``; bytes that are no UTF-8 are surrogates.

    ``encoding`` is named where the whole file is in another one.
    """

    text: str
    mark: bytes = b""
    encoding: str = ""


class BrokenLine(NamedTuple):
    """A line that is no sound UTF-8: its number and offset, as it is written, and as it is meant.

    Where the meaning is not known for every character, U+FFFD stands in its place.
    """

    number: int
    start: int
    written: str
    meant: str

    @property
    def is_known(self) -> bool:
        """Tell whether the line can be written as it is meant."""
        return _UNKNOWN not in self.meant

    @property
    def edit(self) -> Edit:
        """The edit that writes the line as it is meant."""
        return Edit(self.start, self.start + len(self.written), self.meant)


def read_list(data: bytes) -> ReadList:
    r"""Read the bytes of a list; every one of them is kept.

    >>> read_list(b"\xef\xbb\xbf* Title")
    ReadList(text='* Title', mark=b'\xef\xbb\xbf', encoding='')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return ReadList(data.removeprefix(mark).decode(encoding, "replace"), mark, "UTF-16")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return ReadList(data.removeprefix(mark).decode("utf-8", "surrogateescape"), mark)


def find_broken_lines(text: str) -> tuple[BrokenLine, ...]:
    r"""Find the lines that are no sound UTF-8, and what they mean.

    >>> for line in find_broken_lines("café\n\uf8ffüîé Overview\nDonâ€™t\nna\udcefve"):
    ...     print(line.number, line.meant)
    2 🔎 Overview
    3 Don’t
    4 naïve
    """
    if not _SUSPECT.search(text):
        return ()
    return tuple(
        BrokenLine(number, match.start(), match[1], meant)
        for number, match in enumerate(_LINE.finditer(text), 1)
        if _SUSPECT.search(match[1]) and (meant := _recover(match[1])) != match[1]
    )


def recover_text(text: str, broken: tuple[BrokenLine, ...]) -> str:
    """Return a text with its broken lines as they are meant."""
    return apply_edits(text, [line.edit for line in broken])


def decode_list(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Decode a list's bytes; the notes tell what was not plain UTF-8.

    >>> decode_list("Don’t".encode())
    ('Don’t', ())
    >>> decode_list("Don’t".encode("cp1252"))
    ('Don’t', ('line 1 is not sound UTF-8, and was read as it is meant',))
    """
    read = read_list(data)
    broken = find_broken_lines(read.text)
    notes = []
    if read.encoding:
        notes.append(f"the file is {read.encoding}")
    elif read.mark:
        notes.append("a byte order mark was left out")
    if broken:
        verbs = (
            ("is", "was read as it is") if len(broken) == 1 else ("are", "were read as they are")
        )
        notes.append(f"{name_lines(broken)} {verbs[0]} not sound UTF-8, and {verbs[1]} meant")
    return recover_text(read.text, broken), tuple(notes)


def name_lines(broken: tuple[BrokenLine, ...]) -> str:
    """Name lines by their numbers."""
    noun = "line" if len(broken) == 1 else "lines"
    return f"{noun} {', '.join(str(line.number) for line in broken)}"


def _recover(line: str) -> str:
    from ftfy import fix_encoding  # 100 ms, and few lists need it

    line = re.sub(_BYTE, _read_byte, line)
    return fix_encoding(_MAC_EMOJI.sub(_mac_emoji, line))


def _read_byte(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _mac_emoji(match: re.Match[str]) -> str:
    try:
        return match[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return match[0]
