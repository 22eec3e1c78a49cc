"""Strategies for property tests: identifiers, names, and texts that could be either."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from hypothesis import strategies as st

from mi_survey.model.identifier import Identifier, Scheme
from mi_survey.model.name import Name

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_ARCHIVES = ("cs", "math", "hep-th", "astro-ph", "q-bio")


def _dois() -> SearchStrategy[str]:
    inner = _LETTERS_AND_DIGITS + "-._;()/<>:#%?&=+@[]é"
    suffix = st.builds(
        lambda start, middle, end: start + middle + end,
        st.sampled_from(_LETTERS_AND_DIGITS),
        st.text(inner, max_size=20),
        st.sampled_from(_LETTERS_AND_DIGITS),
    )
    # A percent sign before two digits is an encoded character, and never the normal form.
    sound = suffix.filter(lambda text: "%" not in text or not _has_escape(text))
    return st.builds("10.{}/{}".format, st.integers(1000, 99_999_999), sound)


def _has_escape(text: str) -> bool:
    return any(
        set(text[at + 1 : at + 3].lower()) <= set("0123456789abcdef") and len(text) > at + 2
        for at, char in enumerate(text)
        if char == "%"
    )


def _arxiv_ids() -> SearchStrategy[str]:
    month = st.integers(1, 12)
    number = st.integers(1, 9999)
    return st.one_of(
        st.builds("{:02}{:02}.{:05}".format, st.integers(15, 99), month, st.integers(1, 99_999)),
        st.builds("{:02}{:02}.{:04}".format, st.integers(8, 14), month, number),
        st.builds(
            "{}/{:02}{:02}{:03}".format,
            st.sampled_from(_ARCHIVES),
            st.integers(92, 99),
            month,
            st.integers(1, 999),
        ),
    )


def _acl_ids() -> SearchStrategy[str]:
    part = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
    return st.one_of(
        st.builds("{}.{}-{}.{}".format, st.integers(1952, 2040), part, part, st.integers(0, 2000)),
        st.builds(
            "{}{:02}-{:04}".format,
            st.sampled_from("ACDEHJLNPQRW"),
            st.integers(0, 99),
            st.integers(1, 9999),
        ),
    )


def _repositories() -> SearchStrategy[str]:
    owner = st.from_regex(r"[a-zA-Z0-9](?:-?[a-zA-Z0-9]){0,15}x", fullmatch=True)
    repository = st.from_regex(r"[\w.-]{0,20}[a-zA-Z0-9_-]x", fullmatch=True)
    ascii_repository = repository.filter(str.isascii)
    return st.builds("{}/{}".format, owner, ascii_repository)


_VALUES: dict[Scheme, SearchStrategy[str]] = {
    "doi": _dois(),
    "arxiv": _arxiv_ids(),
    "acl": _acl_ids(),
    "openreview": st.text(_LETTERS_AND_DIGITS + "-_", min_size=8, max_size=12),
    "github": _repositories(),
}


def values(scheme: Scheme) -> SearchStrategy[str]:
    """Make values of one scheme, in normal form."""
    return _VALUES[scheme]


def identifiers() -> SearchStrategy[Identifier]:
    """Make identifiers of every scheme, in normal form."""
    return st.one_of(
        [st.builds(Identifier, st.just(scheme), values(scheme)) for scheme in get_args(Scheme)]
    )


def texts() -> SearchStrategy[str]:
    """Make texts of any kind, with more of what parsers look for than chance would give."""
    alphabet = st.one_of(st.characters(), st.sampled_from(" ,{}()[]<>%/?#.:-\t\n\x1b"))
    return st.text(alphabet, max_size=40)


def pasted_texts() -> SearchStrategy[str]:
    """Make identifiers with something around or within them that may spoil them."""
    ends = st.one_of(st.just(""), texts())
    starts = st.sampled_from(
        (
            "",
            "https://",
            "doi:",
            "https://doi.org/",
            "https://dl.acm.org/doi/",
            "arXiv:",
            "https://arxiv.org/abs/",
            "https://aclanthology.org/",
            "https://openreview.net/forum?id=",
            "https://github.com/",
            "[paper](",
            "<",
        )
    )
    shown = identifiers().flatmap(lambda each: st.sampled_from((each.value, str(each), each.url)))
    return st.builds(
        lambda before, start, core, after: before + start + core + after, ends, starts, shown, ends
    )


def names() -> SearchStrategy[Name]:
    """Make sound records of names: people with and without given name and suffix, and literals."""
    word = st.one_of(
        st.text(st.characters(categories=["L"]), min_size=1, max_size=8),
        st.sampled_from(("van", "der", "de", "Jr.", "II", "O'Neill", "C.Y.", "Ka-Wei", "'t")),
    )
    words = st.lists(word, min_size=1, max_size=3).map(" ".join)
    person = st.builds(
        Name,
        given=st.none() | words,
        family=words,
        suffix=st.none() | st.sampled_from(("Jr.", "Sr.", "III")),
    )
    literal = st.builds(Name, literal=st.one_of(words, words.map("{0}, {0}".format)))
    return st.one_of(person, literal)
