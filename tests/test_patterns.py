"""No regular expression takes more than time in proportion to the length of what it reads.

recheck (https://makenowjust-labs.github.io/recheck/) says so of each, or a reason stands here.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache

import pytest

from patterns import Pattern, find_patterns
from programs import need_file, need_program

pytestmark = pytest.mark.external

# What recheck is not asked, or cannot tell, and why it is no harm.
_EXCUSED = {
    "lists/entry_text:_iter": "texts of the file, escaped, and patterns that have names",
    "reference/venue:names_venue": "a name, escaped, between two looks around it",
}
_MOST_MILLISECONDS = 60_000  # for one pattern; most take a few
_SCRIPT = """
const { checkSync } = require(process.argv[1]);
const patterns = JSON.parse(require("fs").readFileSync(0, "utf8"));
const timeout = Number(process.argv[2]);
const said = patterns.map(([source, flags]) => {
    const { status, complexity } = checkSync(source, flags, { timeout });
    return status === "safe" ? "safe" : `${status}: ${complexity ? complexity.summary : "?"}`;
});
console.log(JSON.stringify(said));
"""


@cache
def _patterns() -> list[Pattern]:
    return find_patterns()


def test_the_regular_expressions_of_the_source_are_found() -> None:
    found = {pattern.place for pattern in _patterns()}
    assert {"lists/label:_VENUE", "lists/title:tidy_title", "reference/venue:_SERIES"} <= found
    unknown = {pattern.place for pattern in _patterns() if pattern.source is None}
    assert unknown <= _EXCUSED.keys(), "of these it cannot be told what they are made of"
    assert _EXCUSED.keys() <= found, "these are no longer there"


def test_no_regular_expression_takes_more_than_time_in_proportion() -> None:
    node, recheck = need_program("node"), need_file("RECHECK", "recheck")
    asked = [each for each in _patterns() if each.source is not None]
    run = subprocess.run(
        [node, "-e", _SCRIPT, str(recheck), str(_MOST_MILLISECONDS)],
        input=json.dumps([(each.source, each.flags) for each in asked]),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(run.stdout)
    faults = [
        f"{pattern.place}: {verdict}"
        for pattern, verdict in zip(asked, said, strict=True)
        if verdict != "safe" and pattern.place not in _EXCUSED
    ]
    assert not faults, "\n".join(faults)
