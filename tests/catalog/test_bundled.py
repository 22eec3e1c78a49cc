"""The bundled catalog is what the README says it is, and breaks no rule."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from mi_survey.catalog.codec import (
    decode_source,
    decode_taxonomy,
    decode_work,
    dump_canonical,
    encode,
)
from mi_survey.catalog.schema import check_catalog
from mi_survey.catalog.store import bundled_folder, load_bundled
from mi_survey.library import load_catalog
from mi_survey.lists.survey_tag import parse_tags
from mi_survey.model.address import is_web_url
from mi_survey.model.identifier import SCHEMES, Identifier, find_as
from mi_survey.model.key import make_key
from mi_survey.query.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENTS = load_bundled()
WORKS = CONTENTS.works
NICKNAMES = (
    "ROME", "MEMIT", "ITI", "CAA", "ActAdd", "ACDC", "IOI", "RepE", "AtP*", "LAPE", "DAS",
    "StreamingLLM",
)  # fmt: skip


def test_the_bundled_catalog_breaks_no_rule() -> None:
    checked = check_catalog(str(bundled_folder()), base=CONTENTS)
    assert checked.findings == ()
    assert checked.contents == CONTENTS


def test_it_has_the_works_and_listings_of_its_lists() -> None:
    listings = Counter(listing.source for work in WORKS for listing in work.listings)
    assert len(WORKS) == 652
    assert listings == {
        "survey": 214, "interpretability": 226, "interpretability-2026": 293, "manipulation": 13,
        "neurons": 21, "language-models": 167, "mech-interp": 167, "practical-review": 85,
        "understanding": 79, "attention-heads": 57, "multimodal": 50, "sparse-autoencoders": 44,
        "llm-interpretability": 42, "representation-engineering": 27,
    }  # fmt: skip
    assert listings.total() == 1485
    assert listings == {source.id: source.listings for source in CONTENTS.sources}


def test_listings_are_the_text_of_lists_without_their_markdown() -> None:
    markup = re.compile(r"\\[^\w\s]|\]\(|\*\*|~~|`|</?[a-z]+[ />]|&(?:#\d+|[a-z]+);|â€|Ã.")
    for work in WORKS:
        for listing in work.listings:
            tags = (tag for _, tag in listing.tags)
            texts = (listing.title, *listing.section, *listing.labels, *tags)
            said = filter(None, (*texts, listing.venue, listing.year, listing.date))
            assert not [text for text in said if markup.search(text)], work.key
            assert all(is_web_url(url) and not re.search(r"\\|\]\(", url) for url in listing.urls)


def test_it_has_the_survey_s_placements_and_the_curated_ones() -> None:
    placements = Counter(placement.by for work in WORKS for placement in work.placements)
    assert placements == {"survey": 214, "curated": 409}


def test_it_says_how_far_each_work_is_verified() -> None:
    statuses = Counter(work.status for work in WORKS)
    assert statuses == {"verified": 618, "partial": 32, "not-found": 2}


@pytest.mark.parametrize(
    ("name", "decode"),
    [
        ("works.json", lambda raw: [decode_work(item) for item in raw]),
        ("taxonomy.json", decode_taxonomy),
        ("sources.json", lambda raw: [decode_source(item) for item in raw]),
    ],
)
def test_dumping_what_was_loaded_gives_the_file_byte_for_byte(
    name: str, decode: Callable[[Any], Any]
) -> None:
    data = (bundled_folder() / name).read_bytes()
    assert dump_canonical(encode(decode(json.loads(data)))).encode() == data


def test_every_identifier_is_a_fixed_point_of_its_parser() -> None:
    values = [
        (scheme, value)
        for work in WORKS
        for scheme in SCHEMES
        if (value := getattr(work.ids, scheme)) is not None
    ]
    assert len(values) > len(WORKS)
    assert [find_as(*named) for named in values] == [Identifier(*named) for named in values]


# Keys are frozen: a work whose title, year or first author was corrected after it had entered
# the catalog keeps its key, and stands here with the reason.
KEPT_KEYS: dict[str, str] = {
    "ai2025alignment": "the authors of the newest version",
    "bai2024identifying": "published since",
    "banayeeanzade2025psychological": "published since",
    "baubaukit": "year learnt since",
    "circuitsvis": "year and author learnt since",
    "dumitru2024layerwise": "published since, retitled",
    "ferreira2025truthful": "published since",
    "galichin2025covered": "published since",
    "josephvitprisma": "year learnt since",
    "laitenberger2025layers": "published since",
    "lei2025taskrelated": "published since",
    "levinsteinlie": "year learnt since",
    "li2025training": "published since, retitled",
    "maltoniarithmetic": "year learnt since",
    "mambainterp": "year and author learnt since",
    "nandamechanistic": "year learnt since",
    "nnpatch": "year and author learnt since",
    "quirke2024increasing": "retitled",
    "saevisannouncement": "year and author learnt since",
    "su2025unveiling": "published since",
    "thilak2022slingshot": "published since, retitled",
    "universalneurons": "year and author learnt since",
    "wang2023backdoor": "published since, retitled",
}


def test_every_key_is_the_first_that_the_rule_gives_and_that_was_free() -> None:
    taken: set[str] = set()
    for work in WORKS:
        ruled = make_key(
            work.title, authors=work.authors, year=work.year, is_taken=taken.__contains__
        )
        assert (work.key == ruled) != (work.key in KEPT_KEYS)
        taken.add(work.key)


@pytest.mark.parametrize("nickname", NICKNAMES)
def test_what_the_field_calls_its_methods_names_one_work(nickname: str) -> None:
    assert len([work for work in WORKS if nickname in work.nicknames]) == 1


def test_a_misspelt_tag_stays_in_its_listing_and_is_right_in_the_placement() -> None:
    misspelt = [
        work
        for work in WORKS
        if any(listing.tag("locate") == "Magitude Analysis" for listing in work.listings)
    ]
    assert [work.key for work in misspelt] == ["xia2025tokenskip"]
    (placement,) = misspelt[0].placements
    assert placement.by == "survey"
    assert placement.terms("locate") == ("magnitude-analysis",)


def test_every_listing_of_the_survey_has_its_placement() -> None:
    for work in WORKS:
        listings = [listing for listing in work.listings if listing.source == "survey"]
        placements = [placement for placement in work.placements if placement.by == "survey"]
        assert len(listings) == len(placements), work.key


def test_the_placements_by_the_survey_are_its_own_rows_and_no_others() -> None:
    for work in WORKS:
        rows = [listing for listing in work.listings if listing.source == "survey"]
        read = [parse_tags(row, CONTENTS.taxonomy)[0] for row in rows]
        assert read == [each for each in work.placements if each.by == "survey"], work.key
    results = load_catalog().results(filters=Filters.of(by="survey"))
    placements = [placement for result in results for placement in result.placements]
    assert len(placements) == 214
    assert {placement.by for placement in placements} == {"survey"}


def test_every_source_says_where_it_is_and_holds_no_more_than_it_has() -> None:
    for source in CONTENTS.sources:
        assert source.entries
        assert source.listings
        assert source.url or source.license, source.id
        assert source.collected or source.maintainers, source.id
