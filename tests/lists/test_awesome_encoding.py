"""Bytes of lists: what was decoded wrongly is mended and told, and the rest stays as it is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.lists.encoding import decode_list, find_broken_lines, read_list, recover_text


@pytest.mark.parametrize("text", ["* Plain", "* naïve café – “quoted”", "## 📑 Papers 🌟", "论文"])
def test_utf8_stays_as_it_is(text: str) -> None:
    assert decode_list(text.encode()) == (text, ())


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["Don’t", "naïve – said", "Heads — of two"])
def test_utf8_decoded_as_another_encoding_is_mended_and_told(text: str, encoding: str) -> None:
    wrong = text.encode().decode(encoding)
    mended, notes = decode_list(f"# List\n{wrong}\n".encode())
    assert mended == f"# List\n{text}\n"
    assert notes == ("line 2 is not sound UTF-8, and was read as it is meant",)


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
    assert notes == ("line 2 is not sound UTF-8, and was read as it is meant",)


def test_sound_lines_beside_windows_1252_are_read_as_utf8() -> None:
    data = "论文 “a”\n".encode() + "Don’t 论文\n".encode("cp1252", "ignore") + "é\n".encode()
    assert decode_list(data)[0] == "论文 “a”\nDon’t \né\n"


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_and_keep_their_lines(data: bytes) -> None:
    text, notes = decode_list(data)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert text.count("\n") == data.count(b"\n")
    assert all(notes)


@given(st.binary(max_size=200))
def test_reading_keeps_every_byte(data: bytes) -> None:
    read = read_list(data)
    if not read.encoding:
        assert read.mark + read.text.encode("utf-8", "surrogateescape") == data


@given(st.text(max_size=80))
def test_mending_an_encoding_twice_changes_nothing(text: str) -> None:
    wrong = "\n".join(line.encode().decode("cp1252", "replace") for line in text.split("\n"))
    mended = recover_text(wrong, find_broken_lines(wrong))
    again = find_broken_lines(mended)
    assert len(again) <= len(find_broken_lines(wrong))


def test_ftfy_is_loaded_only_for_text_that_may_need_it() -> None:
    code = (
        "import sys; from mi_survey.lists.encoding import decode_list;"
        "decode_list('⭐ naïve café'.encode()); assert 'ftfy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
