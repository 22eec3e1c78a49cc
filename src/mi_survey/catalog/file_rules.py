"""Rules on the files themselves: their one canonical form, and the order of their records."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.rule import rule
from mi_survey.catalog.store import FILES
from mi_survey.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.catalog.rule import Breach, Subject

_FORM = "write UTF-8 with an indent of 2, fields in the schema's order, none empty, final newline"


@rule("canonical-form", "warning")
def check_canonical_form(subject: Subject) -> Iterator[Breach]:
    """Write files in the one canonical form, byte for byte."""
    records = dict(zip(FILES, subject.contents, strict=True))
    for name, document in subject.documents.items():
        if document.text is None:  # the values come from no file
            continue
        # Where values do not fit, the records are not what the file says; and of what these two
        # rules find not even the values tell.
        values = document.raw if document.misfits else encode(records[name])
        told = {finding.rule for finding in document.findings}
        if told.isdisjoint({"repeated-member", "finite-number"}) and (
            difference := _find_difference(document.text, values)
        ):
            yield (name,), difference, _FORM


@rule("file-order", "warning")
def check_order(subject: Subject) -> Iterator[Breach]:
    """Sort works by key, sources by id and people by name."""
    works = ((path, work.key, "key") for path, work in subject.iter_works(with_citations=False))
    sources = ((path, source.id, "id") for path, source in subject.iter_sources())
    people = ((path, "".join(each.names[:1]), "name") for path, each in subject.iter_people())
    for records in (works, sources, people):
        for (_, before, _), (path, current, field) in pairwise(filter(itemgetter(1), records)):
            if current < before:
                message = f"{quote(current)} stands after {quote(before)}"
                yield path, message, f"sort by {field}"


def _find_difference(text: str, values: Any) -> str:
    if text == (canonical := dump_canonical(values)):
        return ""
    if text.startswith("\ufeff"):
        return "the file starts with a byte order mark"
    lines, right = text.split("\n"), canonical.split("\n")
    pairs = enumerate(zip(lines, right, strict=False), start=1)
    number, line, expected = next(
        ((number, *pair) for number, pair in pairs if pair[0] != pair[1]),
        (min(len(lines), len(right)), "", ""),
    )
    if line == expected + "\r":
        return f"line {number} ends with a carriage return"
    if line == expected:
        end = "no newline at the end" if text + "\n" == canonical else "more than its values"
        return f"the file has {end}, line {number}"
    return f"line {number} is {quote(line)} where {quote(expected)} is expected"
