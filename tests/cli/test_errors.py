"""Errors: one line that says what is wrong, one that says what to do, and never a traceback."""

from __future__ import annotations

import json

import pytest

from program import Call, Finished, Program

# A call, and what its hint must name: the nearest value, or those that there are.
USAGE = {
    "find --limt 3": "did you mean --limit?",
    "find --foo": "try: mi-survey find --help",
    "find --titel x": "try: mi-survey find --help",
    "find --knid paper": "did you mean --kind?",
    "export ROME --format table": "known: list, tsv, csv, ",
    "fnd refusal": "did you mean find?",
    "catalog vlaidate": "did you mean catalog validate?",
    "nothing found": "mi-survey find nothing found searches for it; known: find, show, ",
    "show ROME --since 2024": "it is an option of find, export, check, …",
    "axes --gaps": "it is an option of matrix",
    "--since 2024": "options follow a command: mi-survey find --since",
    "find --from 2024": "did you mean --since?",
    "find --bibtex": "did you mean --format bibtex?",
    "find --object nuron": "did you mean neuron or none?",
    "find --locate prob1ng": "did you mean probing?",
    "find --steer vectr": "did you mean vector-arithmetic?",
    "find --area saftey": "did you mean safety?",
    "find --object zzz": "known: token-embedding, residual-stream, mha, ffn, neuron, ",
    "find --steer a": "did you mean amplitude-manipulation or vector-arithmetic?",
    "find --venue ICRL": "ICLR",
    "find --kind papr": "did you mean paper?",
    "find --source surveys": "did you mean survey?",
    "errata --source neuron5": "did you mean neurons?",
    "find --by me": "known: survey, curated",
    "find --status verifed": "did you mean verified or unverified?",
    "find --sort yaer": "did you mean year?",
    "find --color blue": "known: auto, always, never",
    "find --color blue --count": "known: auto, always, never",
    "find --format jsno": "did you mean json",
    "find --format xml --count": "known: table, list, tsv, csv, ",
    "axes --format keys": "known: table, list, tsv, csv, json, jsonl, markdown",
    "axes objects": "did you mean object ",
    "matrix object stear": "did you mean steer",
    "matrix neuron steer": "'neuron' is a term of object",
    "tree none steer": "'none' is a term of object, locate, steer, area",
    "matrix object": "try: mi-survey matrix --help",
    "show": "try: mi-survey show --help",
    "open": "try: mi-survey open --help",
    "find --limit x": "try: mi-survey find --help",
    "find --limit -1": "try: mi-survey find --help",
    "find --limit": "try: mi-survey",
    "completion tcsh": "known: bash, zsh, fish, powershell",
    "find --workshops": "for example --venue neurips --workshops",
    "--nope": "try: mi-survey --help",
}
YEARS = ("20x", "2025..2023", "..", "24", "", "2024,", "2024-2025", "20244", "٢٠٢٤x", "2024...")
EMPTY = ("", " ", ",", "{0},", ",{0}", "!", "{0}+", "+", "!,{0}", "!{0}+")


def _told(done: Finished) -> tuple[str, str]:
    """Return message and hint, after seeing to their form."""
    assert done.stdout == b""
    assert done.errors[0].startswith("error: ")
    assert len(done.errors) <= 2
    assert all(line.startswith("hint: ") for line in done.errors[1:])
    message = done.errors[0].removeprefix("error: ")
    assert message[:1] == message[:1].lower()
    assert not message.endswith(".")
    return message, done.errors[1].removeprefix("hint: ") if done.errors[1:] else ""


@pytest.mark.parametrize("words", USAGE)
def test_a_wrong_call_is_told_with_a_way_out_and_the_same_as_one_object(
    call: Call, words: str
) -> None:
    done = call(*words.split())
    message, hint = _told(done)
    assert done.status == 2
    assert any(word in message for word in (*words.split(), "missing argument"))
    assert USAGE[words] in hint
    as_json = call(*words.split(), "--json")
    if "no such option: --json" in as_json.stderr:
        return  # what prints no records has no --json
    error = json.loads(as_json.stderr)["error"]
    assert (as_json.status, as_json.stdout) == (2, b"")
    assert list(error) == ["code", "message", "hint"]
    # --json may be the value that was missing, and excludes other formats first
    if not words.endswith("--limit") and "--format" not in words:
        assert (error["message"], error["hint"] or "") == (message, hint)


@pytest.mark.parametrize("year", YEARS)
def test_a_bad_year_is_told_with_the_forms_there_are(call: Call, year: str) -> None:
    done = call("find", "--year", year)
    message, hint = _told(done)
    assert done.status == 2
    reason = "runs backwards" if year == "2025..2023" else "is no year or range of years"
    assert message.endswith(reason)
    assert hint == "write 2024, 2023..2025, 2024.. or ..2022"


@pytest.mark.parametrize(
    ("option", "known"),
    [
        ("object", "neuron"),
        ("locate", "probing"),
        ("steer", "vector"),
        ("area", "safety"),
        ("by", "survey"),
        ("kind", "paper"),
    ],
)
def test_an_empty_value_is_an_error(call: Call, option: str, known: str) -> None:
    for value in EMPTY:
        done = call("find", f"--{option}", value.format(known))
        message, hint = _told(done)
        assert (done.status, message) == (2, f"unknown {option} ''"), value
        assert hint.startswith("known: ")


@pytest.mark.parametrize(
    "words",
    [
        "find --format",
        "find --color",
        "find --sort",
        "axes --format",
        "errata --source",
        "axes",
        "matrix object",
        "completion",
    ],
)
def test_an_empty_choice_is_an_error(call: Call, words: str) -> None:
    done = call(*words.split(), "")
    message, hint = _told(done)
    assert done.status == 2
    assert message.startswith("unknown ")
    assert hint.startswith("known: ")


@pytest.mark.parametrize("value", ["", " ", "!", ",", "-"])
@pytest.mark.parametrize("option", ["author", "venue", "source", "status"])
def test_an_empty_name_is_an_error(call: Call, option: str, value: str) -> None:
    done = call("find", f"--{option}", value)
    assert done.status == 2
    assert _told(done)[0].startswith(f"unknown {option} ")


def test_all_unknown_keys_are_named_at_once(call: Call) -> None:
    done = call("show", "arditi2024refusl", "ROME", "qqq111", "meng2022locatng")
    message, hint = _told(done)
    assert done.status == 3
    assert message == "no such work: 'arditi2024refusl', 'qqq111', 'meng2022locatng'"
    assert "arditi2024refusal" in hint
    assert "meng2022locating" in hint


def test_an_unknown_key_on_standard_input_is_told_the_same(call: Call) -> None:
    done = call("show", "-", stdin=b"ROME\nqqq111\n")
    assert (done.status, done.errors[0]) == (3, "error: no such work: 'qqq111'")


def test_an_ambiguous_title_names_candidates(call: Call) -> None:
    done = call("show", "language models")
    message, hint = _told(done)
    assert (done.status, message) == (3, "'language models' fits several works")
    assert hint.startswith("did you mean ")
    assert hint.count(",") == 1
    assert call("show", "language models", "--json").status == 3


def test_an_error_of_a_work_is_json_with_json(call: Call) -> None:
    done = call("show", "arditi2024refusl", "--json")
    assert json.loads(done.stderr) == {
        "error": {
            "code": "work-not-found",
            "message": "no such work: 'arditi2024refusl'",
            "hint": json.loads(done.stderr)["error"]["hint"],
        }
    }
    assert "arditi2024refusal" in json.loads(done.stderr)["error"]["hint"]
    assert len(done.errors) == 1


def test_json_after_two_hyphens_asks_for_no_json(call: Call) -> None:
    assert call("find", "--object", "nope", "--", "--json").stderr.startswith("error: ")


def test_the_debug_variable_shows_the_traceback(call: Call) -> None:
    debug = {"MI_SURVEY_DEBUG": "1"}
    done = call("show", "qqq111", env=debug)
    assert "Traceback" in done.stderr
    assert done.status == call("show", "qqq111").status == 3
    assert call("find", "--count", env=debug) == call("find", "--count")


HOSTILE = "a\x1b[31m\nb\r\tc\u2028d\u202ee\x9b1m\x07"


@pytest.mark.parametrize("words", ["find --object", "show", "find --format", "find --year", "--"])
def test_what_was_typed_reaches_the_terminal_as_one_harmless_line(call: Call, words: str) -> None:
    done = call(*words.split(), HOSTILE)
    assert done.status in (2, 3)
    for line in _told(done):
        assert line.isprintable()
    lines = call(*words.split(), HOSTILE, "--json").stderr.splitlines()
    if words != "--":
        assert len(lines) == 1
        assert "a\x1b[31m\nb" in json.loads(lines[0])["error"]["message"]
        assert lines[0].isprintable()


def test_an_endless_value_is_told_in_short(call: Call) -> None:
    message, _ = _told(call("find", "--object", "x" * 100_000))
    assert len(message) < 200


def test_an_argument_that_is_no_text_is_told(run: Program, call: Call) -> None:
    done = run.in_bash("mi-survey show $'\\xff\\xfe'")
    assert "Traceback" not in done.stderr
    assert done.errors[0].startswith("error: no such work: ")
    assert call("find", "\udcff", "--count").text == "0\n"


def test_errors_can_be_told_in_ascii(run: Program) -> None:
    done = run("show", "Højer图", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.status == 3
    assert done.errors[0] == "error: no such work: 'H?jer?'"
