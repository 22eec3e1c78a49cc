"""Records as they were read from a file, each decoded when it is asked for.

Decoding all works takes 5 ms, of which a call that shows 25 of them needs 0.3. An index asks
for single columns, so it decodes one field of every work and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

Record = TypeVar("Record")


class Stored(Sequence[Record]):
    """A sequence of records over their JSON values.

    ``decode`` makes a record of such values; ``decoders`` has those of single fields, for the
    fields whose values are not what stands in the file.
    """

    def __init__(
        self,
        raw: Sequence[dict[str, Any]],
        decode: Callable[[dict[str, Any]], Record],
        *,
        decoders: Mapping[str, Callable[[Any], Any]],
    ) -> None:
        self._raw = raw
        self._decode = decode
        self._decoders = decoders
        self._decoded: dict[int, Record] = {}

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, position: int) -> Record: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Record]: ...
    def __getitem__(self, position: int | slice) -> Record | Sequence[Record]:
        chosen = range(len(self._raw))[position]
        if isinstance(chosen, range):
            return tuple(self[index] for index in chosen)
        if chosen not in self._decoded:
            self._decoded[chosen] = self._decode(self._raw[chosen])
        return self._decoded[chosen]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def iter_column(self, field: str) -> Iterator[Any]:
        """Yield one field of every record: decoded where it is there, else empty."""
        decode = self._decoders.get(field)
        if decode is None:
            return (raw.get(field) for raw in self._raw)
        return (decode(raw[field]) if field in raw else () for raw in self._raw)


def iter_column(records: Sequence[Any], field: str) -> Iterator[Any]:
    """Yield one field of every record, by the shortest way that the sequence has."""
    if isinstance(records, Stored):
        return records.iter_column(field)
    return (getattr(record, field) for record in records)
