"""Fitting JSON values to the records of the model, by pydantic, and mending what does not fit.

The records are the model's own dataclasses: there is one definition of a catalog. Values are
mended only so that the rules can go on over the rest; nothing made up leaves the check.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, make_dataclass
from functools import cache, lru_cache, reduce
from keyword import iskeyword
from math import isfinite
from operator import getitem
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from mi_survey.catalog.document import (
    CLOSED_VOCABULARY,
    FINITE_NUMBER,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    Document,
)
from mi_survey.catalog.rule import describe, did_you_mean, suggest
from mi_survey.catalog.store import FILES
from mi_survey.model.finding import Finding, Location, Path
from mi_survey.model.person import Person
from mi_survey.model.source import Source
from mi_survey.model.taxonomy import Taxonomy
from mi_survey.model.work import Listing, Placement, Work
from mi_survey.text import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLES = dict(zip(FILES, ("Works", "Taxonomy", "Sources", "People"), strict=True))
# The files whose records are the same under every taxonomy.
_PLAIN: dict[str, Any] = {FILES[1]: Taxonomy, FILES[3]: tuple[Person, ...]}
# The name of a file to be merged, which holds what a catalog's files do, any field missing.
CONTRIBUTION = "contribution"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WORDS = {str: "a string", int: "an integer", tuple: "an array"}


@dataclass(frozen=True, slots=True)
class NamedListing(Listing):
    """A listing that names its work: by its key, or as new by the title of a record beside it."""

    key: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file to be merged holds; in its records, any field may be missing."""

    works: tuple[Work, ...] = ()
    sources: tuple[Source, ...] = ()
    listings: tuple[NamedListing, ...] = ()


class Fit(NamedTuple):
    """The records made of a file, and what did not fit: where there is any, values are made up."""

    value: Any
    misfits: tuple[Finding, ...] = ()


class _Schema(GenerateJsonSchema):
    """Pydantic's JSON Schema without the titles that only repeat the names of fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def fit(document: Document, taxonomy: Taxonomy) -> Fit:
    """Make records of the JSON values of a file; all that does not fit is told.

    The axes of ``taxonomy`` are the members that placements and listings may have.
    """
    form, adapter = _make_adapter(document.name, taxonomy)
    data = _dump(document.raw)
    try:
        return Fit(_record(adapter.validate_json(data, strict=True)))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    root = [json.loads(data)]
    misfits = []
    for problem in problems:
        path = problem["loc"]
        found = None if problem["type"] == "missing" else reduce(getitem, path, root[0])
        misfits.append(_misfit(problem["type"], form, document.place(path), found))
        _mend(root, (0, *path), form)
    value = _record(adapter.validate_json(_dump(root[0]), strict=True))
    return Fit(value, tuple(misfits))


def render_json_schema(name: str, taxonomy: Taxonomy) -> str:
    """Write the JSON Schema of one of ``FILES`` under a taxonomy, from the records themselves."""
    _, adapter = _make_adapter(name, taxonomy)
    schema = adapter.json_schema(schema_generator=_Schema)
    schema = {"$schema": _DIALECT, **schema, "title": _TITLES[name]}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


@lru_cache(maxsize=8)
def _make_adapter(name: str, taxonomy: Taxonomy) -> tuple[Any, TypeAdapter[Any]]:
    form = _make_form_of_file(name, taxonomy)
    return form, TypeAdapter(form)


def _make_form_of_file(name: str, taxonomy: Taxonomy) -> Any:
    """Return the type of what one of ``FILES`` holds, with tags under the names of the axes."""
    if name in _PLAIN:
        return _PLAIN[name]
    taken = {field.name for record in (Placement, NamedListing) for field in fields(record)}
    axes = {
        axis.id: axis
        for axis in taxonomy.in_file_order()
        if axis.id.isidentifier() and not iskeyword(axis.id) and axis.id not in taken
    }
    partial = name == CONTRIBUTION
    terms = {name: tuple[str, ...] if axis.most > 1 else str for name, axis in axes.items()}
    placement = _make_form(Placement, {"tags": terms})
    listing = _make_form(Listing, {"tags": dict.fromkeys(axes, str)})
    own = {"placements": tuple[placement, ...], "listings": tuple[listing, ...]}  # type: ignore[valid-type]  # made just now
    work = _make_form(Work, {name: {name: kind} for name, kind in own.items()}, partial=partial)
    source = _make_form(Source, {"citation": {"citation": work}}, partial=partial)
    if not partial:
        return tuple[work if name == FILES[0] else source, ...]  # type: ignore[misc]  # likewise
    named = _make_form(NamedListing, {"tags": dict.fromkeys(axes, str)}, partial=True)
    parts = {"works": work, "sources": source, "listings": named}
    return _make_form(Brought, {name: {name: tuple[kind, ...]} for name, kind in parts.items()})  # type: ignore[valid-type]  # likewise


def _make_form(
    record: type, others: Mapping[str, Mapping[str, Any]], *, partial: bool = False
) -> type:
    """Make a record like another, with other members, none of them required, for some fields.

    A partial record requires nothing; what is missing is ``None``.
    """
    types = get_type_hints(record)
    members: list[tuple[str, Any, Any]] = []
    for each in fields(record):
        if each.name not in others:
            optional = partial and each.name in _required(record)
            kind = types[each.name] | None if optional else types[each.name]
            default = None if optional else each.default
            members.append((each.name, kind, field(default=default)))
        for name, kind in others.get(each.name, {}).items():
            several = get_origin(kind) is tuple
            members.append((name, kind if several else kind | None, () if several else None))
    namespace = {
        "__doc__": record.__doc__,
        "__module__": record.__module__,
        "__pydantic_config__": {"extra": "forbid"},
        "_record": record,
    }
    form: type = make_dataclass(record.__name__, members, namespace=namespace, kw_only=True)
    return form


def _record(value: Any) -> Any:
    """Turn what was read by forms into the records of the model."""
    if isinstance(value, tuple):
        return tuple([_record(item) for item in value])
    record = getattr(value, "_record", None)
    if record is None:
        return value
    said = {each.name: _record(getattr(value, each.name)) for each in fields(value)}
    known = record.__dataclass_fields__
    own = {name: item for name, item in said.items() if name in known}
    if "tags" in known:
        own["tags"] = tuple((name, item) for name, item in said.items() if item and name not in own)
    return record(**own)


def _dump(raw: Any) -> bytes:
    text = json.dumps(raw, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Lone surrogates are no text in UTF-8; the rule on control characters names them. Names
        # of members that are the same without them become one.
        values = json.loads(text.encode("utf-8", "replace"))
        return json.dumps(values, ensure_ascii=False).encode()


def _misfit(problem: str, form: Any, place: Location, found: Any) -> Finding:
    path = place.path or ()
    if problem == "unexpected_keyword_argument":
        known = tuple(field.name for field in fields(_type_at(form, path[:-1])))
        message = f"unknown field {quote(str(path[-1]))}"
        return UNKNOWN_FIELD.finding(place, message, suggest(str(path[-1]), known))
    expected = _type_at(form, path)
    if problem == "missing":
        message = f"field {quote(str(path[-1]))} is missing"
        return MISSING_FIELD.finding(place, message, f"give {_describe(expected)}")
    if problem == "literal_error" and isinstance(found, str):
        choices = get_args(expected)
        message = f"unknown {path[-1]} {quote(found)}: one of " + ", ".join(choices)
        return CLOSED_VOCABULARY.finding(place, message, did_you_mean(found, choices))
    if isinstance(found, float) and not isfinite(found):
        return FINITE_NUMBER.finding(place, f"{describe(found)} is not finite")
    return WRONG_TYPE.finding(place, f"expected {_describe(expected)}, found {describe(found)}")


def _mend(root: list[Any], path: Path, form: Any) -> None:
    """Take a value out, or put a neutral one in its place."""
    *above, last = path
    parent: Any = reduce(getitem, above, root)  # type: ignore[arg-type]  # lists and objects
    if isinstance(last, str) and last not in _required(_type_at(form, path[1:-1])):
        del parent[last]
    else:
        parent[last] = _neutral(_type_at(form, path[1:]))


def _type_at(form: Any, path: Path) -> Any:
    kind = form
    for step in path:
        kind = get_args(kind)[0] if isinstance(step, int) else _field_types(kind)[step]
    return kind


@cache
def _field_types(record: Any) -> dict[str, Any]:
    types = get_type_hints(record)
    return {n: get_args(t)[0] if NoneType in get_args(t) else t for n, t in types.items()}


def _neutral(kind: Any) -> Any:
    if is_dataclass(kind):
        record: Any = kind
        types = _field_types(record)
        return {name: _neutral(types[name]) for name in _required(record)}
    if get_origin(kind) is tuple:
        return []
    return get_args(kind)[0] if get_origin(kind) is Literal else kind()


@cache
def _required(record: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(record) if each.default is MISSING)


def _describe(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    return _WORDS.get(get_origin(kind) or kind, "an object")
