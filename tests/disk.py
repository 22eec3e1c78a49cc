"""A disk that fails, or a process that ends, at any one of the calls by which files are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crashes import ENDED

# By what their first argument names a file: a path, or the number of an open file.
_BY_PATH = ("open", "replace", "rename", "unlink", "mkdir", "link")
_BY_NUMBER = ("write", "fsync", "close", "fchmod", "fchown", "chmod", "chown")


class Ended(BaseException):
    """The process would have ended here: nothing that it does from now on has any effect."""


class Disk:
    """Counts the calls that concern a folder, and makes one of them fail.

    A call to write that fails has written half.
    """

    def __init__(self, folder: Path, *, at: int = -1, failure: int = ENDED) -> None:
        self.calls: list[str] = []
        self._folder = folder.resolve()
        self._at = at
        self._failure = failure
        self._opened: set[int] = set()

    @property
    def is_dead(self) -> bool:
        return self._failure == ENDED and 0 <= self._at < len(self.calls)

    @contextmanager
    def watching(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Stand between the program and the disk."""
        with monkeypatch.context() as patch:
            for name in (*_BY_PATH, *_BY_NUMBER):
                patch.setattr(os, name, self._stand_for(name, getattr(os, name)))
            yield

    def _stand_for(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(first: Any, *rest: Any, **named: Any) -> Any:
            if not self._concerns(first):
                return real(first, *rest, **named)
            if self.is_dead:
                if name == "close":
                    self._close(first, real)
                raise Ended
            self.calls.append(name)
            if len(self.calls) - 1 == self._at:
                if name == "write":
                    real(first, rest[0][: len(rest[0]) // 2])
                if name == "close":
                    self._close(first, real)
                if self._failure == ENDED:
                    raise Ended
                raise OSError(self._failure, os.strerror(self._failure))
            if name == "close":
                return self._close(first, real)
            if name == "fsync":  # which takes long, and this disk forgets nothing
                return None
            done = real(first, *rest, **named)
            if name == "open":
                self._opened.add(done)
            return done

        return called

    def _concerns(self, first: Any) -> bool:
        if isinstance(first, int):
            return first in self._opened
        return Path(first).absolute().is_relative_to(self._folder)

    def _close(self, descriptor: int, real: Callable[..., Any]) -> None:
        self._opened.discard(descriptor)
        real(descriptor)
