"""Skeletons and placements: what they hold, and what is refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given

from mi_survey.catalog.codec import decode_work, encode
from mi_survey.catalog.referred import make_record
from mi_survey.catalog.schema import check_values
from mi_survey.catalog.skeleton import (
    add_placement,
    merge_works,
    parse_placement,
)
from mi_survey.catalog.store import load_bundled
from mi_survey.errors import AmbiguousTerm, UnknownTerm, UsageFault
from mi_survey.model.identifier import Identifier, find_identifier
from mi_survey.model.work import Placement, Work
from mi_survey.reference.record import Reference
from strategies import identifiers

BUNDLED = load_bundled()
ARXIV = Identifier("arxiv", "2401.00001")


def make_skeleton(
    identifier: Identifier,
    title: str,
    *,
    placement: Placement | None = None,
    taken: Collection[str] = (),
) -> Work:
    """Make the record of a work of which an identifier and the title are known."""
    reference = Reference(title=title, identifiers=(identifier,))
    record = make_record(reference, venues={}, taken=taken)
    return replace(record, placements=(placement,) if placement else ())


def place(**values: str) -> Placement | None:
    """Parse a placement of single values."""
    return parse_placement({name: [value] for name, value in values.items()}, BUNDLED.taxonomy)


def get(key: str) -> Work:
    """Return a bundled work."""
    return next(work for work in BUNDLED.works if work.key == key)


def test_terms_are_named_as_in_filters() -> None:
    assert place(
        object="mha+FFN", locate="patching", steer="amplitude", area="bias"
    ) == Placement.of(
        "curated",
        area="fairness",
        object=("mha", "ffn"),
        locate="causal-attribution",
        steer="amplitude-manipulation",
    )
    assert parse_placement({"object": ["mha", "mlp"]}, BUNDLED.taxonomy) == Placement.of(
        "curated", object=("mha", "ffn")
    )


def test_no_value_is_no_placement() -> None:
    assert parse_placement({}, BUNDLED.taxonomy) is None
    assert parse_placement({"object": (), "area": ()}, BUNDLED.taxonomy) is None


@pytest.mark.parametrize("axis", BUNDLED.taxonomy.ids)
def test_every_leaf_can_be_given_and_nothing_wider(axis: str) -> None:
    leaves = {term.id for term in BUNDLED.taxonomy.axis(axis).leaves()}
    for term in BUNDLED.taxonomy.axis(axis).terms:
        if term.id in leaves:
            placement = place(**{axis: term.id})
            assert placement
            assert placement.terms(axis) == (term.id,)
        else:
            with pytest.raises(UsageFault, match="too wide") as caught:
                place(**{axis: term.id})
            assert caught.value.hint


@pytest.mark.parametrize(
    ("axis", "value", "error"),
    [
        ("object", "!mha", UsageFault),
        ("object", "mha,ffn,neuron", UsageFault),
        ("locate", "probing,patching", UsageFault),
        ("steer", "amplitud+vector", UsageFault),
        ("object", "nuron", UnknownTerm),
        ("object", "m", AmbiguousTerm),
    ],
)
def test_what_is_no_placement_is_refused(axis: str, value: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        place(**{axis: value})


@given(identifiers())
def test_a_skeleton_holds_what_its_identifier_proves_and_no_more(identifier: Identifier) -> None:
    work = make_skeleton(identifier, "On Neurons and Their Uses", placement=place(object="neuron"))
    assert getattr(work.ids, identifier.scheme) == identifier.value
    assert work.url == identifier.url
    assert work.status == "unverified"
    unknown = (work.authors, work.year, work.month, work.venue, work.listings, work.evidence)
    assert not any(unknown)


def test_skeletons_of_every_scheme_are_valid_records() -> None:
    texts = (
        "2401.00001",
        "10.18653/v1/2099.acl-long.893",
        "2099.acl-short.1",
        "openreview:z9SbcYYP0X",
        "https://github.com/own/tool",
    )
    named = [found for text in texts if (found := find_identifier(text))]
    works = [
        make_skeleton(identifier, f"{word} Neurons")
        for identifier, word in zip(named, "One Two Three Four Five".split(), strict=True)
    ]
    assert [work.kind for work in works] == ["preprint", "paper", "paper", "preprint", "tool"]
    assert works[1].ids.acl == "2099.acl-long.893"
    values = {"works.json": encode(sorted(works, key=lambda work: work.key))}
    assert check_values(values, base=BUNDLED).findings == ()
    assert [decode_work(encode(work)) for work in works] == works


def test_the_key_is_none_that_is_taken() -> None:
    first = make_skeleton(ARXIV, "On Neurons", taken=())
    second = make_skeleton(ARXIV, "On Neurons", taken={first.key})
    assert first.key == "neurons"
    assert second.key not in ("", first.key)


def test_a_known_work_keeps_its_record_and_gets_a_placement() -> None:
    work, placement = get("meng2022locating"), Placement.of("curated", area="reasoning")
    placed = add_placement(work, placement)
    assert placed.placements == (*work.placements, placement)
    assert placed.title == work.title
    assert placed.listings == work.listings


def test_a_placement_that_is_there_is_refused_whoever_made_it() -> None:
    work = next(work for work in BUNDLED.works if work.placements[:1])
    there = work.placements[0]
    again = replace(there, by="curated")
    with pytest.raises(UsageFault, match=f"placed so already, by {there.by}"):
        add_placement(work, again)


def test_merged_works_stand_in_order_of_key() -> None:
    one, two = get("meng2022locating"), get("arditi2024refusal")
    assert merge_works([one], [two], file="own.json") == (two, one)


def test_a_key_or_an_identifier_that_is_there_is_refused_by_name() -> None:
    rome = get("meng2022locating")
    with pytest.raises(UsageFault, match="key meng2022locating"):
        merge_works([rome], [rome], file="own.json")
    other = make_skeleton(Identifier("arxiv", rome.ids.arxiv or ""), "Other")
    with pytest.raises(UsageFault, match=r"arxiv id 2202\.05262"):
        merge_works([rome], [other], file="own.json")
    with pytest.raises(UsageFault, match="arxiv id"):
        merge_works([], [rome, other], file="own.json")
