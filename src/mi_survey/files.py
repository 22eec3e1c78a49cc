"""Reading and writing whole files: written through a temporary file beside them, and a rename.

Whoever reads the file sees the old text or the new, never half of either, and a run that fails
leaves the old file as it was.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mi_survey.errors import FileUnreadable, OutputFailed


def read_exactly(path: Path) -> str:
    """Read a UTF-8 file with its line ends as they are.

    Raises:
        FileUnreadable: it is missing, not readable, or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileUnreadable(str(path), f"not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise FileUnreadable(str(path), error.strerror or str(error)) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, or leave it as it was; a link's target is written, not the link.

    Raises:
        OutputFailed: it cannot be written, for instance for a full disk.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():  # a device or pipe cannot be replaced
            target.write_bytes(data)
            return
        _replace(target, data)
    except OSError as error:
        raise OutputFailed(f"'{path}'", error.strerror or str(error)) from error


def _replace(target: Path, data: bytes) -> None:
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
