"""Works under the terms of two axes on a terminal: a tree with counts, a work a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mi_survey.display.canvas import cut, draw, join_lines, link_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.display.terminal import Terminal
    from mi_survey.model.work import Work
    from mi_survey.query.tree import Twig, WorkTree

_ROOMY = 100
_GUIDES = {True: ("├─ ", "└─ ", "│  ", "   "), False: ("|- ", "`- ", "|  ", "   ")}


def render_tree(tree: WorkTree, terminal: Terminal, *, most: int) -> str:
    """Render the tree; a twig shows at most so many works and says how many there are beyond."""
    return draw(join_lines(_iter_lines(tree, terminal, most)), terminal)


def _iter_lines(tree: WorkTree, terminal: Terminal, most: int) -> Iterator[Text]:
    between, last, along, beside = _GUIDES[terminal.boxes]
    first, second = (axis.label for axis in tree.axes)
    yield _counted("", f"{first} and {second}", tree.count, terminal, style="bold")
    for branch in tree.branches:
        ends = branch is tree.branches[-1]
        yield _counted(last if ends else between, branch.term.label, branch.count, terminal, "bold")
        stem = beside if ends else along
        for twig in branch.twigs:
            done = twig is branch.twigs[-1]
            guide = stem + (last if done else between)
            yield _counted(guide, twig.term.label, len(twig.works), terminal)
            yield from _works(twig, stem + (beside if done else along), terminal, most)


def _works(twig: Twig, stem: str, terminal: Terminal, most: int) -> Iterator[Text]:
    between, last, _, _ = _GUIDES[terminal.boxes]
    shown = twig.works[:most]
    left = len(twig.works) - len(shown)
    for work in shown:
        guide = stem + (between if left or work is not shown[-1] else last)
        yield _work(work, guide, terminal)
    if left:
        yield _fit(Text(stem + last, "dim").append(f"and {left} more", "dim"), terminal)


def _work(work: Work, guide: str, terminal: Terminal) -> Text:
    """Say a work's key, title and year; the title gives way where the line is full."""
    year = f"  {work.year}" if work.year else ""
    line = Text().append(guide, "dim").append(f"{terminal.text(work.key)}  ", "cyan")
    room = terminal.width - line.cell_len - len(year)
    if room > len(terminal.more):
        title = link_text(terminal.text(work.title), work.url, terminal)
        line.append_text(cut(title, room, more=terminal.more))
    return _fit(line.append(year, "dim"), terminal)


def _counted(guide: str, label: str, count: int, terminal: Terminal, style: str = "") -> Text:
    line = Text().append(guide, "dim").append(terminal.text(label), style)
    return _fit(line.append(f"  {count}", "dim"), terminal)


def _fit(line: Text, terminal: Terminal) -> Text:
    line.truncate(terminal.width)
    return line
