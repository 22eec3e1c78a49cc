"""Compiling a catalog: the answers of the short way, made beforehand by the code of the long way.

So both ways are equal by construction: the order and the choice of works are the library's, the
lines and records the renderers', names mean what the resolver says, options are those that Typer
parses, and candidates those that complete them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog.compiled import pack_entries, pack_rows, write_sections
from mi_survey.cli.app import build_command
from mi_survey.cli.candidate import iter_offered
from mi_survey.cli.options import AXIS_PREFIX
from mi_survey.cli.values import list_values
from mi_survey.exports.record import render_record, work_groups
from mi_survey.exports.registry import RenderOptions
from mi_survey.exports.table import render_tsv
from mi_survey.exports.works import result_table
from mi_survey.library import load_catalog
from mi_survey.model.identifier import iter_identifiers
from mi_survey.model.term import term_names
from mi_survey.query.index import BY_NAMES, Index
from mi_survey.query.result import Result
from mi_survey.reference.pasted import find_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mi_survey.library import Catalog
    from mi_survey.model.work import Placement, Work

_FACETS = ("year", "venue", "kind", "source", "status")
# A work with more placements is left to the long way wherever only some of them pass.
_MOST_PLACEMENTS = 6
_VERSIONS = range(1, 6)  # of a preprint
_SHORT = ("find", "show")  # the commands that have a short way


def compile_catalog(path: str) -> None:
    """Compile the bundled catalog into a new file."""
    catalog = load_catalog()
    results = catalog.results()
    works = [result.work for result in results]
    index = Index(catalog.contents._replace(works=works))
    sections = {
        "size": pack_rows([(str(index.size), str(index.layers), f"{index.placed:x}")]),
        **_compile_filters(index),
        **pack_entries("line", (_render_line(work, work.placements, catalog) for work in works)),
        "some": "".join(_iter_partial_lines(works, catalog)).encode("utf-8", "replace"),
        **pack_entries("keys", (catalog.export([each], format="keys") for each in results)),
        **pack_entries("json", (_render_member(each, catalog) for each in results)),
        **pack_entries("jsonl", (catalog.export([each], format="jsonl") for each in results)),
        **pack_entries(
            "record",
            (render_record(work_groups(work, catalog.taxonomy, catalog.sources)) for work in works),
        ),
        "named": pack_rows(_iter_names(works, catalog)),
        **_compile_calls(),
    }
    write_sections(path, sections)


def _compile_filters(index: Index) -> dict[str, bytes]:
    """Compile what each filter knows: bits by value, and values by name."""
    axes = index.taxonomy.ids
    postings: dict[str, Mapping[str, int]] = {axis: index.axis_postings(axis) for axis in axes}
    names = {axis: term_names(index.taxonomy.axis(axis)) for axis in axes}
    postings["by"], names["by"] = index.by_postings, BY_NAMES
    for facet in _FACETS:
        postings[facet], names[facet] = index.facet_postings(facet), index.facet_names(facet)
    sections = {"placements": pack_rows([name] for name in (*axes, "by"))}
    for name, posting in postings.items():
        sections[f"bits {name}"] = pack_rows(
            (value, f"{bits:x}") for value, bits in sorted(posting.items())
        )
        sections[f"names {name}"] = pack_rows(sorted(names[name].items()))
    return sections


def _render_line(work: Work, placements: tuple[Placement, ...], catalog: Catalog) -> str:
    return render_tsv(result_table([Result(work, placements)], catalog.taxonomy), header=False)


def _render_member(result: Result, catalog: Catalog) -> str:
    """Render a record as it stands in an array for a pipe, without the array's brackets."""
    options = RenderOptions(taxonomy=catalog.taxonomy, compact=True)
    return catalog.export([result], format="json", options=options).strip()[1:-1]


def _iter_partial_lines(works: Iterable[Work], catalog: Catalog) -> Iterator[str]:
    """Yield the line of every work with some of its placements, after its rank and their bits."""
    for rank, work in enumerate(works):
        count = len(work.placements)
        for chosen in range(1, (1 << count) - 1) if count <= _MOST_PLACEMENTS else ():
            some = tuple(each for at, each in enumerate(work.placements) if chosen >> at & 1)
            yield f"{rank}\t{chosen}\t{_render_line(work, some, catalog)}"


def _iter_names(works: Iterable[Work], catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield what people paste, each with the rank of the work that it names."""
    ranks = {work.key: str(rank) for rank, work in enumerate(works)}
    sources = {source.id for source in catalog.sources}
    pasted = dict.fromkeys(text for work in works for text in _iter_texts(work))
    for text in pasted:
        meant = find_meant(text.strip(), catalog.names)
        if len(meant) == 1 and text not in sources and text.isascii() and text.isprintable():
            yield text, ranks[meant[0].key]


def _iter_texts(work: Work) -> Iterator[str]:
    for name in (work.key, *work.aliases, *work.nicknames, work.title, *work.alt_titles):
        yield from (name, name.lower(), name.upper())
    for identifier in iter_identifiers(work.ids):
        yield from (identifier.value, identifier.value.lower(), str(identifier), identifier.url)
    if arxiv := work.ids.arxiv:
        yield f"arXiv:{arxiv}"
        for base in ("", "arXiv:", "https://arxiv.org/abs/", "https://arxiv.org/pdf/"):
            yield from (f"{base}{arxiv}v{version}" for version in _VERSIONS)
        yield f"https://arxiv.org/pdf/{arxiv}"
    if work.url:
        yield work.url


def _compile_calls() -> dict[str, bytes]:
    """Compile the parameters of each command, and what completes them."""
    sections: dict[str, bytes] = {}
    for name in _SHORT:
        command = build_command(name)
        context = command.make_context(name, [], resilient_parsing=True)
        rows = []
        for parameter in command.params:
            many = parameter.multiple or parameter.nargs == -1
            is_flag = getattr(parameter, "is_flag", False)
            takes = "none" if is_flag else "many" if many else "one"
            called = parameter.name.removeprefix(AXIS_PREFIX)
            is_operand = parameter.param_type_name == "argument"
            rows += [
                (written, called, takes) for written in ([""] if is_operand else parameter.opts)
            ]
            # fields complete only where they are not taken for text, which Typer knows
            values = () if called == "json" else list_values(parameter, context)
            if values:
                sections[f"offered {called}"] = pack_rows(iter_offered(values))
        sections[f"call {name}"] = pack_rows(rows)
    return sections
