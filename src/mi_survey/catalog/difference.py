"""What differs between two catalogs: works added, removed and changed, field by field.

A work that was renamed is recognised by an alias or an identifier, and compared as itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from mi_survey.catalog.codec import encode
from mi_survey.reference.names import iter_unique_names

if TYPE_CHECKING:
    from mi_survey.model.source import Source
    from mi_survey.model.work import Work

_Item = TypeVar("_Item")
_Record = TypeVar("_Record", "Work", "Source")
Change = Literal["added", "removed", "changed"]
DIFFERENCES: Mapping[Change, str] = {
    "added": "Works added",
    "removed": "Works removed",
    "changed": "Works changed",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; ``key`` is the work's in the newer catalog that has it.

    ``field`` is a path such as ``ids.arxiv`` or ``listings[0].year``; it is empty for works added
    or removed. Values that are no text are written as JSON; ``None`` stands where there is none.
    """

    change: Change
    key: str
    title: str
    field: str = ""
    old: str | None = None
    new: str | None = None


def find_differences(old: Sequence[Work], new: Sequence[Work]) -> list[Difference]:
    """Find what differs between two sequences of works: by kind of change, then by key."""
    before, after = ({work.key: work for work in works} for works in (old, new))
    return [*_iter_differences(before, after, origin=_pair(old, new))]


def find_source_differences(old: Sequence[Source], new: Sequence[Source]) -> list[Difference]:
    """Find what differs between the sources of two catalogs, by their ids."""
    before, after = ({source.id: source for source in sources} for sources in (old, new))
    return [*_iter_differences(before, after, origin={id: id for id in before if id in after})]


def _iter_differences(
    old: Mapping[str, _Record], new: Mapping[str, _Record], *, origin: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield what differs; ``origin`` has the old keys of the new records that were there."""
    for key in sorted(new.keys() - origin.keys()):
        yield Difference("added", key, new[key].title)
    for key in sorted(old.keys() - set(origin.values())):
        yield Difference("removed", key, old[key].title)
    for key, at in sorted(origin.items()):
        if old[at] != new[key]:  # quicker than encoding all of them
            for difference in _iter_fields(encode(old[at]), encode(new[key])):
                yield Difference("changed", key, new[key].title, *difference)


def _pair(old: Sequence[Work], new: Sequence[Work]) -> dict[str, str]:
    """Return the old keys of new works that are the same: by key, then alias, then identifier."""
    pairs = {key: key for key in {work.key for work in old} & {work.key for work in new}}
    for by_key in (True, False):
        by_name = {
            name: work.key
            for work in new
            if work.key not in pairs
            for name in iter_unique_names(work)
            if (name[0] == "key") is by_key
        }
        paired = set(pairs.values())
        for work in old:
            found = [by_name[name] for name in iter_unique_names(work) if name in by_name]
            if work.key not in paired and found and found[0] not in pairs:
                pairs[found[0]] = work.key
    return pairs


def _iter_fields(
    old: Any, new: Any, path: str = ""
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the paths at which two JSON values differ, each with both values.

    Of a list, what went and what came; as many that went as came were changed.
    """
    if old == new:
        return
    if isinstance(old or new, dict) and isinstance(new or old, dict):
        old, new = old or {}, new or {}
        for name in [*old, *(name for name in new if name not in old)]:
            inner = f"{path}.{name}" if path else name
            yield from _iter_fields(old.get(name), new.get(name), inner)
    elif isinstance(old or new, list):
        yield from _iter_items(old or [], new or [], path)
    else:
        yield path, _text(old), _text(new)


def _iter_items(
    old: list[Any], new: list[Any], path: str
) -> Iterator[tuple[str, str | None, str | None]]:
    gone, come = without(old, new), without(new, old)
    if not gone and not come:
        yield path, _text(old), _text(new)  # the order alone
    elif len(gone) == len(come):
        places = {_identity(item): at for at, item in reversed([*enumerate(new)])}
        for before, after in zip(gone, come, strict=True):
            yield from _iter_fields(before, after, f"{path}[{places[_identity(after)]}]")
    else:
        yield from ((path, _text(item), None) for item in gone)
        yield from ((path, None, _text(item)) for item in come)


def without(items: Sequence[_Item], others: Sequence[_Item]) -> list[_Item]:
    """Return the items that are not among the others, each as often as it is missing there."""
    left = Counter(map(_identity, others))
    missing = []
    for item in items:
        identity = _identity(item)
        if left[identity]:
            left[identity] -= 1
        else:
            missing.append(item)
    return missing


def _identity(item: object) -> object:
    """Return what two equal items have in common; objects and arrays of JSON cannot be hashed."""
    return json.dumps(item, sort_keys=True) if isinstance(item, dict | list) else item


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
