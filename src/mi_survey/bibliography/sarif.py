"""SARIF, the format in which code hosts and editors show findings beside lines.

Version 2.1.0, as small as its schema allows:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from mi_survey.bibliography.compare import RULES, Verdict

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Result(NamedTuple):
    """A finding as SARIF has it; line and column from 1, columns in characters."""

    rule: str
    level: str
    message: str
    line: int
    column: int | None = None


def render_sarif(verdicts: Sequence[Verdict], *, file: str, version: str) -> str:
    """Render the findings on one bibliography as one SARIF log."""
    results = (
        Result(
            finding.rule,
            finding.severity,
            "; ".join(filter(None, (finding.message, finding.suggestion))),
            verdict.reference.line,
        )
        for verdict in verdicts
        for finding in verdict.findings
    )
    return render_log(results, RULES, file=file, version=version)


def render_log(
    results: Iterable[Result], rules: Mapping[str, str], *, file: str, version: str
) -> str:
    """Render results on one file as one SARIF log; ``rules`` says what each rule says."""
    import json  # 6 ms that tables do not need

    uri = "stdin" if file == "-" else quote(file.replace("\\", "/"))
    names = list(rules)
    driver = {
        "name": "mi-survey",
        "version": version,
        "rules": [{"id": name, "shortDescription": {"text": rules[name]}} for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_encode(result, names.index(result.rule), uri) for result in results],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _encode(result: Result, index: int, uri: str) -> dict[str, object]:
    region = {"startLine": result.line}
    if result.column is not None:
        region["startColumn"] = result.column
    place = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
    return {
        "ruleId": result.rule,
        "ruleIndex": index,
        "level": result.level,
        "message": {"text": result.message},
        "locations": [place],
    }
