"""Rules on the files themselves: their JSON, their fields and types, their one canonical form."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from mi_survey.catalog.codec import dump_canonical, encode
from mi_survey.catalog.rule import Fault, describe, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mi_survey.catalog.document import Document
    from mi_survey.catalog.rule import Subject

_FORM = "write UTF-8 with an indent of 2, fields in the schema's order, none empty, final newline"


def check_repeated_member(subject: Subject) -> Iterator[Fault]:
    """Give no object two members of one name."""
    for name, oddity in subject.iter_oddities("repeated-member"):
        message = f"member {quote(str(oddity.path[-1]))} occurs more than once"
        yield Fault(name, oddity.path, message, "keep one; only the last would count")


def check_finite_number(subject: Subject) -> Iterator[Fault]:
    """Write finite numbers only."""
    for name, oddity in subject.iter_oddities("finite-number"):
        yield Fault(name, oddity.path, f"{describe(oddity.found)} is not finite")


def check_blank_string(subject: Subject) -> Iterator[Fault]:
    """Leave no string empty or blank."""
    for name, oddity in subject.iter_oddities("blank-string"):
        yield Fault(name, oddity.path, "the string is empty", "leave out what is not known")


def check_outer_space(subject: Subject) -> Iterator[Fault]:
    """Put no white space around a string."""
    for name, oddity in subject.iter_oddities("outer-space"):
        stripped = quote(oddity.found.strip())
        message = f"{quote(oddity.found)} has white space around it"
        yield Fault(name, oddity.path, message, f"write {stripped}")


def check_control_character(subject: Subject) -> Iterator[Fault]:
    """Keep control characters and bidirectional overrides out of strings."""
    for name, oddity in subject.iter_oddities("control-character"):
        message = f"{quote(oddity.found)} holds control characters"
        yield Fault(name, oddity.path, message, "take out what is shown as \\x.. or \\u....")


def check_unknown_field(subject: Subject) -> Iterator[Fault]:
    """Give records no fields but their own."""
    for name, oddity in subject.iter_oddities("unknown-field"):
        near = did_you_mean(oddity.found, oddity.expected)
        suggestion = near or "known: " + ", ".join(oddity.expected)
        yield Fault(name, oddity.path, f"unknown field {quote(oddity.found)}", suggestion)


def check_missing_field(subject: Subject) -> Iterator[Fault]:
    """Give records all fields that are required."""
    for name, oddity in subject.iter_oddities("missing-field"):
        message = f"field {quote(str(oddity.path[-1]))} is missing"
        yield Fault(name, oddity.path, message, f"give {oddity.expected[0]}")


def check_wrong_type(subject: Subject) -> Iterator[Fault]:
    """Give values the types that their fields take."""
    for name, oddity in subject.iter_oddities("wrong-type"):
        if isinstance(oddity.found, float) and not isfinite(oddity.found):
            continue  # which has its own rule
        message = f"expected {oddity.expected[0]}, found {describe(oddity.found)}"
        yield Fault(name, oddity.path, message)


def check_closed_vocabulary(subject: Subject) -> Iterator[Fault]:
    """Take kinds, statuses and the like from the closed list of each."""
    for name, oddity in subject.iter_oddities("closed-vocabulary"):
        message = f"unknown {oddity.path[-1]} {quote(oddity.found)}"
        message += ": one of " + ", ".join(oddity.expected)
        yield Fault(name, oddity.path, message, did_you_mean(oddity.found, oddity.expected))


def check_order(subject: Subject) -> Iterator[Fault]:
    """Sort works by key and sources by id."""
    records = {
        "works.json": ("key", [work.key for work in subject.contents.works]),
        "sources.json": ("id", [source.id for source in subject.contents.sources]),
    }
    for name, (field, ids) in records.items():
        if name in subject.documents:
            known = [(index, each) for index, each in enumerate(ids) if each]
            for (_, before), (index, current) in pairwise(known):
                if current < before:
                    message = f"{quote(current)} stands after {quote(before)}"
                    yield Fault(name, (index,), message, f"sort by {field}")


def check_canonical_form(subject: Subject) -> Iterator[Fault]:
    """Write files in the one canonical form, byte for byte."""
    records: dict[str, Any] = {
        "works.json": subject.contents.works,
        "taxonomy.json": subject.contents.taxonomy,
        "sources.json": subject.contents.sources,
    }
    for name, document in subject.documents.items():
        # Where values do not fit, the records are not what the file says; and of these two
        # oddities not even the values tell.
        values = document.raw if document.misfits else encode(records[name])
        told = {oddity.rule for oddity in document.oddities}
        if told.isdisjoint({"repeated-member", "finite-number"}) and (
            difference := _find_difference(document, values)
        ):
            yield Fault(name, (), difference, _FORM)


def _find_difference(document: Document, values: Any) -> str:
    text = document.text
    if text is None or text == (canonical := dump_canonical(values)):
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
