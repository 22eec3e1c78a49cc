"""Writes every generated file of the repository; with ``--check``, names those that differ.

To add a generated file, append its path and the function that renders its text to
``GENERATED``. Renderers are pure: the same checkout gives the same bytes.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from pictures import TERMINAL, render_terminal  # noqa: E402 - likewise

from manual import MANUAL, render_manual  # noqa: E402 - likewise
from mi_survey.catalog.fit import render_json_schema  # noqa: E402 - the checkout's, if no other
from mi_survey.catalog.store import FILES, load_taxonomy  # noqa: E402 - likewise
from readme import README, render_readme  # noqa: E402 - likewise


def _render_readme() -> str:
    return render_readme(README.read_text(encoding="utf-8"))


GENERATED: list[tuple[str, Callable[[], str]]] = [
    (
        f"catalog/schema/{Path(name).stem}.schema.json",
        partial(render_json_schema, name, load_taxonomy()),
    )
    for name in FILES
]
GENERATED += [(MANUAL, render_manual), (TERMINAL, render_terminal), ("README.md", _render_readme)]


def find_stale() -> list[tuple[Path, str]]:
    """Return the files whose text is not what it should be, with the text they should have."""
    rendered = [(ROOT / path, render()) for path, render in GENERATED]
    return [(path, text) for path, text in rendered if _read(path) != text]


def main(arguments: list[str]) -> int:
    """Write what is stale, or with ``--check`` only name it; return the exit status."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python .ci/generate.py [--check]\n")
        return 2
    stale = find_stale()
    for path, text in stale:
        name = path.relative_to(ROOT)
        if arguments:
            sys.stderr.write(f"{name} is out of date; run: python .ci/generate.py\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"wrote {name}\n")
    return 1 if arguments and stale else 0


def _read(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8", "replace") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
