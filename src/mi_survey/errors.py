"""Every way in which mi-survey can fail, and the exit status that each has.

One tree of exceptions: a leaf is named for what happened, holds the objects concerned, and
words its own message and hint. ``cli.app`` is the only place that turns them into output.
This module imports nothing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import ClassVar

_MOST_SHOWN = 10


class ExitStatus(IntEnum):
    """What the process returns; documented in ``mi-survey --help``."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    NO_SUCH_WORK = 3
    CATALOG = 4
    OUTPUT = 5
    INTERNAL = 70
    INTERRUPTED = 130


class MiSurveyError(Exception):
    """The root of all errors that mi-survey raises on purpose."""

    exit_status: ClassVar[ExitStatus] = ExitStatus.USAGE

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def __notes__(self) -> list[str]:  # type: ignore[override]  # a hint may be set later
        """What a traceback shows below the message: the hint."""
        return [f"hint: {self.hint}"] if self.hint else []

    @property
    def code(self) -> str:
        """The error's name for programs, such as ``work-not-found``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class UsageFault(MiSurveyError):
    """The words of the call do not fit together."""


class InvalidYearRange(MiSurveyError):
    """A text is neither a year nor a range of years."""

    def __init__(self, text: str, *, reason: str) -> None:
        super().__init__(
            f"{_quote(text)} {reason}", hint="write 2024, 2023..2025, 2024.. or ..2022"
        )
        self.text = text


class UnknownValue(MiSurveyError):
    """A value is not among those that the option, field or format takes."""

    def __init__(
        self, what: str, value: str, *, known: Sequence[str] = (), nearest: Sequence[str] = ()
    ) -> None:
        if nearest:
            hint = f"did you mean {_either(nearest)}?"
        elif known:
            hint = "known: " + ", ".join(known)
        else:
            hint = None
        super().__init__(f"unknown {what} {_quote(value)}", hint=hint)
        self.what = what
        self.value = value
        self.known = tuple(known)
        self.nearest = tuple(nearest)


class UnknownTerm(UnknownValue):
    """A value names no term of its axis."""


class AmbiguousTerm(MiSurveyError):
    """A value is the beginning of several terms of its axis."""

    def __init__(self, what: str, value: str, *, candidates: Sequence[str]) -> None:
        super().__init__(
            f"{what} {_quote(value)} is ambiguous", hint=f"did you mean {_either(candidates)}?"
        )
        self.what = what
        self.value = value
        self.candidates = tuple(candidates)


class WorkNotFound(MiSurveyError):
    """No work of the catalog bears one of the names asked for."""

    exit_status = ExitStatus.NO_SUCH_WORK

    def __init__(self, texts: Sequence[str], *, nearest: Sequence[str] = ()) -> None:
        named = ", ".join(_quote(text) for text in texts)
        hint = f"did you mean {_either(nearest)}?" if nearest else "try: mi-survey find WORDS"
        super().__init__(f"no such work: {named}", hint=hint)
        self.texts = tuple(texts)
        self.nearest = tuple(nearest)


class AmbiguousWork(MiSurveyError):
    """A text fits several works equally well."""

    exit_status = ExitStatus.NO_SUCH_WORK

    def __init__(self, text: str, *, candidates: Sequence[str]) -> None:
        super().__init__(
            f"{_quote(text)} fits several works", hint=f"did you mean {_either(candidates)}?"
        )
        self.text = text
        self.candidates = tuple(candidates)


class FileUnreadable(MiSurveyError):
    """A file of the user's cannot be read."""

    what: ClassVar[str] = ""

    def __init__(self, path: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"cannot read {self.what}{_quote(path)}: {reason}", hint=hint)
        self.path = path
        self.reason = reason


class CatalogUnreadable(FileUnreadable):
    """A catalog file is missing, not readable, or not JSON."""

    exit_status = ExitStatus.CATALOG
    what = "the catalog "


class CatalogInvalid(MiSurveyError):
    """A catalog is JSON, but breaks rules; ``findings`` holds every fault."""

    exit_status = ExitStatus.CATALOG

    def __init__(
        self, path: str, findings: Iterable[object], *, is_read_once: bool = False
    ) -> None:
        self.path = path
        self.findings = tuple(findings)
        count = len(self.findings)
        lines = [f"the catalog {_quote(path)} has {count} fault{'s' if count != 1 else ''}"]
        # a line for each, with what to do behind it
        shown = (str(finding).replace("\n    ", "; ") for finding in self.findings[:_MOST_SHOWN])
        lines += [f"  {line}" for line in shown]
        if count > _MOST_SHOWN:
            lines.append(f"  and {count - _MOST_SHOWN} more")
        # what came through a pipe has gone
        again = "FILE, on a file with the same text" if is_read_once else path
        super().__init__(
            "\n".join(lines), hint=f"mend it, then try: mi-survey catalog validate {again}"
        )


class OutputFailed(MiSurveyError):
    """The result could not be written, for instance to a full disk."""

    exit_status = ExitStatus.OUTPUT

    def __init__(self, target: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"cannot write to {target}: {reason}", hint=hint)
        self.target = target
        self.reason = reason


class FileChanged(OutputFailed):
    """A file is no longer what it was when it was read: somebody's work would be lost."""

    def __init__(self, path: str) -> None:
        super().__init__(
            _quote(path),
            "another program has changed it meanwhile",
            hint="nothing was written; call again",
        )


class FileProtected(OutputFailed):
    """A file is not to be replaced by a new one, unless it is said to be."""

    def __init__(self, path: str, reason: str, *, hint: str) -> None:
        super().__init__(_quote(path), reason, hint=hint)


def _quote(text: str) -> str:
    shown = text if len(text) <= 80 else text[:77] + "..."
    return f"'{shown}'"


def _either(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + " or " + names[-1]
