"""The layers of the source, read off its imports, and the form that every module has."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import mi_survey

_ROOT = Path(mi_survey.__file__).parent
_PACKAGE = "mi_survey"
_PROJECT = Path(__file__).parents[1] / "pyproject.toml"

# What each part of the package may import, besides itself. `mi_survey` is the package's own
# module, which holds the version and hands out the public names.
_ALLOWED: dict[str, frozenset[str]] = {
    "version": frozenset(),
    "errors": frozenset(),
    "text": frozenset(),
    "files": frozenset({"errors"}),
    "watching": frozenset(),
    "transaction": frozenset({"files", "errors"}),
    "model": frozenset({"files", "errors", "text"}),
    "query": frozenset({"model", "files", "errors", "text"}),
    "reference": frozenset({"query", "model", "files", "errors", "text"}),
    "catalog": frozenset(
        {"version", "reference", "model", "transaction", "files", "errors", "text"}
    ),
    "exports": frozenset({"catalog", "reference", "query", "model", "files", "errors", "text"}),
    "lists": frozenset(
        {
            "exports", "catalog", "reference", "query", "model", "watching", "files", "errors",
            "text",
        }
    ),
    "bibliography": frozenset(
        {
            "exports", "catalog", "reference", "query", "model", "watching", "files", "errors",
            "text",
        }
    ),
    "display": frozenset({"exports", "reference", "query", "model", "errors", "text"}),
    "library": frozenset(
        {
            "bibliography", "lists", "exports", "catalog", "reference", "query", "model",
            "watching", "files", "errors", "text",
        }
    ),
    "cli": frozenset(
        {
            "mi_survey", "library", "display", "bibliography", "lists", "exports", "catalog",
            "reference", "query", "model", "transaction", "watching", "files", "errors", "text",
            "mcp_server",
        }
    ),
    "compiling": frozenset(
        {
            "library", "cli", "exports", "catalog", "reference", "query", "model", "text",
        }
    ),
    "quick": frozenset({"cli", "catalog", "query", "model", "text"}),
    "mcp_server": frozenset({"mi_survey", "library", "exports", "query", "errors"}),
    "mi_survey": frozenset({"version", "library", "exports", "query", "model", "errors"}),
    "__main__": frozenset({"quick", "cli", "errors"}),
}  # fmt: skip
# Who may import what is heavy, or what would tie a layer to a terminal.
_USERS: dict[str, frozenset[str]] = {
    "typer": frozenset({"cli"}),
    "rich": frozenset({"display"}),
    "rapidfuzz": frozenset({"query", "reference"}),
    "ftfy": frozenset({"lists"}),
    "markdown_it": frozenset({"lists"}),
    "mcp": frozenset({"mcp_server"}),
    "pydantic": frozenset({"catalog.fit", "mcp_server"}),
    "pydantic_core": frozenset({"catalog.fit"}),
}
# Imported, but declared by the package that brings it, or by another name.
_COMES_WITH = {"pydantic_core": "pydantic", "markdown_it": "markdown_it_py"}
_MOST_LINES = 400
# Who opens anything to write: transactions, who builds the wheel, marks of catalogs that proved
# valid, and standard streams that are closed.
_WRITERS = {"transaction", "catalog.compiled", "catalog.known", "cli.stream", "__main__"}


class Import(NamedTuple):
    """An import statement: where it stands, what it names, and when it runs."""

    module: str
    line: int
    target: str
    runs: str  # on "load", on "use" within a function, or "never": for types only


def _name_of(path: Path) -> str:
    parts = path.relative_to(_ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or _PACKAGE


_PATHS = {_name_of(path): path for path in sorted(_ROOT.rglob("*.py"))}


def _iter_imports(module: str) -> Iterator[Import]:
    """Yield every import of a module, those within functions and for types included."""
    pending: list[tuple[ast.AST, str]] = [(_parse(module), "load")]
    while pending:
        node, runs = pending.pop()
        if _is_for_types(node):
            runs = "never"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and runs == "load":
            runs = "use"
        pending += [(child, runs) for child in ast.iter_child_nodes(node)]
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (Import(module, node.lineno, target, runs) for target in _targets(node))


@cache
def _parse(module: str) -> ast.Module:
    return ast.parse(_PATHS[module].read_text(encoding="utf-8"))


def _is_for_types(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def _targets(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, f"line {node.lineno}: imports are absolute here"
    # with its name, since `from mi_survey.model import scheme` imports a module
    return [f"{node.module}.{alias.name}" for alias in node.names]


@cache
def _list_imports() -> list[Import]:
    return [each for module in _PATHS for each in _iter_imports(module)]


def _part_of(target: str) -> str | None:
    """Return the part of the package that an import names; ``None`` for what is not ours."""
    top, _, rest = target.partition(".")
    if top != _PACKAGE:
        return None
    part = rest.partition(".")[0]
    return part if part in _ALLOWED else _PACKAGE


def _module_of(target: str) -> str | None:
    """Return the module of ours that an import loads, be it named itself or for a name in it."""
    inner = target.removeprefix(f"{_PACKAGE}.")
    if target.partition(".")[0] != _PACKAGE:
        return None
    return inner if inner in _PATHS else _module_within(inner)


def _module_within(target: str) -> str:
    module = target.rpartition(".")[0]
    return module if module in _PATHS else _PACKAGE


def _offences() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for each in _list_imports():
        part = each.module.partition(".")[0]
        target = _part_of(each.target)
        if target is None or target == part or target in _ALLOWED[part]:
            continue
        where = f"{each.module}:{each.line} imports {each.target}"
        found.setdefault((part, target), []).append(where)
    return found


def test_every_part_of_the_package_has_its_place_among_the_layers() -> None:
    assert {module.partition(".")[0] for module in _PATHS} <= set(_ALLOWED)


def test_imports_go_down_the_layers_only() -> None:
    assert not _offences()


def test_the_layers_have_no_cycle() -> None:
    left = {part: set(targets) for part, targets in _ALLOWED.items()}
    while left:
        lowest = {part for part, targets in left.items() if not targets & set(left)}
        assert lowest, f"a cycle among {sorted(left)}"
        left = {part: targets for part, targets in left.items() if part not in lowest}


def _uses(*, also: str = "load") -> dict[str, set[str]]:
    uses = {module: set[str]() for module in _PATHS}
    for each in _list_imports():
        target = _module_of(each.target) if each.runs in ("load", also) else None
        if target is not None and target != each.module:
            uses[each.module].add(target)
    return uses


def _circles(uses: dict[str, set[str]]) -> list[str]:
    """Return what is left when modules that use nothing that is left are taken away."""
    left = dict(uses)
    while lowest := {module for module, targets in left.items() if not targets & set(left)}:
        left = {module: targets for module, targets in left.items() if module not in lowest}
    users = {target for targets in left.values() for target in targets}
    return sorted(set(left) & users)


def test_modules_have_no_cycle_when_they_load() -> None:
    assert _circles(_uses()) == []


def test_modules_have_no_cycle_within_functions_either() -> None:
    uses = _uses(also="use")
    assert _circles(uses) == []


@pytest.mark.parametrize("package", sorted(_USERS))
def test_a_heavy_package_has_one_user(package: str) -> None:
    allowed = _USERS[package]
    users = {
        each.module
        for each in _list_imports()
        if each.target.partition(".")[0] == package and each.runs != "never"
    }
    assert {user for user in users if not allowed & {user, user.partition(".")[0]}} == set()


def test_a_foreign_package_has_its_users_here_and_is_a_dependency() -> None:
    foreign = {each.target.partition(".")[0] for each in _list_imports()}
    foreign -= sys.stdlib_module_names | {_PACKAGE}
    assert foreign <= set(_USERS)
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].items()
    required = [
        *project["dependencies"],
        *(need for name, more in extras if name != "test" for need in more),
    ]
    names = {re.split(r"[^\w-]", need)[0].lower().replace("-", "_") for need in required}
    assert foreign - _COMES_WITH.keys() <= names
    assert set(_COMES_WITH.values()) <= names


@cache
def _list_nodes(module: str) -> list[ast.AST]:
    return [*ast.walk(_parse(module))]


def _opens_to_write(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ("write_text", "write_bytes", "O_WRONLY", "O_RDWR")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
        return any(
            isinstance(each, ast.Constant) and {*str(each.value)} & {*"wax+"} for each in node.args
        )
    return False


def test_files_of_users_are_written_in_a_transaction() -> None:
    writers = {name for name in _PATHS if any(map(_opens_to_write, _list_nodes(name)))}
    assert writers == _WRITERS


def test_modules_begin_with_a_sentence_that_says_what_they_own() -> None:
    for module in _PATHS:
        first = (ast.get_docstring(_parse(module)) or "").partition("\n\n")[0]
        assert len(first) > 20, module
        assert first.endswith("."), module


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {
        module: len(path.read_text(encoding="utf-8").splitlines())
        for module, path in _PATHS.items()
    }
    assert {name for name, length in lengths.items() if length > _MOST_LINES} == set()


def test_no_class_name_stands_twice() -> None:
    classes = Counter(
        node.name
        for module in _PATHS
        for node in _list_nodes(module)
        if isinstance(node, ast.ClassDef)
    )
    assert classes
    assert [name for name, count in classes.items() if count > 1] == []
