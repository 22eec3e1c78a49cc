"""Bytes of lists: what was decoded wrongly is mended and told, and the rest stays as it is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.lists.encoding import decode_list


@pytest.mark.parametrize("text", ["* Plain", "* naïve café – “quoted”", "## 📑 Papers 🌟", "论文"])
def test_utf8_stays_as_it_is(text: str) -> None:
    assert decode_list(text.encode()) == (text, ())


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["Don’t", "naïve – said", "Heads — of two"])
def test_utf8_decoded_as_another_encoding_is_mended_and_told(text: str, encoding: str) -> None:
    wrong = text.encode().decode(encoding)
    mended, notes = decode_list(f"# List\n{wrong}\n".encode())
    assert mended == f"# List\n{text}\n"
    assert notes == ("line 2: UTF-8 that had been decoded as another encoding was mended",)


def test_emoji_decoded_as_mac_roman_are_mended() -> None:
    wrong = "🔎 Locate 📑".encode().decode("mac_roman")
    assert decode_list(wrong.encode())[0] == "🔎 Locate 📑"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_left_out_and_told(encoding: str) -> None:
    text, notes = decode_list("* Title".encode(encoding))
    assert text == "* Title"
    assert len(notes) == 1


def test_windows_1252_is_read_and_told() -> None:
    text, notes = decode_list("a\nDon’t".encode("cp1252"))
    assert text == "a\nDon’t"
    assert notes == ("line 2: not UTF-8; the file was read as Windows-1252",)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_and_keep_their_lines(data: bytes) -> None:
    text, notes = decode_list(data)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert text.count("\n") == data.count(b"\n")
    assert all(notes)


def test_ftfy_is_loaded_only_for_text_that_may_need_it() -> None:
    code = (
        "import sys; from mi_survey.lists.encoding import decode_list;"
        "decode_list('⭐ naïve café'.encode()); assert 'ftfy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
