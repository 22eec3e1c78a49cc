"""A finding: something wrong with data, found while going on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which rule, how grave, where, what is wrong, and what to do.

    ``where`` is a JSON path such as ``$[12].ids.arxiv``; ``file`` the file as it was named.
    """

    rule: str
    severity: Severity
    file: str
    where: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        tail = f"; {self.suggestion}" if self.suggestion else ""
        return f"{self.file}: {self.where}: {self.message}{tail} [{self.rule}]"
