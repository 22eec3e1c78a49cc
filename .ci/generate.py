"""Writes every generated file of the repository; with ``--check``, names those that differ.

To add a generated file, append its path and the function that renders its text to
``GENERATED``. Renderers are pure: the same checkout gives the same bytes.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from pictures import TERMINAL, render_terminal  # noqa: E402 - likewise

from manual import MANUAL, render_manual  # noqa: E402 - likewise
from mi_survey.catalog.fit import render_json_schema  # noqa: E402 - the checkout's, if no other
from mi_survey.catalog.store import FILES, load_taxonomy  # noqa: E402 - likewise
from mi_survey.cli.app import build_command  # noqa: E402 - likewise
from readme import README, render_readme  # noqa: E402 - likewise


def _render_readme() -> str:
    return render_readme(README.read_text(encoding="utf-8"))


# The commands that have a short way.
_SHORT = ("find", "show")
_CALLS = '''"""The parameters of the commands that have a short way; generated, never edited.

Each has what is written before its value (nothing, if it is an operand), its name, and whether
it takes no value, one, or one each time that it is given.
"""

NONE, ONE, MANY = "none", "one", "many"
AXES = ("--*", "*", MANY)  # stands for the options of all axes, which are the catalog's to name
CALLS: dict[str, tuple[tuple[str, str, str], ...]] = {
'''


def _render_calls() -> str:
    """Render what the short way knows of the commands, as the program itself declares them."""
    text = _CALLS
    for name in _SHORT:
        rows = [row for parameter in build_command(name).params for row in _iter_rows(parameter)]
        lines = "".join(f"        {row},\n" for row in dict.fromkeys(rows))
        text += f'    "{name}": (\n{lines}    ),\n'
    return text + "}\n"


def _iter_rows(parameter: Any) -> Iterator[str]:
    many = parameter.multiple or parameter.nargs == -1
    takes = "NONE" if getattr(parameter, "is_flag", False) else "MANY" if many else "ONE"
    if parameter.param_type_name == "argument":
        yield f'("", "{parameter.name}", {takes})'
    elif parameter.opts[0].removeprefix("--") in load_taxonomy().ids:
        yield "AXES"
    else:
        yield from (f'("{option}", "{parameter.name}", {takes})' for option in parameter.opts)


GENERATED: list[tuple[str, Callable[[], str]]] = [
    (
        f"catalog/schema/{Path(name).stem}.schema.json",
        partial(render_json_schema, name, load_taxonomy()),
    )
    for name in FILES
]
GENERATED.append(("src/mi_survey/cli/calls.py", _render_calls))
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
