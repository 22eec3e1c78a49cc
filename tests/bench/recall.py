"""Measure the recall of the text search beside RapidFuzz's own scorers on the same queries.

    python tests/bench/recall.py QUERIES.tsv --minimum 0.97,0.995
    python tests/bench/recall.py --noise 1 --export noise.tsv

QUERIES.tsv has the columns kind, query, and the title that must come first; ``--noise`` makes
such queries from the bundled catalog.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from mi_survey.catalog.store import load_bundled
from mi_survey.query.search import TextIndex
from mi_survey.text import fold

# pytest finds the modules that tests share by its `pythonpath`; a script must find them itself.
sys.path.append(str(Path(__file__).parents[1]))
from noise import Query, generate_queries

if TYPE_CHECKING:
    from mi_survey.model.work import Work

Ranker = Callable[[str], Sequence[str]]
Ranks = list[int | None]
Scorer = Callable[..., float]

_DEPTH = 20
_SCORERS: dict[str, tuple[Scorer, bool]] = {
    "WRatio": (fuzz.WRatio, False),
    "WRatio, all fields": (fuzz.WRatio, True),
    "token set": (fuzz.token_set_ratio, False),
    "token set, all fields": (fuzz.token_set_ratio, True),
}


def read_queries(path: Path) -> list[Query]:
    """Read a TSV file with the header kind, query, title."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Query(row["kind"], row["query"], row["title"]) for row in rows]


def write_queries(path: Path, queries: Iterable[Query]) -> None:
    """Write what ``read_queries`` reads."""
    lines = ["kind\tquery\ttitle", *(f"{q.kind}\t{q.text}\t{q.title}" for q in queries)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rank_by_search(works: Sequence[Work]) -> Ranker:
    """Rank by the search of ``mi-survey find``."""
    bundled = load_bundled()
    index = TextIndex(works, bundled.taxonomy, people=bundled.people, sources=bundled.sources)
    return lambda query: [works[hit.position].title for hit in index.search(query)[:_DEPTH]]


def rank_by_scorer(works: Sequence[Work], scorer: Scorer, *, names: bool) -> Ranker:
    """Rank by a scorer of RapidFuzz over titles, or over titles with authors and year."""
    choices = [
        utils.default_process(" ".join([work.title, *_family_names(work), str(work.year or "")]))
        if names
        else utils.default_process(work.title)
        for work in works
    ]

    def rank(query: str) -> list[str]:
        text = utils.default_process(query)
        found = process.extract(text, choices, scorer=scorer, limit=_DEPTH)
        return [works[position].title for _, _, position in found]

    return rank


def _family_names(work: Work) -> list[str]:
    return [name.family or name.literal or "" for name in work.authors]


def find_rank(titles: Sequence[str], title: str) -> int | None:
    """Return the place of a title among titles, from 1; None if it is not there."""
    wanted = fold(title)
    return next((at for at, found in enumerate(titles, start=1) if fold(found) == wanted), None)


def measure(rank: Ranker, queries: Iterable[Query]) -> dict[str, Ranks]:
    """Return the ranks of the titles wanted, for each kind of query and for ``all``."""
    ranks: dict[str, Ranks] = {}
    for query in queries:
        found = find_rank(rank(query.text), query.title)
        ranks.setdefault(query.kind, []).append(found)
        ranks.setdefault("all", []).append(found)
    ranks["all"] = ranks.pop("all", [])
    return ranks


def recall(ranks: Ranks, *, at: int) -> float:
    """Return the share of ranks that are no worse than ``at``."""
    return sum(rank is not None and rank <= at for rank in ranks) / len(ranks)


def reciprocal(ranks: Ranks) -> float:
    """Return the mean of 1/rank, where what is not among the first 20 counts 0."""
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def render_table(measured: dict[str, dict[str, Ranks]]) -> str:
    """Render recall@1, recall@5 and mean reciprocal rank, by kind and ranker."""
    rankers = list(measured.values())
    lines = [
        " " * 30 + "".join(f"  {name:<20}" for name in measured),
        f"{'kind':<22} queries" + "     @1     @5    MRR" * len(rankers),
    ]
    for kind, ranks in rankers[0].items():
        cells = [
            f" {value:6.4f}"
            for column in rankers
            for value in (
                recall(column[kind], at=1),
                recall(column[kind], at=5),
                reciprocal(column[kind]),
            )
        ]
        lines.append(f"{kind:<22} {len(ranks):7}{''.join(cells)}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return 1 if a minimum is missed."""
    parser = argparse.ArgumentParser(description="Measure the recall of the text search.")
    parser.add_argument("queries", nargs="?", type=Path, metavar="QUERIES.tsv")
    parser.add_argument("--noise", type=int, metavar="SEED", help="generate the queries")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write the queries there")
    parser.add_argument("--minimum", metavar="R@1,R@5", help="fail where recall is below")
    parser.add_argument("--alone", action="store_true", help="leave RapidFuzz's scorers out")
    options = parser.parse_args(arguments)
    if (options.queries is None) == (options.noise is None):
        parser.error("give either QUERIES.tsv or --noise SEED")
    works = load_bundled().works
    if options.queries is not None:
        queries = read_queries(options.queries)
    else:
        queries = generate_queries(works, seed=options.noise)
    if not queries:
        parser.error("there are no queries")
    # a work that was retitled since is still the one that is wanted
    titles = {fold(title): work.title for work in works for title in work.alt_titles}
    titles |= {fold(work.title): work.title for work in works}
    queries = [replace(each, title=titles.get(fold(each.title), each.title)) for each in queries]
    if options.export:
        write_queries(options.export, queries)
    measured = {"mi-survey find": measure(rank_by_search(works), queries)}
    for name, (scorer, names) in {} if options.alone else _SCORERS.items():
        measured[name] = measure(rank_by_scorer(works, scorer, names=names), queries)
    sys.stdout.write(render_table(measured))
    ours = measured["mi-survey find"]["all"]
    least = [float(share) for share in (options.minimum or "0,0").split(",")]
    return int(recall(ours, at=1) < least[0] or recall(ours, at=5) < least[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
