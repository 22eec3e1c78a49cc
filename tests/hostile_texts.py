"""Works whose titles and names hold what is markup somewhere: BibTeX, CSL, RIS, Markdown, HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Placement, Venue, Work
from mi_survey.query.result import Result
from mi_survey.text import normalize_space, printable

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

HOSTILE = (
    "{braces} {{", "}", "100% of", "R&D", "&amp;", "&copy", "&#124;", "a|b", "\\|", "\\", "\\\\|",
    '"quoted"', "it's", "“curly”", "\n", "\r\n", "\t", "\x1b[31m", "\x00", "\x85", "\u2028",
    "可解释性", "שלום", "مرحبا", "\u202e", "🧠🔍", "e\u0301", "a\u0308\u0323", "\u200b",
    "<b>bold</b>", "<script>alert(1)</script>", "<!--", "](javascript:alert(1))", "[x](y)",
    "[^1]", "![img](https://x.org/a.png)", "`code`", "``", "*", "**", "_", "__init__", "~~", "$x$",
    "$$", ":tada:", "#", "# ", "## ", "- ", "+ ", "1. ", "2024) ", "> ", "---", "===", "| --- |",
    "https://example.org/a", "www.example.org", "<https://example.org>", "ER  - ", "TY  - JOUR",
    "\nER  - \n", "=1+1", "@cmd", "; ", ",", ".", "?", "GPT-2", "LLMs", "α→β", "½", "",
)  # fmt: skip
LONG = "Locate * Steer | {Improve} & _more_ " * 300  # 10 kB


def flat(text: str) -> str:
    """Return what formats of one line keep of a text: control characters become spaces."""
    return normalize_space(printable(text))


def _is_text(text: str) -> bool:
    # a full stop behind www makes it a link to no host in cmark
    return bool(flat(text)) and not flat(text).lower().endswith("www")


def titles() -> SearchStrategy[str]:
    """Make titles in which something is left when control characters and spaces are gone."""
    piece = st.sampled_from(HOSTILE) | st.sampled_from((" ", "Of")) | st.text(max_size=6)
    built = st.lists(piece, min_size=1, max_size=8).map("".join)
    return built.filter(_is_text)


def _names() -> SearchStrategy[Name]:
    part = titles().map(lambda text: flat(text)[:40].strip()).filter(_is_text)
    person = st.builds(Name, given=st.none() | part, family=part, suffix=st.none() | st.just("Jr."))
    return person | st.builds(Name, literal=part)


def _venues() -> SearchStrategy[Venue]:
    kinds = st.sampled_from(("conference", "workshop", "journal", "preprint", "site"))
    return st.builds(Venue, name=titles(), short=titles(), type=kinds)


def make_result(title: str, *, key: str = "arditi2024refusal", url: str | None = None) -> Result:
    """Return a result with one work that is otherwise plain."""
    work = Work(key=key, title=title, kind="paper", status="verified", url=url)
    return Result(work, work.placements)


def _works() -> SearchStrategy[Work]:
    tags: dict[str, SearchStrategy[str | tuple[str, ...]]] = {
        "area": st.sampled_from(("none", "safety", "training")),
        "object": st.sampled_from((("mha", "ffn"), ("neuron",))),
        "locate": st.sampled_from(("none", "probing")),
    }
    placements = st.builds(
        lambda by, terms: Placement.of(by, **terms),
        st.sampled_from(("survey", "curated")),
        st.fixed_dictionaries({}, optional=tags),
    )
    return st.builds(
        Work,
        key=st.from_regex(r"[a-z]{1,9}20[0-9]{2}[a-z]{1,9}", fullmatch=True),
        title=titles(),
        kind=st.sampled_from(("paper", "preprint", "blog", "tool", "video")),
        authors=st.lists(_names(), max_size=4).map(tuple),
        year=st.none() | st.integers(1990, 2030),
        month=st.none() | st.integers(1, 12),
        venue=st.none() | _venues(),
        publisher=st.none() | titles(),
        address=st.none() | titles(),
        pages=st.sampled_from((None, "1-12", "7")),
        ids=st.sampled_from((Ids(), Ids(doi="10.1000/a_(b)<c>"), Ids(arxiv="2406.11717"))),
        url=st.sampled_from(
            (
                None,
                "https://example.org/a_(b)?c=1&copy;=2&d=%7e#e",
                "https://example.org/a b|c[d]",
                "https://example.org/`*<é>",
                "javascript:alert(1)",
            )
        ),
        placements=st.lists(placements, max_size=2).map(tuple),
        status=st.just("verified"),
    )


def results(*, most: int = 6) -> SearchStrategy[list[Result]]:
    """Make results with all their placements; keys are unique."""
    works = st.lists(_works(), min_size=1, max_size=most, unique_by=lambda work: work.key)
    return works.map(lambda found: [Result(work, work.placements) for work in found])
