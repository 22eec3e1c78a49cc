"""Large catalogs made from the real one, to see how times grow; the same for the same size.

The first copies are the real works. A further copy of a work has a key and identifiers of its
own, two more words in its title, a year near the real one, at times another work's placements
and at times authors who wrote nothing else; whatever else it has stays, so that it takes as
much room as a real work.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mi_survey.text import tokenize

_FIRST_YEAR, _LAST_YEAR = 2018, 2025
_MONTHS = 12 * (_LAST_YEAR - 2008)
_IDS_A_MONTH = 90_000


def write_enlarged(path: Path, works: Sequence[dict[str, Any]], *, size: int) -> None:
    """Write a file of ``size`` works, one on a line, in order of key within each copy."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for position, work in enumerate(iter_enlarged(works, size=size)):
            file.write((",\n" if position else "\n") + json.dumps(work, ensure_ascii=False))
        file.write("\n]\n")


def iter_enlarged(works: Sequence[dict[str, Any]], *, size: int) -> Iterator[dict[str, Any]]:
    """Yield the works, then copies of them, ``size`` in all."""
    words = sorted({word for work in works for word in tokenize(work["title"]) if word.isalpha()})
    placements = [work["placements"] for work in works if "placements" in work]
    for serial in range(size):
        copy, position = divmod(serial, len(works))
        work = works[position]
        if not copy:
            yield work
            continue
        first, second = words[serial * 7 % len(words)], words[serial * 13 % len(words)]
        varied: dict[str, Any] = {
            "key": f"{work['key']}x{copy}",
            "title": f"{work['title']}: {first} {second}",
            "ids": {"doi": f"10.1234/copy.{serial}", "arxiv": _make_arxiv(serial)},
            "url": f"https://example.org/{serial}",
        }
        if "year" in work:
            year = work["year"] + copy % 5 - 2
            varied["year"] = min(max(year, _FIRST_YEAR), _LAST_YEAR)
        if "placements" in work and copy % 3 == 0:
            varied["placements"] = placements[serial * 11 % len(placements)]
        if "authors" in work and copy % 2:
            varied["authors"] = [_rename(author, copy) for author in work["authors"]]
        dropped = ("nicknames", "aliases", "appearances")
        yield {name: value for name, value in (work | varied).items() if name not in dropped}


def _rename(author: dict[str, str], copy: int) -> dict[str, str]:
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(copy))
    return {part: text + letters if part == "family" else text for part, text in author.items()}


def _make_arxiv(serial: int) -> str:
    month, number = divmod(serial, _IDS_A_MONTH)
    year, month = divmod(month % _MONTHS, 12)
    return f"{year + 15:02}{month + 1:02}.{number + 10_000:05}"
