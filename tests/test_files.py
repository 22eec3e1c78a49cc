"""Files are read as they are, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mi_survey.errors import FileUnreadable
from mi_survey.files import decode_text, read_bytes


def test_reading_keeps_line_ends_and_refuses_what_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(b"a\r\nb\n")
    assert decode_text(read_bytes(path), "refs.bib") == "a\r\nb\n"
    path.write_bytes(b"\xff")
    with pytest.raises(FileUnreadable, match="not UTF-8 at byte 0"):
        decode_text(read_bytes(path), "refs.bib")
