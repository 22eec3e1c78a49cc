"""The completion scripts, one for each shell.

A script hands the words of the line to ``mi-survey`` as arguments and takes the answer as data:
nothing of an answer is evaluated. Status 0 without an answer means that a file is wanted, which
the shell completes better than we do; any other status, that there is nothing to offer.
"""

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
