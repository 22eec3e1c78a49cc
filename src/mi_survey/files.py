"""Reading and writing whole files: written through a temporary file beside them, and a rename.

Whoever reads the file sees the old text or the new, never half of either, and a run that fails
leaves the old file as it was.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from mi_survey.errors import FileUnreadable, OutputFailed

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
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise FileUnreadable(str(path), describe_failure(error)) from error


def read_exactly(path: Path) -> str:
    """Read a UTF-8 file with its line ends as they are.

    Raises:
        FileUnreadable: it is missing, not readable, or not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileUnreadable(str(path), f"not UTF-8 at byte {error.start}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, or leave it as it was; a link's target is written, not the link.

    Raises:
        OutputFailed: it cannot be written, for instance for a full disk.
    """
    try:
        target = _follow(path)
        if target.exists() and not target.is_file():  # a device or pipe cannot be replaced
            target.write_bytes(data)
            return
        _replace(target, data)
    except (OSError, ValueError) as error:
        raise OutputFailed(f"'{path}'", describe_failure(error)) from error


def describe_failure(error: OSError | ValueError) -> str:
    """Say why a file cannot be opened; ``ValueError`` is of names that no file can have."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "no file can have this name"


def _follow(path: Path) -> Path:
    target = find_real_path(path)
    if target.is_symlink():  # which it still is where links lead round in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _replace(target: Path, data: bytes) -> None:
    import tempfile  # 3 ms that most calls do not need

    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else _new_mode())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _new_mode() -> int:
    # the mode that `open` would give: mkstemp's own is for the user alone
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
