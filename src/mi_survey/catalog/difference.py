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
from mi_survey.model.work import Work
from mi_survey.reference.names import iter_unique_names

if TYPE_CHECKING:
    from mi_survey.model.source import Source

_Item = TypeVar("_Item")
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
    renamed = _pair(old, new)
    before = {work.key: work for work in old}
    after = {work.key: work for work in new}
    origin = {to: at for at, to in renamed.items()}
    added = [Difference("added", key, after[key].title) for key in after if key not in origin]
    removed = [
        Difference("removed", key, before[key].title) for key in before if key not in renamed
    ]
    changed = [
        Difference("changed", key, after[key].title, *difference)
        for key, at in sorted(origin.items())
        if before[at] != after[key]  # quicker than encoding all of them
        for difference in _iter_fields(encode(before[at]), encode(after[key]))
    ]
    return [
        *sorted(added, key=lambda each: each.key),
        *sorted(removed, key=lambda each: each.key),
        *changed,
    ]


def find_source_differences(old: Sequence[Source], new: Sequence[Source]) -> list[Difference]:
    """Find what differs between the sources of two catalogs, by their ids."""
    before, after = ({source.id: source for source in sources} for sources in (old, new))
    added = [Difference("added", name, after[name].title) for name in after if name not in before]
    removed = [
        Difference("removed", name, before[name].title) for name in before if name not in after
    ]
    changed = [
        Difference("changed", name, after[name].title, *difference)
        for name in after
        if name in before
        for difference in _iter_fields(encode(before[name]), encode(after[name]))
    ]
    return [*added, *removed, *changed]


def _pair(old: Sequence[Work], new: Sequence[Work]) -> dict[str, str]:
    """Pair the keys of works that are the same: by key, then by alias, then by identifier."""
    pairs = {key: key for key in {work.key for work in old} & {work.key for work in new}}
    for by_key in (True, False):
        taken = set(pairs.values())
        by_name = {
            name: work.key
            for work in new
            if work.key not in taken
            for name in iter_unique_names(work)
            if (name[0] == "key") is by_key
        }
        for work in old:
            found = [by_name[name] for name in iter_unique_names(work) if name in by_name]
            if work.key not in pairs and found and found[0] not in taken:
                pairs[work.key] = found[0]
                taken.add(found[0])
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
