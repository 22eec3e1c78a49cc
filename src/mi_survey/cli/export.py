"""``mi-survey export``: works as a bibliography, a page or a table, in a file or a pipe."""

import shlex
from typing import Literal

from mi_survey.cli.options import (
    FORCE,
    LIMIT,
    SORT,
    WORK_FORMATS,
    argument,
    flag,
    option,
    share_options,
)
from mi_survey.cli.output import choose_citable
from mi_survey.cli.request import CatalogChoice, name_catalogs, open_catalog, read_words
from mi_survey.cli.stream import count_of, create_file, say, write
from mi_survey.errors import AmbiguousWork, UsageFault, WorkNotFound
from mi_survey.exports.registry import (
    FORMATS,
    Format,
    RenderOptions,
    find_format_of_file,
    get_format,
)
from mi_survey.files import STDIO, is_file
from mi_survey.library import Catalog
from mi_survey.query.filters import Filters
from mi_survey.query.result import Result
from mi_survey.text import quote, recover

_MOST_SHOWN = 20
_MOST_NEAR = 3


@share_options(*(name for name in WORK_FORMATS if name != "table"))
def export(
    keys: list[str] | None = argument(
        "[KEY]...",
        "Keys, links, titles, a list, or words as find has them; - reads keys.",
        default=None,
    ),
    *,
    output: str = option(
        "--output",
        "FILE",
        "The file; its suffix picks the format; - stdout.",
        short="-o",
        default=STDIO,
    ),
    format: str | None = option("--format", "FORMAT", "bibtex, biblatex, csl-json, ris, …"),
    force: bool = FORCE,
    append: bool = flag("--append", "Add what a .bib file does not have yet."),
    style: Literal["list", "survey", "references"] = option(
        "--style", None, "Markdown: bullets, the survey's table, or references.", default="list"
    ),
    prefer: Literal["published", "preprint"] = option(
        "--prefer", None, "Cite what was published, or its preprint.", default="published"
    ),
    ascii: bool = flag("--ascii", "Only ASCII characters."),
    keywords: bool = flag("--keywords/--no-keywords", "With the axes as keywords.", default=True),
    summaries: bool = flag("--summaries", "With summaries: in Markdown lists, as BibTeX notes."),
    sort: str | None = SORT,
    limit: int | None = LIMIT,
    with_source: bool = flag("--with-source", "With the survey itself, to be cited for its tags."),
    filters: Filters,
    choice: CatalogChoice,
) -> None:
    """Export works as a bibliography, a page or a table.

    The works are those named, or without names all; filters narrow them. Words none of which
    names a work are searched for, as find does. Files are written
    whole or not at all, and overwritten with --force only. In a .bib file, --append adds only
    what is not there yet, by key, DOI, arXiv id, or title and author.

    Suffixes: .bib is BibTeX (or --format biblatex), .json CSL-JSON, .ris, .md, .csv, .tsv,
    .jsonl, .html a page to explore the works in a browser, which needs no other file and no
    network; without file or format, BibTeX goes to stdout.

    \b
    Examples:
      mi-survey export -o page.html
      mi-survey export --object sae-feature --format biblatex
      mi-survey find --area safety --format keys | mi-survey export - --format ris
    """
    chosen = _choose_format(output, format)
    if append and chosen.name not in ("bibtex", "biblatex"):
        raise UsageFault(f"--append does not go with {chosen.name}", hint="only .bib files grow")
    usual = find_format_of_file(output)
    if usual and chosen.suffixes and usual is not chosen:
        say(f"note: '{output}' is written as {chosen.name}, not as {usual.name}")
    catalog = open_catalog(choice, *(keys or ()))
    words = read_words(keys or ())
    text = "" if "-" in (keys or ()) else _read_text(catalog, words)
    if text:
        results = [each for each in catalog.results(text, filters=filters) if each.complete]
        told = count_of(len(results), "work")
        say(f"note: searched for {quote(text)}, whose words give {told}")
    else:
        results = _select(catalog, words, named=bool(keys), filters=filters)
    if sort is not None:
        from mi_survey.query.order import sort_results  # the default order needs none

        results = sort_results(results, sort, sources=catalog.sources)
    results = results[:limit]
    if with_source:
        cited = [source.citation for source in catalog.sources if source.citation]
        known = {result.work.key for result in results}
        results += [Result.of(work) for work in cited if work.key not in known]
    if chosen.bibliography:
        results = choose_citable(results)
    named_catalogs = " ".join(f"--catalog {shlex.quote(spec)}" for spec in name_catalogs(choice))
    options = RenderOptions(
        taxonomy=catalog.taxonomy,
        sources=catalog.sources,
        within=_print_keys(
            words, named=bool(keys) and not text, filters=filters, catalog=named_catalogs
        ),
        catalog=named_catalogs,
        style=style,
        ascii=ascii,
        prefer=prefer,
        keywords=keywords,
        summaries=summaries,
    )
    if output == STDIO:
        text = chosen.render(results, options)
        write(text)
        _tell_what_is_not_ascii(text, options)
    elif append:
        _append(output, results, format=chosen, options=options, force=force)
    else:
        text, what = chosen.render(results, options), count_of(len(results), "work")
        hint = "--force overwrites it; --append adds to a .bib"
        create_file(output, text, force=force, what=what, hint=hint)
        _tell_what_is_not_ascii(text, options)


def _choose_format(output: str, name: str | None) -> Format:
    found = find_format_of_file(output) if output != STDIO else FORMATS["bibtex"]
    if name is not None:
        return get_format(name)
    if found is None:
        suffixes = [suffix for format in FORMATS.values() for suffix in format.suffixes]
        raise UsageFault(
            f"the suffix of '{output}' picks no format",
            hint=f"use --format, or one of {', '.join(suffixes)}",
        )
    return found


def _read_text(catalog: Catalog, words: list[str]) -> str:
    """Return the text that the words are to be searched for; empty where they are names.

    Words that each stand in the title of one work alone are names of it, but among others none.

    Raises:
        WorkNotFound: they are neither.
    """
    if any(_is_name(catalog, word) for word in words) or all(_names_one(catalog, w) for w in words):
        return ""
    text = recover(" ".join(words))
    found = catalog.results(text)
    if not found or not found[0].complete:
        raise WorkNotFound([text], nearest=[result.work.key for result in found[:_MOST_NEAR]])
    return text


def _is_name(catalog: Catalog, word: str) -> bool:
    """Tell whether a word is the whole name of a work or a list, or looks like a key or an id."""
    if any(map(str.isdigit, word)) and not word.isdecimal():
        return True
    is_list = any(source.id == word for source in catalog.sources)
    return is_list or next(catalog.names.iter_named(word), None) is not None


def _names_one(catalog: Catalog, word: str) -> bool:
    try:
        catalog.get(word)
    except (AmbiguousWork, WorkNotFound):
        return False
    return True


def _select(catalog: Catalog, words: list[str], *, named: bool, filters: Filters) -> list[Result]:
    passed = {result.work.key: result for result in catalog.results(filters=filters)}
    if not named:
        return [passed[key] for key in sorted(passed)]
    # a list is cited by its name, unless that is the key of a work
    keys = catalog.names.keys
    sources = {source.id: source for source in catalog.sources}
    lists = [word for word in words if word in sources and ("key", word) not in keys]
    works = catalog.get_all(word for word in words if word not in lists)
    left_out = [work.key for work in works if work.key not in passed]
    if left_out:
        say(f"note: left out by the filters: {', '.join(left_out)}")
    cited = [sources[word].get_citation() for word in dict.fromkeys(lists)]
    chosen = [passed[work.key] for work in works if work.key in passed]
    return [*(Result.of(work) for work in cited), *chosen]


def _print_keys(words: list[str], *, named: bool, filters: Filters, catalog: str) -> str:
    """Return the command that prints the keys of the works; nothing where it is all of them."""
    asked = shlex.join(filters.words())
    if not words and not asked:
        return ""
    start = ["mi-survey export" if named else "mi-survey find", *map(shlex.quote, words)]
    return " ".join(filter(None, (*start, catalog, asked, "--format keys")))


def _tell_what_is_not_ascii(text: str, options: RenderOptions) -> None:
    """Say what was to be written in ASCII and cannot be, in this format or in none."""
    if not options.ascii or text.isascii():
        return
    rest = sorted({char for char in text if not char.isascii()})
    more = f" and {len(rest) - _MOST_SHOWN} more" if len(rest) > _MOST_SHOWN else ""
    say(f"note: not ASCII, and written as it is: {' '.join(rest[:_MOST_SHOWN])}{more}")


def _append(
    file: str,
    results: list[Result],
    *,
    format: Format,
    options: RenderOptions,
    force: bool,
) -> None:
    from mi_survey.bibliography.append import append_to_bibliography  # not for pipes
    from mi_survey.files import decode_text, read_bytes
    from mi_survey.transaction import transaction

    with transaction(file, force=force) as files:
        old = decode_text(read_bytes(file), file) if is_file(file) else ""
        if is_file(file):
            files.expect(file, old.encode("utf-8"))
        addition = append_to_bibliography(old, results, format=format, options=options, file=file)
        files.write({file: addition.text.encode("utf-8")})
    renamed = {key: other for key, other in addition.present.items() if key != other}
    for key, other in renamed.items():
        say(f"note: {key} is there as {other}")
    _tell_what_is_not_ascii(addition.text.removeprefix(old), options)
    added, present = count_of(len(addition.added), "work"), len(addition.present)
    say(f"{added} added to {file}, {present} {'was' if present == 1 else 'were'} there")
