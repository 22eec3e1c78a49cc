"""Results as tables, JSON records and keys: the formats that show records as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from mi_survey.exports import table
from mi_survey.exports.table import Cell, Table
from mi_survey.model.work import Work
from mi_survey.query.result import Result

if TYPE_CHECKING:
    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.taxonomy import Taxonomy

_MATCHES = "matches"  # the field of a result that no record has
_Columns = dict[str, Callable[[Result], Cell]]
_BEFORE_AXES: _Columns = {
    "key": lambda result: result.work.key,
    "title": lambda result: result.work.title,
}
_AFTER_AXES: _Columns = {
    "by": lambda result: result.said_by,
    "venue": lambda result: result.work.venue_short or None,
    "year": lambda result: result.work.year,
    "authors": lambda result: tuple(name.display for name in result.work.authors),
    "url": lambda result: result.work.url,
}
# What files have beside the columns of a pipe, whose lines people read.
_CONTENTS: _Columns = {
    "topics": lambda result: result.work.topics,
    "summary": lambda result: result.work.summary,
}


def record_fields(taxonomy: Taxonomy, *, explained: bool = False) -> tuple[str, ...]:
    """Name the fields of a work's record in order, then what is read off its placements.

    With ``explained``, a result also has what of the text matched.
    """
    return (*Work.__slots__, *taxonomy.ids, "by", *((_MATCHES,) if explained else ()))


def result_table(
    results: Sequence[Result],
    taxonomy: Taxonomy,
    *,
    explained: bool = False,
    contents: bool = False,
) -> Table:
    """Make a table of results; with ``explained``, a last column says what of the text matched.

    With ``contents``, there are the works' topics and summaries as well.
    """
    axes: _Columns = {axis: methodcaller("terms", axis) for axis in taxonomy.ids}
    columns = {**_BEFORE_AXES, **axes, **_AFTER_AXES}
    if contents:
        columns |= _CONTENTS
    if explained:
        columns["match"] = explain
    cells = tuple(columns.values())
    return Table(tuple(columns), [tuple([cell(result) for cell in cells]) for result in results])


def explain(result: Result) -> tuple[str, ...]:
    """Say of every word searched for which field and term it matched."""
    return tuple(f"{match.word} = {match.term} ({match.field})" for match in result.matches)


def render_record_schema(schema: str) -> str:
    """Render the JSON Schema of ``result_records``, made of that of a catalog's works."""
    import json  # which most calls load anyway, but not all of a help

    whole = json.loads(schema)
    word = {"type": "string"}
    match = {"type": "object", "properties": dict.fromkeys(("word", "field", "term"), word)}
    whole["$defs"]["Work"]["properties"] |= {
        "partial": {"const": True, "description": "Only some of the words asked for are in it."},
        "matches": {"type": "array", "items": match, "description": "What --explain says."},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def result_records(
    results: Sequence[Result], *, fields: Sequence[str] = (), explained: bool = False
) -> list[dict[str, Any]]:
    """Make JSON records of results: the full records, or the fields asked for.

    A full record leaves out what is not known; a record of chosen fields has every one of
    them, ``null`` or empty where nothing is known. The axes and ``by`` are read off all the
    placements of the work. ``partial`` marks those that have only some of the words asked for.
    """
    from mi_survey.catalog.codec import encode

    records = []
    for result in results:
        record = _choose(result, fields) if fields else encode(result.work)
        if not result.complete:
            record["partial"] = True
        if explained:
            record[_MATCHES] = [match._asdict() for match in result.matches]
        records.append(record)
    return records


def render_tsv(results: Sequence[Result], options: RenderOptions) -> str:
    """Render tab-separated values."""
    return table.render_tsv(_whole_table(results, options), header=options.header)


def render_csv(results: Sequence[Result], options: RenderOptions) -> str:
    """Render comma-separated values."""
    return table.render_csv(_whole_table(results, options), header=options.header)


def render_json(results: Sequence[Result], options: RenderOptions) -> str:
    """Render one JSON array of records."""
    return table.render_json(_records(results, options), compact=options.compact)


def render_jsonl(results: Sequence[Result], options: RenderOptions) -> str:
    """Render one JSON record per line."""
    return table.render_jsonl(_records(results, options))


def render_keys(results: Sequence[Result], options: RenderOptions) -> str:  # noqa: ARG001 - one signature for all formats
    """Render one citation key per line."""
    return "".join(f"{result.work.key}\n" for result in results)


def _whole_table(results: Sequence[Result], options: RenderOptions) -> Table:
    return result_table(results, options.taxonomy, explained=options.explained, contents=True)


def _records(results: Sequence[Result], options: RenderOptions) -> list[dict[str, Any]]:
    return result_records(results, fields=options.fields, explained=options.explained)


def _choose(result: Result, fields: Sequence[str]) -> dict[str, Any]:
    from mi_survey.catalog.codec import encode

    whole = Result(result.work, result.work.placements)
    return {
        field: encode(getattr(result.work, field))
        if field in Work.__slots__
        else list(whole.said_by if field == "by" else whole.terms(field))
        for field in fields
        if field != _MATCHES
    }
