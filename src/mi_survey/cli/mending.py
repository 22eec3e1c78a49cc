"""Mending a bibliography from the command line: the difference shown, or the file written."""

from __future__ import annotations

from collections.abc import Sequence

from mi_survey.bibliography.compare import Verdict
from mi_survey.bibliography.fix import fix_bibliography
from mi_survey.bibliography.rules import FIXABLE
from mi_survey.cli.output import say
from mi_survey.cli.rewriting import Rewriting


def mend(text: str, verdicts: Sequence[Verdict], rewriting: Rewriting) -> str | None:
    """Mend a .bib text, write it, and return it; ``None`` after a dry run.

    Raises:
        UsageFault: the target exists and is not to be overwritten.
        OutputFailed: it cannot be written.
    """
    rewriting.refuse_to_overwrite()
    fixed = fix_bibliography(text, verdicts)
    for key, reason in fixed.left:
        say(f"note: {key} is left as it is: {reason}")
    unfixable = sorted({each.rule for verdict in verdicts for each in verdict.findings} - FIXABLE)
    if unfixable:
        say(f"note: nobody but you can mend: {', '.join(unfixable)}")
    rewriting.carry_out(text, fixed.text)
    say(f"{len(fixed.keys)} entries {'would be ' if rewriting.dry_run else ''}mended")
    return None if rewriting.dry_run else fixed.text
