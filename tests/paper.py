"""Papers set by LaTeX, as their readers and LaTeX's own log see them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from programs import need_latex, need_program


@dataclass(frozen=True, slots=True)
class Paper:
    """The text of every page, and what LaTeX and BibTeX wrote about it at last."""

    pages: tuple[str, ...]
    log: str
    bibtex_log: str = ""


def set_paper(folder: Path, source: str, *, bibliography: bool = False) -> Paper:
    """Set a paper in a folder that holds what it needs, with BibTeX where it cites."""
    need_latex("tikz.sty")
    latex = (need_program("pdflatex"), "-interaction=nonstopmode", "-halt-on-error", "paper")
    (folder / "paper.tex").write_text(source, encoding="utf-8")
    run_tool(latex, folder)
    if bibliography:
        for command in ((need_program("bibtex"), "paper"), latex, latex):
            run_tool(command, folder)
    run_tool((need_program("pdftotext"), "-enc", "UTF-8", "-raw", "paper.pdf", "paper.txt"), folder)
    log = folder / "paper.blg"
    return Paper(
        pages=tuple((folder / "paper.txt").read_text(encoding="utf-8").split("\f")[:-1]),
        log=(folder / "paper.log").read_text(encoding="utf-8", errors="replace"),
        bibtex_log=log.read_text(encoding="utf-8") if log.exists() else "",
    )


def run_tool(command: Sequence[str], folder: Path) -> str:
    """Run a program of LaTeX's in a folder, to a good end; return what it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=300,
    )
    output = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, output[-3000:]
    return output
