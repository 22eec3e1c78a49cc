"""Where in a list an entry stands: the headings above it, and the parts that list no works."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mi_survey.lists.inline import plain
from mi_survey.lists.title import strip_end

_CONTENTS = r"(?:table\sof\s)?contents?|toc|index|目录|outline"
# Parts of a list that speak of the list itself. What lies below them is no entry.
_ASIDE = re.compile(
    rf"""(?:{_CONTENTS}|menu|navigation|quick\slinks
    |(?:(?:latest|recent)\s)?(?:news|updates?)(?:\s(?:and|&)\s(?:news|updates?))?
    |what'?s\snew|change\s?log|announcements?|milestones?|to[- ]?dos?(?:\slist)?|roadmap
    |(?:how\sto\s|call\sfor\s)?contribut.*|maintainers?|our\s(?:team|contributors)
    |licen[sc]es?|copyright|(?:how\sto\s)?(?:cit(?:e|ations?|ing)|bibtex)(?:\s(?:us|this|our).*)?
    |contacts?(?:\s(?:us|information))?|(?:github\s)?star(?:\s?gazers?|\s?history|\strend).*
    |acknowledge?ments?|faqs?|install(?:ation)?|disclaimer|support(?:\sus)?|sponsors?|feedback
    |(?:join|follow|about)\sus|about\sthis.*|conventions?|(?:taxonomy\s(?:and|&)\s)?legends?)$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings above a place, outermost first, each with its level."""

    headings: tuple[tuple[int, str], ...] = ()

    def enter(self, level: int, name: str) -> Outline:
        """Return the outline below a new heading."""
        above = (h for h in self.headings if h[0] < level and not is_contents(h[1]))
        return Outline((*above, (level, name)))

    def leave(self, level: int) -> Outline:
        """Return the outline without headings of this level and deeper."""
        return Outline(tuple(heading for heading in self.headings if heading[0] < level))

    def path(self, *, title_level: int = 0) -> tuple[str, ...]:
        """Return the headings' names, without the list's own title."""
        return tuple(name for level, name in self.headings if level != title_level and name)

    @property
    def aside(self) -> bool:
        """Whether this part of the list speaks of the list itself."""
        return any(is_aside(name) for _, name in self.headings)


def is_aside(name: str) -> bool:
    """Whether a heading's name opens a part without entries.

    >>> [is_aside(n) for n in ("Table of Contents", "How to Contribute", "News", "Tools")]
    [True, True, True, False]
    """
    return bool(_ASIDE.match(re.sub(r"^(?:\d+[.)]?\s+|[IVX]+\.\s+)", "", name).strip(" :!.#")))


def is_contents(name: str) -> bool:
    """Whether a heading opens a table of contents, which ends at the next heading.

    >>> is_contents("Table of Contents"), is_contents("News")
    (True, False)
    """
    return bool(re.fullmatch(f"(?i:{_CONTENTS})", name.strip(" :")))


def normalize_heading(text: str) -> str:
    """Return a heading's words without emoji, links' targets, and marks around them.

    >>> normalize_heading("📑 **Paper** [List](#list):")
    'Paper List'
    """
    words = plain(text)
    name = re.sub(r"^(?:\W(?<![(\[\"“'#&.]))+\s*|^:[a-z0-9_+-]+:\s*", "", words)
    return strip_end(name).strip(" :") or words
