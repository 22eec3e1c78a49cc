"""Time and memory of ``check`` at 50, 500 and 5,000 entries, a tenth of them known works.

    python tests/bench/checking.py [--most 5000]

Each in a process of its own: the CPU seconds that it takes more than a check of one entry, and
the memory. Status 1 where 5,000 entries take more than their budget.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from mi_survey import load_catalog
from mi_survey.exports.registry import RenderOptions, get_format

sys.path.append(str(Path(__file__).parent))
from columns import render_columns

_SIZES = (50, 500, 5000, 50_000)
_BUDGETS = {5000: (2.0, 100.0)}  # seconds and MB more than one entry takes
_WORDS = (
    "deep neural learning of the models for language analysis in robust vision graph quantum "
    "protein speech study towards efficient attention networks with data structures inference"
).split()
_FAMILIES = ("Smith", r"M{\"u}ller", "Garcia", "Li", "Wang", "Kumar", "Johnson", "Rossi", "Kim")
_GIVEN = ("Anna", "Bob", "Chen", "Dmitri", "Elena", "Farid", "Grace", "Hao")


def main() -> int:
    """Print the table; tell whether the budget is kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=5000, help="the most entries")
    most = parser.parse_args().most
    rows: list[list[str]] = []
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "refs.bib")
        path.write_text("@misc{one, title = {One}}\n", encoding="utf-8")
        base_seconds, base_memory = _measure(path)
        for size in (each for each in _SIZES if each <= most):
            text = make_bibliography(size)
            path.write_text(text, encoding="utf-8")
            seconds, memory = _measure(path)
            more = (seconds - base_seconds, memory - base_memory)
            rows.append([str(size), str(len(text) // 1000), f"{more[0]:.2f}", f"{more[1]:.0f}"])
            budget = _BUDGETS.get(size)
            kept = kept and (budget is None or (more[0] <= budget[0] and more[1] <= budget[1]))
    sys.stdout.write(render_columns(["entries", "kB", "CPU s", "MB"], rows))
    return 0 if kept else 1


def make_bibliography(size: int) -> str:
    """Make a bibliography: preprints of known works, papers and articles of other fields."""
    draw = random.Random(0)  # noqa: S311 - the same entries at every run
    options = RenderOptions(prefer="preprint", keywords=False)
    known = get_format("bibtex").render(load_catalog().results(), options).split("\n\n")
    entries = []
    for at in range(size):
        if at % 10 == 0:
            entry = known[at // 10 % len(known)]
            entries.append(entry.replace("{", f"{{x{at}", 1))
        else:
            entries.append(_make_entry(at, draw))
    return "\n\n".join(entries)


def _make_entry(at: int, draw: random.Random) -> str:
    title = " ".join(draw.choices(_WORDS, k=draw.randint(5, 12))).title()
    names = (f"{draw.choice(_FAMILIES)}, {draw.choice(_GIVEN)} B." for _ in range(3 + at % 5))
    year, page = draw.randint(2000, 2025), draw.randint(1, 900)
    forms = (
        f"journal = {{arXiv preprint arXiv:{at % 10 + 15}{at % 9 + 1:02}.{at % 20000:05}}}",
        (
            f"booktitle = {{Proceedings of EMNLP}},\n  pages = {{{page}--{page + 9}}},\n"
            f"  doi = {{10.18653/v1/{year}.emnlp-main.{page}}}"
        ),
        (
            f"journal = {{Journal of {draw.choice(_WORDS).title()}}},\n  volume = {at % 50},\n"
            f"  abstract = {{{' '.join(draw.choices(_WORDS, k=120))}}}"
        ),
    )
    return (
        f"@article{{k{at},\n  title = {{{title}}},\n  author = {{{' and '.join(names)}}},\n"
        f"  {forms[at % 3]},\n  year = {{{year}}}\n}}"
    )


def _measure(path: Path) -> tuple[float, float]:
    """Return the CPU seconds and the MB of a check of a file."""
    command = [sys.executable, "-m", "mi_survey", "check", str(path), "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it has been waited for
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
