"""The tree on a terminal: every branch, twig and count, and no line too long."""

from __future__ import annotations

import pytest

from drawn import WIDTHS, links, make_terminal, visible, widest
from mi_survey.display.tree import render_tree
from mi_survey.library import load_catalog

CATALOG = load_catalog()
FIRST, SECOND = CATALOG.taxonomy.ids[:2]
TREE = CATALOG.tree(FIRST, SECOND)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, unicode: bool) -> None:
    drawn = render_tree(TREE, make_terminal(width, unicode=unicode), most=3)
    assert widest(drawn) <= width
    assert unicode or visible(drawn).isascii()


@pytest.mark.parametrize("most", [1, 6, 1000])
def test_every_branch_and_twig_stands_with_its_count(most: int) -> None:
    lines = visible(render_tree(TREE, make_terminal(200), most=most)).splitlines()
    expected = [f"  {TREE.count}"]
    for branch in TREE.branches:
        expected.append(f"{branch.term.label}  {branch.count}")
        for twig in branch.twigs:
            expected.append(f"{twig.term.label}  {len(twig.works)}")
            expected += [work.key for work in twig.works[:most]]
            if len(twig.works) > most:
                expected.append(f"and {len(twig.works) - most} more")
    assert len(lines) == len(expected)
    assert [text for line, text in zip(lines, expected, strict=True) if text not in line] == []


def test_only_what_stands_aside_is_dim() -> None:
    drawn = render_tree(TREE, make_terminal(100, links=False), most=1)
    branch = TREE.branches[0]
    work = branch.twigs[0].works[0]
    assert f"\x1b[1m{branch.term.label}\x1b[0m\x1b[2m  {branch.count}\x1b[0m" in drawn
    assert f"\x1b[0m{branch.twigs[0].term.label}\x1b[2m  " in drawn
    assert f"\x1b[36m{work.key}  \x1b[0m{work.title[:20]}" in drawn


def test_titles_are_links_where_the_terminal_knows_them() -> None:
    drawn = render_tree(TREE, make_terminal(100, links=True), most=1)
    addresses = {twig.works[0].url for branch in TREE.branches for twig in branch.twigs}
    assert links(drawn) == {address for address in addresses if address}


def test_a_wider_terminal_takes_no_more_lines() -> None:
    lengths = {len(render_tree(TREE, make_terminal(w), most=6).splitlines()) for w in WIDTHS}
    assert len(lengths) == 1
