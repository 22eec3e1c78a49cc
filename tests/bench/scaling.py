"""Measure how times and memory grow with the catalog, from 420 works to 420,000, beside jq.

    python tests/bench/scaling.py --most 42000

Each size is measured in a process of its own, on a file made by ``enlarged``, with the garbage
collector off, as the command line has it. It is a report; nothing fails.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from mi_survey.catalog.codec import DECODERS, decode_work
from mi_survey.catalog.store import bundled_folder, load_bundled, read_json
from mi_survey.library import Catalog, load_catalog
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.stored import Stored
from mi_survey.query.filters import Filters

# pytest finds the modules that tests share by its `pythonpath`; a script must find them itself.
sys.path.append(str(Path(__file__).parent))
from columns import render_columns
from enlarged import write_enlarged

if TYPE_CHECKING:
    from mi_survey.model.work import Work

SIZES = (420, 4_200, 42_000, 420_000)
_MOST_VALIDATED = 42_000
_GOAL_MS = 10.0
_REPEAT = 7

# What a filter of each kind costs, and of several together.
_FILTERS: dict[str, Filters] = {
    "two axes": Filters.of(object="neuron", steer="amplitude"),
    "pair, exclusion": Filters.of(object="mha+ffn", locate="!probing"),
    "wider term, by": Filters.of(area="alignment", by="survey"),
    "year, kind": Filters.of(year="2023..2025", kind="paper"),
    "venue, source": Filters.of(venue=["ICLR", "ACL"], source="survey"),
    "author": Filters.of(author="Geva"),
    "seven at once": Filters.of(
        object="neuron,ffn", locate="causal,probing", steer="!none", area="safety,reasoning",
        year="2023..", kind="paper", by="survey",
    ),
}  # fmt: skip
_QUERIES = (
    "refusal single direction",
    "sparse autoencoders interpretable features",
    "meng 2022 factual associations",
    "inducton heads",
)
_JQ = (
    '[.[] | select(any(.placements[]?; (.object // [] | index("neuron"))'
    ' and .steer == "amplitude-manipulation"))] | length'
)
_TWO_AXES = _FILTERS["two axes"]
_FIND = ("find", "--object", "neuron", "--steer", "amplitude")
_CALLS: Mapping[str, tuple[str, ...]] = {
    "find, first": _FIND,
    "find, second": _FIND,
    "find TEXT, second": ("find", "refusal", "direction"),
    "show, second": ("show", "arditi2024refusal"),
    "matrix, second": ("matrix", "object", "steer"),
}
_LOAD = "load: read and parse the JSON"
_FIRST_FILTER = "filter: two axes"

T = TypeVar("T")


def measure(path: Path, *, validated: bool) -> dict[str, float]:
    """Return milliseconds by what was done, and mebibytes by when, for one file of works."""
    gc.disable()
    sheet = Sheet({"MiB at first": _resident()})
    raw = sheet.repeat(_LOAD, partial(read_json, str(path)), times=3)
    bundled = load_bundled()
    works: Sequence[Work] = Stored(raw, decode_work, decoders=DECODERS)
    catalog = Catalog(CatalogRecords(works, bundled.taxonomy, bundled.sources))
    sheet.values["MiB with the works"] = _resident()
    _measure_index(catalog, sheet)
    sheet.values["MiB with the posting lists"] = _resident()
    sheet.time("results: two axes, first", partial(catalog.results, filters=_TWO_AXES))
    sheet.repeat("results: two axes, again", partial(catalog.results, filters=_TWO_AXES))
    sheet.time("text: build the index", lambda: catalog.text_index)
    for query in _QUERIES:
        sheet.time(f"text, first: {query}", partial(catalog.text_index.search, query))
    for query in _QUERIES:
        sheet.repeat(f"text: {query}", partial(catalog.text_index.search, query))
    sheet.values["MiB with the text index"] = _resident()
    if validated:
        load_catalog(str(bundled_folder()))  # imports pydantic and builds the validators
        sheet.time("load: a user's catalog, validated", partial(load_catalog, str(path)))
    return sheet.values


def _measure_index(catalog: Catalog, sheet: Sheet) -> None:
    index = catalog.index
    sheet.time("build: who placed", lambda: index.placed)
    for axis in catalog.taxonomy.ids:
        sheet.time(f"build: {axis}", partial(index.axis_postings, axis))
    for facet in ("year", "kind", "venue", "source"):
        sheet.time(f"build: {facet}", partial(index.facet_postings, facet))
    sheet.time("build: authors", partial(index.select, _FILTERS["author"]))
    for name, filters in _FILTERS.items():
        sheet.repeat(f"filter: {name}", partial(index.select, filters))
    for axis in catalog.taxonomy.ids:
        sheet.repeat(f"counts: {axis}, of all", partial(catalog.counts, axis))
    sheet.repeat("counts: area, filtered", partial(catalog.counts, "area", filters=_TWO_AXES))
    for rows, columns in (("object", "steer"), ("object", "year"), ("year", "kind")):
        sheet.repeat(f"matrix: {rows} by {columns}", partial(catalog.matrix, rows, columns))


class Sheet:
    """Figures by name, in the order in which they were measured."""

    def __init__(self, values: dict[str, float]) -> None:
        self.values = values

    def time(self, name: str, call: Callable[[], T]) -> T:
        """Call once; keep the milliseconds."""
        start = perf_counter()
        result = call()
        self.values[name] = 1000 * (perf_counter() - start)
        return result

    def repeat(self, name: str, call: Callable[[], T], *, times: int = _REPEAT) -> T:
        """Call several times; keep the median of the milliseconds."""
        taken = []
        result = self.time(name, call)
        taken.append(self.values[name])
        for _ in range(times - 1):
            del result  # a catalog before there is room for the next
            result = self.time(name, call)
            taken.append(self.values[name])
        self.values[name] = median(taken)
        return result


def _resident() -> float:
    """Return the mebibytes in memory now, or at most so far where the system tells no more."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def measure_jq(path: Path) -> float | None:
    """Return jq's processor milliseconds to select and count; ``None`` where it is missing."""
    jq = shutil.which("jq")
    if jq is None:
        return None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([jq, _JQ, str(path)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure_calls(path: Path, cache: Path) -> dict[str, float]:
    """Return processor milliseconds and the most mebibytes of calls on a user's own catalog.

    The first validates it; the others know it by its content.
    """
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "MI_SURVEY_CACHE": ""}
    found = {}
    for name, words in _CALLS.items():
        call = (sys.executable, "-m", "mi_survey", *words, "--catalog", str(path))
        with subprocess.Popen(call, env=environment, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(" ".join(call))
        found[f"call: {name}"] = 1000 * (used.ru_utime + used.ru_stime)
        found[f"MiB of call: {name}"] = used.ru_maxrss / 1024
    return found


def measure_size(size: int, *, folder: Path, jq: bool) -> dict[str, float]:
    """Make a catalog and measure it in a process of its own."""
    path = folder / f"{size}.json"
    write_enlarged(path, read_json(str(bundled_folder() / "works.json")), size=size)
    call = [sys.executable, __file__, "--measure", str(path)]
    if size <= _MOST_VALIDATED:
        call.append("--validated")
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    found["to compare: our load and filter, two axes"] = sum(
        found[name]
        for name in (_LOAD, "build: who placed", "build: object", "build: steer", _FIRST_FILTER)
    )
    if size <= _MOST_VALIDATED:
        found |= measure_calls(path, folder / "cache")
    milliseconds = measure_jq(path) if jq else None
    if milliseconds is not None:
        found["to compare: jq, the same filter"] = milliseconds
    path.unlink()
    return found


def render_growth(measured: Mapping[int, Mapping[str, float]]) -> str:
    """Render each figure by size, and by how much each step of ten multiplied it."""
    sizes = list(measured)
    rows = []
    for name in measured[sizes[0]]:
        figures = [measured[size].get(name) for size in sizes]
        cells = ["-" if figure is None else f"{figure:,.2f}" for figure in figures]
        growth = [
            "-" if before is None or after is None else f"x{after / before:.1f}"
            for before, after in pairwise(figures)
        ]
        rows.append([name, *cells, *growth])
    header = ["ms, unless MiB", *(f"{size:,}" for size in sizes), *("per 10x" for _ in sizes[1:])]
    return render_columns(header, rows)


def render_goal(size: int, found: Mapping[str, float]) -> str:
    """Say whether filters and facet counts are fast enough at a size."""
    goal = {name: ms for name, ms in found.items() if name.startswith(("filter: ", "counts: "))}
    slowest = max(goal, key=lambda name: goal[name])
    verdict = "reached" if goal[slowest] < _GOAL_MS else "missed"
    built = sum(ms for name, ms in found.items() if name.startswith("build: "))
    return (
        f"filters and facet counts < {_GOAL_MS:.0f} ms at {size:,} works: slowest"
        f" {goal[slowest]:.2f} ms ({slowest}), {verdict};"
        f" all posting lists built in {built:,.0f} ms\n"
    )


def main(arguments: Sequence[str]) -> int:
    """Measure every size, then print the table and the goal."""
    parser = argparse.ArgumentParser(description="Measure how times grow with the catalog.")
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="N", help="largest size")
    parser.add_argument("--measure", type=Path, metavar="FILE", help="measure one file, as JSON")
    parser.add_argument("--validated", action="store_true", help="with --measure: and validate")
    options = parser.parse_args(arguments)
    if options.measure:
        json.dump(measure(options.measure, validated=options.validated), sys.stdout)
        return 0
    sizes = [size for size in SIZES if size <= options.most]
    if not sizes:
        parser.error(f"the smallest size is {SIZES[0]}")
    has_jq = shutil.which("jq") is not None
    with TemporaryDirectory() as folder:
        measured = {size: measure_size(size, folder=Path(folder), jq=has_jq) for size in sizes}
    sys.stdout.write(render_growth(measured) + "\n" + render_goal(sizes[-1], measured[sizes[-1]]))
    if not has_jq:
        sys.stdout.write("jq is not installed, so it is not compared\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
