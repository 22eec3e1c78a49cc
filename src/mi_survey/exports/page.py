"""The explorer: works, their places on the axes and the page that answers, in one HTML file.

The page's own HTML, CSS and JavaScript stand in ``mi_survey/page``; here its data is made and
all of it put together. The file asks nothing of the network: a content security policy lets
only its own script and style run, known by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from mi_survey.exports.bibtex import render_bibtex
from mi_survey.model.address import is_web_url
from mi_survey.model.identifier import Identifier, Scheme, iter_identifiers
from mi_survey.model.source import count_lists
from mi_survey.model.taxonomy import NO_STEP
from mi_survey.model.work import KINDS, is_citable
from mi_survey.query.field import ALT_TITLE, FIELDS
from mi_survey.query.index import facet_values
from mi_survey.query.result import Result
from mi_survey.query.synonyms import KIND_WORDS, STOP_WORDS, SUBJECTS, SYNONYMS, is_question
from mi_survey.query.words import BRITISH, ENDINGS, ROUNDS, UNDOUBLED, join_words, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mi_survey.exports.registry import RenderOptions
    from mi_survey.model.source import Source
    from mi_survey.model.taxonomy import Axis, Taxonomy
    from mi_survey.model.work import Placement, Work

    Codes = Mapping[str, Mapping[str, int]]

# With the entries of more works the page would load slowly; it shows the command instead.
MOST_ENTRIES = 5000
# The facets of a work itself, in the order of the page.
_OWN_LABELS = {"kind": "Kind", "venue": "Venue", "source": "Listed in", "year": "Year"}
_BY_LABELS = {"survey": "the survey", "curated": "this catalog"}
_LINK_LABELS: dict[Scheme, str] = {
    "arxiv": "arXiv", "doi": "DOI", "acl": "ACL", "openreview": "OpenReview", "github": "code",
}  # fmt: skip
# What stands around an identifier in its address: said once, not with every work.
_AROUND = {scheme: Identifier(scheme, "0").url.partition("0")[::2] for scheme in _LINK_LABELS}


def render_page(results: Sequence[Result], options: RenderOptions) -> str:
    """Render the explorer of these works."""
    works = [result.work for result in results]
    axes = options.taxonomy.axes
    undated = sum(not work.year for work in works)
    style, script = _read("page.css"), _read("page.js")
    return _fill(
        _read("page.html"),
        {
            "count": _count(len(works)),
            "by": html.escape(" by " + ", ".join(axis.label.lower() for axis in axes)) * bool(axes),
            "axes": _choices((axis.id, axis.label) for axis in axes),
            "years": _choices((year, year) for year in _present("year", works)),
            "undated": f"{_count(undated)} without a year." if undated else "",
            "cite": _cite(options.sources),
            "style_hash": _hash(style),
            "script_hash": _hash(script),
            "style": style,
            "script": script,
            "data": _dump(_page_data(works, options)),
        },
    )


def _page_data(works: Sequence[Work], options: RenderOptions) -> dict[str, Any]:
    facets = _facets(works, options.taxonomy, options.sources)
    codes = {
        facet["id"]: {value["id"]: code for code, value in enumerate(facet["values"])}
        for facet in facets
    }
    entries = _entries(works, options) if len(works) <= MOST_ENTRIES else {}
    return {
        "within": _name(works, options.catalog) if options.within is None else options.within,
        "catalog": options.catalog,
        "nothing": NO_STEP,
        "facets": facets,
        "schemes": [(label, *_AROUND[scheme]) for scheme, label in _LINK_LABELS.items()],
        "search": _search_data(),
        "works": [_record(work, codes, options, entries.get(work.key)) for work in works],
    }


def _search_data() -> dict[str, Any]:
    """Return what the library's search goes by, for the page's to go by the same."""
    # the page knows no family names, so that all names of authors are worth the same; and a word
    # counts once in all titles of a work
    named = {field.name: field for field in reversed(FIELDS)}
    fields = [field for field in named.values() if field is not FIELDS[ALT_TITLE]]
    return {
        "fields": [
            {"name": field.name, "worth": field.weight, "whole": "begun" not in field.ways}
            for field in fields
        ],
        "synonyms": SYNONYMS,
        "filler": sorted(STOP_WORDS),
        "questions": sorted(word for word in STOP_WORDS if is_question([word])),
        "about": sorted(SUBJECTS),
        "endings": list(_iter_endings()),
    }


def _iter_endings() -> Iterator[tuple[str, str]]:
    """Yield what leaves its root of a word, as JavaScript's patterns and replacements in order."""
    for pattern, american in BRITISH:
        yield pattern.pattern, american.replace("\\", "$")
    fitting = "|".join(f"(?<=.{{{least}}}){ending}" for ending, least in ENDINGS)
    for _ in range(ROUNDS):
        yield f"(?!(?<=[sua])s$)(?:{fitting})$", ""
        yield UNDOUBLED.pattern, "$1"


def _facets(
    works: Sequence[Work], taxonomy: Taxonomy, sources: Sequence[Source]
) -> list[dict[str, Any]]:
    """Describe what can be asked for, in the order of the page; ``of`` says what bears it.

    Those of a placement stand first: the axes, and whose tags they are.
    """
    values = {id: [{"id": value} for value in _present(id, works)] for id in _OWN_LABELS}
    values["kind"] = [
        _known(id=kind, names=[word for word, meant in KIND_WORDS.items() if meant == kind])
        for kind in sorted(_present("kind", works), key=KINDS.index)
    ]
    titles = {source.id: source.title for source in sources}
    values["source"] = [
        _known(id=source, definition=titles.get(source)) for source in _present("source", works)
    ]
    by = [{"id": id, "label": label} for id, label in _BY_LABELS.items()]
    return [
        *map(_axis_facet, taxonomy.axes),
        {"id": "by", "label": "Tagged by", "of": "placement", "values": by},
        *(
            {"id": id, "label": label, "of": "work", "values": values[id]}
            for id, label in _OWN_LABELS.items()
        ),
    ]


def _present(facet: str, works: Iterable[Work]) -> list[str]:
    return sorted({value for work in works for value in facet_values(work, facet)})


def _axis_facet(axis: Axis) -> dict[str, Any]:
    codes = {term.id: code for code, term in enumerate(axis.terms)}
    wider = axis.wider()
    terms = [
        _known(
            id=term.id,
            label=term.label,
            definition=term.definition,
            wider=[codes[above] for above in wider[term.id]],
            names=_phrases(term.id, term.label, *term.aliases) if term.id != NO_STEP else (),
        )
        for term in axis.terms
    ]
    about = {"id": axis.id, "label": axis.label, "definition": axis.definition}
    return {**about, "of": "axis", "values": terms}


def _phrases(*names: str) -> list[str]:
    """Return the letters by which the search knows names."""
    return sorted({join_words(split_words(name)) for name in names})


def _record(work: Work, codes: Codes, options: RenderOptions, entry: str | None) -> dict[str, Any]:
    """Write what the page shows of a work; its facets as the numbers of their values."""
    identifiers = list(iter_identifiers(work.ids))
    first = identifiers[0].url if identifiers else None
    url = work.url if work.url and is_web_url(work.url) else None
    return {
        "key": work.key,
        "title": work.title,
        "lists": count_lists(work, options.sources),
        "at": [_place(placement, codes) for placement in work.placements],
        "of": [[codes[id][value] for value in facet_values(work, id)] for id in _OWN_LABELS],
        **_known(
            authors=[name.display for name in work.authors],
            url=url if url != first else None,
            links=[_shorten(identifier) for identifier in identifiers],
            alt_titles=work.alt_titles,
            nicknames=work.nicknames,
            summary=work.summary,
            topics=work.topics,
            bib=entry,
        ),
    }


def _shorten(identifier: Identifier) -> tuple[int, str]:
    """Return the number of an identifier's scheme, and what of its address is its own."""
    before, after = _AROUND[identifier.scheme]
    own = identifier.url.removeprefix(before).removesuffix(after)
    return list(_LINK_LABELS).index(identifier.scheme), own


def _place(placement: Placement, codes: Codes) -> list[list[int]]:
    axes = [id for id in codes if id not in (*_OWN_LABELS, "by")]
    terms = [[codes[axis][term] for term in placement.terms(axis)] for axis in axes]
    return [*terms, [codes["by"][placement.by]]]


def _name(works: Iterable[Work], catalog: str) -> str:
    """Return the command that prints the keys of these works and no others."""
    keys = (work.key for work in works)
    return " ".join(filter(None, ("mi-survey export", *keys, catalog, "--format keys")))


def _entries(works: Iterable[Work], options: RenderOptions) -> dict[str, str]:
    return {
        work.key: render_bibtex([Result.of(work)], options) for work in works if is_citable(work)
    }


def _known(**facts: Any) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact}


def _count(number: int) -> str:
    return f"{number:,} work{'' if number == 1 else 's'}"


def _choices(values: Iterable[tuple[str, str]]) -> str:
    """Write the options of a menu as HTML, each with its value and its text."""
    return "".join(
        f'<option value="{html.escape(value)}">{html.escape(text)}</option>'
        for value, text in values
    )


def _cite(sources: Iterable[Source]) -> str:
    """Name the works to cite for the tags, each with its link, as HTML."""
    cited = [source.citation for source in sources if source.citation]
    links = ", ".join(map(_link, cited))
    return f"If you use the tags, cite {links}." if links else ""


def _link(work: Work) -> str:
    title = html.escape(work.title)
    if not (work.url and is_web_url(work.url)):
        return title
    return f'<a href="{html.escape(work.url)}" rel="noreferrer">{title}</a>'


def _dump(data: Mapping[str, Any]) -> str:
    """Write JSON that no HTML parser can take for an end of the script that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(name: str) -> str:
    return (resources.files("mi_survey") / "page" / name).read_text(encoding="utf-8")


def _fill(template: str, fields: Mapping[str, str]) -> str:
    """Put the fields into the template in one pass: no field is looked for within another."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: fields[match[1]], template)
