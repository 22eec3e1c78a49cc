"""Brief lines: a work in at most 60 tokens, for readers that pay by the word.

A line holds key, title, authors, venue and year, tags and summary, separated by `` | ``. The
summary gives way where the rest takes the room, then the end of a long title; the rest is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mi_survey.exports.registry import RenderOptions
from mi_survey.model.term import short_forms
from mi_survey.query.result import Result
from mi_survey.text import normalize_space, printable

# Tokenizers of language models take 3.1 and more characters of such lines for a token.
_MOST_TOKENS = 60
_LONGEST = int(_MOST_TOKENS * 3.1)
_SEPARATOR = " | "
_LEAST = 40  # characters of a text that is cut: less says nothing


def render_brief(results: Sequence[Result], options: RenderOptions) -> str:
    """Render one line per work: key, title, authors, venue and year, tags, summary."""
    forms = {axis.id: short_forms(term.id for term in axis.terms) for axis in options.taxonomy.axes}
    return "".join(f"{_line(result, forms)}\n" for result in results)


def _line(result: Result, forms: Mapping[str, Mapping[str, str]]) -> str:
    work = result.work
    names = [name.family or name.literal or name.display for name in work.authors[:2]]
    authors = f"{names[0]} et al." if len(work.authors) > 2 else " & ".join(names)
    published = " ".join(part for part in (work.venue_short, str(work.year or "")) if part)
    facts = [work.key, work.title, authors, published, " ".join(_tags(result, forms))]
    facts = [normalize_space(printable(fact)) for fact in facts]
    line = _SEPARATOR.join(filter(None, facts))
    if (excess := len(line) - _LONGEST) > 0:
        facts[1] = _cut(facts[1], max(_LEAST, len(facts[1]) - excess))
        line = _SEPARATOR.join(filter(None, facts))
    room = _LONGEST - len(line) - len(_SEPARATOR)
    if work.summary and room >= _LEAST:
        line += f"{_SEPARATOR}{_cut(normalize_space(printable(work.summary)), room)}"
    return line


def _tags(result: Result, forms: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield the terms in the short forms that filters take, those said here with a star."""
    for axis, short in forms.items():
        for terms, own in result.tags(axis).items():
            yield "+".join(short[term] for term in terms) + ("" if own else "*")


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    head = text[: room - 1]
    return (head.rpartition(" ")[0] or head) + "…"
