"""Rewriting a user's file or catalog: where to, whether at all, and what a dry run shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from mi_survey.cli.output import write_screen
from mi_survey.cli.request import CatalogChoice, Output, get_screen, open_catalog
from mi_survey.cli.stream import count_of, say, write
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO, find_real_path, is_there

if TYPE_CHECKING:
    from mi_survey.catalog.writing import Target
    from mi_survey.library import Catalog
    from mi_survey.model.catalog_records import CatalogRecords
    from mi_survey.model.work import Work


class Rewriting(NamedTuple):
    """What ``--fix`` is asked to do: rewrite a file into a target, which may be itself.

    ``data`` is what was read of the file.
    """

    file: str
    target: str
    data: bytes
    output: Output
    force: bool = False
    dry_run: bool = False

    def refuse_to_overwrite(self) -> None:
        """Stop before another file is lost.

        Raises:
            UsageFault: the target exists and is not to be overwritten.
        """
        if self.is_elsewhere and is_there(self.target) and not (self.force or self.dry_run):
            raise UsageFault(f"'{self.target}' exists", hint="--force overwrites it")

    def show_difference(self, old: bytes, new: bytes) -> None:
        """Show what would be changed, in colour on a terminal."""
        texts = [each.decode("utf-8", "surrogateescape") for each in (old, new)]
        difference = render_difference(*texts, file=self.file)
        if (terminal := get_screen(self.output)) is None:
            write(difference.encode("utf-8", "surrogateescape"))
            return
        from mi_survey.display.changes import draw_difference  # Rich: 40 ms, to draw only

        write_screen(draw_difference(difference, terminal), terminal)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is another file that is written."""
        return self.target not in (self.file, STDIO)


def rewrite(rewritings: Mapping[Rewriting, tuple[bytes, bytes]]) -> None:
    """Show how files differ from what they are to be, or write all of them or none.

    Old and new are given in the encoding of the new, which the file itself may not have. A file
    that is its own target is written only where its content is another one.

    Raises:
        FileChanged: a file is no longer what was read.
        OutputFailed: one cannot be written.
    """
    from mi_survey.transaction import transaction  # not for pipes

    contents: dict[str, bytes] = {}
    for each, (old, new) in rewritings.items():
        if each.dry_run:
            each.show_difference(old, new)
        elif each.target == STDIO:
            write(new)
        elif each.is_elsewhere or new != each.data:
            contents[each.target] = new
    with transaction(*contents, force=any(each.force for each in rewritings)) as files:
        for each in rewritings:
            if each.target in contents and not each.is_elsewhere:
                files.expect(each.file, each.data)
        files.write(contents)


@contextmanager
def open_target(
    target: str | None, choice: CatalogChoice, *files: str
) -> Iterator[tuple[Catalog, Target | None]]:
    """Open the catalog to work on, and what ``--write`` names: an existing one is both.

    Until all is written, no other process of ours writes there. ``files`` are what else the call
    reads; what comes through a pipe is to be read before.

    Raises:
        CatalogUnreadable, CatalogInvalid: the catalog cannot be used.
        UsageFault: two catalogs are named.
    """
    if target is None:
        yield open_catalog(choice, *files), None
        return
    from mi_survey.catalog.joining import load_contents  # pydantic: 50-90 ms, to write only
    from mi_survey.catalog.writing import MENDED, hold_target
    from mi_survey.library import Catalog

    with hold_target(target) as found:
        if not found.spec:
            yield open_catalog(choice, *files), found
            return
        if choice and [find_real_path(spec) for spec in choice] != [find_real_path(target)]:
            raise UsageFault(
                f"'{target}' exists and is not the catalog to compare with",
                hint="leave --catalog out, or write to another file",
            )
        contents, _ = load_contents([found.spec], forgiven=MENDED)
        yield Catalog(contents), found


def write_target(target: Target, works: Sequence[Work], contents: CatalogRecords) -> None:
    """Write a catalog, and say so."""
    if target.write(works, contents):
        say(f"wrote {target.works}: {count_of(len(works), 'work')}")
    else:
        say(f"{target.works} is as it should be")


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
