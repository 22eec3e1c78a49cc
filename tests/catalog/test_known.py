"""A user's catalog is validated once; from then on it is read as the bundled one is."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mi_survey.catalog.known import load_valid
from mi_survey.catalog.schema import check_catalog
from mi_survey.catalog.store import load_bundled
from mi_survey.errors import CatalogInvalid
from mi_survey.model.stored import Stored
from program import make_work

BASE = load_bundled()._replace(works=())
OWN = [make_work(), make_work(key="another2023work", title="Another", year=2023)]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let catalogs be remembered in a folder of the test's own."""
    monkeypatch.delenv("MI_SURVEY_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "mi-survey" / "valid"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(OWN), encoding="utf-8")
    return path


def _is_lazy(path: Path) -> bool:
    """Load a catalog; tell whether it was read without validation, with the same records."""
    records = load_valid(str(path), base=BASE)
    assert records == check_catalog(str(path), base=BASE).contents
    return isinstance(records.works, Stored)


def test_a_catalog_is_validated_once(cache: Path, own: Path) -> None:
    assert [_is_lazy(own) for _ in range(3)] == [False, True, True]
    assert len([*cache.iterdir()]) == 1
    own.write_text(json.dumps(OWN[:1]), encoding="utf-8")
    assert [_is_lazy(own) for _ in range(2)] == [False, True]


def test_the_second_call_loads_no_validator(cache: Path, own: Path) -> None:
    code = (
        "import sys; from mi_survey import load_catalog; print(len(load_catalog(sys.argv[1])),"
        "*{'pydantic', 'mi_survey.catalog.schema'} & set(sys.modules))"
    )
    call = [sys.executable, "-c", code, str(own)]
    first, second = (subprocess.check_output(call, text=True).split() for _ in range(2))
    assert first[0] == second[0] == "2"
    assert sorted(first[1:]) == ["mi_survey.catalog.schema", "pydantic"]
    assert second[1:] == []
    assert cache.is_dir()


@pytest.mark.parametrize("text", ["\ufeff" + json.dumps(OWN), json.dumps(OWN[::-1], indent=7)])
def test_the_form_of_a_file_makes_no_difference(cache: Path, own: Path, text: str) -> None:
    own.write_text(text, encoding="utf-8")
    assert [_is_lazy(own) for _ in range(2)] == [False, True]
    assert cache.is_dir()


def test_a_folder_with_axes_of_its_own_is_remembered(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    axis = {"id": "goal", "label": "Goal", "definition": "What for"}
    term = {"id": "sound", "label": "Sound", "definition": "To be sound", "order": 1}
    work = make_work(placements=[{"by": "curated", "goal": "sound"}])
    for name, value in {"works": [work], "taxonomy": {"axes": [axis | {"terms": [term]}]}}.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    assert [_is_lazy(folder) for _ in range(2)] == [False, True]
    # the same works on other axes are another catalog
    with pytest.raises(CatalogInvalid):
        load_valid(str(folder / "works.json"), base=BASE)
    assert len([*cache.iterdir()]) == 1


@pytest.mark.parametrize(
    "works",
    [[make_work(yeer=2024)], [make_work(year="2024")], [make_work(year=2024.0)], [*OWN] * 2],
)
def test_an_invalid_catalog_is_invalid_every_time(
    cache: Path, own: Path, works: Sequence[dict[str, Any]]
) -> None:
    own.write_text(json.dumps(works), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CatalogInvalid):
            load_valid(str(own), base=BASE)
    assert [*cache.iterdir()] == []


@pytest.mark.parametrize("part", ["mi-survey", "mi-survey/valid", "mark"])
@pytest.mark.parametrize("mode", [stat.S_IWGRP, stat.S_IWOTH])
def test_what_others_can_write_is_not_believed(
    cache: Path, own: Path, part: str, mode: int
) -> None:
    assert [_is_lazy(own) for _ in range(2)] == [False, True]
    (mark,) = cache.iterdir()
    path = mark if part == "mark" else cache.parents[1] / part
    path.chmod(path.stat().st_mode | mode)
    assert [_is_lazy(own) for _ in range(2)] == [False, False]


@pytest.mark.parametrize("part", ["mi-survey", "valid", "mark"])
def test_a_link_is_not_believed(cache: Path, own: Path, part: str, tmp_path: Path) -> None:
    assert [_is_lazy(own) for _ in range(2)] == [False, True]
    (mark,) = cache.iterdir()
    path = {"mi-survey": cache.parent, "valid": cache, "mark": mark}[part]
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert [_is_lazy(own) for _ in range(2)] == [False, False]


def test_the_cache_is_for_the_user_alone(cache: Path, own: Path) -> None:
    mask = os.umask(0)
    try:
        load_valid(str(own), base=BASE)
    finally:
        os.umask(mask)
    modes = [path.stat().st_mode & 0o777 for path in (cache.parent, cache, *cache.iterdir())]
    assert modes == [0o700, 0o700, 0o600]


@pytest.mark.parametrize(
    "environment",
    [
        {"MI_SURVEY_CACHE": "off"},
        {"XDG_CACHE_HOME": "/dev/null/cache"},
        {"XDG_CACHE_HOME": "", "HOME": ""},
        {"XDG_CACHE_HOME": "relative", "HOME": "relative"},
    ],
)
def test_it_works_without_a_cache(
    environment: dict[str, str], cache: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert [_is_lazy(own) for _ in range(2)] == [False, False]
    assert not cache.exists()
    assert [path.name for path in own.parent.iterdir()] == ["own.json"]


def test_the_cache_does_not_grow_for_ever(
    cache: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mi_survey.catalog.known._MOST_REMEMBERED", 3)
    for year in range(2001, 2009):
        own.write_text(json.dumps([make_work(year=year)]), encoding="utf-8")
        assert [_is_lazy(own) for _ in range(2)] == [False, True]
        assert len([*cache.iterdir()]) <= 3
