"""What people call commands and options that are called otherwise here: the hints of wrong calls.

Loaded where a call is wrong, and only there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from mi_survey.cli.options import formats_of
from mi_survey.errors import UnknownValue
from mi_survey.text import nearest

# What to write, with the words that are tried for it; several may share one.
OTHER_COMMANDS = {
    "find": "search list ls grep query filter lookup papers works",
    "find --author NAME": "author authors person people",
    "find --venue NAME": "venue venues",
    "find --count": "count",
    "find --sort central": "top best central",
    "show": "cat get view details info summary abstract",
    "open": "browse read url pdf",
    "export": "cite citation bib bibtex save download references refs",
    "export -o page.html": "browse page web",
    "check": "lint",
    "check --fix": "fix mend",
    "axes": "stats tags tag terms term taxonomy define explain",
    "axes --format markdown": "glossary",
    "matrix": "cross crosstab heatmap map",
    "matrix ROWS COLS --gaps": "gaps gap",
    "similar": "related neighbours neighbors",
    "catalog info": "info stats about status sources lists",
    "catalog validate": "verify",
    "skill": "agent agents",
    "mcp": "serve server",
    "help": "man usage",
    "--version": "version",
}
OTHER_OPTIONS = {
    "--since": "from after newer start",
    "--until": "to before older end",
    "--kind": "type",
    "--venue": "conference journal",
    "--limit": "max top number first head",
    "--sort": "order order-by sort-by",
    "--source": "list",
    "--output": "out file save",
    "--json": "fields",
}
_MOST_SHOWN = 3
_ALIKE = 0.7  # of an option's name; what is farther off is another word


def make_command_error(
    words: Sequence[str], *, commands: Collection[str], prefix: str = ""
) -> UnknownValue:
    """Make the error for words that begin with no command; ``prefix`` is that of a group's."""
    word = words[0]
    known = _list_words(commands, prefix)
    near = find_commands(word, commands=commands, prefix=prefix)
    error = UnknownValue("command", word, known=known, nearest=near)
    if not near and not prefix:
        text = " ".join(each for each in words if not each.startswith("-"))
        error.hint = f"mi-survey find {text} searches for it; known: {', '.join(known)}"
    return error


def find_commands(word: str, *, commands: Collection[str], prefix: str = "") -> list[str]:
    """Return what may be meant by a word that is no command: by another name, or alike.

    >>> known = ("find", "export", "check", "catalog validate", "catalog lint")
    >>> [find_commands(word, commands=known) for word in ("search", "exprot", "validate")]
    [['find'], ['export'], ['catalog validate']]
    >>> find_commands("lnt", commands=known, prefix="catalog ")
    ['catalog lint']
    """
    folded = word.lower()
    other = [meant for meant, words in OTHER_COMMANDS.items() if folded in words.split()]
    same = [name for name in commands if name.split()[-1] == folded]
    found = list(dict.fromkeys((*other, *same)))
    # a word behind a group's name means, of several, a command of the group
    within = [meant for meant in found if meant.startswith(prefix)]
    if found:
        return within or found
    return [f"{prefix}{near}" for near in nearest(folded, _list_words(commands, prefix))]


def _list_words(commands: Collection[str], prefix: str) -> list[str]:
    """List the words that may stand behind a prefix."""
    within = (name.removeprefix(prefix) for name in commands if name.startswith(prefix))
    return list(dict.fromkeys(name.split()[0] for name in within))


def explain_option(option: str, context: Any, *, commands: Collection[str]) -> str:
    """Say what may be meant by an option that a command does not have; empty if nothing is."""
    own = [name for parameter in context.command.params for name in parameter.opts]
    bare = option.lstrip("-").lower()
    for meant, words in OTHER_OPTIONS.items():
        if bare in words.split() and meant in own:
            return f"did you mean {meant}?"
    if "--format" in own and bare in formats_of(context.command.callback):
        return f"did you mean --format {bare}?"
    if takers := [name for name in commands if _takes(name, option, context)]:
        if context.parent is None:
            return f"options follow a command: mi-survey {takers[0]} {option}"
        more = ", …" if len(takers) > _MOST_SHOWN else ""
        return f"it is an option of {', '.join(takers[:_MOST_SHOWN])}{more}"
    # without the dashes, which make all options alike
    names = {name.lstrip("-"): name for name in own}
    near = nearest(bare, names, limit=1, alike=_ALIKE)
    return f"did you mean {names[near[0]]}?" if near else ""


def _takes(name: str, option: str, context: Any) -> bool:
    """Tell whether a command has an option."""
    command = context.find_root().command
    for word in name.split():
        command = command.get_command(context, word)
    return any(option in parameter.opts for parameter in command.params)
