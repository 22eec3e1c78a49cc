"""What a megabyte of a stranger's file costs to check: seconds and memory, for every kind of file.

Each is read and held against the catalog, as `check`, `catalog lint` and `catalog validate` do, at
the size given and at four times the size: time is to grow in proportion. Memory is what Python's
allocator held at most, measured in a run of its own, since measuring takes time. With
``--most-seconds`` and ``--most-memory``, more for each megabyte is a failure.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

from mi_survey import load_catalog
from mi_survey.catalog.document import parse_document
from mi_survey.catalog.schema import check_documents
from mi_survey.catalog.store import load_bundled

CATALOG = load_catalog()
_ENTRY = (
    "@inproceedings{{key{n}, title={{A Study of Neurons, Number {n}}}, author={{Bau, David and"
    " Meng, Kevin}}, booktitle={{NeurIPS}}, year={{2022}}, doi={{10.1000/{n}}}}}\n"
)
_ITEM = "* [A Study of Neurons, Number {n}](https://example.org/{n}) (NeurIPS 2022) *Bau, Meng*\n"


def _make_bib(count: int) -> str:
    return "".join(_ENTRY.format(n=n) for n in range(count))


def _make_list(count: int) -> str:
    return "# List\n\n## Part\n\n" + "".join(_ITEM.format(n=n) for n in range(count))


def _make_page(count: int) -> str:
    return "".join(
        f"Seen in [{n}](https://arxiv.org/abs/2202.{n % 99999:05}).\n" for n in range(count)
    )


def _make_items(count: int) -> str:
    author = [{"family": "Bau", "given": "David"}]
    issued = {"date-parts": [[2022]]}
    return json.dumps(
        [
            {"id": f"k{n}", "type": "book", "title": f"On {n}", "author": author, "issued": issued}
            for n in range(count)
        ]
    )


def _make_catalog(count: int) -> str:
    work = {"title": "A Study", "kind": "paper", "year": 2022, "status": "partial"}
    return json.dumps([{"key": f"bau2022k{n}", **work} for n in range(count)], indent=2) + "\n"


def _read_catalog(text: str) -> object:
    document = parse_document("works.json", text, file="works.json")
    return check_documents([document], base=load_bundled())


KINDS: dict[str, tuple[Callable[[int], str], Callable[[str], object]]] = {
    ".bib": (_make_bib, partial(CATALOG.check, file="a.bib")),
    "CSL-JSON": (_make_items, partial(CATALOG.check, file="a.json")),
    "pages": (_make_page, partial(CATALOG.check, file="a.md")),
    "awesome lists": (_make_list, CATALOG.lint),
    "catalogs": (_make_catalog, _read_catalog),
}


def _measure_seconds(read: Callable[[str], object], text: str) -> float:
    gc.disable()  # as the program itself does
    start = time.process_time()
    read(text)
    seconds = time.process_time() - start
    gc.enable()
    return seconds


def _measure_memory(read: Callable[[str], object], text: str) -> float:
    tracemalloc.start()
    read(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main() -> int:
    """Print the table; return 1 where something costs more than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="entries, and four times as many")
    parser.add_argument("--most-seconds", type=float, default=float("inf"))
    parser.add_argument("--most-memory", type=float, default=float("inf"))
    given = parser.parse_args()
    print(f"{'file':<16}{'MB':>7}{'s/MB':>8}{'MB/MB':>8}{'growth':>8}")  # noqa: T201 - a report
    failed = False
    for kind, (make, read) in KINDS.items():
        read(make(2))  # what is loaded on first use
        text, longer = make(given.count), make(4 * given.count)
        size = len(longer.encode()) / 1e6
        short, seconds = _measure_seconds(read, text), _measure_seconds(read, longer)
        memory = _measure_memory(read, text) / (len(text.encode()) / 1e6)
        print(  # noqa: T201 - likewise
            f"{kind:<16}{size:>7.2f}{seconds / size:>8.2f}{memory:>8.1f}{seconds / short:>7.1f}x",
            flush=True,
        )
        failed |= seconds / size > given.most_seconds or memory > given.most_memory
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
