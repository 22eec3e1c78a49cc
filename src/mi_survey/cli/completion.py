"""``mi-survey completion``: the script for a shell, and the answers to that script's questions.

The scripts are our own, not Typer's, which have the shell evaluate the answers: a title with
``$(…)`` in a stranger's catalog would be run. An answer is data: one candidate a line, with a
tab before its description; bash, which knows no descriptions, gets the lines as it is to
insert or list them.
"""

import os
import re
import sys
from typing import Annotated, Any

import typer

from mi_survey.cli.candidate import (
    Candidate,
    iter_fitting,
    iter_offered,
    render_for_bash,
    render_lines,
)
from mi_survey.cli.complete import BEGUN, SHELLS, complete_shells
from mi_survey.cli.completion_scripts import SCRIPTS
from mi_survey.cli.stream import write
from mi_survey.errors import ExitStatus, MiSurveyError
from mi_survey.model.term import get_choice

# What options and operands call the files and folders that they take.
_FILES = re.compile(r"FILE|FOLDER|DIR|LIST\.md")
_PIECE = re.compile(
    r"""(?P<closed>'[^']*'|"(?:\\.|[^"\\])*")|(?P<open>['"].*)|(?P<space>\s+)|\\?.""", re.DOTALL
)


def completion(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="SHELL",
            help="bash, zsh, fish or powershell.",
            autocompletion=complete_shells,
        ),
    ],
) -> None:
    """Print the completion script for a shell.

    Its first lines say where it goes.

    \b
    Examples:
      mi-survey completion bash
      mi-survey completion fish
    """
    write(SCRIPTS[get_choice(shell, "shell", known=SHELLS)])


def answer(command: Any, *, shell: str) -> int:
    """Print the candidates for the last argument, as a completion script asks for them.

    Returns status 0 without a line where a file is wanted, another one where nothing fits.
    """
    words, quote = sys.argv[1:], ""
    if shell == "bash":
        words, quote = parse_line(words[0])
        del words[0]
    elif os.environ.get("_MI_SURVEY_NEW_WORD"):
        words.append("")
    *arguments, incomplete = words or [""]
    try:
        found = _find_candidates(command, arguments, incomplete=incomplete)
    except MiSurveyError:  # a catalog that cannot be read has no keys to offer
        return ExitStatus.CATALOG
    if found is None:
        return ExitStatus.DONE
    candidates = list(iter_offered(found))
    if shell == "bash":
        replaced = parse_line(f"{quote}{sys.argv[2]}")[0][-1]
        kept = len(incomplete.removesuffix(replaced))
        lines = render_for_bash(candidates, os.environ, kept=kept, quote=quote)
    else:
        lines = render_lines(candidates)
    write("".join(f"{line}\n" for line in lines))
    return ExitStatus.DONE if lines else ExitStatus.USAGE


def parse_line(line: str) -> tuple[list[str], str]:
    """Parse what stands before the cursor as bash does, without expanding anything.

    Returns the words, the last as far as it was typed, and the quotation mark that is open.

    >>> parse_line("find --venue 'Findings o")
    (['find', '--venue', 'Findings o'], "'")
    >>> parse_line(r"find Findings\\ o ")
    (['find', 'Findings o', ''], '')
    """
    words, quote = [""], ""
    for piece in _PIECE.finditer(line):
        text = piece[0]
        if piece["space"]:
            words.append("")
        elif piece["closed"] or piece["open"]:
            quote = text[0] if piece["open"] else ""
            inside = text[1:] if quote else text[1:-1]
            words[-1] += inside if text[0] == "'" else re.sub(r"\\([\\\"$`])", r"\1", inside)
        else:
            words[-1] += text[-1]
    return words, quote


def _find_candidates(
    command: Any, arguments: list[str], *, incomplete: str
) -> list[Candidate] | None:
    # private: Typer's own ShellComplete is abstract and hides which parameter is completed;
    # deferred: printing a script needs neither
    from typer._click.core import Parameter
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete

    # a bare --json takes no value, which only the call itself makes plain to Typer
    words = [_expand(word) for word in arguments if word != "--json"]
    context = _resolve_context(command, {}, "mi-survey", words)
    target, begun = _resolve_incomplete(context, words, incomplete)
    if not isinstance(target, Parameter):  # a command: its options or commands
        items = target.shell_complete(context, begun)
        return [(item.value, item.help or "") for item in items]
    if _FILES.search(target.metavar or ""):
        return None
    before = incomplete.removesuffix(begun)
    context.meta[BEGUN] = begun
    values = [(item.value, item.help or "") for item in target.shell_complete(context, "")]
    fitting = iter_fitting(values, begun, several=target.multiple or target.name == "json")
    return [(before + value, description) for value, description in fitting]


def _expand(word: str) -> str:
    # scripts pass words as they were typed; Path would change those that are no paths
    return os.path.expandvars(os.path.expanduser(word))  # noqa: PTH111
