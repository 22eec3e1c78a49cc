"""The difference of two texts as ``diff -u`` shows it, for dry runs."""

from __future__ import annotations

from difflib import unified_diff


def render_difference(old: str, new: str, *, file: str) -> str:
    r"""Render a unified difference that ``patch`` applies.

    >>> print(render_difference("a\nb\n", "a\nc\n", file="x").splitlines()[-1])
    +c
    """
    name = "stdin" if file == "-" else file
    lines = unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    # not at other line separators, which a value may hold
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]
