"""What a call may import: start-up is a feature, and an import is what spoils it.

Growth is a decision: whoever needs one more module for the calls here adds it to a list here.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from effort import some

# Typer, and what it needs in the versions that pyproject.toml allows.
_TYPER = frozenset({"annotated_doc", "click", "colorama", "shellingham", "typer"})
_RAPIDFUZZ = frozenset({"rapidfuzz", "cython_runtime"})
# Modules of the standard library that take a millisecond or more and that no call here needs.
_HEAVY = frozenset(
    """
    argparse asyncio concurrent csv ctypes decimal distutils doctest email fractions getpass
    hashlib html http importlib.metadata importlib.resources logging multiprocessing optparse
    pdb pickle pkgutil pprint pydoc queue random secrets socket sqlite3 ssl statistics string
    tarfile tempfile tomllib unittest urllib.request webbrowser xml zipfile zoneinfo
    """.split()
)

_FIND = ("find", "--object", "neuron", "--steer", "amplitude")
_VERSION_MODULES = frozenset(
    """
    mi_survey mi_survey.__main__ mi_survey.cli mi_survey.cli.app mi_survey.errors mi_survey.text
    mi_survey.version mi_survey.quick mi_survey.catalog mi_survey.catalog.compiled
    """.split()
)
_FIND_MODULES = _VERSION_MODULES | frozenset(
    """
    mi_survey.catalog.codec mi_survey.catalog.store mi_survey.model.stored
    mi_survey.cli.find mi_survey.cli.options mi_survey.cli.output
    mi_survey.cli.request mi_survey.cli.stream mi_survey.files
    mi_survey.exports mi_survey.exports.table mi_survey.exports.works
    mi_survey.library
    mi_survey.model mi_survey.model.catalog_records mi_survey.model.name mi_survey.model.taxonomy
    mi_survey.model.term
    mi_survey.model.work
    mi_survey.query mi_survey.query.bits mi_survey.query.filters mi_survey.query.index
    mi_survey.query.result
    """.split()
)
_TEXT_MODULES = _FIND_MODULES | {
    "mi_survey.model.venue",
    "mi_survey.query.field",
    "mi_survey.query.postings",
    "mi_survey.query.ranking",
    "mi_survey.query.search",
    "mi_survey.query.synonyms",
    "mi_survey.query.vocabulary",
    "mi_survey.query.words",
    "mi_survey.query.years",
    "mi_survey.model.person",
    "mi_survey.model.source",
}
_JSON_MODULES = _FIND_MODULES | {"mi_survey.exports.registry"}

_PROBE = """
import sys
before = set(sys.modules)
import mi_survey.__main__
from mi_survey.cli.app import main
status = main()
sys.stdout.flush()
print("\\n".join(["modules:", *sorted(set(sys.modules) - before)]), file=sys.stderr)
sys.exit(status)
"""


def _find_imports(*arguments: str, **environment: str) -> set[str]:
    """Run a call with its output in a pipe; return the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    messages, _, modules = done.stderr.partition("modules:\n")
    assert done.returncode == 0, messages
    assert done.stdout, "the call printed nothing, so it shows nothing"
    return set(modules.split())


def _find_foreign(modules: set[str]) -> set[str]:
    """Return the packages that are neither ours nor the standard library's, nor private."""
    tops = {module.partition(".")[0] for module in modules} - {"mi_survey"}
    return {top for top in tops - sys.stdlib_module_names if not top.startswith("_")}


def _find_ours(modules: set[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] == "mi_survey"}


_COMPLETE = {"_MI_SURVEY_COMPLETE": "zsh"}


@pytest.mark.parametrize(
    ("arguments", "ours"),
    [
        pytest.param(("--version",), _VERSION_MODULES, id="version"),
        pytest.param(_FIND, _FIND_MODULES, id="find"),
        pytest.param((*_FIND, "--json"), _JSON_MODULES, id="find-json"),
        pytest.param(("find", "refusal", "direction"), _TEXT_MODULES, id="find-text"),
        pytest.param(("find", "refusl", "directoin"), _TEXT_MODULES, id="find-misspelt"),
    ],
)
def test_a_call_loads_these_modules_of_ours_and_no_other(
    arguments: tuple[str, ...], ours: frozenset[str]
) -> None:
    modules = _find_imports(*arguments)
    misspelt = "refusl" in arguments
    assert _find_ours(modules) == ours
    assert ("rapidfuzz" in modules) == misspelt
    assert _find_foreign(modules) <= (_TYPER | _RAPIDFUZZ if misspelt else _TYPER)
    assert not modules & _HEAVY


@pytest.mark.parametrize(
    ("arguments", "environment"),
    some(
        [
            pytest.param(("find", "--object", ""), _COMPLETE, id="complete-term"),
            pytest.param(("--help",), {}, id="help"),
            pytest.param(("show", "ROME"), {}, id="show"),
            pytest.param(("show", "arditi"), _COMPLETE, id="complete-key"),
            pytest.param(("find", "--help"), {}, id="find-help"),
            pytest.param(("matrix", "object", "steer"), {}, id="matrix"),
            pytest.param(("fi",), _COMPLETE, id="complete-command"),
            pytest.param((*_FIND, "--format", "keys"), {}, id="find-keys"),
            pytest.param(("axes",), {}, id="axes"),
        ],
        of=3,
    ),
)
def test_a_plain_call_loads_typer_and_nothing_heavy(
    arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    modules = _find_imports(*arguments, **environment)
    assert _find_foreign(modules) <= _TYPER
    assert not modules & _HEAVY


def test_importing_the_package_loads_its_version_alone() -> None:
    code = "import sys; import mi_survey; print(*[m for m in sys.modules if 'mi_survey.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["mi_survey.version"]
