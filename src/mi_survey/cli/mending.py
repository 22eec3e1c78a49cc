"""Mending a bibliography from the command line: the difference shown, or the file written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mi_survey.check.compare import FIXABLE, Verdict
from mi_survey.check.fix import fix_bibliography
from mi_survey.cli.output import say, write
from mi_survey.cli.text_difference import render_difference
from mi_survey.errors import UsageFault
from mi_survey.files import write_whole

__all__ = ["STDIO", "Mending", "mend"]

STDIO = "-"


class Mending(NamedTuple):
    """What ``--fix`` is asked to do: mend a file into a target."""

    file: str
    target: str
    force: bool = False
    dry_run: bool = False


def mend(text: str, verdicts: Sequence[Verdict], mending: Mending) -> str | None:
    """Mend a .bib text, write it, and return it; ``None`` after a dry run.

    Raises:
        UsageFault: the target exists and is not to be overwritten.
        OutputFailed: it cannot be written.
    """
    target = Path(mending.target)
    other = mending.target not in (mending.file, STDIO)
    if other and target.exists() and not (mending.force or mending.dry_run):
        raise UsageFault(f"'{target}' exists", hint="--force overwrites it")
    fixed = fix_bibliography(text, verdicts)
    for key, reason in fixed.left:
        say(f"note: {key} is left as it is: {reason}")
    unfixable = sorted({each.rule for verdict in verdicts for each in verdict.findings} - FIXABLE)
    if unfixable:
        say(f"note: nobody but you can mend: {', '.join(unfixable)}")
    if mending.dry_run:
        write(render_difference(text, fixed.text, file=mending.file))
        say(f"{len(fixed.keys)} entries would be mended")
        return None
    if mending.target == STDIO:
        write(fixed.text)
    elif other or fixed.text != text:
        write_whole(target, fixed.text.encode("utf-8"))
    say(f"{len(fixed.keys)} entries mended")
    return fixed.text
