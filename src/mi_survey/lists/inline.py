"""The inline Markdown of one item: text, links, badges, brackets and breaks, in order.

markdown-it-py reads it. Lists are written by hand, so three rules are added: a link whose target
is broken leads where its author meant, which `Span.problem` tells; a bare URL is a link; a tag
is what stands between ``<`` and ``>``. Total: any text gives spans, in linear time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from html.parser import HTMLParser
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mi_survey.model.identifier import find_identifier
from mi_survey.text import normalize_space

SpanKind = Literal["text", "link", "badge", "group", "code", "soft", "hard"]
# The definitions of `[text][reference]` links, as markdown-it-py keeps them.
References = Mapping[str, Mapping[str, Any]]


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


_TAG = re.compile(r"</?([a-zA-Z][\w-]*+)[^<>]*>")
_BREAKS = frozenset("br p div li ul ol tr center".split())
_BARE = re.compile(r"://[^\s<>|\]\"*`]+")
_SCHEME = re.compile(r"(?i)(?:^|[^a-z0-9])(https?)$")
_OPENING = re.compile(r"\(|\s\((?=https?:)")
_TARGET = re.compile(r"([^\n()]*(?:\([^\n()]*\)[^\n()]*)*)\)")
_ENDLESS = re.compile(r"https?:[^\s<>|\])}]+")
_WHOLE_URL = re.compile(r"https?:[^\s()\[\]]*(?:\([^\s()]*\)[^\s()\[\]]*)*")
_URL = re.compile(r"https?:[^\s()\[\]<>\"]+")
_HOST = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|io|ai|edu|pub|dev|app|me|gov)(?:/\S*)?$", re.IGNORECASE
)
_SHIELD = re.compile(r"img\.shields\.io/badge/([^?#\s]+)")
_PIECE = re.compile(r"[\[\]]|\*\*+|[^\[\]*]+|\*")


def parse_inline(text: str, references: References | None = None) -> tuple[Span, ...]:
    """Read inline Markdown; ``references`` gives the URLs of ``[text][reference]`` links.

    >>> [(s.kind, s.text, s.url) for s in parse_inline("**[T](http://t)** [[pdf]](http://p)")]
    [('link', 'T', 'http://t'), ('text', ' ', ''), ('link', 'pdf', 'http://p')]
    >>> parse_inline("[Title](http://t")[0].problem
    'the link has no end'
    """
    return _parse(text, references) if references else _parse_alone(text)


def _parse(text: str, references: References) -> tuple[Span, ...]:
    tokens = _markdown().parseInline(text, {"references": references})[0].children or []
    reader = _SpanReader()
    for token in tokens:
        reader.read(token)
    reader.end_link()
    return tuple(_merge_text(_pair_brackets(reader.spans)))


# A block is read in turn by several rules that ask for its words.
_parse_alone = lru_cache(maxsize=256)(partial(_parse, references={}))


def plain(text: str) -> str:
    r"""Return what inline Markdown reads as, on one line.

    >>> plain(r"**AtP\*:** An [*efficient*](url) `method` &amp; more")
    'AtP*: An efficient method & more'
    """
    words = (" " if s.kind in ("soft", "hard") else s.text for s in parse_inline(text))
    return normalize_space("".join(words))


def is_external(url: str) -> bool:
    """Whether a link leads out of the list, rather than to a heading or a file beside it."""
    return url.lower().startswith(("http://", "https://", "www.", "//", "ftp://"))


def trim_url(url: str) -> str:
    """Cut off what ends the sentence around a bare URL rather than the URL.

    >>> trim_url("https://a.org/b_(c)).")
    'https://a.org/b_(c)'
    """
    end, extra = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in ".,;:!?'\"" or (url[end - 1] == ")" and extra > 0)):
        end -= 1
        extra -= url[end] == ")"
    return url[:end]


class _Markdown(MarkdownIt):
    """A parser that hands on links' targets as they are written: nothing here renders them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 -- the name is the library's
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 -- likewise
        return True


@cache
def _markdown() -> MarkdownIt:
    markdown = _Markdown("commonmark", {"html": True, "maxNesting": 12}).disable("text_join")
    rules = markdown.inline.ruler
    rules.at("html_inline", _read_tag)
    rules.after("link", "broken_link", _read_broken_link)
    rules.before("linkify", "bare_url", _read_bare_url)
    return markdown


def _read_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's rules
    match = _TAG.match(state.src, state.pos) if state.src[state.pos] == "<" else None
    if match is None:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = match[0]
        if match[1].lower() == "a":
            state.linkLevel += -1 if match[0].startswith("</") else 1
    state.pos = match.end()
    return True


def _read_broken_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- likewise
    start, most = state.pos, state.posMax
    if state.src[start] != "[":
        return False
    end = parseLinkLabel(state, start)
    found = _find_target(state.src, end + 1) if end >= 0 else None
    if found is None:
        return False
    url, problem, after = found
    if not silent:
        token = state.push("link_open", "a", 1)
        token.attrs, token.meta = {"href": url}, {"problem": problem}
        state.pos, state.posMax = start + 1, end
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos, state.posMax = after, most
    return True


def _read_bare_url(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- likewise
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src[max(0, state.pos - 6) : state.pos])
    match = _BARE.match(state.src, state.pos, state.posMax)
    if scheme is None or match is None:
        return False
    rest = trim_url(match[0])
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        token = state.push("link_open", "a", 1)
        token.attrs, token.markup = {"href": html.unescape(scheme[1] + rest)}, "autolink"
        state.push("link_close", "a", -1)
    state.pos += max(len(rest), 1)
    return True


def _find_target(text: str, start: int) -> tuple[str, str, int] | None:
    """Find the broken target after a link's text: its URL, what is wrong, where it ends."""
    opening = _OPENING.match(text, start)
    if opening is None:
        return None
    apart = "the link's text and URL stand apart" if opening[0] != "(" else ""
    if target := _TARGET.match(text, opening.end()):
        url, problem = _mend_url(
            re.sub(r"""(?<!\s)\s+(?:"[^"]*"|'[^']*')$""", "", target[1].strip())
        )
        return url, problem or apart or "the link's URL is not a URL alone", target.end()
    if endless := _ENDLESS.match(text, opening.end()):
        return endless[0], "the link has no end", endless.end()
    return None


def _mend_url(url: str) -> tuple[str, str]:
    url = html.unescape(url.strip())
    if not url.lower().removeprefix("http:").removeprefix("https:").strip("/"):
        return "", "the link has no URL"
    if _WHOLE_URL.fullmatch(url):
        return url, ""
    if found := _URL.findall(url):
        return found[-1], "the link's URL is not a URL alone"
    if _HOST.match(url):
        return f"https://{url}", "the link's URL lacks its https://"
    if identifier := find_identifier(url):
        return identifier.url, "the link is an identifier without a URL"
    return url, "the link's URL has a space" if " " in url else ""


class _SpanReader:
    """Makes spans of markdown-it's tokens, with the emphasis and the link that they stand in."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._bold = 0
        self._italic = 0
        self._link: tuple[str, str] | None = None
        self._before: list[Span] = []

    def read(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self._add(Span("text", token.content))
        elif kind == "code_inline":
            self._add(Span("code", token.content.strip()))
        elif kind in ("softbreak", "hardbreak"):
            self._add(Span("soft" if kind == "softbreak" else "hard"))
        elif kind == "image":
            self._add(_badge(token.content, str(token.attrs.get("src", ""))))
        elif kind in ("strong_open", "strong_close"):
            self._bold += token.nesting
        elif kind in ("em_open", "em_close"):
            self._italic += token.nesting
        elif kind == "link_open":
            self._open_link(str(token.attrs.get("href", "")), str(token.meta.get("problem", "")))
        elif kind == "link_close":
            self.end_link(bare=token.markup == "autolink")
        elif kind == "html_inline":
            self._read_tag(token.content)

    def end_link(self, *, bare: bool = False) -> None:
        """End the link that is open, if any; the text of a bare URL says nothing."""
        if self._link is None:
            return
        (url, problem), inside = self._link, self.spans
        self.spans, self._link = self._before, None
        self.spans += [Span("link", "", url)] if bare else [_make_link(inside, url, problem)]

    def _add(self, span: Span) -> None:
        if self._bold or self._italic:
            span = replace(span, bold=self._bold > 0, italic=self._italic > 0)
        self.spans.append(span)

    def _open_link(self, target: str, problem: str) -> None:
        self.end_link()
        url, wrong = _mend_url(target)
        self._link = (url, problem or wrong)
        self._before, self.spans = self.spans, []

    def _read_tag(self, tag: str) -> None:
        match = _TAG.match(tag)
        name = match[1].lower() if match else ""
        step = -1 if tag.startswith("</") else 1
        if name in ("b", "strong"):
            self._bold = max(0, self._bold + step)
        elif name in ("i", "em"):
            self._italic = max(0, self._italic + step)
        elif name in _BREAKS:
            self._add(Span("hard"))
        elif name == "img":
            attributes = _TagReader(tag).attributes
            self._add(_badge(attributes.get("alt", ""), attributes.get("src", "")))
        elif name == "a":
            self.end_link()
            if step > 0:
                self._open_link(_TagReader(tag).attributes.get("href", ""), "")


class _TagReader(HTMLParser):
    """Reads the attributes of one opening tag; of those of one name, the first counts."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.attributes: Mapping[str, str] = {}
        self.feed(tag)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes = {name: value or "" for name, value in reversed(attrs)}


def _make_link(inside: Sequence[Span], url: str, problem: str) -> Span:
    badges = [span for span in inside if span.kind == "badge"]
    shown = (" " if s.kind in ("soft", "hard") else s.text for s in inside if s.kind != "badge")
    text = normalize_space("".join(shown).replace("**", ""))
    if badges and not text:
        return replace(badges[0], url=url)
    alone = re.fullmatch(r"\[([^\[\]]*)\]", text)
    # the emphasis inside a link counts as the link's own
    bold, italic = any(s.bold for s in inside), all(s.italic for s in inside) and bool(inside)
    words = alone[1].strip() if alone else text
    # a link that shows its URL says nothing more than the URL alone would
    words = "" if _WHOLE_URL.fullmatch(words) else words
    return Span("link", words, url, bold, italic, bool(alone), problem)


def _badge(alt: str, source: str) -> Span:
    if shield := _SHIELD.search(source):
        words = unquote(shield[1]).removesuffix(".svg").replace("--", "\0").split("-")
        said = " ".join(words[:-1] if len(words) > 1 else words)
        alt = said.replace("\0", "-").replace("_", " ")
    return Span("badge", normalize_space(alt))


def _pair_brackets(spans: Iterable[Span]) -> Iterator[Span]:
    """Make groups of bracketed text, and mark the links that stand in brackets.

    Asterisks that Markdown left over are the ends of bold text that its author meant.
    """
    pieces = [
        span if piece == span.text else replace(span, text=piece)
        for span in spans
        for piece in (_PIECE.findall(span.text) if span.kind == "text" else [span.text])
    ]
    links, opened, closing = [0], list[int](), dict[int, int]()
    for index, piece in enumerate(pieces):
        links.append(links[-1] + (piece.kind in ("link", "badge")))
        if piece.kind == "text" and piece.text == "[":
            opened.append(index)
        elif piece.kind == "text" and piece.text == "]" and opened:
            closing[opened.pop()] = index
    depth, index, bold = 0, 0, False
    ends: set[int] = set()
    while index < len(pieces):
        piece = pieces[index]
        if index in ends:
            depth -= 1
        elif index in closing and links[closing[index]] == links[index]:
            words = (p.text for p in pieces[index + 1 : closing[index]])
            yield replace(piece, kind="group", text=normalize_space("".join(words)))
            index = closing[index]
        elif index in closing:
            ends.add(closing[index])
            depth += 1
        elif piece.kind == "text" and piece.text.startswith("**"):
            bold = not bold
        else:
            bracketed = piece.bracketed or (depth > 0 and piece.kind == "link")
            if bold or bracketed:
                piece = replace(piece, bold=piece.bold or bold, bracketed=bracketed)
            yield piece
        index += 1


def _merge_text(spans: Iterable[Span]) -> Iterator[Span]:
    for (kind, *_), run in groupby(spans, key=attrgetter("kind", "bold", "italic")):
        first, *others = run
        if kind == "text" and others:
            yield replace(first, text="".join((first.text, *(each.text for each in others))))
        else:
            yield first
            yield from others
