"""``mi-survey find``: works by filters and by text, and how an answer came about.

A person is told how the text was read, and what to try where nothing was found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mi_survey.cli.options import LIMIT, SORT, WORK_FORMATS, argument, flag, share_options
from mi_survey.cli.output import leave_if_empty, write_results
from mi_survey.cli.request import CatalogChoice, Output, open_catalog, read_words
from mi_survey.cli.stream import count_of, say, write
from mi_survey.errors import UsageFault
from mi_survey.exports.works import record_fields
from mi_survey.files import STDIO
from mi_survey.library import Catalog
from mi_survey.query.filters import Filters
from mi_survey.query.result import Result, Telling
from mi_survey.text import nearest

if TYPE_CHECKING:
    from mi_survey.query.postings import Tag

_SHOWN_APART = 10


@share_options(*WORK_FORMATS)
def find(
    text: list[str] | None = argument(
        "[TEXT]...",
        "Words of title, authors, venue, year or key; - reads keys from stdin.",
        default=None,
    ),
    *,
    filters: Filters,
    sort: str | None = SORT,
    limit: int | None = LIMIT,
    count: bool = flag("--count", "Print only how many there are."),
    partial: bool = flag("--partial", "With the works that have only some of the words."),
    explain: bool = flag("--explain", "Say what of the text matched where."),
    output: Output,
    choice: CatalogChoice,
) -> None:
    """Find works by filters and by text.

    Filters combine with AND, values within one (repeated, or separated by commas) with OR.
    All axes must hold in the same placement of a work. A value is a term, an alias or an
    unambiguous beginning; !value excludes, whatever the others ask for
    (!safety,fairness is fairness without safety); mha+ffn asks for both.

    Text is forgiving of typos, in any order, over titles, names, topics, tags, venues, years
    and summaries. Works that have only some of its words count as nothing found, unless
    --partial asks for them. Without text the newest come first.

    With - only the works are looked at that standard input names, as show reads them, and come
    in that order.

    \b
    Examples:
      mi-survey find --object neuron --steer amplitude
      mi-survey find refusal direction --year 2024.. --format keys
      mi-survey find refusal --format keys | mi-survey find - --object mha
    """
    given = text or []
    words = " ".join(word for word in given if word != STDIO)
    catalog = open_catalog(choice, *given)
    if filters.workshops and not filters.venue:
        raise UsageFault(
            "--workshops goes with --venue", hint="for example --venue neurips --workshops"
        )
    found = catalog.results(words, filters=filters)
    is_all = STDIO not in given
    if not is_all:
        found = _take_named(found, catalog, in_order=not words)
    whole = [result for result in found if result.complete]
    some = found[len(whole) :]
    drawn = output.is_drawn and not count
    if not whole:
        _suggest_authors(catalog, filters)
        if some and not (partial or drawn):
            told = count_of(len(some), "work")
            say(f"note: no work has all of these words; --partial lists {told} with some of them")
    if not found and drawn and is_all:
        for line in _explain_nothing(catalog, words, filters):
            say(line)
    if sort is not None:
        from mi_survey.query.order import sort_results  # the default order needs none

        whole, some = (
            sort_results(found, sort, sources=catalog.sources) for found in (whole, some)
        )
    # a terminal shows a few of the others apart, where a person sees what they are
    others = some if partial else some[: max(0, _SHOWN_APART - len(whole))] if drawn else []
    results = (whole + others)[:limit]
    if count:
        output.get_fields(record_fields(catalog.taxonomy, explained=explain))
        write(f"{len(results)}\n")
        leave_if_empty(results, output)
        return
    reading = ""
    if drawn and words and found and is_all:
        reading = _read_terms(catalog, words, filters)
    telling = Telling(len(whole), len(some), reading, explained=explain)
    write_results(results, output, taxonomy=catalog.taxonomy, told=telling)


def _take_named(results: list[Result], catalog: Catalog, *, in_order: bool) -> list[Result]:
    """Take the results that standard input names, in the order in which it does if so asked."""
    works = catalog.get_all(read_words([STDIO]))
    places = {work.key: place for place, work in enumerate(works)}
    taken = [result for result in results if result.work.key in places]
    return sorted(taken, key=lambda result: places[result.work.key]) if in_order else taken


def _suggest_authors(catalog: Catalog, filters: Filters) -> None:
    for value in filters.author:
        authors = catalog.index.authors
        for is_asked, author in authors.split(value):
            if is_asked and not authors.find_works(author):
                near = authors.nearest_authors(author)
                meant = f"; did you mean {' or '.join(near)}?" if near else ""
                say(f"note: no author is called '{author}'{meant}")


def _explain_nothing(catalog: Catalog, text: str, filters: Filters) -> Iterator[str]:
    """Yield what each part of a question alone would give, and how to go on."""
    alone = dict(_iter_alone(filters))
    if text:
        yield from _iter_near_words(catalog, text)
    if len(alone) + bool(text) > 1:
        counts = [
            f"{name} alone {len(catalog.results(filters=each))}" for name, each in alone.items()
        ]
        if text:
            whole = sum(result.complete for result in catalog.results(text))
            counts.insert(0, f"'{text}' alone {whole}")
        yield f"note: {', '.join(counts)}, together none"
    if len(filters.axes) > 1 and not text:
        rows, columns = (axis for axis, _ in filters.axes[:2])
        yield f"hint: mi-survey matrix {rows} {columns} --gaps lists such combinations"


def _iter_alone(filters: Filters) -> Iterator[tuple[str, Filters]]:
    for axis, values in filters.axes:
        yield f"--{axis} {','.join(values)}", Filters(axes=((axis, values),))
    for name in Filters.__slots__:
        values = getattr(filters, name)
        if values and name not in ("axes", "workshops"):
            named = replace(Filters(workshops=filters.workshops), **{name: values})
            yield f"--{name} {','.join(values)}", named


def _iter_near_words(catalog: Catalog, text: str) -> Iterator[str]:
    words = catalog.text_index.words
    near = {
        word: found
        for word in dict.fromkeys(text.lower().split())
        if word not in words and (found := nearest(word, words))
    }
    for word, found in near.items():
        yield f"note: no work has '{word}'; near it: {', '.join(found)}"


def _read_terms(catalog: Catalog, text: str, filters: Filters) -> str:
    """Say which words name terms, with the options that ask for these; empty if none does."""
    words, tags = catalog.text_index.find_tags(text)
    chosen = [tag for tag in _choose_tags(tags) if tag.axis not in dict(filters.axes)]
    if not chosen:
        return ""
    asked = {tag.axis: tag.term for tag in chosen}
    narrowed = replace(filters, axes=(*filters.axes, *((a, (t,)) for a, t in asked.items())))
    given = len(catalog.results(filters=narrowed))
    if not given:
        return ""
    parts = [_tell_tag(" ".join(words[tag.start : tag.stop]), tag) for tag in chosen]
    options = " ".join(f"--{axis} {term}" for axis, term in asked.items())
    return f"{', '.join(parts)}: {options} gives {count_of(given, 'work')}"


def _choose_tags(tags: Sequence["Tag"]) -> list["Tag"]:
    """Choose the longest names, what means a term before what leads to it, one for each axis."""
    chosen: list[Tag] = []
    for tag in sorted(tags, key=lambda tag: (tag.start - tag.stop, not tag.exact, tag.start)):
        apart = all(tag.stop <= other.start or other.stop <= tag.start for other in chosen)
        if apart and all(tag.axis != other.axis for other in chosen):
            chosen.append(tag)
    return sorted(chosen, key=lambda tag: tag.start)


def _tell_tag(name: str, tag: "Tag") -> str:
    article = "an" if tag.axis[0] in "aeiou" else "a"
    if tag.exact:
        return f"'{name}' is also {article} {tag.axis}"
    return f"'{name}' leads to the {tag.axis} {tag.term}"
