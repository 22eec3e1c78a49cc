"""Which of a work's listings in the catalog is which of its entries in the list as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mi_survey.model.work import Listing
from mi_survey.reference.title import normalize_title
from mi_survey.text import normalize_space, printable

_STRINGS = ("title", "venue", "year", "date")
_ARRAYS = ("urls", "section", "labels")


def pair_listings(
    old: Sequence[Listing], new: Sequence[Listing], *, heading: str = ""
) -> list[tuple[int | None, int | None]]:
    """Pair listings by position: equal ones first, then those that share most.

    ``heading`` is the axis that the list has its headings from, if any. What the catalog
    alone has comes back as ``(position, None)``, what the list alone has as
    ``(None, position)``.

    >>> one, two = Listing("x", "One"), Listing("x", "Two")
    >>> pair_listings([one, two], [two])
    [(1, 0), (0, None)]
    """
    scored = sorted(
        (-_likeness(before, after, heading), at, to)
        for at, before in enumerate(old)
        for to, after in enumerate(new)
    )
    before_of: dict[int, int] = {}
    paired: set[int] = set()
    for _, at, to in scored:
        if at not in paired and to not in before_of:
            paired.add(at)
            before_of[to] = at
    pairs: list[tuple[int | None, int | None]] = []
    pairs += [(before_of.get(to), to) for to in range(len(new))]
    pairs += [(at, None) for at in range(len(old)) if at not in paired]
    return pairs


def _likeness(old: Listing, new: Listing, heading: str) -> int:
    if old == new:
        return 9
    place = old.section == new.section and old.tag(heading) == new.tag(heading)
    same_title = normalize_title(old.title) == normalize_title(new.title)
    return 3 * place + 2 * bool(set(old.urls) & set(new.urls)) + same_title


def clean_listing(listing: Listing) -> Listing:
    r"""Make a listing fit for a catalog: no control character, no empty string.

    >>> clean_listing(Listing("x", "One\x1b ", urls=("https://a.org", " "), venue="")).urls
    ('https://a.org',)
    """
    texts = {name: _clean(getattr(listing, name) or "") or None for name in _STRINGS}
    texts["title"] = texts["title"] or "?"
    lists = {
        name: tuple(text for each in getattr(listing, name) if (text := _clean(each)))
        for name in _ARRAYS
    }
    tags = tuple((axis, text) for axis, tag in listing.tags if (text := _clean(tag)))
    changes: dict[str, object] = {**texts, **lists, "tags": tags}
    return replace(listing, **changes)  # type: ignore[arg-type]  # a value of each field's type


def _clean(text: str) -> str:
    return normalize_space(printable(text).encode("utf-8", "replace").decode())
