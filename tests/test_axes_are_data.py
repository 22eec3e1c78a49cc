"""No source file knows an axis, a term or a list: they are data, named by rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

from mi_survey.catalog.store import load_bundled, load_taxonomy
from mi_survey.cli.app import COMMANDS, build_command
from mi_survey.model.taxonomy import NO_STEP, RESERVED
from mi_survey.model.work import KINDS, By, Listing, Placement, Work
from mi_survey.query.crosstab import FACETS
from mi_survey.query.filters import Filters
from program import ROOT

TAXONOMY = load_taxonomy()
SOURCE = ROOT / "src" / "mi_survey"
IDS = {*TAXONOMY.ids, *(term.id for axis in TAXONOMY.axes for term in axis.terms)}
# Words that are also ids, with the reason why they stand in the source.
KNOWN_EXCEPTIONS = {
    ("model/taxonomy.py", NO_STEP): "the one term that means the same in every taxonomy",
    ("compiling.py", "none"): "how many values an option takes",
    ("quick.py", "none"): "likewise",
    ("exports/works.py", "object"): "what JSON Schema calls a record",
    ("query/synonyms.py", "ffn"): "what people write for feed-forward networks in any text",
}


@cache
def _list_strings() -> list[tuple[str, str]]:
    """List the strings of every module with its path."""
    return [
        (path.relative_to(SOURCE).as_posix(), text)
        for path in SOURCE.rglob("*.py")
        for text in _iter_strings(ast.parse(path.read_text(encoding="utf-8")))
    ]


def _iter_strings(tree: ast.Module) -> Iterator[str]:
    """Yield the strings of a module but its docstrings, whose examples name what they like."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    prose = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node.value


def test_no_source_file_spells_an_axis_or_a_term() -> None:
    found = {
        (path, word)
        for path, text in _list_strings()
        if (word := text.strip().removeprefix("--").lower()) in IDS
    }
    assert found == set(KNOWN_EXCEPTIONS)


def test_no_source_file_spells_a_list() -> None:
    lists = {source.id for source in load_bundled().sources}
    # whose tags a placement has, and what a work is
    words = {*get_args(By), *KINDS}
    assert [(path, text) for path, text in _list_strings() if text in lists - words] == []


def test_no_script_of_the_page_spells_an_axis_or_a_term() -> None:
    scripts = [*SOURCE.rglob("*.js"), *SOURCE.rglob("*.html")]
    assert scripts
    for path in scripts:
        words = re.findall(r"""["'`]([\w-]+)["'`]""", path.read_text(encoding="utf-8"))
        assert not {*words} & (IDS - {NO_STEP}), path.name


def test_no_axis_can_hide_a_field_a_filter_or_a_facet() -> None:
    names = {*Work.__slots__, *Listing.__slots__, *Placement.__slots__, *Filters.__slots__}
    assert names | {*FACETS} <= RESERVED


def test_no_axis_can_hide_an_option() -> None:
    for name in COMMANDS:
        options = {option for parameter in build_command(name).params for option in parameter.opts}
        words = {option.removeprefix("--") for option in options if option.startswith("--")}
        if words & {*TAXONOMY.ids}:
            # an id is one word, so that no option with a hyphen is hidden
            assert {word for word in words if "-" not in word} - {*TAXONOMY.ids} <= RESERVED, name
