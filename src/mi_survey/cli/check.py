"""``mi-survey check``: a bibliography against the catalog."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mi_survey.cli.findings import FORMATS, tell_findings, write_findings
from mi_survey.cli.inputs import name_catalogs, open_catalog
from mi_survey.cli.options import CatalogChoice, Output, share_options
from mi_survey.cli.output import (
    check_output,
    count_of,
    get_format_name,
    get_terminal,
    say,
    write,
    write_results,
    write_table,
)
from mi_survey.errors import ExitStatus, FileUnreadable, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.exports.table import Cell, Table
from mi_survey.library import Catalog
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.bibliography.compare import Verdict
    from mi_survey.model.finding import Finding
    from mi_survey.model.work import Work

STDIO = "-"
_MORE_COLUMNS = ("work", "entry")
_FORMATS = (*FORMATS, "bibtex", "biblatex")


@share_options
def check(
    references: Annotated[
        str,
        typer.Argument(metavar="REFS", help="A .bib, .json (CSL), .tex or .md file; - is BibTeX."),
    ],
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Rewrite what is wrong in a .bib.")] = False,
    target: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="With --fix: write here instead."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="With -o: overwrite the file.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: print the difference, write nothing.")
    ] = False,
    missing: Annotated[
        bool,
        typer.Option("--missing", help="List what is not cited of the works under the filters."),
    ] = False,
    coverage: Annotated[
        str | None,
        typer.Option("--coverage", metavar="AXIS", help="Spread over an axis: object, steer, …"),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show the references without findings, too.")
    ] = False,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Check a bibliography against the catalog.

    Finds preprints that are published by now, wrong years, venues, authors, titles and pages,
    identifiers that belong to another work, and works cited twice. What the catalog does not
    have is passed over. --format sarif is for code hosts, --format bibtex prints the right
    entries under your keys. Returns 1 with findings.

    --fix keeps keys, order, comments and layout; mixed-up identifiers and works cited twice
    are left to you.

    --missing lists first what more of the lists have, then what shares more tags with the
    works cited.

    \b
    Examples:
      mi-survey export ROME | mi-survey check -
      mi-survey export ROME MEMIT | mi-survey check - --missing --area knowledge
      mi-survey export --by survey | mi-survey check - --coverage steer
    """
    from mi_survey.bibliography.reading import find_kind  # not for completion and help

    kind = find_kind(references)
    if not (missing or coverage):
        check_output(output, columns=(*COLUMNS, *_MORE_COLUMNS), formats=_FORMATS)
    _refuse_what_does_not_fit(
        {"--fix": fix, "--missing": missing, "--coverage": coverage is not None},
        {"-o": target is not None, "--dry-run": dry_run, "--force": force},
        filtered=filters != Filters(),
    )
    if fix and kind != "bibtex":
        raise UsageFault("--fix mends .bib files only", hint=f"leave --fix out for {references}")
    if references == STDIO and any(spec.lstrip("+") == STDIO for spec in name_catalogs(choice)):
        raise UsageFault("standard input can be read only once", hint="name the references' file")
    catalog = open_catalog(choice)
    text = _read_text(references)
    verdicts = _check(text, references, catalog)
    if missing:
        from mi_survey.bibliography.coverage import find_missing  # for this option alone

        results = catalog.results(filters=filters)
        found = find_missing(results, catalog.works, cited=_cited(verdicts))
        write_results(found, output, taxonomy=catalog.taxonomy)
        say(f"{len(found)} of {len(results)} works are not cited")
    elif coverage is not None:
        _write_coverage(coverage, verdicts, catalog, filters, output)
    elif fix:
        from mi_survey.cli.mending import mend  # these two for this option alone
        from mi_survey.cli.rewriting import Rewriting

        rewriting = Rewriting(references, target or references, force=force, dry_run=dry_run)
        mended = mend(text, verdicts, rewriting)
        if mended is not None:
            verdicts = _check(mended, references, catalog)
            if rewriting.target != STDIO:
                _write_verdicts(verdicts, output, file=references, every=every)
        _finish(verdicts)
    else:
        _write_verdicts(verdicts, output, file=references, every=every)
        _finish(verdicts, mendable=_count_mendable(text, verdicts) if kind == "bibtex" else 0)


def _refuse_what_does_not_fit(
    modes: dict[str, bool], of_fix: dict[str, bool], *, filtered: bool
) -> None:
    chosen = [name for name, given in modes.items() if given]
    if len(chosen) > 1:
        raise UsageFault(f"{' and '.join(chosen)} exclude each other", hint="ask one at a time")
    for name, given in of_fix.items():
        if given and not modes["--fix"]:
            raise UsageFault(f"{name} goes with --fix", hint="for example --fix --dry-run")
    if filtered and not (modes["--missing"] or modes["--coverage"]):
        raise UsageFault("filters go with --missing or --coverage", hint="add --missing")


def _read_text(file: str) -> str:
    if file != STDIO:
        from pathlib import Path

        from mi_survey.files import read_exactly

        try:
            return read_exactly(Path(file))
        except FileUnreadable as error:
            encoded = "UTF-8" in error.reason
            error.hint = f"iconv -f latin1 -t utf-8 {file}" if encoded else "is its name right?"
            raise
    if sys.stdin.isatty():
        raise UsageFault(
            "no references on standard input, which is a terminal",
            hint="name a file, or pipe BibTeX: mi-survey export ROME | mi-survey check -",
        )
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(file, str(error)) from error


def _check(text: str, file: str, catalog: Catalog) -> tuple["Verdict", ...]:
    from mi_survey.bibliography.compare import check_references
    from mi_survey.bibliography.reading import find_kind, read_references

    references = read_references(text, kind=find_kind(file), file=file)
    return check_references(references, catalog.names, file=file)


def _cited(verdicts: Sequence["Verdict"]) -> set[str]:
    return {verdict.work.key for verdict in verdicts if verdict.work}


def _write_verdicts(
    verdicts: Sequence["Verdict"], output: Output, *, file: str, every: bool
) -> None:
    from mi_survey.bibliography.rules import RULES

    name = get_format_name(output)
    if name in ("bibtex", "biblatex"):
        from mi_survey.bibliography.fix import render_entry

        write("\n".join(render_entry(*each, dialect=name) for each in _wrong(verdicts)))
        return
    every = every and name != "sarif"  # which has the wrong ones only
    told = [
        (finding, verdict)
        for verdict in verdicts
        for finding in verdict.findings or (_notes(verdict, file) if every else ())
    ]
    more = None
    if name not in ("table", "sarif"):
        from mi_survey.bibliography.fix import render_entry

        right = {key: render_entry(work, key) for work, key in _wrong(verdicts)}
        rows = [_more(verdict, right) for _, verdict in told]
        more = Table(_MORE_COLUMNS, rows)
    write_findings([finding for finding, _ in told], output, rules=RULES, more=more)


def _more(verdict: "Verdict", right: dict[str, str]) -> tuple[Cell, ...]:
    if verdict.work is None:
        return None, None
    return verdict.work.key, right.get(verdict.reference.key)


def _wrong(verdicts: Sequence["Verdict"]) -> list[tuple["Work", str]]:
    return [
        (verdict.work, verdict.reference.key)
        for verdict in verdicts
        if verdict.work and verdict.reference.key and verdict.findings
    ]


def _notes(verdict: "Verdict", file: str) -> list["Finding"]:
    from mi_survey.model.finding import Finding, Location

    message = "not in the catalog" if verdict.work is None else "nothing is wrong"
    place = Location(file, verdict.reference.line, key=verdict.reference.key)
    return [Finding(verdict.state, "note", place, message)]


def _write_coverage(
    name: str, verdicts: Sequence["Verdict"], catalog: Catalog, filters: Filters, output: Output
) -> None:
    from mi_survey.bibliography.coverage import Coverage, measure_coverage  # for this option alone
    from mi_survey.model.term import get_choice

    axis = catalog.taxonomy.axis(get_choice(name, "axis", known=catalog.taxonomy.ids))
    results = catalog.results(filters=filters)
    rows = measure_coverage(results, axis, cited=_cited(verdicts))
    # shares say nothing without their header, so a pipe gets it, too
    plain = get_format_name(output) == "table" and get_terminal(output) is None
    output = output._replace(format="tsv") if plain else output
    write_table(Table(Coverage._fields, rows), output)
    say(f"{len(_cited(verdicts))} works of the catalog are cited")


def _count_mendable(text: str, verdicts: Sequence["Verdict"]) -> int:
    """Count the findings that ``--fix`` mends: those of entries whose layout leaves no doubt."""
    from mi_survey.bibliography.fix import fix_bibliography
    from mi_survey.bibliography.rules import FIXABLE

    if not any(verdict.findings for verdict in verdicts):
        return 0
    keys = set(fix_bibliography(text, verdicts).keys)
    mended = (verdict for verdict in verdicts if verdict.reference.key in keys)
    return sum(each.rule in FIXABLE for verdict in mended for each in verdict.findings)


def _finish(verdicts: Sequence["Verdict"], *, mendable: int = 0) -> None:
    states = Counter(verdict.state for verdict in verdicts)
    findings = [finding for verdict in verdicts for finding in verdict.findings]
    say(
        f"{count_of(len(verdicts), 'reference')}: {states['fine']} fine, {states['wrong']} wrong, "
        f"{states['unknown']} not in the catalog"
    )
    if findings:
        tell_findings(findings, mendable=mendable)
        raise typer.Exit(ExitStatus.FOUND)
