"""The ways in which the scripts say that they are installed, under strict shell options, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from mi_survey.cli.completion import SCRIPTS
from shell_session import SHELLS, make_home, start_shell

pytestmark = pytest.mark.external

# bash-completion itself calls a loader like this one, and looks into the folder.
_BASH_FOLDER = """_load() { . ~/.local/share/bash-completion/completions/"${1##*/}" && return 124; }
complete -D -F _load
"""
_WAYS = {
    "bash-completion": (
        "bash",
        ".local/share/bash-completion/completions/mi-survey",
        _BASH_FOLDER,
    ),
    "zsh function folder": (
        "zsh",
        ".zfunc/_mi-survey",
        'fpath=("$HOME/.zfunc" $fpath); autoload -Uz compinit; compinit -u\n',
    ),
    "fish folder": ("fish", ".config/fish/completions/mi-survey.fish", ""),
}
_STRICT = {
    "bash": """eval "$(mi-survey completion bash)"
set -uo pipefail -o noclobber; shopt -s extglob nullglob failglob; IFS=e
""",
    "zsh": """autoload -Uz compinit; compinit -D -u; eval "$(mi-survey completion zsh)"
setopt ksh_arrays no_unset sh_word_split glob_subst err_return ksh_glob no_clobber; IFS=e
""",
}


@pytest.mark.parametrize("way", _WAYS)
def test_completion_works_as_installed(tmp_path: Path, way: str) -> None:
    shell, file, setup = _WAYS[way]
    home = make_home(tmp_path / "a home")
    path = home.folder / file
    path.parent.mkdir(parents=True)
    path.write_text(SCRIPTS[shell], encoding="utf-8")
    with start_shell(shell, home, setup=setup) as session:
        for _ in range(3):  # the first Tab loads the script, in zsh the second redefines it
            assert session.complete("mi-survey fi") == "mi-survey find "


def test_fish_offers_no_option_of_another_command_from_the_man_page(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    # as fish writes it of an installed man page, whose commands it does not tell apart
    generated = home.folder / ".local/share/fish/generated_completions/mi-survey.fish"
    generated.parent.mkdir(parents=True)
    generated.write_text("complete -c mi-survey -l print-size -d 'Of another'\n", encoding="utf-8")
    with start_shell("fish", home) as session:
        assert session.complete("mi-survey open --pri") == "mi-survey open --print "
        assert session.complete("mi-survey open --print-") == "mi-survey open --print-"


@pytest.mark.parametrize("shell", _STRICT)
def test_completion_works_under_strict_options(tmp_path: Path, shell: str) -> None:
    with start_shell(shell, make_home(tmp_path), setup=_STRICT[shell]) as session:
        assert session.complete("mi-survey find --object ne").endswith("--object neuron ")
        assert session.complete(r"mi-survey find --venue Findings\ of\ A").endswith("ACL ")
        assert session.complete("mi-survey find zzz") == "mi-survey find zzz"


def test_bash_survives_errexit(tmp_path: Path) -> None:
    with start_shell("bash", make_home(tmp_path)) as session:
        session.run("set -e")
        typed = "mi-survey find --catalog missing.json --venue x"
        assert session.complete(typed) == typed
        assert session.complete("mi-survey fi") == "mi-survey find "


@pytest.mark.parametrize("shell", SHELLS)
def test_the_program_may_be_missing(tmp_path: Path, shell: str) -> None:
    home = make_home(tmp_path)
    with start_shell(shell, home) as session:
        home.program.unlink()
        start = len(session.drawn)
        assert session.complete("~/nowhere/mi-survey fi", tabs=2) == "~/nowhere/mi-survey fi"
        drawn = session.drawn[start:].lower()
    assert not [word for word in (b"not found", b"unknown", b"no such") if word in drawn]
