"""The wheel holds the program and the catalog, and nothing else; an editable install finds both."""

from __future__ import annotations

import subprocess
import sys
import zipapp
from pathlib import Path

import pytest

from effort import some
from mi_survey.catalog.compiled import NAME
from mi_survey.catalog.store import bundled_folder
from program import ALL

ROOT = Path(__file__).parents[1]


@pytest.fixture
def wheel_names(wheel: Path) -> list[str]:
    return [path.relative_to(wheel).as_posix() for path in wheel.rglob("*") if path.is_file()]


def test_the_wheel_holds_every_module_and_the_whole_catalog(wheel_names: list[str]) -> None:
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    catalog = {
        f"mi_survey/_catalog/{path.relative_to(ROOT / 'catalog').as_posix()}"
        for path in (ROOT / "catalog").rglob("*.json")
    }
    page = {f"mi_survey/page/page.{suffix}" for suffix in ("html", "css", "js")}
    packed = {name for name in wheel_names if not {".dist-info", ".data"} & _suffixes(name)}
    others = {"mi_survey/py.typed", "mi_survey/skill/SKILL.md", f"mi_survey/_catalog/{NAME}"}
    assert packed == modules | catalog | page | others


def _suffixes(name: str) -> set[str]:
    return set(Path(name.partition("/")[0]).suffixes[-1:])


def test_the_wheel_installs_the_manual(wheel_names: list[str]) -> None:
    manual = [name for name in wheel_names if name.endswith("share/man/man1/mi-survey.1")]
    assert len(manual) == 1


def test_a_checkout_has_no_compiled_catalog() -> None:
    assert not [*ROOT.glob(f"src/**/{NAME}"), *ROOT.glob(f"catalog/**/{NAME}")]


def test_the_wheel_carries_licence_and_entry_point(wheel_names: list[str]) -> None:
    endings = {name.partition(".dist-info/")[2] for name in wheel_names if ".dist-info/" in name}
    assert {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"} <= endings


def test_a_checkout_uses_its_own_catalog() -> None:
    assert bundled_folder() == ROOT / "catalog"


def test_a_zip_file_runs_with_its_own_catalog(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "works.json").write_text("a stranger's")
    program = tmp_path / "program.pyz"
    zipapp.create_archive(wheel, program, main="mi_survey.__main__:run")
    found = subprocess.check_output([sys.executable, program, "find", "--count"], text=True)
    assert found == f"{ALL}\n"
    others = some(("show ROME", "help schema", "catalog validate", "skill"), of=3)
    code = (
        "import mi_survey; from mi_survey.cli.app import main\n"
        "assert 'program.pyz' in mi_survey.__file__\n"
        f"for words in {others!r}: assert main(words.split()) == 0, words"
    )
    environment = {"PYTHONPATH": str(program)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)


def test_the_top_level_holds_only_what_belongs_there() -> None:
    allowed = {"pyproject.toml", "README.md", "src", "catalog", "tests"}
    allowed |= {"LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = {line.split("/")[0] for line in listed.stdout.splitlines()} or {
        path.name for path in ROOT.iterdir()
    }
    assert {name for name in names if not name.startswith(".")} <= allowed
