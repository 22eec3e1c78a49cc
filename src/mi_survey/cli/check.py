"""``mi-survey check``: bibliographies, and texts that cite, against the catalog."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mi_survey.cli.complete import complete_axes, complete_check_rules
from mi_survey.cli.findings import FORMATS
from mi_survey.cli.options import FixDryRun, FixForce, FixTarget, share_options, takes_formats
from mi_survey.cli.output import write_results, write_table
from mi_survey.cli.progress import show_progress
from mi_survey.cli.request import (
    CatalogChoice,
    Output,
    check_output,
    get_format_name,
    get_terminal,
    open_catalog,
)
from mi_survey.cli.rewriting import Rewriting, rewrite
from mi_survey.cli.stream import read_input, say
from mi_survey.errors import UsageFault
from mi_survey.exports.findings import COLUMNS
from mi_survey.exports.table import Table
from mi_survey.files import STDIO, decode_text
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from mi_survey.bibliography.checking import CheckedFile
    from mi_survey.bibliography.coverage import Coverage
    from mi_survey.library import Catalog

MORE_COLUMNS = ("work", "entry")
_FORMATS = (*FORMATS, "bibtex", "biblatex")


def _rule_option(name: str, text: str) -> Any:
    return typer.Option(name, metavar="RULE", help=text, autocompletion=complete_check_rules)


@share_options
@takes_formats(*_FORMATS)
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE...", help=".bib, .json (CSL), .tex, .bbl or .md files; - is BibTeX."
        ),
    ] = None,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is wrong in .bib files.")] = False,
    target: FixTarget = None,
    force: FixForce = False,
    dry_run: FixDryRun = False,
    select: Annotated[
        list[str] | None,
        _rule_option("--select", "Tell of these rules alone; --fix mends no other."),
    ] = None,
    ignore: Annotated[list[str] | None, _rule_option("--ignore", "Leave these rules out.")] = None,
    fail_on: Annotated[
        Literal["error", "warning", "note"],
        typer.Option("--fail-on", metavar="LEVEL", help="Return 1 from error, warning or note on."),
    ] = "warning",
    cited: Annotated[
        bool, typer.Option("--cited", help="Of bibliographies, only what the .tex files cite.")
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules.")] = False,
    explain: Annotated[
        str | None,
        _rule_option("--explain", "Say what a rule looks for, and how to silence it."),
    ] = None,
    missing: Annotated[
        bool,
        typer.Option("--missing", help="List what is not cited of the works under the filters."),
    ] = False,
    coverage: Annotated[
        str | None,
        typer.Option(
            "--coverage",
            metavar="AXIS",
            help="Spread over an axis: object, steer, …",
            autocompletion=complete_axes,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show the references without findings, too.")
    ] = False,
    filters: Filters,
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Check bibliographies against the catalog.

    Finds preprints that are published by now, wrong years, venues, authors, titles and pages,
    identifiers that belong to another work, and works cited twice; with .tex files, keys that
    are cited and defined nowhere, or the other way round. What the catalog does not have is
    counted, and not checked. --format sarif is for code hosts, --format bibtex prints the right
    entries under your keys. Returns 1 with errors or warnings.

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
    if rules or explain is not None:
        from mi_survey.cli.check_rules import explain_rule, list_rules  # for these options alone

        list_rules(output) if explain is None else explain_rule(explain)
        return
    chosen = _choose_rules(select, ignore)
    names = _check_files(files or (), fix=fix, target=target)
    if not (missing or coverage):
        check_output(output, columns=(*COLUMNS, *MORE_COLUMNS), formats=_FORMATS)
    _refuse_what_does_not_fit(
        {"--fix": fix, "--missing": missing, "--coverage": coverage is not None},
        {"-o": target is not None, "--dry-run": dry_run, "--force": force},
        filtered=filters != Filters(),
    )
    if cited and not any(name.lower().endswith(".tex") for name in names):
        raise UsageFault("--cited needs a .tex file", hint="check paper.tex refs.bib --cited")
    catalog = open_catalog(choice, *names)
    texts = {name: _read_text(name) for name in names}
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
    from mi_survey.cli.check_report import finish, write_checked  # not for the other modes

    shown = True
    if fix:
        rewritings = [
            Rewriting(
                name, target or name, texts[name].encode(), output, force=force, dry_run=dry_run
            )
            for name in names
            if _is_bibtex(name)
        ]
        texts |= _mend(checked, rewritings, catalog, chosen)
        if not dry_run:
            with show_progress("checking what was mended") as watch:
                checked = catalog.check_files(texts, cited_only=cited, watch=watch)
        shown = not dry_run and target != STDIO and STDIO not in names
    if shown:
        write_checked(checked, chosen, output, every=every)
    finish(checked, chosen, fail_on=fail_on, mends=not fix)


def _choose_rules(select: Sequence[str] | None, ignore: Sequence[str] | None) -> frozenset[str]:
    from mi_survey.bibliography.rules import RULES
    from mi_survey.model.term import get_choice

    def read(given: Sequence[str] | None) -> set[str]:
        names = [name for each in given or () for name in each.split(",") if name.strip()]
        return {get_choice(name.strip(), "rule", known=RULES.names()) for name in names}

    return frozenset((read(select) or set(RULES.names())) - read(ignore))


def _check_files(files: Sequence[str], *, fix: bool, target: str | None) -> list[str]:
    from mi_survey.bibliography.reading import find_kind  # not for completion and help

    if not files:
        raise UsageFault("no file is named", hint="mi-survey check refs.bib, or - for a pipe")
    names = list(dict.fromkeys(files))
    kinds = {name: find_kind(name) for name in names}
    if fix and "bibtex" not in kinds.values():
        raise UsageFault("--fix mends .bib files only", hint=f"leave --fix out for {names[0]}")
    if target is not None and len(names) > 1:
        raise UsageFault("-o takes what --fix makes of one file", hint="name one file")
    return names


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
    return decode_text(read_input(file, "references", hint=hint), file)


def _is_bibtex(file: str) -> bool:
    from mi_survey.bibliography.reading import find_kind

    return find_kind(file) == "bibtex"


def _mend(
    checked: Sequence["CheckedFile"],
    rewritings: Sequence[Rewriting],
    catalog: "Catalog",
    rules: frozenset[str],
) -> dict[str, str]:
    """Mend .bib files, and return their new texts; nothing is written before all can be."""
    from mi_survey.bibliography.rules import FIXABLE

    for rewriting in rewritings:
        rewriting.refuse_to_overwrite()
    with show_progress("mending"):
        mended = {
            each: catalog.fix(each.data.decode(), file=each.file, rules=rules & FIXABLE)
            for each in rewritings
        }
    for fixed in mended.values():
        for key, reason in fixed.left:
            say(f"note: {key} is left as it is: {reason}")
    rewrite({each: (each.data, fixed.text.encode()) for each, fixed in mended.items()})
    grave = {f.rule for each in checked for f in each.findings if f.severity != "note"}
    if unfixable := sorted((grave & rules) - FIXABLE):
        say(f"note: nobody but you can mend: {', '.join(unfixable)}")
    count = sum(len(fixed.keys) for fixed in mended.values())
    would = any(rewriting.dry_run for rewriting in rewritings)
    say(f"{count} entries {'would be ' if would else ''}mended")
    return {rewriting.file: fixed.text for rewriting, fixed in mended.items()}


def _works_of(checked: Sequence["CheckedFile"]) -> set[str]:
    return {verdict.work.key for each in checked for verdict in each.verdicts if verdict.work}


def _write_coverage(rows: Sequence["Coverage"], output: Output) -> None:
    from mi_survey.bibliography.coverage import Coverage

    # shares say nothing without their header, so a pipe gets it, too
    plain = get_format_name(output) == "table" and get_terminal(output) is None
    output = output._replace(format="tsv") if plain else output
    write_table(Table(Coverage._fields, rows), output)
