"""Reading files whole, and what there is of a name; ``transaction`` writes them."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from mi_survey.errors import FileUnreadable, UsageFault

_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_HEAD = 64  # bytes, in which UTF-16 shows by its zeros
LARGEST = 100_000_000  # bytes of a file that is read
_LAST_STREAM = 2  # what is piped in is bounded, whatever it is
Text = str | Path  # of a file: what stands in it, or where it is
STDIO = "-"  # standard input or output, where a file is asked for


# Unlike those of ``Path``, these are false of names that no file can have, and never raise.
def is_there(path: str | Path) -> bool:
    """Tell whether there is a file, folder or device of this name."""
    return os.path.exists(path)  # noqa: PTH110 - as said above


def is_file(path: str | Path) -> bool:
    """Tell whether there is a regular file of this name."""
    return os.path.isfile(path)  # noqa: PTH113 - as said above


def is_folder(path: str | Path) -> bool:
    """Tell whether there is a folder of this name."""
    return os.path.isdir(path)  # noqa: PTH112 - as said above


def find_real_path(path: str | Path) -> Path:
    """Return where a path leads when all links are followed; a path that leads nowhere stays."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return Path(path)


def read_bytes(path: str | Path) -> bytes:
    """Read a file as it is.

    Raises:
        FileUnreadable: it is missing or not readable, or no file can have this name.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - half the time of Path
            return read_bounded(file)
    except (OSError, ValueError) as error:
        raise FileUnreadable(str(path), describe_failure(error)) from error


def read_bounded(file: BinaryIO) -> bytes:
    """Read an open file or pipe whole.

    Raises:
        OSError: it is a device, which may never end, larger than ``LARGEST``, or not readable.
    """
    if hasattr(file, "name") and file.fileno() > _LAST_STREAM:
        found = os.fstat(file.fileno())
        is_device = stat.S_ISBLK(found.st_mode) or stat.S_ISCHR(found.st_mode)
        if is_device and found.st_rdev != os.stat(os.devnull).st_rdev:  # noqa: PTH116 - half the time of Path
            raise OSError(errno.EINVAL, "it is a device, not a file or a pipe")
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, f"it is larger than {LARGEST // 1_000_000} MB")
    return data


def take_text(given: Text, name: str) -> tuple[str, str]:
    """Return a text and its file's name: what is given, else what stands in the file at a path.

    Raises:
        FileUnreadable: the file is missing or not readable, or is not UTF-8.
        UsageFault: the text is no text, but the name of a file.
    """
    if isinstance(given, Path):
        return decode_text(read_bytes(given), str(given)), str(given)
    if given and "\n" not in given and is_file(given):
        raise UsageFault(f"'{given}' is the name of a file", hint=f"write Path('{given}')")
    return given, name


def decode_text(data: bytes, name: str) -> str:
    """Decode the UTF-8 of a file or of standard input, with its line ends as they are.

    Raises:
        FileUnreadable: it is not UTF-8; the hint says what it looks like.
    """
    try:
        text = data.decode("utf-8")
        if b"\0" in data[:_HEAD]:  # UTF-16 without its mark may well be UTF-8, too
            raise UnicodeDecodeError("utf-8", data, data.index(b"\0"), len(data), "NUL")
        return text
    except UnicodeDecodeError as error:
        encoding, file = find_encoding(data), "FILE" if name == STDIO else name
        hint = f"it looks like {encoding}: iconv -f {encoding} -t UTF-8 {file}"
        raise FileUnreadable(name, f"not UTF-8 at byte {error.start}", hint=hint) from error


def find_encoding(data: bytes) -> str:
    r"""Name the encoding that bytes which are not UTF-8 are most likely in, as iconv does.

    >>> find_encoding("Müller".encode("latin-1")), find_encoding("“x”".encode("cp1252"))
    ('ISO-8859-1', 'WINDOWS-1252')
    >>> find_encoding("@misc".encode("utf-16")), find_encoding("@misc".encode("utf-16-be"))
    ('UTF-16', 'UTF-16BE')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:_HEAD]
    if b"\0" in head:
        return "UTF-16BE" if head[:1] == b"\0" else "UTF-16LE"
    # Latin-1 has control characters where Windows has quotes and dashes
    return "WINDOWS-1252" if any(0x80 <= byte < 0xA0 for byte in data) else "ISO-8859-1"


def describe_failure(error: OSError | ValueError) -> str:
    """Say why a file cannot be opened; ``ValueError`` is of names that no file can have."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "no file can have this name"
