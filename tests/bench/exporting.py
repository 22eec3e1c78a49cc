"""Time of exports: every format at 420 and 42,000 works, beside papis and bibtexparser's writer.

    python tests/bench/exporting.py [--most 420]

The formats are rendered within one process; ``mi-survey export`` and ``papis export`` are whole
processes, on the same works, in the same run. Times are medians of three.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bibtexparser.entrypoint import parse_string, write_string

from mi_survey.catalog.codec import decode_work, encode
from mi_survey.catalog.store import load_bundled
from mi_survey.exports.registry import FORMATS, RenderOptions
from mi_survey.model.work import is_citable
from mi_survey.query.result import Result

sys.path.append(str(Path(__file__).parent))
from columns import render_columns
from enlarged import iter_enlarged
from papis_library import configure_papis, write_library

_SIZES = (420, 42_000)
_REPEATS = 3


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=_SIZES[-1], help="the largest catalog")
    most = parser.parse_args().most
    sizes = [size for size in _SIZES if size <= most]
    contents = load_bundled()
    options = RenderOptions(taxonomy=contents.taxonomy)
    raw = encode(contents.works)
    rows = []
    for name, format in FORMATS.items():
        times = []
        for size in sizes:
            results = _make_results(raw, size)
            times.append(_measure(partial(format.render, results, options)))
        rows.append([name, *(f"{1000 * seconds:.1f}" for seconds in times), _growth(times)])
    text = FORMATS["bibtex"].render(_make_results(raw, sizes[0]), options)
    library = parse_string(text)
    seconds = _measure(lambda: write_string(library))
    rows.append(["bibtexparser's writer", f"{1000 * seconds:.1f}", *[""] * len(sizes)])
    sys.stdout.write("Rendering within one process, ms\n")
    header = ["format", *(f"{size:,} works" for size in sizes), "growth"]
    sys.stdout.write(render_columns(header, rows) + "\n")
    sys.stdout.write("Whole processes, 420 works to BibTeX, ms\n")
    sys.stdout.write(render_columns(["command", "ms"], _measure_processes()))
    return 0


def _make_results(raw: Sequence[dict[str, object]], size: int) -> list[Result]:
    works = map(decode_work, iter_enlarged(raw, size=size))
    return [Result(work, work.placements) for work in works if is_citable(work)]


def _measure_processes() -> list[list[str]]:
    program = Path(sys.executable).with_name("mi-survey")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        ours = [str(program), "export", "-o", "-"]
        rows.append(
            ["mi-survey export", f"{1000 * _measure(_starter(ours, dict(os.environ))):.0f}"]
        )
        papis = shutil.which("papis", path=str(program.parent))
        if papis is None:
            rows.append(["papis export (not installed)", ""])
            return rows
        library = Path(folder, "library")
        write_library(library, list(load_bundled().works))
        environment = configure_papis(Path(folder), library=library, backend="papis")
        target = str(Path(folder, "refs.bib"))
        command = [papis, "export", "--all", "--format", "bibtex", "--out", target, "*"]
        start = _starter(command, {"PATH": os.environ["PATH"], **environment})
        start()  # papis builds its database on the first call
        rows.append(["papis export --all", f"{1000 * _measure(start):.0f}"])
    return rows


def _starter(command: Sequence[str], environment: dict[str, str]) -> Callable[[], None]:
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def start() -> None:
        subprocess.run(command, env=environment, capture_output=True, check=True)

    return start


def _measure(call: Callable[[], object]) -> float:
    seconds = []
    for _ in range(_REPEATS):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def _growth(times: Sequence[float]) -> str:
    return f"x{times[-1] / times[0]:.0f}" if len(times) > 1 else ""


if __name__ == "__main__":
    sys.exit(main())
