"""A small sound catalog as JSON values, from which tests make broken ones."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.codec import dump_canonical
from mi_survey.catalog.document import parse_document
from mi_survey.catalog.schema import check_documents
from mi_survey.catalog.store import FILES, load_bundled
from mi_survey.model.work import Work

if TYPE_CHECKING:
    from mi_survey.catalog.schema import Checked

BASE = load_bundled()
TODAY = date(2026, 2, 1)
_ORDER = [field.name for field in fields(Work)]


def work(**changes: Any) -> dict[str, Any]:
    """Return a sound work with some fields changed; ``None`` leaves a field out."""
    sound = {
        "key": "arditi2024refusal",
        "title": "Refusal in Language Models Is Mediated by a Single Direction",
        "kind": "paper",
        "authors": [{"given": "Andy", "family": "Arditi"}],
        "year": 2024,
        "status": "verified",
    }
    values = {name: value for name, value in (sound | changes).items() if value is not None}
    known = {name: values.pop(name) for name in _ORDER if name in values}
    return known | values


def placed(**terms: Any) -> dict[str, Any]:
    """Return a work with one placement."""
    return work(placements=[{"by": "curated", **terms}])


def term(name: str, order: int, **more: Any) -> dict[str, Any]:
    """Return a term of an axis."""
    return {"id": name, "label": name, "definition": "What it is", "order": order, **more}


def axis(name: str, *terms: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an axis with these terms, or with one."""
    found = list(terms) or [term("none", 1)]
    return {"id": name, "label": name, "definition": "What it asks", **more, "terms": found}


def taxonomy(*axes: dict[str, Any]) -> dict[str, Any]:
    """Return a taxonomy with these axes, and the others of the four in their smallest form."""
    given = {each["id"] for each in axes}
    others = [axis(name) for name in ("object", "locate", "steer", "area") if name not in given]
    return {"axes": [*axes, *others]}


def source(**changes: Any) -> dict[str, Any]:
    """Return a sound source that no listing names, with some fields changed."""
    return {"id": "neurons", "title": "Neuron-level techniques", "listings": 0} | changes


def check(
    works: Any = (),
    *,
    axes: Any = None,
    sources: Any = None,
    people: Any = None,
    text: str | None = None,
    errors_only: bool = False,
) -> Checked:
    """Check a catalog of these values, or of this text for its works, in canonical form."""
    values = {"works.json": list(works) if isinstance(works, tuple) else works}
    values |= {"taxonomy.json": axes} if axes is not None else {}
    values |= {"sources.json": sources} if sources is not None else {}
    values |= {"people.json": people} if people is not None else {}
    texts = {name: dump_canonical(value) for name, value in values.items()}
    if text is not None:
        texts[FILES[0]] = text
    documents = [parse_document(name, content, file=name) for name, content in texts.items()]
    return check_documents(documents, base=BASE, today=TODAY, errors_only=errors_only)
