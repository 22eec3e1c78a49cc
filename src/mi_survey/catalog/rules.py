"""The registry of all rules, and their breaches as findings in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog import file_rules, placement_rules, taxonomy_rules, work_rules
from mi_survey.catalog.rule import Rule, escape, quote, render_path
from mi_survey.catalog.store import FILES
from mi_survey.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection

    from mi_survey.catalog.document import Document, Path
    from mi_survey.catalog.rule import Fault, Subject

# An error means that the catalog cannot be trusted, a warning that it is not in good style.
RULES: tuple[Rule, ...] = (
    Rule("repeated-member", "error", file_rules.check_repeated_member),
    Rule("finite-number", "error", file_rules.check_finite_number),
    Rule("unknown-field", "error", file_rules.check_unknown_field),
    Rule("missing-field", "error", file_rules.check_missing_field),
    Rule("wrong-type", "error", file_rules.check_wrong_type),
    Rule("closed-vocabulary", "error", file_rules.check_closed_vocabulary),
    Rule("blank-string", "error", file_rules.check_blank_string),
    Rule("outer-space", "warning", file_rules.check_outer_space),
    Rule("control-character", "error", file_rules.check_control_character),
    Rule("canonical-form", "warning", file_rules.check_canonical_form),
    Rule("file-order", "warning", file_rules.check_order),
    Rule("key-form", "error", work_rules.check_key_form),
    Rule("key-unique", "error", work_rules.check_key_unique),
    Rule("title-unique", "warning", work_rules.check_title_unique),
    Rule("name-form", "error", work_rules.check_name),
    Rule("year-range", "error", work_rules.check_year),
    Rule("month-range", "error", work_rules.check_month),
    Rule("id-form", "error", work_rules.check_id_form),
    Rule("id-unique", "error", work_rules.check_id_unique),
    Rule("web-link", "error", work_rules.check_web_link),
    Rule("term-known", "error", placement_rules.check_term_known),
    Rule("term-leaf", "error", placement_rules.check_term_leaf),
    Rule("term-count", "error", placement_rules.check_term_count),
    Rule("placement-unique", "error", placement_rules.check_placement_unique),
    Rule("placement-empty", "error", placement_rules.check_placement_empty),
    Rule("listing-source", "error", placement_rules.check_listing_source),
    Rule("axes", "error", taxonomy_rules.check_axes),
    Rule("axis-name", "error", taxonomy_rules.check_axis_name),
    Rule("term-unique", "error", taxonomy_rules.check_term_unique),
    Rule("alias-unique", "error", taxonomy_rules.check_alias_unique),
    Rule("term-parent", "error", taxonomy_rules.check_term_parent),
    Rule("term-order", "error", taxonomy_rules.check_term_order),
    Rule("source-unique", "error", taxonomy_rules.check_source_unique),
    Rule("source-count", "error", taxonomy_rules.check_source_count),
    Rule("source-date", "error", taxonomy_rules.check_source_date),
)
# These speak of the text, or say themselves what does not fit; the others keep silent at a place
# where something does not fit.
_OF_STRUCTURE = frozenset(
    {
        "repeated-member", "finite-number",
        "unknown-field", "missing-field", "wrong-type", "closed-vocabulary",
    }
)  # fmt: skip


def find_breaches(subject: Subject) -> tuple[Finding, ...]:
    """Apply all rules to a catalog.

    Findings come in the order of the files, within a file of its records, and within a record
    of the rules.
    """
    misfits = {
        name: frozenset(misfit.path for misfit in document.misfits)
        for name, document in subject.documents.items()
    }
    around = {name: {path[:-1] for path in paths} for name, paths in misfits.items()}
    found = [
        (rule, fault)
        for rule in RULES
        for fault in rule.check(subject)
        if rule.id in _OF_STRUCTURE
        or not _is_explained(fault.path, misfits[fault.document], around[fault.document])
    ]
    found.sort(key=lambda pair: _position(pair[1]))
    return tuple(_finding(subject, rule, fault) for rule, fault in found)


def _is_explained(path: Path, misfits: Collection[Path], around: Collection[Path]) -> bool:
    if not misfits:
        return False
    # A name or placement with a misfit within may look wrong only for having been mended.
    if len(path) > 2 and path in around:
        return True
    return any(path[:length] in misfits for length in range(len(path) + 1))


def _position(fault: Fault) -> tuple[int, list[int]]:
    return FILES.index(fault.document), [step for step in fault.path if isinstance(step, int)][:1]


def _finding(subject: Subject, rule: Rule, fault: Fault) -> Finding:
    document = subject.documents[fault.document]
    key = _key_at(document, fault.path)
    message = escape(fault.message) + (f" ({quote(key)[1:-1]})" if key else "")
    where, file = render_path(fault.path), escape(document.file)
    return Finding(rule.id, rule.severity, file, where, message, escape(fault.suggestion))


def _key_at(document: Document, path: Path) -> str:
    """Return the key of the work concerned: it finds a work after the file has changed."""
    if document.name == FILES[0] and path and isinstance(path[0], int):
        work = document.raw[path[0]]
        if isinstance(work, dict) and isinstance(key := work.get("key"), str):
            return key
    return ""
