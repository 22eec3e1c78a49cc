"""The works of the catalog as a papis library, to measure papis beside us on the same works.

A papis library is a folder for each work with an ``info.yaml``; the terms of the placements
become its tags (https://papis.readthedocs.io/en/latest/info-file.html).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mi_survey.model.work import Work

_CONFIG = """\
[settings]
default-library = works
database-backend = {backend}

[works]
dir = {folder}
"""


def write_library(folder: Path, works: Sequence[Work]) -> None:
    """Write one folder with its ``info.yaml`` for each work."""
    for work in works:
        home = folder / work.key
        home.mkdir(parents=True)
        # JSON is YAML, too
        text = json.dumps(_info(work), ensure_ascii=False, indent=1)
        (home / "info.yaml").write_text(text + "\n", encoding="utf-8")


def configure_papis(home: Path, *, library: Path, backend: str) -> dict[str, str]:
    """Configure papis under a folder; return the environment in which it reads that.

    ``backend`` is the database that papis keeps of a library: ``papis`` (a pickle, its default)
    or ``sqlite``.
    """
    folder = home / "config" / "papis"
    folder.mkdir(parents=True)
    text = _CONFIG.format(backend=backend, folder=library)
    (folder / "config").write_text(text, encoding="utf-8")
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


def _info(work: Work) -> Mapping[str, Any]:
    terms = {term for place in work.placements for _, term in place.iter_terms()}
    return {
        "papis_id": work.key,
        "ref": work.key,
        "title": work.title,
        "author": " and ".join(name.sort_form for name in work.authors),
        "year": work.year,
        "venue": work.venue.short if work.venue else "",
        "url": work.url or "",
        "tags": sorted(terms),
        "files": [],
    }
