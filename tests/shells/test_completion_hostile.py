"""Catalogs of strangers: their text is completed and shown, and never run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shell_session import SHELLS, Home, Session, make_home, start_shell

pytestmark = pytest.mark.external

_VENUES = {
    "A": "A $(touch PWNED) `touch PWNED` ${x:-$(touch PWNED)} $HOME",
    "B": 'B "so" isn\'t',
    "C": "C a:b=c:d %n %F{red} %1(l.x.y) [bold]x[/] * ? {1..3}",
    "D": "D back\\slash ; touch PWNED | <(touch PWNED) > PWNED ~ # \\",
    "E": "E Kélod—ünï 模型",
}
_IN_QUOTES = "AB"  # what is special between quotes
_CONTROLS = "Z\x1b]0;TAKEN\x07 \x1b[31mTAKEN\ttab\nline \x9b31m"


def _make_work(number: int, text: str) -> dict[str, Any]:
    return {
        "key": f"evil2024{chr(ord('a') + number)}",
        "title": text,
        "kind": "paper",
        "authors": [{"given": "Ann", "family": "Evil"}],
        "year": 2024,
        "venue": {"name": text, "short": text, "type": "conference"},
        "status": "verified",
    }


def _write_catalog(path: Path, *texts: str) -> str:
    works = [_make_work(number, text) for number, text in enumerate(texts)]
    path.write_text(json.dumps(works), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, shell: str) -> Home:
    folder = tmp_path_factory.mktemp(shell)
    catalog = _write_catalog(folder / "evil works.json", *_VENUES.values())
    return make_home(folder / "home", MI_SURVEY_CATALOG=catalog)


@pytest.fixture(scope="module")
def session(shell: str, home: Home) -> Iterator[Session]:
    with start_shell(shell, home) as started:
        yield started


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_venues_are_inserted_so_that_the_shell_reads_them_back(
    session: Session, shell: str, home: Home, quote: str
) -> None:
    letters = _IN_QUOTES if quote else "".join(_VENUES)
    lines = [session.complete(f"mi-survey find --venue {quote}{letter}") for letter in letters]
    words = [line.removeprefix("mi-survey find --venue ") for line in lines]
    script = "\n".join(f"printf '%s\\n' {word}" for word in words)
    printed = subprocess.run(
        [shell, "-c", script],
        cwd=home.folder,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert printed.stdout.splitlines() == [_VENUES[letter] for letter in letters]
    assert not _find_traces(home)


def test_titles_are_listed_as_they_are(session: Session, home: Home) -> None:
    shown = session.list("mi-survey show evil2024", until=_VENUES["E"])
    for title in _VENUES.values():
        assert title in shown
    assert not _find_traces(home)


def test_control_characters_reach_no_terminal(session: Session, home: Home, tmp_path: Path) -> None:
    catalog = _write_catalog(tmp_path / "works.json", _CONTROLS)
    start = len(session.drawn)
    line = f"mi-survey find --catalog {catalog} --venue Z"
    assert session.complete(line) == line
    assert b"TAKEN" not in session.drawn[start:]
    assert not _find_traces(home)


def test_a_broken_catalog_offers_nothing_and_says_nothing(session: Session, tmp_path: Path) -> None:
    catalog = tmp_path / "works.json"
    catalog.write_text('[{"key": 1}, "\\u0000"]', encoding="utf-8")
    start = len(session.drawn)
    line = f"mi-survey find --catalog {catalog} --venue A"
    assert session.complete(line) == line
    drawn = session.drawn[start:].lower()
    assert not [word for word in (b"error", b"traceback", b"hint") if word in drawn]


def _find_traces(home: Home) -> list[Path]:
    return list(home.folder.parent.rglob("PWNED"))
