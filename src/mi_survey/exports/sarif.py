"""SARIF, the format in which code hosts and editors show findings beside lines.

Version 2.1.0, as small as its schema allows:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from mi_survey.files import STDIO
from mi_survey.model.finding import Finding, Location, Rule, Rulebook

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:/")
_FINGERPRINT = "ruleAndEntry/v1"


def render_sarif(
    findings: Iterable[Finding],
    rules: Rulebook[Any],
    *,
    version: str,
    properties: Mapping[str, Any] | None = None,
) -> str:
    """Render findings as one SARIF log, by the rules of their subject.

    ``properties`` are what else there is to say of the run.
    """
    import json  # 6 ms that tables do not need

    driver = {"name": "mi-survey", "version": version, "rules": [_describe(each) for each in rules]}
    names = rules.names()
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        mark = _mark(finding)
        seen[mark] += 1
        fingerprints = {_FINGERPRINT: f"{mark}:{seen[mark]}"}
        results.append(_encode(finding, names) | {"partialFingerprints": fingerprints})
    run: dict[str, object] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if properties:
        run["properties"] = dict(properties)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _describe(rule: Rule[Any]) -> dict[str, object]:
    described: dict[str, object] = {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "defaultConfiguration": {"level": rule.severity},
    }
    if rule.explanation:
        described["fullDescription"] = {"text": rule.explanation.partition("\n\n")[0]}
        described["help"] = {"text": rule.explanation, "markdown": rule.explanation}
    return described


def _mark(finding: Finding) -> str:
    """Return what stays the same of a finding when lines before it come and go."""
    from hashlib import sha256  # for this format alone

    said = (finding.rule, finding.place.file, finding.place.key, finding.message)
    return sha256("\0".join(said).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _encode(finding: Finding, names: Sequence[str]) -> dict[str, object]:
    said = "; ".join(filter(None, (finding.message, finding.suggestion)))
    return {
        "ruleId": finding.rule,
        "ruleIndex": names.index(finding.rule),
        "level": finding.severity,
        "message": {"text": said},
        "locations": [_locate(finding.place)],
    }


def _locate(place: Location) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _address(place.file)}}
    if place.line is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        physical["region"] = {name: at for name, at in region.items() if at is not None}
    located: dict[str, object] = {"physicalLocation": physical}
    if place.path is not None:
        located["logicalLocations"] = [{"fullyQualifiedName": place.where}]
    return located


def _address(file: str) -> str:
    r"""Write a path as an address: relative to where the call was made, or absolute.

    >>> _address("a b.bib"), _address("/home/me/a.bib"), _address("C:\\a.bib")
    ('a%20b.bib', 'file:///home/me/a.bib', 'file:///C%3A/a.bib')
    """
    if file == STDIO:
        return "stdin"
    path = file.replace("\\", "/")
    start = "file://" if path.startswith("/") else "file:///" if _DRIVE.match(path) else ""
    # bytes of a path that are no UTF-8 stand in it as they do in any address
    return start + quote(path.encode("utf-8", "surrogateescape"))
