"""The inline Markdown of one item: text, links, badges, brackets and breaks, in order.

Lists are written by hand, so this reads what their authors meant where CommonMark would give
up: `[title](url` without its end, `[title] (url)`, `[[label](url)]`, doubled parentheses.
Every such leniency is told in `Span.problem`. Total: any text gives spans.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple
from urllib.parse import unquote

from mi_survey.lists.link_target import find_closing, find_target, trim_url
from mi_survey.text import normalize_space

SpanKind = Literal["text", "link", "badge", "group", "code", "soft", "hard"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an item.

    A ``group`` is text in square brackets that is no link; ``bracketed`` marks a link that
    stands in brackets of its own, as labels do; a ``badge`` is an image, with the URL that it
    links to, if any.
    """

    kind: SpanKind
    text: str = ""
    url: str = ""
    bold: bool = False
    italic: bool = False
    bracketed: bool = False
    problem: str = ""


class _Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    bracketed: bool = False


_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<code>(?P<ticks>`+)(?P<inner>.+?)(?<!`)(?P=ticks)(?!`))
    |(?P<hard>(?:\\|[ ]{2,})\n|<br\s*/?>|</?(?:p|div|li)\b[^>]*>)
    |(?P<soft>\n)
    |(?P<comment><!--.*?(?:-->|$))
    |(?P<anchor><a\b(?P<attributes>[^>]*)>(?P<inside>.*?)(?:</a>|$))
    |(?P<image><img\b(?P<picture>[^>]*)>)
    |(?P<strong></?(?:b|strong)>)|(?P<em></?(?:i|em)>)
    |(?P<auto><(?P<target>https?://[^>\s]+)>)
    |(?P<tag></?[a-zA-Z][^<>\n]*>)
    |(?P<bare>\b(?:https?://|www\.)[^\s<>|\]"*`]+)
    |(?P<bracket>!?\[)
    |(?P<stars>\*{1,3})|(?P<lows>(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_]))
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_HREF = re.compile(r"""(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""alt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SHIELD = re.compile(r"img\.shields\.io/badge/([^?#\s]+)")
# What lies deeper, or comes after so many brackets that never close, is text.
_MOST_DEPTH = 8
_MOST_UNCLOSED = 50


def parse_inline(text: str, references: Mapping[str, str] | None = None) -> tuple[Span, ...]:
    """Read inline Markdown; ``references`` gives the URLs of ``[text][reference]`` links.

    >>> [(s.kind, s.text, s.url) for s in parse_inline("**[T](http://t)** [[pdf]](http://p)")]
    [('link', 'T', 'http://t'), ('text', ' ', ''), ('link', 'pdf', 'http://p')]
    >>> parse_inline("[Title](http://t")[0].problem
    'the link has no end'
    """
    # escaped brackets hold labels in practice, as in \[[paper](url)\]
    text = text.replace("\\[", "[").replace("\\]", "]")
    spans = _iter_spans(text, references or {}, _Style(), _MOST_DEPTH)
    return tuple(_merge_text(spans))


def plain(text: str) -> str:
    r"""Return what inline Markdown reads as, on one line.

    >>> plain(r"**AtP\*:** An [*efficient*](url) `method` &amp; more")
    'AtP*: An efficient method & more'
    """
    words = [" " if s.kind in ("soft", "hard") else s.text for s in parse_inline(text)]
    return normalize_space("".join(words))


def is_external(url: str) -> bool:
    """Whether a link leads out of the list, rather than to a heading or a file beside it."""
    return url.lower().startswith(("http://", "https://", "www.", "//", "ftp://"))


def _iter_spans(
    text: str, references: Mapping[str, str], style: _Style, depth: int
) -> Iterator[Span]:
    position = 0
    unclosed = 0
    while position < len(text):
        match = _TOKEN.search(text, position)
        if match is None:
            yield _text(text[position:], style)
            return
        if match.start() > position:
            yield _text(text[position : match.start()], style)
        position = match.end()
        if match["bracket"]:
            if depth and unclosed < _MOST_UNCLOSED:
                spans, position = _read_bracket(text, match, references, style, depth)
                unclosed += spans[0].text.endswith("[") if spans else 0
                yield from spans
            else:
                yield _text(match[0], style)
        elif match["stars"] == "*" and not _flanks(text, match, style):
            yield _text("*", style)
        elif match["stars"] or match["lows"] or match["strong"] or match["em"]:
            style = _toggle(match[0], style)
        elif match["anchor"]:
            url = _attribute(_HREF, match["attributes"])
            yield from _link(match["inside"], url, style, "", depth)
        else:
            yield from _simple(match, style)


def _simple(match: re.Match[str], style: _Style) -> Iterator[Span]:
    if match["escape"]:
        yield Span("text", match[0][1], "", style.bold, style.italic)
    elif match["code"]:
        yield Span("code", match["inner"].strip(), "", style.bold, style.italic)
    elif match["hard"]:
        yield Span("hard")
    elif match["soft"]:
        yield Span("soft")
    elif match["image"]:
        alt = _attribute(_ALT, match["picture"])
        yield _badge(alt, _attribute(_HREF, match["picture"]), "")
    elif match["auto"]:
        yield Span("link", "", match["target"])
    elif match["bare"]:
        url = trim_url(match["bare"])
        yield Span("link", "", url)
        if rest := match["bare"][len(url) :]:
            yield _text(rest, style)


def _read_bracket(
    text: str, match: re.Match[str], references: Mapping[str, str], style: _Style, depth: int
) -> tuple[list[Span], int]:
    end = find_closing(text, match.end(), "[", "]")
    if end is None:
        return [_text(match[0], style)], match.end()
    inner, after = text[match.end() : end], end + 1
    url, problem, position = find_target(text, after)
    image = match[0].startswith("!")
    if url is None:
        reference = re.compile(r"\[([^\]\n]*)\]").match(text, after)
        name = (reference[1] or inner) if reference else inner
        url = references.get(normalize_space(name).lower())
        position = reference.end() if reference and url is not None else after
    if url is not None:
        if image:
            return [_badge(inner, url, "")], position
        return list(_link(inner, url, style, problem, depth)), position
    if not image and ("](" in inner or "http" in inner or "<a " in inner):
        within = style._replace(bracketed=True)
        return list(_iter_spans(inner, references, within, depth - 1)), after
    return [Span("group", plain(inner) if depth > 1 else inner, "", *style)], after


def _link(inner: str, url: str, style: _Style, problem: str, depth: int) -> Iterator[Span]:
    stripped = inner.strip()
    bracketed = style.bracketed
    if stripped.startswith("[") and find_closing(stripped, 1, "[", "]") == len(stripped) - 1:
        stripped, bracketed = stripped[1:-1], True
    spans = tuple(_iter_spans(stripped, {}, style, depth - 1)) if depth else ()
    text = "".join("\n" if s.kind in ("soft", "hard") else _shown(s) for s in spans)
    badges = [s for s in spans if s.kind == "badge"]
    if badges and not "".join(s.text for s in spans if s.kind != "badge").strip():
        yield replace(badges[0], url=url)
        return
    # the emphasis inside a link counts as the link's own
    bold = style.bold or any(s.bold for s in spans)
    yield Span("link", normalize_space(text), url, bold, style.italic, bracketed, problem)


def _shown(span: Span) -> str:
    if span.kind == "group":
        return f"[{span.text}]"
    return "" if span.kind == "badge" else span.text


def _badge(alt: str, source: str, target: str) -> Span:
    shield = _SHIELD.search(source)
    if shield:
        words = unquote(shield[1]).removesuffix(".svg").replace("--", "\0").split("-")
        said = " ".join(words[:-1] if len(words) > 1 else words)
        alt = normalize_space(said.replace("\0", "-").replace("_", " "))
    return Span("badge", normalize_space(alt), target)


def _flanks(text: str, match: re.Match[str], style: _Style) -> bool:
    """Whether a lone asterisk can begin or end emphasis (CommonMark, section 6.2)."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if style.italic and not before.isspace():
        return True
    inside = after != "" and not after.isspace()
    return inside and (after.isalnum() or after in "[`\\\"'(“" or not before.isalnum())


def _toggle(mark: str, style: _Style) -> _Style:
    if mark.startswith("<"):
        opening = not mark.startswith("</")
        if mark.strip("</>").lower() in ("b", "strong"):
            return style._replace(bold=opening)
        return style._replace(italic=opening)
    return style._replace(
        bold=style.bold ^ (len(mark) >= 2), italic=style.italic ^ (len(mark) != 2)
    )


def _text(text: str, style: _Style) -> Span:
    return Span("text", html.unescape(text), "", *style)


def _merge_text(spans: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held and span.kind == "text" and (held.bold, held.italic) == (span.bold, span.italic):
            held = replace(held, text=held.text + span.text)
            continue
        if held:
            yield held
        held = span if span.kind == "text" else None
        if span.kind != "text":
            yield span
    if held:
        yield held


def _attribute(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return html.unescape(next((g for g in match.groups() if g is not None), "")) if match else ""
