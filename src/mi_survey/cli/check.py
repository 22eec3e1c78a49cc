"""``mi-survey check``: a bibliography against the catalog."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mi_survey.cli.findings import FORMATS, tell_findings, write_findings
from mi_survey.cli.options import share_options
from mi_survey.cli.output import write_results, write_table
from mi_survey.cli.request import (
    CatalogChoice,
    Output,
    check_output,
    get_format_name,
    get_terminal,
    open_catalog,
)
from mi_survey.cli.rewriting import Rewriting
from mi_survey.cli.stream import count_of, read_input, say, write
from mi_survey.errors import ExitStatus, FileUnreadable, UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.exports.table import Cell, Table
from mi_survey.files import STDIO
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.bibliography.compare import Verdict
    from mi_survey.bibliography.coverage import Coverage
    from mi_survey.model.finding import Finding
    from mi_survey.model.work import Work

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
    catalog = open_catalog(choice, references)
    text = _read_text(references)
    verdicts = catalog.check(text, file=references)
    if missing:
        results = catalog.missing(_cited(verdicts), filters=filters)
        write_results(results, output, taxonomy=catalog.taxonomy)
        say(f"{len(results)} of {len(catalog.results(filters=filters))} works are not cited")
    elif coverage is not None:
        _write_coverage(catalog.coverage(coverage, _cited(verdicts), filters=filters), output)
        say(f"{len(_cited(verdicts))} works of the catalog are cited")
    elif fix:
        rewriting = Rewriting(references, target or references, force=force, dry_run=dry_run)
        rewriting.refuse_to_overwrite()
        mended = catalog.fix(text, file=references)
        _tell_what_is_left(mended.left, verdicts)
        rewriting.carry_out(text, mended.text)
        say(f"{len(mended.keys)} entries {'would be ' if dry_run else ''}mended")
        if not dry_run:
            verdicts = catalog.check(mended.text, file=references)
            if rewriting.target != STDIO:
                _write_verdicts(verdicts, output, file=references, every=every)
        _finish(verdicts)
    else:
        _write_verdicts(verdicts, output, file=references, every=every)
        mends = kind == "bibtex" and any(verdict.findings for verdict in verdicts)
        keys = catalog.fix(text, file=references).keys if mends else ()
        _finish(verdicts, mendable=_count_mendable(verdicts, keys))


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
    hint = "name a file, or pipe BibTeX: mi-survey export ROME | mi-survey check -"
    try:
        return read_input(file, "references", hint=hint).decode("utf-8")
    except UnicodeDecodeError as error:
        failure = FileUnreadable(file, f"not UTF-8 at byte {error.start}")
        failure.hint = f"iconv -f latin1 -t utf-8 {file}"
        raise failure from error


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


def _write_coverage(rows: Sequence["Coverage"], output: Output) -> None:
    from mi_survey.bibliography.coverage import Coverage

    # shares say nothing without their header, so a pipe gets it, too
    plain = get_format_name(output) == "table" and get_terminal(output) is None
    output = output._replace(format="tsv") if plain else output
    write_table(Table(Coverage._fields, rows), output)


def _tell_what_is_left(left: Sequence[tuple[str, str]], verdicts: Sequence["Verdict"]) -> None:
    from mi_survey.bibliography.rules import FIXABLE

    for key, reason in left:
        say(f"note: {key} is left as it is: {reason}")
    rules = {finding.rule for verdict in verdicts for finding in verdict.findings} - FIXABLE
    if rules:
        say(f"note: nobody but you can mend: {', '.join(sorted(rules))}")


def _count_mendable(verdicts: Sequence["Verdict"], keys: Sequence[str]) -> int:
    """Count the findings that ``--fix`` mends, in the entries of these keys."""
    from mi_survey.bibliography.rules import FIXABLE

    mended = [verdict for verdict in verdicts if verdict.reference.key in keys]
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
