"""Rewriting a user's file or catalog: where to, whether at all, and what a dry run shows."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.cli.output import write_screen
from mi_survey.cli.request import CatalogChoice, Output, get_screen, open_catalog
from mi_survey.cli.stream import write
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO, find_real_path, is_there, write_whole

if TYPE_CHECKING:
    from mi_survey.catalog.writing import Target
    from mi_survey.library import Catalog


class Rewriting(NamedTuple):
    """What ``--fix`` is asked to do: rewrite a file into a target, which may be itself."""

    file: str
    target: str
    output: Output
    force: bool = False
    dry_run: bool = False

    def refuse_to_overwrite(self) -> None:
        """Stop before another file is lost.

        Raises:
            UsageFault: the target exists and is not to be overwritten.
        """
        if self._is_elsewhere() and is_there(self.target) and not (self.force or self.dry_run):
            raise UsageFault(f"'{self.target}' exists", hint="--force overwrites it")

    def carry_out(self, old: bytes, new: bytes) -> None:
        """Show the difference, or write the new content.

        A file that is its own target is written only where its content is another one.

        Raises:
            OutputFailed: it cannot be written.
        """
        if self.dry_run:
            self._show_difference(old, new)
        elif self.target == STDIO:
            write(new)
        elif self._is_elsewhere() or new != old:
            write_whole(Path(self.target), new)

    def _show_difference(self, old: bytes, new: bytes) -> None:
        texts = [each.decode("utf-8", "surrogateescape") for each in (old, new)]
        difference = render_difference(*texts, file=self.file)
        if (terminal := get_screen(self.output)) is None:
            write(difference.encode("utf-8", "surrogateescape"))
            return
        from mi_survey.display.difference import draw_difference  # Rich: 40 ms, to draw only

        write_screen(draw_difference(difference, terminal), terminal)

    def _is_elsewhere(self) -> bool:
        return self.target not in (self.file, STDIO)


def open_target(
    target: str | None, choice: CatalogChoice, *files: str
) -> tuple[Catalog, Target | None]:
    """Open the catalog to work on, and find where ``--write`` leads: an existing one is both.

    ``files`` are what else the call reads.

    Raises:
        CatalogUnreadable, CatalogInvalid: the catalog cannot be used.
        UsageFault: two catalogs are named.
    """
    if target is None:
        return open_catalog(choice, *files), None
    from mi_survey.catalog.writing import find_target  # pydantic: 50-90 ms, to write only

    found = find_target(target)
    if not found.spec:
        return open_catalog(choice, *files), found
    if choice and [find_real_path(spec) for spec in choice] != [find_real_path(target)]:
        raise UsageFault(
            f"'{target}' exists and is not the catalog to compare with",
            hint="leave --catalog out, or write to another file",
        )
    return open_catalog(CatalogChoice((found.spec,)), *files), found


def render_difference(old: str, new: str, *, file: str) -> str:
    r"""Render a unified difference that ``patch`` applies.

    >>> print(render_difference("a\nb\n", "a\nc\n", file="x").splitlines()[-1])
    +c
    """
    name = "stdin" if file == STDIO else file
    lines = unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    # not at other line separators, which a value may hold
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]
