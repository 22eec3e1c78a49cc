"""``mi-survey check``: bibliographies, and texts that cite, against the catalog."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from mi_survey.cli.options import WORK_FORMATS, argument, flag, option, share_options
from mi_survey.cli.output import (
    FINDING_FORMATS,
    tell_findings,
    write_findings,
    write_results,
    write_table,
)
from mi_survey.cli.request import CatalogChoice, Fixing, Output, check_format, open_catalog
from mi_survey.cli.rewriting import Rewriting, rewrite
from mi_survey.cli.stream import count_of, read_input, say, show_progress, write
from mi_survey.errors import ExitStatus, FileUnreadable, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.exports.table import Cell, Table
from mi_survey.files import STDIO, decode_text, find_real_path, is_file
from mi_survey.model.finding import Finding
from mi_survey.model.term import get_choice
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.bibliography.checking import CheckedFile, Verdict
    from mi_survey.bibliography.coverage import Coverage
    from mi_survey.library import Catalog

_MORE_COLUMNS = ("work", "entry")
_FORMATS = (*FINDING_FORMATS, "bibtex", "biblatex")
# What lists works, rather than findings, is written as works are.
_LISTING_FORMATS = tuple(name for name in WORK_FORMATS if name not in _FORMATS)
_RULE_COLUMNS = ("rule", "severity", "fix", "summary")
_RULE_WIDTH = 88
_SEVERITIES = ("error", "warning", "note")


@share_options(*_FORMATS, *_LISTING_FORMATS, columns=COLUMNS)
def check(
    files: list[str] | None = argument(
        "FILE...", ".bib, .json (CSL), .tex, .bbl or .md files; - is BibTeX.", default=None
    ),
    *,
    fixing: Fixing,
    select: list[str] | None = option(
        "--select", "RULE", "Tell of these rules alone; --fix mends no other."
    ),
    ignore: list[str] | None = option("--ignore", "RULE", "Leave these rules out."),
    fail_on: Literal["error", "warning", "note"] = option(
        "--fail-on", "LEVEL", "Return 1 from error, warning or note on.", default="warning"
    ),
    cited: bool = flag("--cited", "Of bibliographies, only what the .tex files cite."),
    rules: bool = flag("--rules", "List the rules."),
    explain: str | None = option(
        "--explain", "RULE", "Say what a rule looks for, and how to silence it."
    ),
    missing: bool = flag("--missing", "List what is not cited of the works under the filters."),
    coverage: str | None = option("--coverage", "AXIS", "Spread over an axis: object, steer, …"),
    every: bool = flag("--all", "Show the references without findings, too."),
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Check bibliographies against the catalog.

    Finds preprints that are published by now, wrong years, venues, authors, titles and pages,
    identifiers that belong to another work, and works cited twice; with .tex files, and those
    that they input, keys that are cited and defined nowhere, or the other way round. What the
    catalog does not have is counted, and not checked. --format sarif is for code hosts, --format
    bibtex prints the right entries under your keys. Returns 1 with errors or warnings.

    --fix keeps keys, order, comments and layout; mixed-up identifiers and works cited twice
    are left to you. The comment "% mi-survey: ignore[RULE]" before or in an entry silences a
    rule.

    --missing lists first what more of the lists have, then what shares more tags with the
    works cited.

    \b
    Examples:
      mi-survey export ROME | mi-survey check -
      mi-survey check --explain published
      mi-survey export ROME MEMIT | mi-survey check - --missing --area knowledge
      mi-survey export --by survey | mi-survey check - --coverage steer
    """
    if explain is not None:
        _explain_rule(explain)
        return
    if rules:
        _list_rules(output)
        return
    chosen = _choose_rules(select, ignore)
    names = _check_files(files or (), fixing)
    _refuse_what_does_not_fit(
        {"--fix": fixing.is_asked, "--missing": missing, "--coverage": coverage is not None},
        filtered=filters != Filters(),
    )
    if not (missing or coverage):
        check_format(output.format, _FORMATS)
        output.get_fields((*COLUMNS, *_MORE_COLUMNS))
    if cited and not any(map(_is_latex, names)):
        raise UsageFault("--cited needs a .tex file", hint="check paper.tex refs.bib --cited")
    catalog = open_catalog(choice, *names)
    texts = _read_texts(names)
    with show_progress("reading references") as watch:
        checked = catalog.check_files(texts, cited_only=cited, watch=watch)
    if missing:
        results = catalog.missing(_works_of(checked), filters=filters)
        write_results(results, output, taxonomy=catalog.taxonomy)
        say(f"{len(results)} of {len(catalog.results(filters=filters))} works are not cited")
        return
    if coverage is not None:
        _write_coverage(catalog.coverage(coverage, _works_of(checked), filters=filters), output)
        say(f"{len(_works_of(checked))} works of the catalog are cited")
        return
    if fixing.is_asked:
        texts |= _mend(checked, catalog, chosen, fixing, output)
        if not fixing.dry_run:
            with show_progress("checking what was mended") as watch:
                checked = catalog.check_files(texts, cited_only=cited, watch=watch)
    if not fixing.is_asked or not (fixing.dry_run or fixing.target == STDIO or STDIO in names):
        _write_checked(checked, chosen, output, every=every)
    _finish(checked, chosen, fail_on=fail_on, mends=not fixing.is_asked)


def _explain_rule(text: str) -> None:
    """Write what a rule looks for, an example, and how to silence it."""
    from textwrap import fill  # for this alone

    from mi_survey.bibliography.rules import FIXABLE, RULES

    name = get_choice(text, "rule", known=RULES.names())
    rule = next(each for each in RULES if each.name == name)
    paragraphs = [rule.summary, *rule.explanation.split("\n\n")]
    silence = f"--ignore {name}"
    if name not in ("suppression", "not-checked"):
        silence += f', or the comment "% mi-survey: ignore[{name}]" before or in an entry'
        silence += f' ("<!-- mi-survey: ignore[{name}] -->" in Markdown)'
    mended = "mends it" if name in FIXABLE else "leaves it to you"
    lines = [f"{name} ({rule.severity}; --fix {mended})"]
    lines += [fill(each, _RULE_WIDTH) for each in (*paragraphs, f"To silence it: {silence}.")]
    write("\n\n".join(lines) + "\n")


def _list_rules(output: Output) -> None:
    from mi_survey.bibliography.rules import FIXABLE, RULES

    rows = [
        (rule.name, rule.severity, "yes" if rule.name in FIXABLE else "no", rule.summary)
        for rule in RULES
    ]
    write_table(Table(_RULE_COLUMNS, rows), output)


def _choose_rules(select: Sequence[str] | None, ignore: Sequence[str] | None) -> frozenset[str]:
    from mi_survey.bibliography.rules import RULES

    def read(given: Sequence[str] | None) -> set[str]:
        names = [name for each in given or () for name in each.split(",") if name.strip()]
        return {get_choice(name.strip(), "rule", known=RULES.names()) for name in names}

    return frozenset((read(select) or set(RULES.names())) - read(ignore))


def _check_files(files: Sequence[str], fixing: Fixing) -> list[str]:
    if not files:
        raise UsageFault("no file is named", hint="mi-survey check refs.bib, or - for a pipe")
    names = list(dict.fromkeys(files))
    if not [*filter(_is_bibtex, names)] and fixing.is_asked:
        raise UsageFault("--fix mends .bib files only", hint=f"leave --fix out for {names[0]}")
    if fixing.target is not None and len(names) > 1:
        raise UsageFault("-o takes what --fix makes of one file", hint="name one file")
    return names


def _is_bibtex(file: str) -> bool:
    from mi_survey.bibliography.reading import find_kind  # not for completion and help

    return find_kind(file) == "bibtex"


def _refuse_what_does_not_fit(modes: dict[str, bool], *, filtered: bool) -> None:
    chosen = [name for name, given in modes.items() if given]
    if len(chosen) > 1:
        raise UsageFault(f"{' and '.join(chosen)} exclude each other", hint="ask one at a time")
    if filtered and chosen in ([], ["--fix"]):
        raise UsageFault("filters go with --missing or --coverage", hint="add --missing")


def _read_texts(names: Sequence[str]) -> dict[str, str]:
    """Read files, and the .tex files that LaTeX texts among them input, each once."""
    from mi_survey.bibliography.tex_source import find_inputs  # not for completion and help

    texts = {name: _read_text(name) for name in names}
    read = {find_real_path(name) for name in names if name != STDIO}
    for main in filter(_is_latex, names):
        files = [main]
        for file in files:
            for name, line in find_inputs(texts[file]):
                found = _find_input(name, main, file)
                if found is None:
                    say(f"note: {file}:{line}: {name} is not there, and is not read")
                elif _is_latex(found) and find_real_path(found) not in read:
                    read.add(find_real_path(found))
                    try:
                        texts[found] = _read_text(found)
                    except FileUnreadable as error:
                        say(f"note: {file}:{line}: {error.message}")
                    else:
                        files.append(found)
    return texts


def _find_input(name: str, *files: str) -> str | None:
    """Return the file that a text inputs, beside the main file or the one that inputs it."""
    paths = (Path(file).parent / each for file in files for each in (f"{name}.tex", name))
    return next((str(path) for path in paths if is_file(path)), None)


def _is_latex(file: str) -> bool:
    return file.lower().endswith(".tex")


def _read_text(file: str) -> str:
    hint = "name a file, or pipe BibTeX: mi-survey export ROME | mi-survey check -"
    return decode_text(read_input(file, "references", hint=hint), file)


def _mend(
    checked: Sequence["CheckedFile"],
    catalog: "Catalog",
    rules: frozenset[str],
    fixing: Fixing,
    output: Output,
) -> dict[str, str]:
    """Mend .bib files, and return their new texts; nothing is written before all can be."""
    from mi_survey.bibliography.rules import FIXABLE

    with show_progress("mending"):
        mended = {
            each.file: (each.text, catalog.fix(each.text, file=each.file, rules=rules & FIXABLE))
            for each in checked
            if each.kind == "bibtex"
        }
    rewrite(
        [
            Rewriting(file, old.encode(), old.encode(), fixed.text.encode())
            for file, (old, fixed) in mended.items()
        ],
        fixing,
        output,
    )
    for _, fixed in mended.values():
        for key, reason in fixed.left:
            say(f"note: {key} is left as it is: {reason}")
        for key, field in fixed.dropped:
            say(f"note: {key} loses what is not the publication's: {field}")
    grave = {f.rule for each in checked for f in each.findings if f.severity != "note"}
    if unfixable := sorted((grave & rules) - FIXABLE):
        say(f"note: nobody but you can mend: {', '.join(unfixable)}")
    count = sum(len(fixed.keys) for _, fixed in mended.values())
    entries = count_of(count, "entry", plural="entries")
    say(f"{entries} {'would be ' if fixing.dry_run else ''}mended")
    return {file: fixed.text for file, (_, fixed) in mended.items()}


def _works_of(checked: Sequence["CheckedFile"]) -> set[str]:
    return {verdict.work.key for each in checked for verdict in each.verdicts if verdict.work}


def _write_coverage(rows: Sequence["Coverage"], output: Output) -> None:
    from mi_survey.bibliography.coverage import Coverage

    write_table(Table(Coverage._fields, rows), output.with_header())


def _write_checked(
    checked: Sequence["CheckedFile"], rules: frozenset[str], output: Output, *, every: bool
) -> None:
    """Write what was found by certain rules; ``every`` shows references without findings, too."""
    from mi_survey.bibliography.checking import select_rules
    from mi_survey.bibliography.fix import render_entry
    from mi_survey.bibliography.rules import RULES

    name = output.format
    chosen = [select_rules(each, rules) for each in checked]
    wrong = {
        (each.file, verdict.reference.key): verdict.work
        for each in chosen
        for verdict in each.verdicts
        if verdict.work and verdict.reference.key and verdict.findings
    }
    if name in ("bibtex", "biblatex"):
        entries = [render_entry(work, key, dialect=name) for (_, key), work in wrong.items()]
        write("\n".join(entries))
        return
    told = [pair for each in chosen for pair in _iter_told(each, every=every and name != "sarif")]
    if name in ("json", "jsonl"):
        told += [(found, None) for each in chosen if (found := each.unchecked_finding)]
    more = None
    if name not in ("table", "list", "sarif"):
        right = {(file, key): render_entry(work, key) for (file, key), work in wrong.items()}
        more = Table(_MORE_COLUMNS, [_more(finding, verdict, right) for finding, verdict in told])
    counts = {
        each.file: {"references": len(each.verdicts), "notChecked": each.unchecked}
        for each in checked
    }
    findings = [finding for finding, _ in told]
    write_findings(findings, output, rules=RULES, more=more, properties={"files": counts})


def _iter_told(
    checked: "CheckedFile", *, every: bool
) -> Iterator[tuple[Finding, "Verdict | None"]]:
    told: list[tuple[Finding, Verdict | None]] = [(finding, None) for finding in checked.own]
    for verdict in checked.verdicts:
        notes = [_note(verdict, checked.file)] if every else ()
        told += [(finding, verdict) for finding in verdict.findings or notes]
    yield from sorted(told, key=lambda pair: pair[0].place.line or 0)


def _note(verdict: "Verdict", file: str) -> Finding:
    message = "not in the catalog" if verdict.work is None else "nothing is wrong"
    return Finding(verdict.state, "note", verdict.reference.place(file), message)


def _more(
    finding: Finding, verdict: "Verdict | None", right: dict[tuple[str, str], str]
) -> tuple[Cell, ...]:
    if verdict is None or verdict.work is None:
        return None, None
    return verdict.work.key, right.get((finding.place.file, verdict.reference.key))


def _finish(
    checked: Sequence["CheckedFile"], rules: frozenset[str], *, fail_on: str, mends: bool
) -> None:
    """Tell how many references there are, and how many were not checked; set the exit status."""
    from mi_survey.bibliography.checking import select_rules

    references = sum(len(each.verdicts) for each in checked)
    unchecked = sum(each.unchecked for each in checked)
    known = references - unchecked
    say(f"{count_of(references, 'reference')}: {known} in the catalog, {unchecked} not checked")
    findings = [finding for each in checked for finding in select_rules(each, rules).findings]
    if findings:
        tell_findings(findings, mendable=_count_mendable(checked, rules) if mends else 0)
    grave = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    if any(finding.severity in grave for finding in findings):
        raise typer.Exit(ExitStatus.FOUND)


def _count_mendable(checked: Sequence["CheckedFile"], rules: frozenset[str]) -> int:
    """Count the findings that ``--fix`` mends, unless the layout of an entry leaves doubt."""
    from mi_survey.bibliography.fix import find_mendable
    from mi_survey.bibliography.rules import IDENTIFIER

    verdicts = [each for file in checked if file.kind == "bibtex" for each in file.verdicts]
    clear = [
        each for each in verdicts if all(found.rule != IDENTIFIER.name for found in each.findings)
    ]
    return sum(len(find_mendable(verdict) & rules) for verdict in clear)
