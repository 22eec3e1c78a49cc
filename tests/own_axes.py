"""Catalogs with axes of their own, for which no line of the program was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.codec import dump_canonical
from mi_survey.catalog.store import FILES
from part_of_catalog import write_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class OwnAxes:
    """A catalog with an axis of its own: how it is written, and what is to be found there.

    ``term`` of ``axis`` is borne by the works ``keys``; ``label`` is the axis's name, ``other``
    another axis, ``known`` a work that has no ``term`` yet, ``misspelt`` the axis on which a list
    wrote a tag wrong. ``foreign`` are axes that the catalog does not have.
    """

    write: Callable[[Path], None]
    axis: str
    label: str
    term: str
    term_label: str
    keys: tuple[str, ...]
    other: str
    known: str
    misspelt: str
    foreign: tuple[str, ...]


def _term(id: str, label: str, order: int, **more: Any) -> dict[str, Any]:
    return {"id": id, "label": label, "definition": f"Works on {label}", "order": order, **more}


def _dump(folder: Path, values: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        (folder / name).write_text(dump_canonical(value), encoding="utf-8")


_PLACED = {
    "meng2022locating": "gpt-family",
    "arditi2024refusal": "llama-family",
    "geva2021transformer": "gpt-family",
}


def _write_bundled_with_models(folder: Path) -> None:
    """Take the bundled catalog and add a fifth axis, three terms and three placements."""
    write_part(folder)
    axes = json.loads((folder / FILES[1]).read_bytes())
    terms = [
        _term("gpt-family", "GPT", 1, aliases=["openai"]),
        _term("llama-family", "Llama", 2),
        _term("pythia-family", "Pythia", 3),
    ]
    axes["axes"].append(
        {"id": "model", "label": "Language Model", "definition": "What is studied", "terms": terms}
    )
    works = json.loads((folder / FILES[0]).read_bytes())
    for work in works:
        if work["key"] in _PLACED:
            work["placements"][0]["model"] = _PLACED[work["key"]]
    _dump(folder, {FILES[0]: works, FILES[1]: axes})


def _write_bird_songs(folder: Path) -> None:
    """Write a small catalog of another field, with two axes and one list."""
    species = {
        "id": "species",
        "label": "Species",
        "definition": "Who sings",
        "heading": True,
        "terms": [
            _term("songbird", "Songbirds", 1),
            _term("finch", "Finches", 2, parent="songbird"),
            _term("parrot", "Parrots", 3),
            _term("none", "-", 4),
        ],
    }
    method = {
        "id": "method",
        "label": "Method of Study",
        "definition": "How songs are studied",
        "most": 2,
        "terms": [
            _term("recording", "Recording", 1, aliases=["tape"]),
            _term("playback", "Playback", 2),
            _term("none", "-", 3),
        ],
    }
    listing = {
        "source": "songs",
        "title": "How Finches Learn to Sing",
        "urls": ["https://arxiv.org/abs/2401.00001"],
        "species": "Finches",
        "method": "Recordding",
    }
    works = [
        {
            "key": "finches",
            "title": "How Finches Learn to Sing",
            "kind": "preprint",
            "year": 2024,
            "ids": {"arxiv": "2401.00001"},
            "url": "https://arxiv.org/abs/2401.00001",
            "placements": [
                {"by": "survey", "species": "finch", "method": ["recording", "playback"]}
            ],
            "listings": [listing],
            "status": "verified",
        },
        {
            "key": "parrots",
            "title": "What Parrots Learn to Say",
            "kind": "preprint",
            "year": 2023,
            "ids": {"arxiv": "2401.00002"},
            "url": "https://arxiv.org/abs/2401.00002",
            "placements": [{"by": "curated", "species": "parrot", "method": ["recording"]}],
            "status": "verified",
        },
        {
            "key": "silence",
            "title": "What Nobody Sings",
            "kind": "preprint",
            "year": 2022,
            "url": "https://example.org/silence",
            "status": "partial",
        },
    ]
    source = {"id": "songs", "title": "Songs", "listings": 1}
    _dump(folder, {FILES[0]: works, FILES[1]: {"axes": [species, method]}, FILES[2]: [source]})


OWN_AXES = {
    "fifth axis": OwnAxes(
        write=_write_bundled_with_models,
        axis="model",
        label="Language Model",
        term="gpt-family",
        term_label="GPT",
        keys=("geva2021transformer", "meng2022locating"),
        other="object",
        known="arditi2024refusal",
        misspelt="locate",
        foreign=(),
    ),
    "another field": OwnAxes(
        write=_write_bird_songs,
        axis="method",
        label="Method of Study",
        term="recording",
        term_label="Recording",
        keys=("finches", "parrots"),
        other="species",
        known="silence",
        misspelt="method",
        foreign=("object", "locate", "steer", "area"),
    ),
}
