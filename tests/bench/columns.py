"""Plain text tables of measurements: names to the left, figures to the right."""

from __future__ import annotations

from collections.abc import Sequence


def render_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align cells under their headers, two spaces apart."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            [
                line[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
            ]
        ).rstrip()
        + "\n"
        for line in lines
    )
