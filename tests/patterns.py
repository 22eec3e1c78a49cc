r"""Every regular expression of the source, found in its syntax trees and written for JavaScript.

Checkers of regular expressions read those of JavaScript. Of what Python alone has, a possessive
repetition of one character is written as what it is, a repetition that nothing of its kind
follows, and any other as what takes at least as long, a plain one. Letters beyond ASCII are stood
for by one of them, except beside ``\b``, which in JavaScript knows ASCII alone; those beyond the
basic plane by its last.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as grammar  # type: ignore[attr-defined]
from typing import Any

import mi_survey

SOURCE = Path(mi_survey.__file__).parent
_FUNCTIONS = frozenset(
    {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
)
_ANCHORED = frozenset({"match", "fullmatch"})
_LETTER = "é"
_CATEGORIES = {
    code.CATEGORY_DIGIT: r"0-9٠",
    code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_WORD: rf"0-9A-Za-z_{_LETTER}",
}
_COMPLEMENTS = {
    code.CATEGORY_NOT_DIGIT: r"[^0-9٠]",
    code.CATEGORY_NOT_SPACE: r"[^\s]",
    code.CATEGORY_NOT_WORD: rf"[^0-9A-Za-z_{_LETTER}]",
}
_PLACES = {
    code.AT_BEGINNING: "^",
    code.AT_BEGINNING_STRING: "^",
    code.AT_END: "$",
    code.AT_END_STRING: "$",
    code.AT_BOUNDARY: r"\b",
    code.AT_NON_BOUNDARY: r"\B",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression where it stands: ``place`` is the module and the name it bears there.

    One without a name bears the name of the function around it. ``source`` and ``flags`` are
    those of JavaScript; None where it is put together when the function is called.
    """

    place: str
    source: str | None
    flags: str = ""


def find_patterns() -> list[Pattern]:
    """Return every regular expression of the source, in the order of its files."""
    return [pattern for path in sorted(SOURCE.rglob("*.py")) for pattern in _iter_patterns(path)]


def _iter_patterns(path: Path) -> Iterator[Pattern]:
    relative = path.relative_to(SOURCE).with_suffix("")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = list(_iter_calls(tree, ""))
    if not calls:
        return
    known = vars(import_module(".".join(("mi_survey", *relative.parts))))
    for call, name in calls:
        place = f"{'/'.join(relative.parts)}:{name}"
        function = call.func.attr  # type: ignore[attr-defined]
        methods = {function} if function != "compile" else _find_methods(tree, name)
        try:
            given = _evaluate(call.args[0], known)
            flags = sum(_evaluate(value, known) for value in _iter_flags(call, function))
        except NameError:  # the pattern is made of what is known there alone
            made = [each for each in _iter_compiled(known.get(name)) if not name[0].islower()]
            yield from (Pattern(place, *_write(each.pattern, each.flags, methods)) for each in made)
            if not made:
                yield Pattern(place, None)
            continue
        if not isinstance(given, re.Pattern):  # which is found where it is compiled
            yield Pattern(place, *_write(given, flags, methods))


def _iter_compiled(value: object) -> Iterator[re.Pattern[str]]:
    """Yield the patterns of a table of them."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _iter_compiled(each)


def _iter_calls(node: ast.AST, name: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls of ``re`` with the name that the pattern has, or the function around it."""
    for child in ast.iter_child_nodes(node):
        inner = name
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = child.name
        elif isinstance(child, ast.Assign | ast.AnnAssign) and not name:
            target = child.targets[0] if isinstance(child, ast.Assign) else child.target
            inner = target.id if isinstance(target, ast.Name) else name
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and isinstance(child.func.value, ast.Name)
            and child.func.value.id == "re"
            and child.func.attr in _FUNCTIONS
        ):
            yield child, inner
        yield from _iter_calls(child, inner)


def _evaluate(node: ast.expr, known: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "pattern", "eval"), known)  # noqa: S307 -- our source


def _iter_flags(call: ast.Call, function: str) -> Iterator[ast.expr]:
    position = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(function, 2)
    yield from call.args[position : position + 1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg == "flags")


def _find_methods(tree: ast.AST, name: str) -> set[str]:
    """Return how a compiled pattern is used: ``search`` where that cannot be seen."""
    used = set()
    called = {
        id(node.func.value): node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            used.add(called.get(id(node), "search"))
    return used if name.startswith("_") and used else {"search"}


def _write(text: str, flags: int, methods: set[str]) -> tuple[str, str]:
    tree = grammar.parse(text, flags)
    source = _write_all(tree)
    if methods <= _ANCHORED:
        source = f"^(?:{source})"
        if methods == {"fullmatch"}:
            source += "$"
    if r"\b" in source:
        source = source.replace(_LETTER, "")
    letters = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}
    return source, "".join(sign for flag, sign in letters.items() if tree.state.flags & flag)


def _write_all(tree: Any) -> str:
    return "".join(_write_one(operation, given) for operation, given in tree)


def _write_one(operation: Any, given: Any) -> str:
    match operation:
        case code.LITERAL:
            return _write_char(given)
        case code.NOT_LITERAL:
            return f"[^{_write_char(given)}]"
        case code.ANY:
            return "."
        case code.IN:
            return _write_class(given)
        case code.AT:
            return _PLACES[given]
        case code.BRANCH:
            return f"(?:{'|'.join(map(_write_all, given[1]))})"
        case code.SUBPATTERN:
            group, _, _, inner = given
            return f"({'' if group else '?:'}{_write_all(inner)})"
        case code.ATOMIC_GROUP:
            return f"(?:{_write_all(given)})"
        case code.ASSERT | code.ASSERT_NOT:
            direction, inner = given
            sign = "=" if operation is code.ASSERT else "!"
            return f"(?{'<' if direction < 0 else ''}{sign}{_write_all(inner)})"
        case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
            return _write_repeat(operation, *given)
        case code.GROUPREF:
            return f"(?:\\{given})"
    raise AssertionError(f"{operation} is not known here")


def _write_repeat(operation: Any, least: int, most: int, inner: Any) -> str:
    written, end = _write_all(inner), "" if most == code.MAXREPEAT else most
    after = "?" if operation is code.MIN_REPEAT else ""
    if operation is code.POSSESSIVE_REPEAT and not end and _is_character(inner):
        after = f"(?!{written})"
    return f"(?:{written}){{{least},{end}}}{after}"


def _is_character(inner: Any) -> bool:
    single = (code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN)
    return len(inner) == 1 and inner[0][0] in single


def _write_class(items: Any) -> str:
    negated = bool(items) and items[0][0] is code.NEGATE
    inside, beside = "", []
    for operation, given in items[negated:]:
        if operation is code.LITERAL:
            inside += _write_char(given)
        elif operation is code.RANGE:
            inside += f"{_write_char(given[0])}-{_write_char(given[1])}"
        elif given in _CATEGORIES:
            inside += _CATEGORIES[given]
        else:
            beside.append(_COMPLEMENTS[given])
    if not beside:
        return f"[{'^' if negated else ''}{inside}]"
    if negated:  # what is in none of them
        return "".join(f"(?!{each})" for each in beside) + (f"[^{inside}]" if inside else "[^]")
    return f"(?:{'|'.join([*beside, *([f'[{inside}]'] if inside else [])])})"


def _write_char(number: int) -> str:
    char = chr(number)
    if char.isalnum() and number < 128:
        return char
    return f"\\u{min(number, 0xFFFF):04x}"
