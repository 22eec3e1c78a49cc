"""Texts from strangers: refused where they could act on a terminal, shown as text otherwise."""

from __future__ import annotations

import csv
import io
import json

import pytest

from effort import some
from program import Call, Program, make_work

CONTROL = {
    "escape": "\x1b[31mred",
    "window title": "\x1b]0;owned\x07",
    "C1": "\x9b31mred",
    "tab": "a\tb",
    "line end": "a\nb",
    "return": "safe\rEVIL",
    "bidirectional": "a\u202eb",
    "Arabic mark": "a\u061cb",
    "line separator": "a\u2028b",
    "file separator at an edge": "\x1cA",
    "next line at an edge": "A\x85",
    "line separator at an edge": "\u2028E",
    "null": "a\x00b",
    "surrogate": "a\ud800b",
}
MARKUP = "[bold red]b[/] [/] [link=https://evil.example]z[/link] :smile: {x} %s $(touch x) `id`"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("case", some([*CONTROL], of=3))
@pytest.mark.parametrize("field", ["title", "key", "kind"])
def test_control_characters_are_refused_and_the_message_is_clean(
    call: Call, run: Program, field: str, case: str
) -> None:
    run.write_works("own.json", make_work(**{field: CONTROL[case]}))
    for arguments in ((), ("--json",)):
        done = call("find", "--catalog", "own.json", *arguments)
        assert (done.status, done.stdout) == (4, b"")
        assert all(line.isprintable() for line in done.errors)
        assert f"$[0].{field}" in done.stderr


def test_control_characters_in_names_of_fields_and_deep_inside_are_refused(
    call: Call, run: Program
) -> None:
    run.write_works(
        "own.json",
        make_work(**{"\x1b[31mfield": 1}),
        make_work(key="b2024b", authors=[{"literal": "\x1b[2J"}]),
        make_work(key="c2024c", venue={"name": "\x07", "short": "\x9b", "type": "journal"}),
        make_work(key="d2024d", list_errors=["\x1b]8;;http://evil.example\x1b\\"]),
    )
    for words in (("find", "--catalog", "own.json"), ("catalog", "validate", "own.json")):
        done = call(*words)
        assert done.status in (1, 4)
        told = [*done.lines, *done.errors]
        assert all(line.replace("\t", "").isprintable() for line in told)
        for place in ("$[0]", "$[1].authors[0]", "$[2].venue.name", "$[3].list_errors[0]"):
            assert any(place in line for line in told)


def test_a_terminal_sees_no_control_character_of_a_catalog(call: Call, run: Program) -> None:
    works = [make_work(key=f"a{at}b", title=title) for at, title in enumerate(CONTROL.values())]
    run.write_works("own.json", *works)
    env = {"TERM": "xterm", "PAGER": "cat"}
    done = call.on_terminal("catalog", "validate", "own.json", "--color", "never", env=env)
    assert done.status == 1
    assert done.text.replace("\r\n", "").isprintable()
    for at in range(len(CONTROL)):
        assert f"$[{at}].title" in done.text


def test_markup_is_text_everywhere(call: Call, run: Program) -> None:
    run.write_works("own.json", make_work(title=MARKUP))
    catalog = ("--catalog", "own.json")
    assert call("find", *catalog).lines[0].split("\t")[1] == MARKUP
    assert MARKUP in call("show", "own2024work", *catalog).text
    assert call("find", "--json", *catalog).json[0]["title"] == MARKUP
    env = {"COLUMNS": "200", "TERM": "dumb", "PAGER": "cat"}
    for words in (("find",), ("show", "own2024work"), ("similar", "own2024work")):
        drawn = call.on_terminal(*words, *catalog, env=env)
        assert drawn.status == 0
        assert words[0] == "similar" or MARKUP in drawn.text
    assert [path.name for path in run.folder.iterdir() if path.name != ".cache"] == ["own.json"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_csv_is_defused(call: Call, run: Program, formula: str) -> None:
    work = make_work(title=formula, authors=[{"literal": formula}])
    run.write_works("own.json", work)
    text = call("find", "--format", "csv", "--catalog", "own.json").text
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title"] == f"'{formula}"
    assert row["authors"] == f"'{formula}"
    records = call("find", "--json=title", "--catalog", "own.json").json
    assert records == [{"title": formula}]
    titles = [line.split("\t")[1] for line in call("find", "--catalog", "own.json").lines]
    assert titles == [formula]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://example.org/a",
     "--help", "https://example.org/\x1b[31m", "HTTPS:evil", "vbscript:x", "//example.org",
     "http:"],
)  # fmt: skip
def test_a_link_that_is_not_of_the_web_is_never_opened(call: Call, run: Program, url: str) -> None:
    run.write_works("own.json", make_work(url=url))
    env = {"BROWSER": "echo STARTED %s"}
    for arguments in ((), ("--print",)):
        done = call("open", "own2024work", "--catalog", "own.json", *arguments, env=env)
        assert (done.status, done.stdout) == (4, b"")
        assert "$[0].url" in done.stderr


def test_a_link_goes_to_the_browser_as_one_word(call: Call, run: Program) -> None:
    url = "https://example.org/a;touch${IFS}evil?q='$(touch evil)'&b=`touch evil`"
    run.write_works("own.json", make_work(url=url))
    done = call("open", "own2024work", "--catalog", "own.json", "--print")
    if done.status == 0:
        assert done.text == f"{url}\n"
    call("open", "own2024work", "--catalog", "own.json", env={"BROWSER": "true %s"})
    assert [path.name for path in run.folder.iterdir() if path.name != ".cache"] == ["own.json"]


def test_a_catalog_of_many_faults_loses_none(call: Call, run: Program) -> None:
    works = [make_work(key=f"w{number}x", kind="bad") for number in range(500)]
    run.write_works("own.json", *works)
    done = call("catalog", "validate", "own.json", "--json")
    kinds = {row["path"] for row in done.json if row["path"].endswith(".kind")}
    assert kinds == {f"$[{number}].kind" for number in range(500)}


def test_long_and_wide_titles_reach_a_pipe_whole(call: Call, run: Program) -> None:
    title = "長い題名 " * 500 + "é\u0301 👩‍👩‍👧 end"
    run.write_works("own.json", make_work(title=title))
    assert call("find", "--catalog", "own.json").lines[0].split("\t")[1] == title
    (record,) = json.loads(call("find", "--json", "--catalog", "own.json").stdout)
    assert record["title"] == title
