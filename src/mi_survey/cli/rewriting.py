"""Rewriting a user's files with ``--fix``: where to, whether at all, and what a dry run shows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff
from typing import NamedTuple

from mi_survey.cli.output import write_screen
from mi_survey.cli.request import Fixing, Output
from mi_survey.cli.stream import write
from mi_survey.errors import UsageFault
from mi_survey.files import STDIO, is_there


class Rewriting(NamedTuple):
    """A file that is mended: the data that were read of it, and its old and new content.

    Both contents are in the encoding of the new, which the file itself may not have.
    """

    file: str
    data: bytes
    old: bytes
    new: bytes


def rewrite(rewritings: Sequence[Rewriting], fixing: Fixing, output: Output) -> None:
    """Show how files differ from what they are to be, or write all of them or none.

    A file that is its own target is written only where its content is another one.

    Raises:
        UsageFault: another file exists, and is not to be overwritten.
        FileChanged: a file is no longer what was read.
        OutputFailed: one cannot be written.
    """
    from mi_survey.transaction import transaction  # not for pipes

    if fixing.dry_run:
        for each in rewritings:
            _show_difference(each, output)
        return
    targets = {each: fixing.target or each.file for each in rewritings}
    elsewhere = {target for each, target in targets.items() if target not in (each.file, STDIO)}
    for target in elsewhere:
        if is_there(target) and not fixing.force:
            raise UsageFault(f"'{target}' exists", hint="--force overwrites it")
    contents: dict[str, bytes] = {}
    for each, target in targets.items():
        if target == STDIO:
            write(each.new)
        elif target in elsewhere or each.new != each.data:
            contents[target] = each.new
    with transaction(*contents, force=fixing.force) as files:
        for each in rewritings:
            if each.file in contents:
                files.expect(each.file, each.data)
        files.write(contents)


def _show_difference(rewriting: Rewriting, output: Output) -> None:
    """Show what would be changed, in colour on a terminal."""
    texts = [each.decode("utf-8", "surrogateescape") for each in (rewriting.old, rewriting.new)]
    difference = render_difference(*texts, file=rewriting.file)
    if output.screen is None:
        write(difference.encode("utf-8", "surrogateescape"))
        return
    from mi_survey.display.changes import draw_difference  # Rich: 40 ms, to draw only

    write_screen(draw_difference(difference, output.screen), output.screen)


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
