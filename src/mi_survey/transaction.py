"""Writing files: all that a call writes, each whole, or none; and nobody's work is lost.

Every file is first made whole beside its target, on the disk, under a short name of its own; then
all are renamed. Whoever reads a file sees the old text or the new. Where one cannot be renamed,
those before it are put back.

While a transaction lasts, no other process of ours writes to its folders. Other programs know
nothing of that: so a file is replaced only if it is still what it was.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mi_survey.errors import FileChanged, FileProtected, FileUnreadable, OutputFailed
from mi_survey.files import describe_failure, find_real_path, is_file, is_there, read_bytes

_PATIENCE = 60.0  # seconds that another process may take
_PAUSE = 0.01  # seconds between two looks whether it is done
_PREFIX = ".mi-survey-"  # with what follows, shorter than the longest names
# What ends a process waits while there are temporary files; not every platform has all of it.
_ENDING = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")
_ANOTHERS = (errno.EPERM, errno.EINVAL)  # who is not root gives no file away


@dataclass(frozen=True, slots=True)
class _File:
    """A file to write: its name as it was given, where that leads, and what is there."""

    name: str
    path: Path
    data: bytes
    found: os.stat_result | None

    @property
    def is_special(self) -> bool:
        """Whether it is a device, a pipe or a folder."""
        return self.found is not None and not stat.S_ISREG(self.found.st_mode)


class Transaction:
    """Files to be written together, and what they are expected to be; see ``transaction``."""

    def __init__(
        self, expected: Mapping[Path, bytes | None], folders: Sequence[int], *, force: bool
    ) -> None:
        self._expected = dict(expected)
        self._folders = folders
        self._force = force

    def expect(self, name: str, data: bytes) -> None:
        """Say what a file was when it was read, which may have been before."""
        self._expected[find_real_path(name)] = data

    def write(self, contents: Mapping[str, bytes]) -> bool:
        """Write files, given by their names; tell whether anything was to be written.

        A file that is so already is left alone. A link's target is written, not the link. A file
        keeps its mode, owner and attributes. A device or a pipe is written to as it stands.

        Raises:
            FileChanged: a file is no longer what it was.
            FileProtected: it is read-only or has several names, and is not to be forced.
            OutputFailed: it cannot be written, for instance for a full disk.
        """
        found = [_find_file(name, data) for name, data in contents.items()]
        devices = [file for file in found if file.is_special]  # which cannot be replaced
        files = [
            file
            for file in found
            if not file.is_special and self._expected.get(file.path) != file.data
        ]
        for file in files:
            self._demand_unchanged(file)
            if not self._force:
                _demand_replaceable(file)
        for file in devices:
            with _telling(file.name):
                file.path.write_bytes(file.data)
        if files:
            with _undisturbed():
                _replace(files, self._demand_unchanged)
                for descriptor in self._folders:  # so that the new names are on the disk, too
                    with suppress(OSError):  # the files are whole and in place
                        os.fsync(descriptor)
        return bool(files or devices)

    def _demand_unchanged(self, file: _File) -> None:
        if file.path in self._expected or not self._force:
            expected = self._expected.get(file.path)
            if _read(file.path) != expected or (expected is None and is_there(file.path)):
                raise FileChanged(file.name)


@contextmanager
def transaction(*names: str, force: bool = False) -> Iterator[Transaction]:
    """Begin to write files: what they are now, they must be when they are replaced.

    Args:
        names: the files; none where nothing is to be written.
        force: replace them whatever they are, be they read-only or of several names, of which
            the others keep the old text.

    Raises:
        OutputFailed: another process has been writing there for too long.
    """
    paths = [find_real_path(name) for name in names]
    with ExitStack() as held:
        folders = []
        for folder, descriptor in _open_folders(path.parent for path in paths):
            held.callback(_release, descriptor)
            _lock(descriptor, folder)
            folders.append(descriptor)
        expected = {} if force else {path: _read(path) for path in paths}
        yield Transaction(expected, folders, force=force)


def _open_folders(folders: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Open folders, each once, in an order that is the same for all who need several."""
    opened = set()
    for folder in sorted(set(folders)):
        with suppress(OSError, ValueError):
            descriptor = os.open(folder, os.O_RDONLY)
            found = os.fstat(descriptor)
            if (found.st_dev, found.st_ino) in opened:  # one folder may have several paths
                _release(descriptor)
                continue
            opened.add((found.st_dev, found.st_ino))
            yield folder, descriptor


def _lock(descriptor: int, folder: Path) -> None:
    """Keep other processes of ours from writing to a folder until it is closed.

    Where a platform or a file system has no locks, what is left is to look before a file is
    replaced whether it is still what it was.
    """
    try:
        import fcntl
    except ImportError:
        return
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                reason = f"another process has been writing there for {_PATIENCE:.0f} seconds"
                raise OutputFailed(
                    f"'{folder}'", reason, hint="try again when it is done"
                ) from error
            time.sleep(_PAUSE)
        except OSError:
            return
        else:
            return


def _release(descriptor: int) -> None:
    with suppress(OSError):  # nothing was written by it
        os.close(descriptor)


@contextmanager
def _telling(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise OutputFailed(f"'{name}'", describe_failure(error)) from error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let what would end the process wait, so that no temporary file stays behind."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ending = {getattr(signal, name) for name in _ENDING if hasattr(signal, name)}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _find_file(name: str, data: bytes) -> _File:
    path = find_real_path(name)
    with _telling(name):
        try:
            return _File(name, path, data, path.stat())
        except FileNotFoundError:
            return _File(name, path, data, None)


def _demand_replaceable(file: _File) -> None:
    if not file.found:
        return
    if not (file.found.st_mode & 0o222 and os.access(file.path, os.W_OK)):
        raise FileProtected(file.name, "it is read-only", hint="make it writable: chmod u+w")
    if file.found.st_nlink > 1:
        reason = f"it has {file.found.st_nlink} names (hard links), which would part"
        hint = "if that is meant: cp FILE COPY && mv COPY FILE"
        raise FileProtected(file.name, reason, hint=hint)


def _read(path: Path) -> bytes | None:
    """Return what a file holds; ``None`` where there is none, or none that can be read."""
    try:
        return read_bytes(path) if is_file(path) else None
    except FileUnreadable:
        return None


def _replace(files: Sequence[_File], demand_unchanged: Callable[[_File], None]) -> None:
    """Replace files by temporary ones that are whole; where one fails, put the others back.

    Making them may take long enough for other programs to write, so that is looked at again.
    """
    temporary: list[Path] = []
    replaced: list[tuple[Path, Path | None]] = []
    try:
        whole = [_prepare(file, file.data, temporary) for file in files]
        # the last leaves none behind that would have to go back
        copies = [_copy(file, temporary) for file in files[:-1]]
        for file in files:
            demand_unchanged(file)
        for file, new, old in zip(files, whole, [*copies, None], strict=True):
            with _telling(file.name):
                new.replace(file.path)
            temporary.remove(new)
            replaced.append((file.path, old))
    except BaseException:
        for path, old in replaced:
            with suppress(OSError):
                old.replace(path) if old else path.unlink()
        raise
    finally:
        for path in temporary:
            with suppress(OSError):
                path.unlink()


def _copy(file: _File, temporary: list[Path]) -> Path | None:
    with _telling(file.name):
        return _prepare(file, file.path.read_bytes(), temporary) if file.found else None


def _prepare(file: _File, data: bytes, temporary: list[Path]) -> Path:
    """Make a file beside another, whole and on the disk, that can take its place."""
    path = file.path.with_name(_PREFIX + os.urandom(8).hex())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with _telling(file.name):
        # a new file is open to whom the user's others are; a copy at first to the user alone
        descriptor = os.open(path, flags, 0o600 if file.found else 0o666)
        temporary.append(path)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if file.found and hasattr(os, "fchown"):
                _make_alike(descriptor, file.path, file.found)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return path


def _make_alike(descriptor: int, path: Path, found: os.stat_result) -> None:
    """Give an open file the owner, the attributes and the mode of another."""
    mode = stat.S_IMODE(found.st_mode)
    made = os.fstat(descriptor)
    if (made.st_uid, made.st_gid) != (found.st_uid, found.st_gid):
        mode = _give_away(descriptor, found.st_uid, found.st_gid, mode=mode)
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # of some file systems, and not all are for everybody to set
            for name in os.listxattr(path):
                os.setxattr(descriptor, name, os.getxattr(path, name))
    os.fchmod(descriptor, mode)


def _give_away(descriptor: int, user: int, group: int, *, mode: int) -> int:
    """Give a file to its owner, or to the group at least; return the mode that fits."""
    for owner in (user, -1):
        try:
            os.fchown(descriptor, owner, group)
        except OSError as error:
            if error.errno not in _ANOTHERS:
                raise
        else:
            return mode if owner == user else mode & 0o777
    # of another group, which is to see no more than all others may
    return mode & 0o707 | (mode & 0o007) << 3
