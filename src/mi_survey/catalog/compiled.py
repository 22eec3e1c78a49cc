"""The form of a compiled catalog: one file of sections, each read when it is asked for.

The file is text and plain arrays alone, which every Python reads. Its first line says what it
is, of which version, where its sections begin and how long it is; then a line for each section
names it with its start and end. It is derived, never committed, and trusted for nothing but
speed: who cannot read it does without. The module is light to import.
"""

from __future__ import annotations

import os
import sys

from mi_survey.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "compiled"
_KIND = "mi-survey compiled catalog 1"
_FIRST_READ = 8192
_OFFSET = 8  # bytes


class Compiled:
    """A compiled catalog, open for reading; what is not as it should be raises any exception."""

    def __init__(self, path: str) -> None:
        """Open a file that ``write_sections`` of this version wrote."""
        self._file = os.open(path, os.O_RDONLY)
        self._sections: dict[str, bytes] = {}
        try:
            self._base, self._at = self._read_table(path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _read_table(self, path: str) -> tuple[int, dict[str, tuple[int, int]]]:
        """Return where the sections begin, and from where to where each of them goes on."""
        first = os.pread(self._file, _FIRST_READ, 0)
        kind, version, base, size = first[: first.index(b"\n")].decode().split("\t")
        whole = os.fstat(self._file).st_size == int(size)
        if (kind, version) != (_KIND, __version__) or not whole or sys.byteorder != "little":
            raise ValueError(path)
        if int(base) > len(first):
            first = os.pread(self._file, int(base), 0)
        rows = [line.split("\t") for line in first[: int(base)].decode().split("\n")[1:-1]]
        return int(base), {name: (int(start), int(end)) for name, start, end in rows}

    def read(self, section: str) -> bytes:
        """Return a section as it is; raise ``KeyError`` where there is none."""
        if section not in self._sections:
            start, end = self._at[section]
            self._sections[section] = os.pread(self._file, end - start, self._base + start)
        return self._sections[section]

    def read_rows(self, section: str) -> list[list[str]]:
        """Return the cells of a section of lines."""
        return [line.split("\t") for line in self.read(section).decode().split("\n")[:-1]]

    def read_pairs(self, section: str) -> list[tuple[str, str]]:
        """Return the cells of a section of lines with two cells each."""
        return [(first, second) for first, second in self.read_rows(section)]

    def read_entries(self, section: str, ranks: Sequence[int]) -> list[bytes]:
        """Return some entries of a section, in the order of their ranks."""
        if not ranks:
            return []
        ends = memoryview(self.read(f"{section} at")).cast("Q")
        low, high = ends[min(ranks)], ends[max(ranks) + 1]
        start = self._base + self._at[section][0] + low
        data = os.pread(self._file, high - low, start)
        return [data[ends[rank] - low : ends[rank + 1] - low] for rank in ranks]

    def find_line(self, section: str, *start: str) -> str:
        """Return the rest of the line that starts with these cells; raise ``ValueError`` if none.

        Looking through the bytes takes a tenth of the time of splitting them.
        """
        begun = "\t".join([f"\n{start[0]}", *start[1:], ""]).encode()
        data = b"\n" + self.read(section)
        at = data.index(begun) + len(begun)
        return data[at : data.index(b"\n", at)].decode()


def write_sections(path: str, sections: Mapping[str, bytes]) -> None:
    """Write a compiled catalog into a new file."""
    table, position = "", 0
    for name, data in sections.items():
        table += f"{name}\t{position}\t{position + len(data)}\n"
        position += len(data)
    length = len(f"{_KIND}\t{__version__}\t{0:08}\t{0:012}\n") + len(table.encode())
    head = f"{_KIND}\t{__version__}\t{length:08}\t{length + position:012}\n{table}".encode()
    with open(path, "xb") as file:  # noqa: PTH123 - pathlib is not light
        file.write(head + b"".join(sections.values()))


def pack_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Make a section of lines, for ``read_rows`` and ``find_line``.

    Raises:
        ValueError: a cell holds a tab or a line break.
    """
    lines = []
    for row in rows:
        if any("\t" in cell or "\n" in cell for cell in row):
            raise ValueError(row)
        lines.append("\t".join(row) + "\n")
    return "".join(lines).encode()


def pack_entries(section: str, entries: Iterable[str]) -> dict[str, bytes]:
    """Make the sections from which ``read_entries`` takes single entries."""
    data, ends = bytearray(), [0]
    for entry in entries:
        data += entry.encode("utf-8", "replace")
        ends.append(len(data))
    offsets = b"".join(end.to_bytes(_OFFSET, "little") for end in ends)
    return {section: bytes(data), f"{section} at": offsets}
