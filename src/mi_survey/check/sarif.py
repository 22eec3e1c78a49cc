"""SARIF, the format in which code hosts and editors show findings beside lines.

Version 2.1.0, as small as its schema allows:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from mi_survey.check.compare import RULES, Verdict

__all__ = ["render_sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(verdicts: Sequence[Verdict], *, file: str, version: str) -> str:
    """Render the findings on one file as one SARIF log."""
    import json  # 6 ms that tables do not need

    uri = "stdin" if file == "-" else quote(file.replace("\\", "/"))
    names = list(RULES)
    results = [
        {
            "ruleId": finding.rule,
            "ruleIndex": names.index(finding.rule),
            "level": finding.severity,
            "message": {"text": "; ".join(filter(None, (finding.message, finding.suggestion)))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": uri},
                        "region": {"startLine": verdict.claim.line},
                    }
                }
            ],
        }
        for verdict in verdicts
        for finding in verdict.findings
    ]
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()]
    driver = {"name": "mi-survey", "version": version, "rules": rules}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"
