"""What people call commands and options: every other name leads to a call that is there."""

from __future__ import annotations

import re

import pytest

from effort import some
from mi_survey.cli.app import COMMANDS, GROUPS
from mi_survey.cli.other_names import OTHER_COMMANDS, OTHER_OPTIONS, find_commands
from program import Call

_WORDS = sorted({word for words in OTHER_COMMANDS.values() for word in words.split()})


def test_what_is_meant_is_there(call: Call) -> None:
    for meant in OTHER_COMMANDS:
        name = re.split(r" (?=[A-Z-])|^(?=-)", meant)[0]
        text = call(*name.split(), "--help").text
        assert name in ("", *COMMANDS)
        for option in re.findall(r"--?[a-z]+", meant):
            assert re.search(rf"(?:^|[ ,]){option}\b", text, re.MULTILINE), meant


def test_another_name_is_answered_in_a_line(call: Call) -> None:
    assert not {*_WORDS} & {*COMMANDS, *GROUPS}
    for at, word in enumerate(_WORDS):
        forms = ((word,), (word.upper(), "--count"), ("help", word))
        unknown = (word, word.upper(), word)
        done = call(*forms[at % 3])
        assert (done.status, done.stdout) == (2, b"")
        assert done.errors[0] == f"error: unknown command '{unknown[at % 3]}'"
        assert done.errors[1].startswith("hint: did you mean ")
        assert len(done.errors) == 2


def test_help_knows_slips_within_a_group(call: Call) -> None:
    assert call("help", "catalog", "vlaidate").errors[1] == "hint: did you mean catalog validate?"


@pytest.mark.parametrize("meant", some([*OTHER_OPTIONS], of=3))
def test_another_name_of_an_option_is_known_where_the_option_is(call: Call, meant: str) -> None:
    takers = [name for name in COMMANDS if f"{meant} " in call(*name.split(), "--help").text]
    assert takers
    for word in OTHER_OPTIONS[meant].split():
        hints = {call(*name.split(), f"--{word}").errors[-1] for name in takers}
        assert hints & {f"hint: did you mean {meant}?"}, word


def test_a_command_without_its_group_and_with_a_slip_is_known() -> None:
    for name in COMMANDS:
        *group, word = name.split()
        prefix = "".join(f"{each} " for each in group)
        if group:
            assert name in find_commands(word, commands=COMMANDS)
        slip = word[:-2] + word[-1] + word[-2] if len(set(word[-2:])) > 1 else word[:-1]
        if f"{prefix}{slip}" not in COMMANDS:
            assert find_commands(slip, commands=COMMANDS, prefix=prefix)[0] == name
