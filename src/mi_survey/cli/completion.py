"""``mi-survey completion``: the script for a shell, and the answers to that script's questions.

The scripts are our own, not Typer's, which have the shell evaluate the answers: a title with
``$(…)`` in a stranger's catalog would be run. A script hands the words of the line to
``mi-survey`` as arguments and takes the answer as data: one candidate a line, with a tab before
its description; bash, which knows no descriptions, gets the lines as it is to insert or list
them. Status 0 without an answer means that a file is wanted, which the shell completes better
than we do; any other status, that there is nothing to offer.
"""

import os
import re
import sys
from typing import Any

from mi_survey.cli.candidate import (
    Candidate,
    iter_fitting,
    iter_offered,
    render_for_bash,
    render_lines,
)
from mi_survey.cli.options import argument, takes_file
from mi_survey.cli.stream import write
from mi_survey.cli.values import KEYS, SHELLS, list_other_names, list_values
from mi_survey.errors import ExitStatus, MiSurveyError
from mi_survey.model.term import get_choice

_BASH = r"""# bash completion for mi-survey; source it, or put it where bash-completion finds it:
#   mi-survey completion bash > ~/.local/share/bash-completion/completions/mi-survey
_mi_survey() {
    local answer candidate program=${1//[\\\"\']/}
    COMPREPLY=()
    if [[ ${COMP_WORDS[COMP_CWORD - 1]} != *[\<\>] ]]; then
        answer=$(_MI_SURVEY_COMPLETE=bash _MI_SURVEY_COMP_TYPE="${COMP_TYPE-}" \
            COLUMNS="${COLUMNS-}" "${program/#\~\//$HOME/}" \
            "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null) || return 0
    fi
    if [[ -z ${answer-} && $2 == +* ]]; then
        compopt -o filenames -o nospace 2>/dev/null
        answer=$(compgen -P + -f -- "${2:1}") || return 0
    elif [[ -z ${answer-} ]]; then
        compopt -o default 2>/dev/null
        return 0
    fi
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done <<<"$answer"
}
complete -o nosort -F _mi_survey mi-survey 2>/dev/null || complete -F _mi_survey mi-survey
"""
_ZSH = r"""#compdef mi-survey
# zsh completion for mi-survey; source it after compinit, or put it into a folder of $fpath:
#   mi-survey completion zsh > ~/.zfunc/_mi-survey
_mi-survey() {
    local answer line value program="${(Q)words[1]}"
    local -a described
    answer="$(_MI_SURVEY_COMPLETE=zsh "${program/#\~\//$HOME/}" \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)" || return 1
    if [[ -z "$answer" ]]; then
        compset -P '-*='
        compset -P '+'
        _files
        return
    fi
    for line in "${(@f)answer//\\/\\\\}"; do
        value="${line%%$'\t'*}"
        described+=("${value//:/\\:}:${line#*$'\t'}")
    done
    _describe -V 'value' described -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
}
if [[ "${zsh_eval_context[-1]}" == *func ]]; then
    _mi-survey "$@"
else
    compdef _mi-survey mi-survey
fi
"""
_FISH = r"""# fish completion for mi-survey; source it, or put it where fish finds it:
#   mi-survey completion fish > ~/.config/fish/completions/mi-survey.fish
function __mi_survey_complete
    set -l words (commandline -opc)
    set -l program (string replace --regex '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    set -l current (commandline -ct | string unescape)
    command -q $program
    and set -l answer (_MI_SURVEY_COMPLETE=fish $program $words "$current" 2>/dev/null)
    or return
    if set -q answer[1]
        printf '%s\n' $answer
    else
        set current (commandline -ct)
        set -l before (string match --regex -- '^(?:-[^=]*=)?\+?' "$current")
        set -l path (string replace -- "$before" '' "$current")
        printf '%s\n' "$before"(complete -C ": $path")
    end
end
# What fish made of the man page, which knows no subcommands, is loaded once, and taken away.
complete -C 'mi-survey ' >/dev/null
complete --command mi-survey --erase
complete --command mi-survey --no-files --keep-order --arguments '(__mi_survey_complete)'
"""
_POWERSHELL = r"""# PowerShell completion for mi-survey; put it into your $PROFILE:
#   mi-survey completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName mi-survey -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
    $env:_MI_SURVEY_COMPLETE = 'powershell'
    if ($wordToComplete -eq '') { $env:_MI_SURVEY_NEW_WORD = '1' }
    try {
        mi-survey @words 2>$null | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:_MI_SURVEY_COMPLETE, Env:_MI_SURVEY_NEW_WORD -ErrorAction Ignore
    }
}
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}

_PIECE = re.compile(
    r"""(?P<closed>'[^']*'|"(?:\\.|[^"\\])*")|(?P<open>['"].*)|(?P<space>\s+)|\\?.""", re.DOTALL
)


def completion(
    shell: str = argument("SHELL", "bash, zsh, fish or powershell."),
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
    context: Any = _resolve_context(command, {}, "mi-survey", words)
    target, begun = _resolve_incomplete(context, words, incomplete)
    if not isinstance(target, Parameter):  # a command: its options or commands
        items = target.shell_complete(context, begun)
        return [(item.value, item.help or "") for item in items]
    if takes_file(target):
        return None
    before = incomplete.removesuffix(begun)
    several = target.multiple or target.name == "json"
    fitting = list(iter_fitting(list_values(target, context), begun, several=several))
    if not fitting and target.name in KEYS:
        fitting = list(iter_fitting(list_other_names(context), begun, several=False))
    return [(before + value, description) for value, description in fitting]


def _expand(word: str) -> str:
    # scripts pass words as they were typed; Path would change those that are no paths
    return os.path.expandvars(os.path.expanduser(word))  # noqa: PTH111
