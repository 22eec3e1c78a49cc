r"""What LaTeX reads of a text: the keys that it cites, and the files that it inputs.

Comments, verbatim text and what ``\iffalse`` skips have none. Nothing
is expanded: of a macro that cites its argument, the key is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mi_survey.bibliography.source_text import LineNumbers
from mi_survey.model.finding import TextSpan

# Elsewhere, and before two digits of an escaped address, a sign of per cent may be itself.
_COMMENT = re.compile(
    r"(?:^|(?<=[\s}]))%[^\n]*|(?<=[{,;.:!?)\]])%(?![0-9A-Fa-f]{2})[^\n]*", re.MULTILINE
)
_VERBATIM = re.compile(
    r"\\begin\{(?P<name>(?:[Vv]erbatim|lstlisting|minted|comment|filecontents)\*?)\}"
    r"|\\(?:verb\*?|lstinline)(?P<mark>[^A-Za-z\s*\[{])"
)
# Commands of packages that begin with "if" take their branches as arguments, and have no \fi.
_CONDITION = re.compile(
    r"\\(iffalse|iftrue|if(?!f(?![A-Za-z@]))[A-Za-z@]*+(?!\s*\{)|else|fi)(?![A-Za-z@])"
)
_COMMAND = re.compile(
    r"\\(?P<name>[A-Za-z]+)\*?(?P<groups>(?:\s*(?:\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}))+)"
)
# Commands about citing that cite nothing.
_SETTING = re.compile(r"(?:set)?citestyle|newcites?|(?:Declare|AtEvery)\w*")
_GROUP = re.compile(r"\{([^{}]*)\}")
_LONGEST_LINE = 1000  # characters in which \verb is looked for to end
_PARAMETER = "#"  # of a macro that is defined
_INPUT = re.compile(
    r"\\(?:input|include|subfile|subfileinclude)(?![A-Za-z])\s*+(?:\{([^{}\n]*)\}|([^\s{}\\%]++))"
)


class CitedKey(NamedTuple):
    """A key, and the first line in which a text cites it."""

    key: str
    line: int


class Input(NamedTuple):
    """The name of a file that a text inputs, as it is written, and the line."""

    name: str
    line: int


def blank_comments(text: str) -> str:
    r"""Take the comments of a LaTeX text away, and leave its lines.

    >>> blank_comments("a % b\nc")
    'a \nc'
    """
    return _COMMENT.sub("", text)


def find_cited_keys(text: str) -> list[CitedKey]:
    r"""Find the keys that a text cites, each once; ``\nocite{*}`` gives the key ``*``.

    >>> find_cited_keys("\\citep[see][p.~3]{a, b} % \\cite{c}\n\\textcite{a} \\verb|\\cite{d}|")
    [CitedKey(key='a', line=1), CitedKey(key='b', line=1)]
    """
    text = _blank_unread(text)
    lines = LineNumbers(text)
    found: dict[str, CitedKey] = {}
    for command in _COMMAND.finditer(text):
        if "cite" in command["name"].lower() and not _SETTING.fullmatch(command["name"]):
            for key in ",".join(_GROUP.findall(command["groups"])).split(","):
                found.setdefault(key.strip(), CitedKey(key.strip(), lines.at(command.start())))
    return [each for key, each in found.items() if key and _PARAMETER not in key]


def find_inputs(text: str) -> list[Input]:
    r"""Find the files that a text inputs.

    >>> find_inputs("\\input{a} \\include{\"b/c\"}\n\\input d.tex % \\input{e}")
    [Input(name='a', line=1), Input(name='b/c', line=1), Input(name='d.tex', line=2)]
    """
    text = _blank_unread(text)
    lines = LineNumbers(text)
    names = (
        ((found[1] or found[2] or "").strip('" '), found.start()) for found in _INPUT.finditer(text)
    )
    return [
        Input(name.strip(), lines.at(at))
        for name, at in names
        if name.strip() and _PARAMETER not in name
    ]


def _blank_unread(text: str) -> str:
    r"""Take away what LaTeX does not read, and leave the lines.

    >>> _blank_unread("\\iffalse a\n\\ifx\\b\\c d\\fi \\else e\\fi \\verb|f|.")
    '\n e\\fi .'
    """
    text = blank_comments(text)
    text = _blank(text, _iter_verbatim(text))
    return _blank(text, _iter_skipped(text))


def _blank(text: str, spans: Iterable[TextSpan]) -> str:
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], "\n" * text.count("\n", start, end)]
        done = end
    return "".join([*pieces, text[done:]])


def _iter_verbatim(text: str) -> Iterator[TextSpan]:
    at = 0
    unclosed: set[str] = set()  # is not looked for again, which would take long
    while found := _VERBATIM.search(text, at):
        at = found.end()
        name, mark = found["name"], found["mark"]
        if mark:
            line = text[at : at + _LONGEST_LINE].partition("\n")[0]
            end = at + line.index(mark) + 1 if mark in line else 0
        else:
            closer = f"\\end{{{name}}}"
            end = 0 if closer in unclosed else text.find(closer, at) + 1
            if end:
                end += len(closer) - 1
            else:
                unclosed.add(closer)
        if end:
            yield TextSpan(found.start(), end)
            at = end


def _iter_skipped(text: str) -> Iterator[TextSpan]:
    r"""Yield what stands between \iffalse and its \else or \fi, outermost first."""
    opened: list[tuple[str, int]] = []
    skipped: list[TextSpan] = []
    for found in _CONDITION.finditer(text):
        word = found[1]
        if word not in ("else", "fi"):
            opened.append((word, found.start()))
        elif opened:
            name, start = opened.pop()
            if name == "iffalse":
                while skipped and skipped[-1].start > start:
                    skipped.pop()
                skipped.append(TextSpan(start, found.end()))
            if word == "else":
                opened.append((word, found.start()))
    yield from skipped
