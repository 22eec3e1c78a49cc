"""How the time to read a stranger's file grows with what it repeats: in proportion, and no more.

Every block, token and tag of a list, every field of a .bib file, member of a CSL item and field of
a catalog is filled with what begins again and again and never ends; each that takes 20 ms or more
is taken four times as long. More than six times the time, at two lengths, is a failure. ``--every
N`` tries one case of so many.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mi_survey import load_catalog
from mi_survey.bibliography.fix import fix_bibliography
from mi_survey.catalog.codec import encode
from mi_survey.catalog.document import parse_document
from mi_survey.catalog.schema import check_documents
from mi_survey.catalog.store import load_bundled
from mi_survey.errors import MiSurveyError
from mi_survey.lists.parser import parse_list

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1])]
from columns import render_columns

from repeated_pieces import BLOCKS, FILLERS, INLINE, TAG_FORMS, TAGS

_MOST_GROWTH = 6
_PLAIN_GROWTH = 4.7  # a part that is a sixteenth grows faster, if no more
_ENOUGH = 0.02  # seconds
_FEWEST = 50  # pieces
_LONGEST = 200_000  # characters
_TIMES = 4
_ATTEMPTS = 3  # what else the machine does may spoil one
CATALOG, BUNDLED = load_catalog(), load_bundled()
WITH_LIST = CATALOG.with_source("mine", "Mine")
_ARXIV = "2202.05262"  # a work that the catalog has, so that every field is held against it
_ITEM = f"- Some Good Title Words [x](https://arxiv.org/abs/{_ARXIV}) "
_COUNTED = "x"  # stands for an item of a generated file
_RATED = 20_000  # characters: what starts with a text no longer counts
_BIB_FIELDS = (
    "title subtitle author editor booktitle journal journaltitle series howpublished publisher"
    " institution organization address location year date month volume number pages doi url eprint"
    " archiveprefix eprinttype primaryclass note annote abstract keywords ids crossref xdata"
    " edition chapter type urldate isbn language"
).split()
_ENTRIES = (
    "@article{{k{n}, title={{A Title of It {n}}},\n author={{A B}}}}\n", "@article{{\n",
    "@article{{a, eprint={{" + _ARXIV + "}}}}\n", "@string{{a{n}=b}}\n", "@preamble{{\"a\"}}\n",
    "@comment{{", "@",
    "@article(a,title={{b}})\n", "@misc{{a{n}, crossref={{a{n}}}}}\n", "a ", "\n",
    "% mi-survey: ignore[year]\n@misc{{a, eprint={{" + _ARXIV + "}}}}\n",
)  # fmt: skip
# Lists in which every entry says something else.
_LISTS = (
    "- [A Title of It {n}](http://b.org/{n})\n",
    "## h {n}\n- [A Title of It {n}](http://b.org/{n})\n",
    "## A title of it {n}\n- Authors: x{n}\n- Link: http://a/{n}\n",
    "[A Title of It {n}](http://b.org/{n})\n\n", "[A Title of It {n}](http://b.org/{n})\n",
    "**A Title of It {n}**\n\n[paper](http://b.org/{n})\n\n", "[r{n}]: http://b.org/{n}\n",
    "- group {n}\n  - [A Title of It {n}](http://b.org/{n})\n", " [a{n}](http://b.org/{n})",
    "  - [[code{n}]](http://b.org/{n})\n", "|[A Title of It {n}](http://b.org/{n})|ICLR {n}|\n",
    "- [Some Title](https://arxiv.org/abs/" + _ARXIV + ") ICML 2020\n",
)  # fmt: skip
_CSL_MEMBERS = (
    "id type title container-title page volume issue publisher note URL DOI number"
    " archive_location event event-title genre archive citation-key"
).split()
_NAME_PARTS = "family given literal suffix dropping-particle non-dropping-particle".split()
_TEX = (
    "\\cite{a}", "\\cite[", "\\cite[a]", "\\cite(", "\\cite{", "\\cite{a,", "\\a", "%", "``", "“",
    "\\bibitem{a} A. B. ``Title of this work is,'' NeurIPS 2020. ", "\\bibitem[", "\\bibitem{",
    "\\href{http://a}{b}", "\\href{", "\\url{http://a}", "\\newblock ", "\\end{thebibliography}",
    "http://a ", "arxiv:", "doi:10.", "[", "[a](", "[a](http://b) ", "](http://b", "\n\n", "A. ",
    "\\entry{a}{book}{}", "\\field{title}{", "\\name{author}{1}{}{", "family={", "\\verb{url}",
)  # fmt: skip


_Place = tuple[str | int, ...]


class Case(NamedTuple):
    """A piece, and what reads it repeated."""

    area: str
    name: str
    piece: str
    read: Callable[[str], object]


def iter_cases() -> Iterator[Case]:
    """Yield every case."""
    tags = [form.format(name) for name in TAGS for form in TAG_FORMS]
    for piece in (*BLOCKS, *INLINE, *tags):
        yield Case("lists", "alone", piece, _read_list)
        yield Case("lists", "in an item", piece, _read_item)
    for piece in (*BLOCKS, *INLINE):
        yield Case("lists", "lint", piece, _lint_item)
    for entry in _LISTS:
        yield Case("lists", f"lint {entry}", _COUNTED, partial(_lint_entries, entry))
        yield Case("lists", f"import {entry}", _COUNTED, partial(_import_entries, entry))
    for name in _BIB_FIELDS:
        for piece in FILLERS:
            yield Case(".bib", name, piece, partial(_check_field, name))
            yield Case(".bib", f"{name} of a known work", piece, partial(_fix_field, name))
    for piece in FILLERS:
        yield Case(".bib", "unclosed", piece, _check_unclosed)
    for entry in _ENTRIES:
        yield Case(".bib", entry, _COUNTED, partial(_check_entries, entry))
    for piece in ("[", "{", '[{"id": 1}, ', "\n"):
        yield Case("CSL-JSON", "text", piece, partial(_check, file="a.json"))
    for piece in _TEX:
        for suffix in (".tex", ".bbl", ".md"):
            yield Case(suffix, "text", piece, partial(_check, file=f"a{suffix}"))
    yield from _iter_json_cases()


def _iter_json_cases() -> Iterator[Case]:
    for piece in FILLERS:
        for name in _CSL_MEMBERS:
            yield Case("CSL-JSON", name, piece, partial(_check_member, name))
        for part in _NAME_PARTS:
            yield Case("CSL-JSON", part, piece, partial(_check_author, part))
    work = json.loads(json.dumps(encode(CATALOG.get(_ARXIV))))
    for path, value in _iter_places(work):
        for piece in FILLERS if isinstance(value, str) else ():
            yield Case("catalogs", _show(path), piece, partial(_validate, work, path))
        if isinstance(value, list):
            name = f"items of {_show(path)}"
            yield Case("catalogs", name, _COUNTED, partial(_validate_items, work, path, value))


def _read_list(text: str) -> object:
    return parse_list(text, source="example", file="list.md")


def _read_item(text: str) -> object:
    return _read_list(_ITEM + text)


def _lint_item(text: str) -> object:
    return CATALOG.lint(_ITEM + text)


def _lint_entries(entry: str, text: str) -> object:
    return CATALOG.lint(_write_list(entry, len(text)))


def _import_entries(entry: str, text: str) -> object:
    return WITH_LIST.propose(_write_list(entry, len(text)), source="mine")


def _write_list(entry: str, count: int) -> str:
    return _ITEM + "\n" + "".join(entry.format(n=n) for n in range(count))


def _check_field(name: str, text: str) -> object:
    return _check(f"@misc{{k, {name} = {{{_balance(text)}}}}}")


def _fix_field(name: str, text: str) -> object:
    entry = f"@misc{{k, {name} = {{{_balance(text)}}}, eprint = {{{_ARXIV}}}, year = 1999}}"
    return fix_bibliography(entry, _check(entry))


def _balance(text: str) -> str:
    opened = text.count("{") - text.count("}")
    return "{" * -opened + text + "}" * opened


def _check_unclosed(text: str) -> object:
    return _check(f"@misc{{k, title = {{{text}")


def _check_entries(entry: str, text: str) -> object:
    return _check("".join(entry.format(n=n) for n in range(len(text))))


def _check(text: str, file: str = "a.bib") -> Any:
    try:
        return CATALOG.check(text, file=file)
    except MiSurveyError:  # an error of ours is an answer too
        return ()


def _check_member(name: str, text: str) -> object:
    item = {"id": "a", "type": "book", "DOI": f"10.48550/arxiv.{_ARXIV}", name: text}
    return _check(json.dumps([item]), "a.json")


def _check_author(part: str, text: str) -> object:
    item = {"id": "a", "note": _ARXIV, "author": [{"family": "Meng", part: text}]}
    return _check(json.dumps([item]), "a.json")


def _validate(work: Any, path: _Place, new: Any) -> object:
    text = json.dumps([_put(work, path, new)], ensure_ascii=False)
    return check_documents([parse_document("works.json", text, file="works.json")], base=BUNDLED)


def _validate_items(work: Any, path: _Place, items: list[Any], text: str) -> object:
    return _validate(work, path, items * len(text))


def _iter_places(value: Any, path: _Place = ()) -> Iterator[tuple[_Place, Any]]:
    """Yield every place in a JSON value with what stands there; of an array, the first item's."""
    yield path, value
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner += value.items()
    elif isinstance(value, list):
        inner += enumerate(value[:1])
    for name, each in inner:
        yield from _iter_places(each, (*path, name))


def _put(value: Any, path: _Place, new: Any) -> Any:
    """Return a JSON value with another one at a place."""
    if not path:
        return new
    copy: Any = value.copy()
    copy[path[0]] = _put(copy[path[0]], path[1:], new)
    return copy


def _show(path: _Place) -> str:
    return ".".join(map(str, path))


def _measure_growth(read: Callable[[str], object], piece: str) -> float:
    """Return how many times longer four times as many pieces take; 0 where all take no time.

    Where it is more than four times, four times the length tells: what a full cache makes of
    proportion is gone then, and what grows faster shows.
    """
    count = _FEWEST
    while (seconds := _seconds(read, piece * count)) < _ENOUGH and len(piece) * count < _LONGEST:
        count *= 2 if seconds > _ENOUGH / _TIMES else _TIMES
    if seconds < _ENOUGH / 2:
        return 0.0
    growth = _compare(read, piece, count)
    return growth if growth <= _PLAIN_GROWTH else _compare(read, piece, count * _TIMES)


def _measure_rate(read: Callable[[str], object], text: str) -> float:
    """Return the seconds that a megabyte of such text takes."""
    return _seconds(read, text) * 1e6 / len(text.encode("utf-8", "surrogatepass"))


def _compare(read: Callable[[str], object], piece: str, count: int) -> float:
    growths = []
    for attempt in range(1, _ATTEMPTS + 1):  # no text is read twice: some of it may be remembered
        once = _seconds(read, piece * (count + attempt))
        growths.append(_seconds(read, piece * (count * _TIMES + attempt)) / max(once, 1e-6))
        if growths[-1] <= _MOST_GROWTH:
            break
    return min(growths)


def _seconds(read: Callable[[str], object], text: str) -> float:
    gc.disable()  # as the program itself does
    try:
        start = time.process_time()
        read(text)
        return time.process_time() - start
    finally:
        gc.enable()


def main() -> int:
    """Print the table; return 1 where time grows faster than length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one case of so many")
    given = parser.parse_args()
    growths: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    rates: dict[str, float] = defaultdict(float)
    for case in [*iter_cases()][:: given.every]:
        start = time.process_time()
        growth = _measure_growth(case.read, case.piece)
        seconds[case.area] += time.process_time() - start
        growths[case.area].append(growth)
        if growth and case.piece != _COUNTED:
            text = case.piece * (_RATED // len(case.piece))
            rates[case.area] = max(rates[case.area], _measure_rate(case.read, text))
        if growth > _MOST_GROWTH:
            told = f"{case.area}, {case.name}: {case.piece!r} grows {growth:.1f} times"
            print(told, flush=True)  # noqa: T201 - a report
    header = ("file", "cases", "20 ms or more", "seconds", "most s/MB", "most growth", "failures")
    rows = []
    for area, found in growths.items():
        worst, failed = max(found), sum(each > _MOST_GROWTH for each in found)
        counts = (f"{len(found):,}", f"{sum(map(bool, found)):,}")
        times = (f"{seconds[area]:.0f}", f"{rates[area]:.0f}", f"{worst:.1f}x")
        rows.append((area, *counts, *times, str(failed)))
    print(render_columns(header, rows), end="")  # noqa: T201 - likewise
    return any(row[-1] != "0" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
