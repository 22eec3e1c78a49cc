r"""The tree of a field as surveys print it: a ``forest`` figure whose leaves cite the works.

For LaTeX's package forest (https://ctan.org/pkg/forest), with natbib's ``\citep``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.exports.figure import widest
from mi_survey.exports.latex import clean, render_latex
from mi_survey.model.work import is_citable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mi_survey.model.work import Work
    from mi_survey.query.tree import Twig, WorkTree

# The shades of the three levels and of the leaves.
_SHADES = {"miroot": "F4B373", "mibranch": "FAD6AC", "mitwig": "FDEEDD", "mileaf": "F7F6F3"}
_HEAD = r"""% {title}
% In the preamble: \usepackage{{forest}} and \usepackage{{natbib}}
% In the text:     \resizebox{{\textwidth}}{{!}}{{\input{{tree.tex}}}}
% The keys are those of the file that --bib writes: \bibliography{{refs}}
\begingroup
{colours}\begin{{forest}}
for tree={{
  grow'=east, anchor=west, parent anchor=east, child anchor=west, draw=black!40,
  rounded corners=2pt, font=\footnotesize, inner xsep=5pt, inner ysep=3pt,
  node options={{align=flush left}},
  l sep=6mm, s sep=1.6mm, edge={{black!40}},
  edge path={{\noexpand\path[\forestoption{{edge}}] (!u.parent anchor) -- +(3mm,0)
    |- (.child anchor)\forestoption{{edge label}};}},
}},
where level=1{{fill=mibranch, text width={branch}cm}}{{}},
where level=2{{fill=mitwig, text width={twig}cm}}{{}},
where level=3{{fill=mileaf, text width={leaf}cm}}{{}},
[{{{root}}}, fill=miroot, rotate=90, anchor=center, parent anchor=south
"""
# In centimetres, at \footnotesize in a paper of 10 points.
_SIZE = 8 / 28.45
_WIDEST_LABEL, _LEAF_WIDTH = 4.2, 9.0


def render_forest(tree: WorkTree, *, most: int) -> str:
    """Render the tree; a leaf cites at most so many works and says how many there are beyond."""
    first, second = (axis.label for axis in tree.axes)
    title = f"{tree.count} works by {first.lower()} and {second.lower()}"
    head = _HEAD.format(
        title=clean(title),
        colours="".join(f"\\definecolor{{{n}}}{{HTML}}{{{c}}}%\n" for n, c in _SHADES.items()),
        branch=_label_width([branch.term.label for branch in tree.branches]),
        twig=_label_width([t.term.label for branch in tree.branches for t in branch.twigs]),
        leaf=_LEAF_WIDTH,
        root=render_latex(first),
    )
    return head + "".join(_iter_nodes(tree, most)) + "]\n\\end{forest}%\n\\endgroup\n"


def cited_works(tree: WorkTree, *, most: int) -> list[Work]:
    """Return the works that the rendered tree cites, in order of key."""
    cited = {
        work.key: work
        for branch in tree.branches
        for twig in branch.twigs
        for work in _citable(twig)[:most]
    }
    return [cited[key] for key in sorted(cited)]


def _label_width(labels: Sequence[str]) -> float:
    return round(min(widest(labels, _SIZE) or 1.0, _WIDEST_LABEL), 2)


def _iter_nodes(tree: WorkTree, most: int) -> Iterator[str]:
    for branch in tree.branches:
        yield f"  [{{{render_latex(branch.term.label)}}}\n"
        for twig in branch.twigs:
            yield f"    [{{{render_latex(twig.term.label)}}} [{{{_leaf(twig, most)}}}]]\n"
        yield "  ]\n"


def _leaf(twig: Twig, most: int) -> str:
    """Cite the works that have a name under it, then the others together."""
    citable = _citable(twig)
    shown = citable[:most]
    named = [f"{render_latex(w.nicknames[0])}~\\citep{{{w.key}}}" for w in shown if w.nicknames]
    others = ",".join(work.key for work in shown if not work.nicknames)
    parts = [*named, f"\\citep{{{others}}}"] if others else named
    left = len(citable) - len(shown)
    return ", ".join(parts) + (f" \\emph{{and {left} more}}" if left else "")


def _citable(twig: Twig) -> list[Work]:
    return [work for work in twig.works if is_citable(work)]
